"""Questions of notebook 02: the squared error as a layer, and half of it as a function."""

import numpy as np

from workbook.checks.questions import SHAPES, CodeQuestion, Misconception
from workbook.questions.gradient_check.hints import KEEP, MEAN, OWN
from workbook.questions.gradient_check.numerical import numerical_gradient


def loss_class(forward, backward):
    """Return the class of losses L = forward(y, t) with ∂L/∂y = backward(y, t)."""

    class Loss:
        def forward(self, y, t):
            self.y, self.t = y, t
            return forward(y, t)

        def backward(self):
            return backward(self.y, self.t)

    return Loss


def squared_error(y, t):
    """Return 1/N Σ ‖y_n − t_n‖²."""
    return float(np.sum((y - t) ** 2) / len(y))


def squared_error_gradient(y, t):
    """Return ∂L/∂y = 2 (y − t) / N."""
    return 2 * (y - t) / len(y)


MSELoss = loss_class(squared_error, squared_error_gradient)


def half_squared_error(Y, T):
    """Return 1/N Σ ½‖y_n − t_n‖²."""
    return np.sum((Y - T) ** 2) / (2 * len(Y))


def loss_cases(rng):
    """Yield outputs and targets, both (N, C)."""
    for shape in SHAPES:
        yield rng.standard_normal(shape), rng.standard_normal(shape)


def probe_loss(cls, y, t):
    """Return both passes after another call, and beside another loss."""
    loss, other = cls(), cls()
    loss.forward(t + 1, y)
    value = loss.forward(y, t)
    other.forward(y + 2, t)
    return {"forward": value, "backward": loss.backward()}


def loss_own_gradient(cls, y, t):
    """Return the numerical gradient of a learner's own forward pass."""
    return {"backward": numerical_gradient(lambda: cls().forward(y, t), y)}


def losses(scale_forward=1.0, scale_backward=1.0):
    """Return the loss with both passes scaled, by numbers or by functions of y."""

    def times(scale, y):
        return scale(y) if callable(scale) else scale

    return loss_class(
        lambda y, t: times(scale_forward, y) * squared_error(y, t),
        lambda y, t: times(scale_backward, y) * squared_error_gradient(y, t),
    )


def outputs(y):
    """Return 1/C."""
    return 1 / y.shape[1]


class FirstLoss(MSELoss):
    """Keeps outputs and targets of its first forward call."""

    def forward(self, y, t):
        value = super().forward(y, t)
        self.first = getattr(self, "first", (y, t))
        self.y, self.t = self.first
        return value


class SharedLoss(MSELoss):
    """Keeps outputs and targets on the class."""

    def forward(self, y, t):
        SharedLoss.kept = y, t
        return super().forward(y, t)

    def backward(self):
        return squared_error_gradient(*SharedLoss.kept)


Q_MSE = [
    Misconception(
        "the mean is taken over the outputs too, in the loss and in its gradient",
        losses(outputs, outputs),
        MEAN,
    ),
    Misconception(
        "the mean is taken over the outputs too, in the loss alone", losses(outputs), MEAN
    ),
    Misconception("the gradient is divided by the number of outputs too", losses(1, outputs), MEAN),
    Misconception("there is no mean over the samples", losses(len, len), MEAN),
    Misconception("the loss is not averaged over the samples", losses(len), MEAN),
    Misconception(
        "the gradient has no 1/N",
        losses(1, len),
        "The mean of the loss has to show up in its derivative.",
    ),
    Misconception(
        "the gradient is divided by N twice",
        losses(1, lambda y: 1 / len(y)),
        "Each factor of the loss occurs once in its derivative.",
    ),
    Misconception(
        "the factor 2 of the square is missing in the gradient",
        losses(1, 0.5),
        "Differentiate the square.",
    ),
    Misconception(
        "a factor ½ is in the loss that is not asked for",
        losses(0.5, 0.5),
        "Which of the two squared errors is asked for?",
    ),
    Misconception(
        "a factor ½ is in the loss but not in its gradient",
        losses(0.5),
        "Which of the two squared errors is asked for?",
    ),
    Misconception(
        "the gradient's sign is wrong: t − y",
        losses(1, -1),
        "If the output is above its target, does the loss grow with it?",
    ),
    Misconception(
        "the residual is not squared",
        loss_class(lambda y, t: np.sum(y - t) / len(y), squared_error_gradient),
        "Errors of different sign must not cancel.",
    ),
    Misconception(
        "the absolute error is used",
        loss_class(lambda y, t: np.sum(abs(y - t)) / len(y), squared_error_gradient),
        "The errors are squared, not only made positive.",
    ),
    Misconception(
        "the root is taken",
        loss_class(lambda y, t: np.sqrt(squared_error(y, t)), squared_error_gradient),
        "The root mean square is another measure.",
    ),
    Misconception(
        "the norm is not squared",
        loss_class(lambda y, t: np.mean(np.linalg.norm(y - t, axis=1)), squared_error_gradient),
        "‖·‖ or ‖·‖²?",
    ),
    Misconception(
        "the loss is kept apart for each output",
        loss_class(lambda y, t: np.sum((y - t) ** 2, axis=0) / len(y), squared_error_gradient),
        "The loss is one number.",
    ),
    Misconception(
        "the loss is kept apart for each sample",
        loss_class(lambda y, t: np.sum((y - t) ** 2, axis=1), squared_error_gradient),
        "The loss is one number.",
    ),
    Misconception(
        "the gradient is summed over the samples",
        loss_class(squared_error, lambda y, t: np.sum(2 * (y - t) / len(y), axis=0)),
        "∂L/∂y has the shape of y.",
    ),
    Misconception(
        "the target is forgotten in the gradient",
        loss_class(squared_error, lambda y, t: 2 * y / len(y)),
        "Differentiate (y − t)² as a whole.",
    ),
    Misconception(
        "the gradient keeps the square",
        loss_class(squared_error, lambda y, t: 2 * (y - t) ** 2 / len(y)),
        "The power goes down by one.",
    ),
    Misconception("the first forward call is used for ever", FirstLoss, KEEP),
    Misconception("outputs and targets are shared by all losses", SharedLoss, OWN),
]


Q_HALF = [
    Misconception(
        "the ½ is missing", lambda Y, T: np.sum((Y - T) ** 2) / len(Y), "Compare with the formula."
    ),
    Misconception(
        "the mean is taken over the outputs too", lambda Y, T: np.mean((Y - T) ** 2) / 2, MEAN
    ),
    Misconception(
        "the mean is taken over the outputs too, and the ½ is missing",
        lambda Y, T: np.mean((Y - T) ** 2),
        MEAN,
    ),
    Misconception("there is no mean over the samples", lambda Y, T: np.sum((Y - T) ** 2) / 2, MEAN),
    Misconception(
        "it is divided by the number of outputs, not of samples",
        lambda Y, T: np.sum((Y - T) ** 2) / (2 * Y.shape[1]),
        "Rows are samples.",
    ),
    Misconception(
        "the norm is not squared",
        lambda Y, T: np.mean(np.linalg.norm(Y - T, axis=1)) / 2,
        "‖·‖ or ‖·‖²?",
    ),
    Misconception(
        "the residuals are summed before they are squared",
        lambda Y, T: np.sum(Y - T) ** 2 / (2 * len(Y)),
        "Errors of different sign must not cancel.",
    ),
    Misconception(
        "the absolute error is used",
        lambda Y, T: np.sum(abs(Y - T)) / (2 * len(Y)),
        "The errors are squared, not only made positive.",
    ),
    Misconception(
        "the loss is kept apart for each sample",
        lambda Y, T: np.sum((Y - T) ** 2, axis=1) / 2,
        "The loss is one number.",
    ),
    Misconception(
        "the loss is kept apart for each output",
        lambda Y, T: np.sum((Y - T) ** 2, axis=0) / (2 * len(Y)),
        "The loss is one number.",
    ),
    Misconception(
        "the sign is wrong", lambda Y, T: -np.sum((Y - T) ** 2) / (2 * len(Y)), "A square is not."
    ),
]


MSE = CodeQuestion(
    "q2-7",
    "MSELoss",
    MSELoss,
    loss_cases,
    Q_MSE,
    points=2.0,
    hint="Write the loss for two samples with two outputs, and differentiate that.",
    probe=probe_loss,
    own_gradient=loss_own_gradient,
)


HALF = CodeQuestion(
    "q2-11",
    "half_squared_error",
    half_squared_error,
    loss_cases,
    Q_HALF,
    hint="Write it for two samples with two outputs.",
)

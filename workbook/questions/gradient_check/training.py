"""The loss, and the training loop."""

import numpy as np

from workbook.questions.gradient_check.common import MEAN, numerical_gradient, pairs, table
from workbook.questions.gradient_check.layers import KEEP, OWN, Tanh, first_call, shared
from workbook.questions.gradient_check.linear import Linear
from workbook.questions.gradient_check.network import MLP


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


class MSELoss:
    """The mean over samples of the squared error, a float, and ∂L/∂y, for y and t (N, K)."""

    def forward(self, y, t):
        self.y, self.t = y, t
        return float(np.sum((y - t) ** 2) / len(y))

    def backward(self):
        return 2 * (self.y - self.t) / len(self.y)


mse_loss = table.code(
    "q2-7",
    cases=pairs,
    points=2,
    hint="Write the loss for two samples with two outputs, and differentiate that.",
    probe=probe_loss,
    own_gradient=loss_own_gradient,
)(MSELoss)


def squared_error(y, t):
    """Return 1/N Σ ‖y_n − t_n‖²."""
    return np.sum((y - t) ** 2) / len(y)


def slope(y, t):
    """Return its gradient."""
    return 2 * (y - t) / len(y)


def loss_with(forward=squared_error, backward=slope):
    """Return MSELoss with other functions of y and t."""

    class Loss:
        def forward(self, y, t):
            self.y, self.t = y, t
            return forward(y, t)

        def backward(self):
            return backward(self.y, self.t)

    return Loss


WHICH = "Which of the two squared errors is asked for?"
ONE_NUMBER = "How many numbers is a loss?"

mse_loss.mistake(
    "the mean is taken over the outputs too, in the loss and in its gradient",
    loss_with(lambda y, t: np.mean((y - t) ** 2), lambda y, t: 2 * (y - t) / y.size),
    MEAN,
)
mse_loss.mistake(
    "the mean is taken over the outputs too, in the loss alone",
    loss_with(lambda y, t: np.mean((y - t) ** 2)),
    MEAN,
)
mse_loss.mistake(
    "the gradient is divided by the number of outputs too",
    loss_with(backward=lambda y, t: 2 * (y - t) / y.size),
    MEAN,
)
mse_loss.mistake(
    "there is no mean over the samples",
    loss_with(lambda y, t: np.sum((y - t) ** 2), lambda y, t: 2 * (y - t)),
    MEAN,
)
mse_loss.mistake(
    "the loss is not averaged over the samples",
    loss_with(lambda y, t: np.sum((y - t) ** 2)),
    MEAN,
)
mse_loss.mistake(
    "the gradient has no 1/N",
    loss_with(backward=lambda y, t: 2 * (y - t)),
    "What becomes of the mean's factor in the derivative?",
)
mse_loss.mistake(
    "the gradient is divided by N twice",
    loss_with(backward=lambda y, t: 2 * (y - t) / len(y) ** 2),
    "How often does the loss divide by N, and how often its derivative?",
)
mse_loss.mistake(
    "the factor 2 of the square is missing in the gradient",
    loss_with(backward=lambda y, t: (y - t) / len(y)),
    "Differentiate the square.",
)
mse_loss.mistake(
    "a factor ½ is in the loss that is not asked for",
    loss_with(lambda y, t: np.sum((y - t) ** 2) / (2 * len(y)), lambda y, t: (y - t) / len(y)),
    WHICH,
)
mse_loss.mistake(
    "a factor ½ is in the loss but not in its gradient",
    loss_with(lambda y, t: np.sum((y - t) ** 2) / (2 * len(y))),
    WHICH,
)
mse_loss.mistake(
    "the gradient's sign is wrong: t − y",
    loss_with(backward=lambda y, t: 2 * (t - y) / len(y)),
    "If the output is above its target, does the loss grow with it?",
)
mse_loss.mistake(
    "the residual is not squared",
    loss_with(lambda y, t: np.sum(y - t) / len(y)),
    "What should errors of +1 and −1 give together?",
)
mse_loss.mistake(
    "the absolute error is used",
    loss_with(lambda y, t: np.sum(abs(y - t)) / len(y)),
    "Double an error: how many times as large should the loss be?",
)
mse_loss.mistake(
    "the root is taken",
    loss_with(lambda y, t: np.sqrt(squared_error(y, t))),
    "Double all errors: how many times as large should the loss be?",
)
mse_loss.mistake(
    "the norm is not squared",
    loss_with(lambda y, t: np.mean(np.linalg.norm(y - t, axis=1))),
    "‖·‖ or ‖·‖²?",
)
mse_loss.mistake(
    "the loss is kept apart for each output",
    loss_with(lambda y, t: np.sum((y - t) ** 2, axis=0) / len(y)),
    ONE_NUMBER,
)
mse_loss.mistake(
    "the loss is kept apart for each sample",
    loss_with(lambda y, t: np.sum((y - t) ** 2, axis=1)),
    ONE_NUMBER,
)
mse_loss.mistake(
    "the gradient is summed over the samples",
    loss_with(backward=lambda y, t: np.sum(slope(y, t), axis=0)),
    "Compare the shapes of ∂L/∂y and y.",
)
mse_loss.mistake(
    "the target is forgotten in the gradient",
    loss_with(backward=lambda y, t: 2 * y / len(y)),
    "Differentiate (y − t)² as a whole.",
)
mse_loss.mistake(
    "the gradient keeps the square",
    loss_with(backward=lambda y, t: 2 * (y - t) ** 2 / len(y)),
    "Differentiate u²: which power is left?",
)
mse_loss.mistake("the first forward call is used for ever", first_call(MSELoss, "y", "t"), KEEP)
mse_loss.mistake("outputs and targets are shared by all losses", shared(MSELoss, "y", "t"), OWN)


def train_cases(rng):
    """Yield X (N, D), t (N, 2) and initial weights."""
    for N, D in ((6, 1), (5, 3)):
        yield tuple(rng.standard_normal(shape) for shape in ((N, D), (N, 2), (4, D), (2, 4)))


def probe_train(function, X, t, W1, W2):
    """Return the losses of four epochs, and the weights after them."""
    first, last = Linear(X.shape[1], 4, W1, np.zeros(4)), Linear(4, 2, W2, np.zeros(2))
    losses = function(MLP([first, Tanh(), last]), MSELoss(), X, t, 0.05, 4)
    return {"losses": losses, "W1 after": first.weights, "W2 after": last.weights}


@table.code(
    "q2-8",
    cases=train_cases,
    hint="Follow one epoch with a pencil: what must be known before the step?",
    probe=probe_train,
)
def train(model, loss, X, t, learning_rate, epochs):
    """The losses of full-batch gradient descent, one before each epoch's step, (epochs,)."""
    losses = []
    for _ in range(epochs):
        losses.append(loss.forward(model.forward(X), t))
        model.backward(loss.backward())
        for layer in model.layers:
            layer.update_params(learning_rate)
    return losses


def training(
    rate=lambda learning_rate: learning_rate,
    layers=lambda layers: layers,
    dy=lambda loss: loss.backward(),
    epochs=lambda epochs: range(epochs),
    result=lambda losses: losses,
):
    """Return a training loop with something else in one of its places."""

    def train(model, loss, X, t, learning_rate, number):
        losses = []
        for _ in epochs(number):
            losses.append(loss.forward(model.forward(X), t))
            model.backward(dy(loss))
            for layer in layers(model.layers):
                layer.update_params(rate(learning_rate))
        return result(losses)

    return train


@train.mistake(
    "the loss is recorded after the step",
    hint="Is the first loss of your list from before any step, or after one?",
)
def recording_after_the_step(model, loss, X, t, learning_rate, epochs):
    """Measure the loss again after each step."""
    losses = []
    for _ in range(epochs):
        train.right(model, loss, X, t, learning_rate, epochs=1)
        losses.append(loss.forward(model.forward(X), t))
    return losses


BACKWARD_TOO = "Who knows the gradient of the loss?"

train.mistake(
    "no layer takes its step",
    training(layers=lambda layers: []),
    "Who changes the parameters, and when?",
)
train.mistake(
    "only the last layer takes its step",
    training(layers=lambda layers: layers[-1:]),
    "Which layers have changed after an epoch?",
)
train.mistake(
    "only the first layer takes its step",
    training(layers=lambda layers: layers[:1]),
    "Which layers have changed after an epoch? Does the loop end early?",
)
train.mistake(
    "the step goes up the gradient: outputs and targets are exchanged, or the rate is negative",
    training(rate=lambda rate: -rate),
    "Which argument of the loss comes first? And who has the minus already?",
)
train.mistake(
    "the learning rate is not passed on",
    training(rate=lambda rate: 1.0),
    "What does update_params take?",
)
train.mistake(
    "y − t is sent back instead of the loss's gradient",
    training(dy=lambda loss: loss.y - loss.t),
    BACKWARD_TOO,
)
train.mistake(
    "ones are sent back instead of the loss's gradient",
    training(dy=lambda loss: np.ones_like(loss.y)),
    BACKWARD_TOO,
)
train.mistake(
    "one epoch is missing",
    training(epochs=lambda epochs: range(1, epochs)),
    "How many numbers does range(1, epochs) give?",
)
train.mistake(
    "there is one epoch too many",
    training(epochs=lambda epochs: range(epochs + 1)),
    "How many numbers does range(epochs + 1) give?",
)
train.mistake(
    "only the last loss is returned",
    training(result=lambda losses: losses[-1]),
    "How many losses are asked for?",
)


@train.mistake(
    "the gradient is computed once and used in all epochs",
    hint="Is the gradient still the same after a step?",
)
def with_the_first_gradient(model, loss, X, t, learning_rate, epochs):
    """Take every step with the first gradient."""
    losses = [loss.forward(model.forward(X), t)]
    model.backward(loss.backward())
    for _ in range(epochs):
        for layer in model.layers:
            layer.update_params(learning_rate)
        losses.append(loss.forward(model.forward(X), t))
    return losses[:-1]


@train.mistake(
    "a step is taken after each sample",
    hint="How many steps has an epoch on the full batch?",
)
def one_sample_at_a_time(model, loss, X, t, learning_rate, epochs):
    """Take a step after each sample."""
    losses = []
    for _ in range(epochs):
        losses.append(loss.forward(model.forward(X), t))
        for k in range(len(X)):
            train.right(model, loss, X[k : k + 1], t[k : k + 1], learning_rate, epochs=1)
    return losses


train.mistake(
    "the loss itself is sent back, not its gradient",
    training(dy=lambda loss: loss.forward(loss.y, loss.t)),
    BACKWARD_TOO,
)


@train.mistake(
    "the step is taken after the loop, once",
    hint="How many steps do four epochs take? Look at the indentation.",
)
def with_one_step(model, loss, X, t, learning_rate, epochs):
    """Go through all epochs, and take a step at the end."""
    losses = []
    for _ in range(epochs):
        losses.append(loss.forward(model.forward(X), t))
        model.backward(loss.backward())
    for layer in model.layers:
        layer.update_params(learning_rate)
    return losses


train.mistake(
    "the loop ends after its first epoch",
    training(epochs=lambda epochs: range(1)),
    "Is the return indented too far?",
)


@train.mistake(
    "the step is taken before there is a gradient",
    hint="What does a step need, and when is it there?",
)
def updating_first(model, loss, X, t, learning_rate, epochs):
    """Update before the backward pass."""
    losses = []
    for _ in range(epochs):
        for layer in model.layers:
            layer.update_params(learning_rate)
        losses.append(loss.forward(model.forward(X), t))
        model.backward(loss.backward())
    return losses

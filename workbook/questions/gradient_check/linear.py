"""Questions of notebook 02: the linear layer, in three steps."""

import numpy as np

from workbook.checks.questions import SHAPES, CodeQuestion, Misconception, ValueQuestion
from workbook.questions.gradient_check.hints import CHAIN, KEEP, OWN
from workbook.questions.gradient_check.numerical import numerical_gradient


class Linear:
    """a = X Wᵀ + b, with the names that the notebook asks for."""

    def __init__(self, input_dim, output_dim, initial_weights=None, initial_biases=None):
        if initial_weights is None:
            initial_weights = np.random.default_rng().normal(size=(output_dim, input_dim))
        if initial_biases is None:
            initial_biases = np.zeros(output_dim)
        self.weights, self.biases = initial_weights, initial_biases

    def forward(self, X):
        self.X = X
        return X @ self.weights.T + self.biases

    def backward(self, da):
        self.grad_weights = da.T @ self.X
        self.grad_biases = da.sum(axis=0)
        return da @ self.weights

    def update_params(self, learning_rate):
        self.weights = self.weights - learning_rate * self.grad_weights
        self.biases = self.biases - learning_rate * self.grad_biases


def row_sum(delta):
    """Return the sum over samples."""
    return delta.sum(axis=0)


def linear_cases(rng):
    """Yield X (N, D), da (N, out), W, b; out = D once, so that nothing but numbers can tell."""
    for (N, D), out in zip(SHAPES, (2, 4, 3, 5), strict=True):
        shapes = (N, D), (N, out), (out, D), (out,)
        yield tuple(rng.standard_normal(shape) for shape in shapes)


def linear_layer(cls, X, W, b):
    """Return a layer with copies of these parameters."""
    return cls(X.shape[1], len(b), W.copy(), b.copy())


def probe_linear_forward(cls, X, da, W, b):
    """Return the output, and that with parameters of its own has its shape."""
    default = cls(X.shape[1], len(b)).forward(X)
    return {"forward": linear_layer(cls, X, W, b).forward(X), "default shape": np.shape(default)}


def probe_linear_backward(cls, X, da, W, b):
    """Return the gradients after other calls, and beside another layer."""
    layer, other = linear_layer(cls, X, W, b), linear_layer(cls, X, -W, b)
    layer.forward(X[::-1] + 1)
    layer.backward(da[::-1] + 1)
    layer.forward(X)
    other.forward(X + 2)
    dX = layer.backward(da)
    return {"grad_weights": layer.grad_weights, "grad_biases": layer.grad_biases, "dX": dX}


def linear_own_gradient(cls, X, da, W, b):
    """Return the numerical gradients of a learner's own forward pass."""

    def f():
        return np.sum(da * linear_layer(cls, X, W, b).forward(X))

    arrays = {"grad_weights": W, "grad_biases": b, "dX": X}
    return {name: numerical_gradient(f, array) for name, array in arrays.items()}


def probe_linear_update(cls, X, da, W, b):
    """Return the parameters after two steps with the same gradients."""
    layer = linear_layer(cls, X, W, b)
    layer.grad_weights, layer.grad_biases = da.T @ X, da.sum(axis=0)
    for learning_rate in (0.3, 0.1):
        layer.update_params(learning_rate)
    return {"weights": layer.weights, "biases": layer.biases}


def linear(forward=Linear.forward, backward=Linear.backward, update=Linear.update_params):
    """Return `Linear` with other methods."""
    methods = {"forward": forward, "backward": backward, "update_params": update}
    return type("Linear", (Linear,), methods)


def linear_backward(
    dW=lambda da, X: da.T @ X,
    db=row_sum,
    dX=lambda da, W: da @ W,
):
    """Return `Linear` with other formulas on the way back."""

    def backward(self, da):
        self.grad_weights, self.grad_biases = dW(da, self.X), db(da)
        return dX(da, self.weights)

    return linear(backward=backward)


def linear_update(weights, biases):
    """Return `Linear` with other steps: each a function of parameter, gradient and η."""

    def update(self, learning_rate):
        self.weights = weights(self.weights, self.grad_weights, learning_rate)
        self.biases = biases(self.biases, self.grad_biases, learning_rate)

    return linear(update=update)


def step(parameter, gradient, learning_rate):
    """Return the parameter after a step of gradient descent."""
    return parameter - learning_rate * gradient


def stay(parameter, gradient, learning_rate):
    """Return the parameter unchanged."""
    return parameter


class AccumulatingLinear(Linear):
    """Adds the gradients of all calls up."""

    def backward(self, da):
        earlier = getattr(self, "grad_weights", 0), getattr(self, "grad_biases", 0)
        dX = super().backward(da)
        self.grad_weights = self.grad_weights + earlier[0]
        self.grad_biases = self.grad_biases + earlier[1]
        return dX


class FirstInputLinear(Linear):
    """Keeps the input of its first forward call."""

    def forward(self, X):
        if not hasattr(self, "X"):
            self.X = X
        return X @ self.weights.T + self.biases


class SharedInputLinear(Linear):
    """Keeps its input on the class."""

    def forward(self, X):
        SharedInputLinear.X = X
        return X @ self.weights.T + self.biases


Q_LINEAR_FORWARD = [
    Misconception(
        "the weights are not transposed",
        linear(lambda self, X: X @ self.weights + self.biases),
        "Row j of the weights belongs to unit j: which axis has to meet the features of X?",
    ),
    Misconception(
        "the bias is forgotten, or the given one is not used",
        linear(lambda self, X: X @ self.weights.T),
        "What does a unit give for the input zero?",
    ),
    Misconception(
        "the bias is subtracted",
        linear(lambda self, X: X @ self.weights.T - self.biases),
        "What does a unit give for the input zero?",
    ),
    Misconception(
        "the bias is added once for each feature",
        linear(lambda self, X: X @ self.weights.T + X.shape[1] * self.biases),
        "Is the bias inside the sum over i, or behind it?",
    ),
    Misconception(
        "an activation is applied inside the linear layer",
        linear(lambda self, X: np.tanh(X @ self.weights.T + self.biases)),
        "The layer is linear; the activation is a layer of its own.",
    ),
    Misconception(
        "the average over the features is taken instead of the sum",
        linear(lambda self, X: X @ self.weights.T / X.shape[1] + self.biases),
        "Look at the sum over i again.",
    ),
    Misconception(
        "the output is transposed: samples have become columns",
        linear(lambda self, X: self.weights @ X.T + self.biases[:, None]),
        "Rows are samples, before the layer and after it.",
    ),
]


Q_LINEAR_BACKWARD = [
    Misconception(
        "the gradients are not kept under the names grad_weights and grad_biases",
        linear(backward=lambda self, da: da @ self.weights),
        "The step will look for self.grad_weights: is the self there, and the name the same?",
    ),
    Misconception(
        "dW is transposed",
        linear_backward(dW=lambda da, X: X.T @ da),
        "Every gradient has the shape of its parameter: which axis of dW are the units?",
    ),
    Misconception(
        "dW is averaged over the samples",
        linear_backward(dW=lambda da, X: da.T @ X / len(X)),
        "The mean over samples is in the loss, and so in da already.",
    ),
    Misconception(
        "all gradients are averaged over the samples",
        linear_backward(lambda da, X: da.T @ X / len(X), lambda da: da.mean(axis=0)),
        "The mean over samples is in the loss, and so in da already.",
    ),
    Misconception(
        "db is not summed over the samples",
        linear_backward(db=lambda da: da),
        "Every gradient has the shape of its parameter.",
    ),
    Misconception(
        "db is summed over the units, not over the samples",
        linear_backward(db=lambda da: da.sum(axis=1)),
        "Which axis are the samples?",
    ),
    Misconception(
        "db is averaged over the samples",
        linear_backward(db=lambda da: da.mean(axis=0)),
        "The mean over samples is in the loss, and so in da already.",
    ),
    Misconception(
        "db is one number, summed over samples and units",
        linear_backward(db=np.sum),
        "Every gradient has the shape of its parameter.",
    ),
    Misconception(
        "db keeps an axis of length 1",
        linear_backward(db=lambda da: da.sum(axis=0, keepdims=True)),
        "Every gradient has the shape of its parameter.",
    ),
    Misconception(
        "only the first sample goes into db",
        linear_backward(db=lambda da: da[0]),
        "A bias takes part in every sample.",
    ),
    Misconception(
        "db is multiplied with the input",
        linear_backward(db=lambda da: da.sum(axis=0) * da.mean()),
        "What is the derivative of a with respect to b?",
    ),
    Misconception(
        "dX uses the transposed weights",
        linear_backward(dX=lambda da, W: da @ W.T),
        "An input reaches every unit: which axis of W has to meet da?",
    ),
    Misconception(
        "dX is transposed",
        linear_backward(dX=lambda da, W: (da @ W).T),
        "dX has the shape of X.",
    ),
    Misconception(
        "da is handed down without the weights",
        linear_backward(dX=lambda da, W: da),
        "How much does a change of an input matter to a?",
    ),
    Misconception(
        "the weights are handed down without da",
        linear_backward(dX=lambda da, W: np.ones_like(da) @ W),
        CHAIN,
    ),
    Misconception(
        "da is ignored in dW",
        linear_backward(dW=lambda da, X: np.ones_like(da).T @ X),
        CHAIN,
    ),
    Misconception(
        "all signs are turned round",
        linear_backward(lambda da, X: -da.T @ X, lambda da: -da.sum(axis=0), lambda da, W: -da @ W),
        "The minus sign belongs to the update, not to the gradient.",
    ),
    Misconception(
        "the gradients of earlier calls are added up",
        AccumulatingLinear,
        "Each backward call has to overwrite the gradients of the one before.",
    ),
    Misconception("the input of the first forward call is used for ever", FirstInputLinear, KEEP),
    Misconception("the input is kept on the class, shared by all layers", SharedInputLinear, OWN),
]


Q_LINEAR_UPDATE = [
    Misconception(
        "the step goes up the gradient",
        linear_update(*2 * [lambda p, g, rate: p + rate * g]),
        "The gradient points to where the loss grows.",
    ),
    Misconception(
        "the learning rate is forgotten",
        linear_update(*2 * [lambda p, g, rate: p - g]),
        "How long should the step be?",
    ),
    Misconception(
        "the step is divided by the learning rate",
        linear_update(*2 * [lambda p, g, rate: p - g / rate]),
        "A larger learning rate should make a longer step.",
    ),
    Misconception(
        "the biases are not updated",
        linear_update(step, stay),
        "The layer has two parameters.",
    ),
    Misconception(
        "the weights are not updated",
        linear_update(stay, step),
        "The layer has two parameters.",
    ),
    Misconception(
        "nothing changes: the new values are not kept",
        linear_update(stay, stay),
        "Assign to self.weights and self.biases, not to names of the function's own.",
    ),
    Misconception(
        "the parameters are replaced by the step",
        linear_update(*2 * [lambda p, g, rate: -rate * g]),
        "The step is added to where you are.",
    ),
    Misconception(
        "the gradient multiplies the parameter",
        linear_update(*2 * [lambda p, g, rate: p * (1 - rate * g)]),
        "The step does not depend on the parameter itself.",
    ),
    Misconception(
        "only the direction of the gradient is used, not its length",
        linear_update(*2 * [lambda p, g, rate: p - rate * g / np.linalg.norm(g)]),
        "Plain gradient descent does not normalise.",
    ),
    Misconception(
        "the biases go up the gradient while the weights go down",
        linear_update(step, lambda p, g, rate: p + rate * g),
        "Both parameters take the same kind of step.",
    ),
]


SHAPES_OF_A_BATCH = [[7, 5], [5, 3], [7, 3]]


BATCH_SHAPES = ValueQuestion(
    "q2-1",
    "shapes",
    lambda: np.array(SHAPES_OF_A_BATCH),
    [
        Misconception(
            "samples are columns",
            lambda: np.array([[5, 7], [5, 3], [3, 7]]),
            "In this workbook rows are samples.",
        ),
        Misconception(
            "dW has the shape (in, out)",
            lambda: np.array([[7, 5], [3, 5], [7, 3]]),
            "A gradient has the shape of its parameter, and W is (out, in).",
        ),
        Misconception(
            "dX has the shape of the output",
            lambda: np.array([[7, 5], [5, 3], [7, 5]]),
            "A gradient has the shape of what it belongs to.",
        ),
        Misconception(
            "the output has the shape of the input",
            lambda: np.array([[7, 3], [5, 3], [7, 3]]),
            "There is one number for each sample and unit.",
        ),
        Misconception(
            "dW has a row for each sample",
            lambda: np.array([[7, 5], [7, 3], [7, 3]]),
            "The weights are shared by all samples.",
        ),
        Misconception(
            "dX has the shape of W",
            lambda: np.array([[7, 5], [5, 3], [5, 3]]),
            "A gradient has the shape of what it belongs to.",
        ),
    ],
    hint="Write the shapes under X Wᵀ + b.",
)


LINEAR_FORWARD = CodeQuestion(
    "q2-2",
    "Linear",
    Linear,
    linear_cases,
    Q_LINEAR_FORWARD,
    points=2.0,
    hint="Write out one entry of a as a sum.",
    probe=probe_linear_forward,
)


LINEAR_BACKWARD = CodeQuestion(
    "q2-3",
    "Linear",
    Linear,
    linear_cases,
    Q_LINEAR_BACKWARD,
    points=2.0,
    hint="Write the shapes under each product; they leave few choices.",
    probe=probe_linear_backward,
    own_gradient=linear_own_gradient,
)


LINEAR_UPDATE = CodeQuestion(
    "q2-4",
    "Linear",
    Linear,
    linear_cases,
    Q_LINEAR_UPDATE,
    hint="θ ← θ − η ∂L/∂θ, for both parameters.",
    probe=probe_linear_update,
)

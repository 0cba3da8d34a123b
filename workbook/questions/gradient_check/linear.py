"""The linear layer, in three steps."""

import numpy as np

from workbook.checks import SHAPES
from workbook.questions.gradient_check.common import CHAIN, SHAPE, numerical_gradient, table
from workbook.questions.gradient_check.layers import KEEP, OWN, first_call, shared

for name, default in (("samples", 7), ("features", 3), ("units", 5)):
    table.given(name, default, lambda rng: rng.integers(2, 13))
table.fact(
    "its three sizes differ, so that a transposed shape can be seen",
    lambda samples, features, units: samples != features != units != samples,
)


@table.value("q2-1", hint="Write the shapes under X Wᵀ + b.")
def shapes(samples, features, units):
    """The shapes of a, dW and dX, from the numbers of samples, features and units, (3, 2)."""
    return [[samples, units], [units, features], [samples, features]]


BELONGS = "Which shape has a gradient, compared with what it belongs to?"

# (name, which of N, D and M, counted from 0, stands where, hint)
WRONG_SHAPES = (
    ("samples are columns", [[2, 0], [2, 1], [1, 0]], "What is a row of X, in this workbook?"),
    (
        "dW has the shape (in, out)",
        [[0, 2], [1, 2], [0, 1]],
        "Which shape has W? And which shape has a gradient of it?",
    ),
    ("dX has the shape of the output", [[0, 2], [2, 1], [0, 2]], BELONGS),
    (
        "the output has the shape of the input",
        [[0, 1], [2, 1], [0, 1]],
        "How many numbers does one sample give?",
    ),
    (
        "dW has a row for each sample",
        [[0, 2], [0, 1], [0, 1]],
        "Has each sample weights of its own?",
    ),
    ("dX has the shape of W", [[0, 2], [2, 1], [2, 1]], BELONGS),
)
for name, which, hint in WRONG_SHAPES:
    shapes.mistake(
        name,
        lambda samples, features, units, which=which: np.array([samples, features, units])[which],
        hint,
    )


table.written(
    "q2-a",
    "∂L/∂w_ji, ∂L/∂b_j and ∂L/∂x_ni of a linear layer from δ_nj, with indices and as products.",
    formula="q2-3",
)


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


def linear_cases(rng):
    """Yield X (N, D), da (N, out), W, b; out = D once, so that nothing but numbers can tell."""
    for (N, D), out in zip(SHAPES, (2, 4, 3, 5), strict=True):
        yield tuple(rng.standard_normal(shape) for shape in ((N, D), (N, out), (out, D), (out,)))


def linear_layer(cls, X, W, b):
    """Return a layer with copies of these parameters."""
    return cls(X.shape[1], len(b), W.copy(), b.copy())


def linear(**methods):
    """Return `Linear` with other methods, under its own name: errors tell it."""
    return type("Linear", (Linear,), methods)


def probe_linear_forward(cls, X, da, W, b):
    """Return the output, and that with parameters of its own has its shape."""
    default = cls(X.shape[1], len(b)).forward(X)
    return {"forward": linear_layer(cls, X, W, b).forward(X), "default shape": np.shape(default)}


linear_forward = table.code(
    "q2-2",
    asks="The output of a linear layer, (N, output_dim) for X (N, input_dim); X is kept.",
    cases=linear_cases,
    points=2,
    hint="What should a unit give for the input zero? And for a single 1?",
    probe=probe_linear_forward,
)(Linear)

FOR_ZERO = "What does a unit give for the input zero?"

linear_forward.mistake(
    "the weights are not transposed",
    linear(forward=lambda self, X: X @ self.weights + self.biases),
    "Which axis of the weights has to meet the features of X?",
)
linear_forward.mistake(
    "the bias is forgotten, or the given one is not used",
    linear(forward=lambda self, X: X @ self.weights.T),
    FOR_ZERO,
)
linear_forward.mistake(
    "the bias is subtracted",
    linear(forward=lambda self, X: X @ self.weights.T - self.biases),
    FOR_ZERO,
)
linear_forward.mistake(
    "the bias is added once for each feature",
    linear(forward=lambda self, X: X @ self.weights.T + X.shape[1] * self.biases),
    "Is the bias inside the sum over i, or behind it?",
)
linear_forward.mistake(
    "an activation is applied inside the linear layer",
    linear(forward=lambda self, X: np.tanh(X @ self.weights.T + self.biases)),
    "Double X, with zero biases: does the output double?",
)
linear_forward.mistake(
    "the average over the features is taken instead of the sum",
    linear(forward=lambda self, X: X @ self.weights.T / X.shape[1] + self.biases),
    "Look at the sum over i again.",
)
linear_forward.mistake(
    "the output is transposed: samples have become columns",
    linear(forward=lambda self, X: self.weights @ X.T + self.biases[:, None]),
    "What are the rows before the layer, and after it?",
)


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


def way_back(
    dW=lambda da, X: da.T @ X,
    db=lambda da: da.sum(axis=0),
    dX=lambda da, W: da @ W,
):
    """Return `Linear` with other formulas on the way back."""

    def backward(self, da):
        self.grad_weights, self.grad_biases = dW(da, self.X), db(da)
        return dX(da, self.weights)

    return linear(backward=backward)


linear_backward = table.code(
    "q2-3",
    asks="∂L/∂X (N, input_dim) for da = ∂L/∂a (N, output_dim); "
    "grad_weights and grad_biases, shaped like their parameters, are kept.",
    cases=linear_cases,
    points=2,
    hint="Try a single sample on paper. What does a second one add?",
    probe=probe_linear_backward,
    own_gradient=linear_own_gradient,
)(Linear)

MEAN_IS_THERE = "Who takes the mean over the samples: the layer, or the loss above it?"

linear_backward.mistake(
    "the gradients are not kept under the names grad_weights and grad_biases",
    linear(backward=lambda self, da: da @ self.weights),
    "The step will look for self.grad_weights: is the self there, and the name the same?",
)
linear_backward.mistake(
    "dW is transposed",
    way_back(dW=lambda da, X: X.T @ da),
    "Which axis of W are the units? And which of your dW?",
)
linear_backward.mistake(
    "dW is averaged over the samples", way_back(dW=lambda da, X: da.T @ X / len(X)), MEAN_IS_THERE
)
linear_backward.mistake(
    "all gradients are averaged over the samples",
    way_back(dW=lambda da, X: da.T @ X / len(X), db=lambda da: da.mean(axis=0)),
    MEAN_IS_THERE,
)
linear_backward.mistake("db is not summed over the samples", way_back(db=lambda da: da), SHAPE)
linear_backward.mistake(
    "db is summed over the units, not over the samples",
    way_back(db=lambda da: da.sum(axis=1)),
    "Which axis are the samples?",
)
linear_backward.mistake(
    "db is averaged over the samples", way_back(db=lambda da: da.mean(axis=0)), MEAN_IS_THERE
)
linear_backward.mistake(
    "db is one number, summed over samples and units", way_back(db=np.sum), SHAPE
)
linear_backward.mistake(
    "db keeps an axis of length 1", way_back(db=lambda da: da.sum(axis=0, keepdims=True)), SHAPE
)
linear_backward.mistake(
    "only the first sample goes into db",
    way_back(db=lambda da: da[0]),
    "In how many samples does a bias take part?",
)
linear_backward.mistake(
    "db is multiplied with the input",
    way_back(db=lambda da: da.sum(axis=0) * da.mean()),
    "What is the derivative of a with respect to b?",
)
linear_backward.mistake(
    "dX uses the transposed weights",
    way_back(dX=lambda da, W: da @ W.T),
    "An input reaches every unit: which axis of W has to meet da?",
)
linear_backward.mistake(
    "dX is transposed", way_back(dX=lambda da, W: (da @ W).T), "Compare the shapes of dX and X."
)
linear_backward.mistake(
    "da is handed down without the weights",
    way_back(dX=lambda da, W: da),
    "How much does a change of an input matter to a?",
)
linear_backward.mistake(
    "the weights are handed down without da", way_back(dX=lambda da, W: np.ones_like(da) @ W), CHAIN
)
linear_backward.mistake(
    "da is ignored in dW", way_back(dW=lambda da, X: np.ones_like(da).T @ X), CHAIN
)
linear_backward.mistake(
    "all signs are turned round",
    way_back(lambda da, X: -da.T @ X, lambda da: -da.sum(axis=0), lambda da, W: -da @ W),
    "Where does the minus belong: into the gradient, or into the update?",
)


@linear_backward.mistake(
    "the gradients of earlier calls are added up",
    hint="Call backward twice with the same da: should the gradients change?",
)
class AccumulatingLinear(Linear):
    """Adds the gradients of all calls up."""

    def backward(self, da):
        earlier = getattr(self, "grad_weights", 0), getattr(self, "grad_biases", 0)
        dX = super().backward(da)
        self.grad_weights = self.grad_weights + earlier[0]
        self.grad_biases = self.grad_biases + earlier[1]
        return dX


linear_backward.mistake(
    "the input of the first forward call is used for ever", first_call(Linear, "X"), KEEP
)
linear_backward.mistake(
    "the input is kept on the class, shared by all layers", shared(Linear, "X"), OWN
)


def probe_linear_update(cls, X, da, W, b):
    """Return the parameters after two steps with the same gradients."""
    layer = linear_layer(cls, X, W, b)
    layer.grad_weights, layer.grad_biases = da.T @ X, da.sum(axis=0)
    for learning_rate in (0.3, 0.1):
        layer.update_params(learning_rate)
    return {"weights": layer.weights, "biases": layer.biases}


def step(parameter, gradient, learning_rate):
    """Return the parameter after a step of gradient descent."""
    return parameter - learning_rate * gradient


def stay(parameter, gradient, learning_rate):
    """Return the parameter unchanged."""
    return parameter


def stepping(weights, biases=None):
    """Return `Linear` with other steps: functions of parameter, gradient and η, or one for both."""

    def update_params(self, learning_rate):
        self.weights = weights(self.weights, self.grad_weights, learning_rate)
        self.biases = (biases or weights)(self.biases, self.grad_biases, learning_rate)

    return linear(update_params=update_params)


linear_update = table.code(
    "q2-4",
    asks="One step of gradient descent for weights and biases, with the gradients that are kept.",
    cases=linear_cases,
    hint="Print both parameters before and after a step: which way did each go, how far?",
    probe=probe_linear_update,
)(Linear)

TWO_PARAMETERS = "How many parameters has the layer, and how many have moved?"

linear_update.mistake(
    "the step goes up the gradient",
    stepping(lambda p, g, rate: p + rate * g),
    "Does the loss grow or fall where the gradient points?",
)
linear_update.mistake(
    "the learning rate is forgotten",
    stepping(lambda p, g, rate: p - g),
    "How long should the step be?",
)
linear_update.mistake(
    "the step is divided by the learning rate",
    stepping(lambda p, g, rate: p - g / rate),
    "Should a larger learning rate make the step longer or shorter?",
)
linear_update.mistake("the biases are not updated", stepping(step, stay), TWO_PARAMETERS)
linear_update.mistake("the weights are not updated", stepping(stay, step), TWO_PARAMETERS)
linear_update.mistake(
    "nothing changes: the new values are not kept",
    stepping(stay),
    "Print self.weights before and after: to which names do you assign?",
)
linear_update.mistake(
    "the parameters are replaced by the step",
    stepping(lambda p, g, rate: -rate * g),
    "If the gradient were 0, where should the parameter be?",
)
linear_update.mistake(
    "the gradient multiplies the parameter",
    stepping(lambda p, g, rate: p * (1 - rate * g)),
    "Start from a parameter of 0: can it ever move?",
)
linear_update.mistake(
    "only the direction of the gradient is used, not its length",
    stepping(lambda p, g, rate: p - rate * g / np.linalg.norm(g)),
    "Double the gradient: should the step stay as long as it was?",
)
linear_update.mistake(
    "the biases go up the gradient while the weights go down",
    stepping(step, lambda p, g, rate: p + rate * g),
    "Compare your two lines: do both go the same way?",
)

"""The three-layer network: its loss, and its backward pass without classes."""

from itertools import pairwise

import numpy as np

from helpers.functions import sigmoid
from workbook.questions.families import WRONG_SIGMOID_SLOPES
from workbook.questions.gradient_check.common import CHAIN, MEAN, SHAPE, pairs, table


@table.code("q2-11", cases=pairs, hint="Write it for two samples with two outputs.")
def half_squared_error(Y, T):
    """The mean over samples of half the squared error, a number, for Y and T (N, K)."""
    return np.sum((Y - T) ** 2) / (2 * len(Y))


ONE_NUMBER = "How many numbers is a loss?"

half_squared_error.mistake(
    "the ½ is missing",
    lambda Y, T: np.sum((Y - T) ** 2) / len(Y),
    "Look up the loss once more: which factors has it?",
)
half_squared_error.mistake(
    "the mean is taken over the outputs too", lambda Y, T: np.mean((Y - T) ** 2) / 2, MEAN
)
half_squared_error.mistake(
    "the mean is taken over the outputs too, and the ½ is missing",
    lambda Y, T: np.mean((Y - T) ** 2),
    MEAN,
)
half_squared_error.mistake(
    "there is no mean over the samples", lambda Y, T: np.sum((Y - T) ** 2) / 2, MEAN
)
half_squared_error.mistake(
    "it is divided by the number of outputs, not of samples",
    lambda Y, T: np.sum((Y - T) ** 2) / (2 * Y.shape[1]),
    "What is a row, and how many are there?",
)
half_squared_error.mistake(
    "the norm is not squared",
    lambda Y, T: np.mean(np.linalg.norm(Y - T, axis=1)) / 2,
    "‖·‖ or ‖·‖²?",
)
half_squared_error.mistake(
    "the residuals are summed before they are squared",
    lambda Y, T: np.sum(Y - T) ** 2 / (2 * len(Y)),
    "What should errors of +1 and −1 give together?",
)
half_squared_error.mistake(
    "the absolute error is used",
    lambda Y, T: np.sum(abs(Y - T)) / (2 * len(Y)),
    "Double an error: how many times as large should the loss be?",
)
half_squared_error.mistake(
    "the loss is kept apart for each sample",
    lambda Y, T: np.sum((Y - T) ** 2, axis=1) / 2,
    ONE_NUMBER,
)
half_squared_error.mistake(
    "the loss is kept apart for each output",
    lambda Y, T: np.sum((Y - T) ** 2, axis=0) / (2 * len(Y)),
    ONE_NUMBER,
)
half_squared_error.mistake(
    "the sign is wrong",
    lambda Y, T: -np.sum((Y - T) ** 2) / (2 * len(Y)),
    "Can a sum of squares be negative?",
)


table.written(
    "q2-b",
    "δ^3, δ^2 and δ^1 of the three-layer network, then its six gradients, each with its shape.",
    formula="q2-12",
)


def three_layer_cases(rng):
    """Yield parameters, X, T; equal sizes once, so that nothing but numbers can tell."""
    for N, sizes in ((1, (3, 5, 4, 2)), (4, (4, 4, 4, 4)), (7, (2, 3, 6, 1))):
        X, T = rng.standard_normal((N, sizes[0])), rng.standard_normal((N, sizes[-1]))
        layers = list(enumerate(pairwise(sizes), start=1))
        p = {f"W{k}": rng.standard_normal((n_out, n_in)) for k, (n_in, n_out) in layers}
        p |= {f"b{k}": rng.standard_normal(n_out) for k, (_, n_out) in layers}
        yield p, X, T


def forward(p, X):
    """Return Z1, Z2 and the output Y of two sigmoid layers and a linear one."""
    Z1 = sigmoid(X @ p["W1"].T + p["b1"])
    Z2 = sigmoid(Z1 @ p["W2"].T + p["b2"])
    return Z1, Z2, Z2 @ p["W3"].T + p["b3"]


@table.code(
    "q2-12",
    cases=three_layer_cases,
    points=2,
    hint="Compare with your derivation, one δ at a time: from which one on is it off?",
)
def backward(p, X, T):
    """The loss's gradients by the parameters' names, W1 to b3, each shaped like its parameter."""
    Z1, Z2, Y = forward(p, X)
    d3 = (Y - T) / len(X)
    d2 = d3 @ p["W3"] * Z2 * (1 - Z2)
    d1 = d2 @ p["W2"] * Z1 * (1 - Z1)
    weights = {"W1": d1.T @ X, "W2": d2.T @ Z1, "W3": d3.T @ Z2}
    return weights | {"b1": d1.sum(axis=0), "b2": d2.sum(axis=0), "b3": d3.sum(axis=0)}


def backward_with(
    output=lambda Y, T: (Y - T) / len(Y),
    way_back=lambda delta, W: delta @ W,
    slope=lambda Z: Z * (1 - Z),
    without_slope=(),
    weight=lambda delta, Z: delta.T @ Z,
    bias=lambda delta: delta.sum(axis=0),
):
    """Return the backward pass with something else in one of its places."""

    def wrong(p, X, T):
        Z1, Z2, Y = forward(p, X)
        d3 = output(Y, T)
        d2 = way_back(d3, p["W3"]) * (1 if 2 in without_slope else slope(Z2))
        d1 = way_back(d2, p["W2"]) * (1 if 1 in without_slope else slope(Z1))
        weights = {"W1": weight(d1, X), "W2": weight(d2, Z1), "W3": weight(d3, Z2)}
        return weights | {"b1": bias(d1), "b2": bias(d2), "b3": bias(d3)}

    return wrong


HALF_A_SQUARE = "Differentiate ½ times a square."
IN_DELTA_3 = "Where has the mean over the samples come in already?"

backward.mistake(
    "the mean over the samples is missing in δ^3",
    backward_with(output=lambda Y, T: Y - T),
    "Differentiate the whole loss: which factors has it in front?",
)
backward.mistake(
    "δ^3 has a factor 2 that the ½ cancels",
    backward_with(output=lambda Y, T: 2 * (Y - T) / len(Y)),
    HALF_A_SQUARE,
)
backward.mistake(
    "δ^3 keeps the ½", backward_with(output=lambda Y, T: (Y - T) / (2 * len(Y))), HALF_A_SQUARE
)
backward.mistake(
    "δ^3 has the wrong sign: T − Y",
    backward_with(output=lambda Y, T: (T - Y) / len(Y)),
    "If the output is above its target, does the loss grow with it?",
)
backward.mistake(
    "the mean is taken over the outputs too",
    backward_with(output=lambda Y, T: (Y - T) / Y.size),
    MEAN,
)
backward.mistake(
    "δ^3 has a sigmoid's slope, but the output is linear",
    backward_with(output=lambda Y, T: (Y - T) * Y * (1 - Y) / len(Y)),
    "Which layers have an activation?",
)
backward.mistake(
    "f′ is missing in the second hidden layer", backward_with(without_slope=(2,)), CHAIN
)
backward.mistake(
    "f′ is missing in the first hidden layer", backward_with(without_slope=(1,)), CHAIN
)
for name, slope, hint in WRONG_SIGMOID_SLOPES:
    backward.mistake(name, backward_with(slope=slope), hint)


@backward.mistake(
    "f′ is taken from the layer below",
    hint="δ^2 is ∂L/∂A^2: at which layer's A is the slope needed?",
)
def slope_of_the_layer_below(p, X, T):
    """Take each f′ one layer too low."""
    Z1, Z2, Y = forward(p, X)
    d3 = (Y - T) / len(X)
    d2 = d3 @ p["W3"] * Z1 * (1 - Z1)
    d1 = d2 @ p["W2"] * X * (1 - X)
    weights = {"W1": d1.T @ X, "W2": d2.T @ Z1, "W3": d3.T @ Z2}
    return weights | {"b1": d1.sum(axis=0), "b2": d2.sum(axis=0), "b3": d3.sum(axis=0)}


backward.mistake(
    "the weights are transposed on the way back",
    backward_with(way_back=lambda delta, W: delta @ W.T),
    "Write the shapes under the product.",
)


@backward.mistake(
    "δ^1 is made from δ^2 without its slope",
    hint="From which δ is δ^1 made, and what is in that one?",
)
def first_delta_from_the_output(p, X, T):
    """Make δ^1 without the slope of the second layer."""
    Z1, _, Y = forward(p, X)
    d1 = (Y - T) / len(X) @ p["W3"] @ p["W2"] * Z1 * (1 - Z1)
    return backward.right(p, X, T) | {"W1": d1.T @ X, "b1": d1.sum(axis=0)}


backward.mistake(
    "the weights are missing on the way back",
    backward_with(way_back=lambda delta, W: delta.sum(axis=1, keepdims=True) * np.ones(W.shape[1])),
    "How much does a unit matter to each unit above?",
)
backward.mistake(
    "the biases' gradients are not summed over the samples",
    backward_with(bias=lambda delta: delta),
    SHAPE,
)
backward.mistake(
    "the biases' gradients keep an axis of length 1",
    backward_with(bias=lambda delta: delta.sum(axis=0, keepdims=True)),
    SHAPE,
)
backward.mistake(
    "the biases' gradients are columns with an axis of length 1",
    backward_with(bias=lambda delta: delta.sum(axis=0)[:, None]),
    SHAPE,
)
backward.mistake(
    "the biases' gradients are summed over the units",
    backward_with(bias=lambda delta: delta.sum(axis=1)),
    "Which axis are the samples?",
)
backward.mistake(
    "the biases' gradients are averaged over the samples",
    backward_with(bias=lambda delta: delta.mean(axis=0)),
    IN_DELTA_3,
)
backward.mistake(
    "the weights' gradients are transposed",
    backward_with(weight=lambda delta, Z: Z.T @ delta),
    SHAPE,
)
backward.mistake(
    "the weights' gradients are averaged over the samples again",
    backward_with(weight=lambda delta, Z: delta.T @ Z / len(Z)),
    IN_DELTA_3,
)


@backward.mistake(
    "each weight gradient uses the layer's own output instead of its input",
    hint="In A2 = Z1 W2ᵀ + b2, what multiplies W2?",
)
def own_output_in_the_weight_gradients(p, X, T):
    """Multiply each δ with its own layer's output."""
    Z1, Z2, Y = forward(p, X)
    d3 = (Y - T) / len(X)
    d2 = d3 @ p["W3"] * Z2 * (1 - Z2)
    d1 = d2 @ p["W2"] * Z1 * (1 - Z1)
    return backward.right(p, X, T) | {"W1": d1.T @ Z1, "W2": d2.T @ Z2, "W3": d3.T @ Y}

"""Questions of notebook 02: the three-layer network's backward pass, and the bug lab."""

from itertools import pairwise

import numpy as np

from helpers.functions import sigmoid
from workbook.checks.questions import CodeQuestion, Misconception, ValueQuestion
from workbook.questions.gradient_check.hints import CHAIN, MEAN, SHAPE
from workbook.questions.gradient_check.linear import row_sum


def three_layers(p, X):
    """Return Z1, Z2 and the output Y of two sigmoid layers and a linear one."""
    Z1 = sigmoid(X @ p["W1"].T + p["b1"])
    Z2 = sigmoid(Z1 @ p["W2"].T + p["b2"])
    return Z1, Z2, Z2 @ p["W3"].T + p["b3"]


def z_slope(Z):
    """Return σ′ from Z = σ(A)."""
    return Z * (1 - Z)


def three_layer_backward(
    p,
    X,
    T,
    output=lambda Y, T: (Y - T) / len(Y),
    way_back=lambda delta, W: delta @ W,
    slope=z_slope,
    bias=row_sum,
    weight=lambda delta, Z: delta.T @ Z,
    slopes=(True, True),
):
    """Return the network's gradients; each argument is a place to go wrong."""
    Z1, Z2, Y = three_layers(p, X)
    d3 = output(Y, T)
    d2 = way_back(d3, p["W3"]) * (slope(Z2) if slopes[1] else 1)
    d1 = way_back(d2, p["W2"]) * (slope(Z1) if slopes[0] else 1)
    inputs, deltas = (X, Z1, Z2), (d1, d2, d3)
    pairs = zip(deltas, inputs, strict=True)
    weights = {f"W{k}": weight(d, Z) for k, (d, Z) in enumerate(pairs, 1)}
    return weights | {f"b{k}": bias(d) for k, d in enumerate(deltas, 1)}


def backward(p, X, T):
    """Return the gradients of 1/N Σ ½‖y_n − t_n‖² by the names of the parameters."""
    return three_layer_backward(p, X, T)


def parameters(rng, sizes):
    """Return random W1, b1, … for these layer sizes."""
    pairs = list(enumerate(pairwise(sizes), 1))
    weights = {f"W{k}": rng.standard_normal((n_out, n_in)) for k, (n_in, n_out) in pairs}
    return weights | {f"b{k}": rng.standard_normal(n_out) for k, (_, n_out) in pairs}


def three_layer_cases(rng):
    """Yield parameters, X, T; equal sizes once, so that nothing but numbers can tell."""
    for N, sizes in ((1, (3, 5, 4, 2)), (4, (4, 4, 4, 4)), (7, (2, 3, 6, 1))):
        X, T = rng.standard_normal((N, sizes[0])), rng.standard_normal((N, sizes[-1]))
        yield parameters(rng, sizes), X, T


def three(**changed):
    """Return the three-layer backward pass with something changed."""
    return lambda p, X, T: three_layer_backward(p, X, T, **changed)


def first_delta_from_the_output(p, X, T):
    """Make δ1 without the slope of the second layer."""
    Z1, _, Y = three_layers(p, X)
    d1 = ((Y - T) / len(X)) @ p["W3"] @ p["W2"] * z_slope(Z1)
    return backward(p, X, T) | {"W1": d1.T @ X, "b1": row_sum(d1)}


def own_activations_in_the_weight_gradients(p, X, T):
    """Multiply each δ with its own layer's output."""
    Z1, Z2, Y = three_layers(p, X)
    d3 = (Y - T) / len(X)
    d2 = d3 @ p["W3"] * z_slope(Z2)
    d1 = d2 @ p["W2"] * z_slope(Z1)
    return backward(p, X, T) | {"W1": d1.T @ Z1, "W2": d2.T @ Z2, "W3": d3.T @ Y}


def slope_of_the_layer_below(p, X, T):
    """Take each f′ one layer too low."""
    Z1, Z2, Y = three_layers(p, X)
    d3 = (Y - T) / len(X)
    d2 = d3 @ p["W3"] * z_slope(Z1)
    d1 = d2 @ p["W2"] * z_slope(X)
    gradients = {"W1": d1.T @ X, "W2": d2.T @ Z1, "W3": d3.T @ Z2}
    return gradients | {"b1": row_sum(d1), "b2": row_sum(d2), "b3": row_sum(d3)}


def sigmoid_at_the_output(Y, T):
    """Return δ3 as if the output were a sigmoid."""
    return (Y - T) * z_slope(Y) / len(Y)


Q_BACKWARD = [
    Misconception(
        "the mean over the samples is missing in δ3",
        three(output=lambda Y, T: Y - T),
        "Differentiate the whole loss, with its mean.",
    ),
    Misconception(
        "δ3 has a factor 2 that the ½ cancels",
        three(output=lambda Y, T: 2 * (Y - T) / len(Y)),
        "Differentiate ½ times a square.",
    ),
    Misconception(
        "δ3 keeps the ½",
        three(output=lambda Y, T: (Y - T) / (2 * len(Y))),
        "Differentiate ½ times a square.",
    ),
    Misconception(
        "δ3 has the wrong sign: T − Y",
        three(output=lambda Y, T: (T - Y) / len(Y)),
        "If the output is above its target, does the loss grow with it?",
    ),
    Misconception(
        "the mean is taken over the outputs too",
        three(output=lambda Y, T: (Y - T) / Y.size),
        MEAN,
    ),
    Misconception(
        "δ3 has a sigmoid's slope, but the output is linear",
        three(output=sigmoid_at_the_output),
        "Which layers have an activation?",
    ),
    Misconception("f′ is missing in the second hidden layer", three(slopes=(True, False)), CHAIN),
    Misconception("f′ is missing in the first hidden layer", three(slopes=(False, True)), CHAIN),
    Misconception("f′ is missing in both hidden layers", three(slopes=(False, False)), CHAIN),
    Misconception(
        "tanh's derivative is used",
        three(slope=lambda Z: 1 - Z * Z),
        "The hidden layers are sigmoids.",
    ),
    Misconception(
        "the sigmoid is applied a second time, to its own output",
        three(slope=lambda Z: sigmoid(Z) * (1 - sigmoid(Z))),
        "Z1 and Z2 are already σ(A1) and σ(A2).",
    ),
    Misconception(
        "one factor of the slope is missing: Z alone",
        three(slope=lambda Z: Z),
        "The slope of the sigmoid goes to zero on both sides.",
    ),
    Misconception(
        "f′ is taken from the layer below",
        slope_of_the_layer_below,
        "δ2 is ∂L/∂A2: at which layer's A is the slope needed?",
    ),
    Misconception(
        "the weights are transposed on the way back",
        three(way_back=lambda delta, W: delta @ W.T),
        "Write the shapes under the product.",
    ),
    Misconception(
        "δ1 is made from δ2 without its slope",
        first_delta_from_the_output,
        "Use the δ of the layer just above, complete.",
    ),
    Misconception(
        "the weights are missing on the way back",
        three(way_back=lambda delta, W: delta.sum(axis=1, keepdims=True) * np.ones(W.shape[1])),
        "How much does a unit matter to each unit above?",
    ),
    Misconception(
        "the biases' gradients are not summed over the samples",
        three(bias=lambda delta: delta),
        SHAPE,
    ),
    Misconception(
        "the biases' gradients are summed over the units",
        three(bias=lambda delta: delta.sum(axis=1)),
        "Which axis are the samples?",
    ),
    Misconception(
        "the biases' gradients are averaged over the samples",
        three(bias=lambda delta: delta.mean(axis=0)),
        "The mean is in δ3 already.",
    ),
    Misconception(
        "the weights' gradients are transposed",
        three(weight=lambda delta, Z: Z.T @ delta),
        SHAPE,
    ),
    Misconception(
        "the weights' gradients are averaged over the samples again",
        three(weight=lambda delta, Z: delta.T @ Z / len(Z)),
        "The mean is in δ3 already.",
    ),
    Misconception(
        "each weight gradient uses the layer's own output instead of its input",
        own_activations_in_the_weight_gradients,
        "In A2 = Z1 W2ᵀ + b2, what multiplies W2?",
    ),
]


BUGS = [4, 6, 2, 5, 1, 3]


BACKWARD = CodeQuestion(
    "q2-12",
    "backward",
    backward,
    three_layer_cases,
    Q_BACKWARD,
    points=2.0,
    hint="Compare each δ with your derivation, and write the shapes under each product.",
)


BUG_LAB = ValueQuestion(
    "q2-19",
    "bugs",
    lambda: np.array(BUGS),
    [
        Misconception(
            "the transposed way back and the foreign mask are exchanged (B and E)",
            lambda: np.array([4, 1, 2, 5, 6, 3]),
            "A mask is 0 or 1: which ratios can a wrong one produce?",
        ),
        Misconception(
            "the missing f′ and the foreign mask are exchanged (D and E)",
            lambda: np.array([4, 6, 2, 1, 5, 3]),
            "Count from the output: which parameters lie below the second ReLU?",
        ),
        Misconception(
            "the two transposed matrices are exchanged (B and F)",
            lambda: np.array([4, 3, 2, 5, 1, 6]),
            "A wrong dW₂ is not handed down; a wrong dZ₁ is.",
        ),
        Misconception(
            "the unsummed bias and the transposed weight gradient are exchanged (A and F)",
            lambda: np.array([3, 6, 2, 5, 1, 4]),
            "Which parameter does each of the two bugs concern?",
        ),
        Misconception(
            "the doubled loss and the missing f′ are exchanged (C and D)",
            lambda: np.array([4, 6, 5, 2, 1, 3]),
            "Which bug reaches the output layer's parameters?",
        ),
        Misconception(
            "the missing f′ and the transposed way back are exchanged (B and D)",
            lambda: np.array([4, 5, 2, 6, 1, 3]),
            "Count from the output: does the bug sit above or below W₂?",
        ),
        Misconception(
            "the list is turned round: a patient's number for each bug",
            lambda: np.array([5, 3, 6, 1, 4, 2]),
            "The list has the patients' order, and holds numbers of bugs.",
        ),
        Misconception(
            "the list says A, B, C … in the bugs' order",
            lambda: np.arange(1, 7),
            "Look at the figure: it is not so simple.",
        ),
    ],
    hint="Start with the patients that have one wrong parameter, or no right one.",
)

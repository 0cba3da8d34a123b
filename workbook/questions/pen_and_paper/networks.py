"""Theory a) to d): what a network of any depth computes."""

from itertools import pairwise

import numpy as np

from helpers.functions import sigmoid
from workbook.checks.questions import CodeQuestion
from workbook.questions.pen_and_paper.common import slips

DEPTHS = ((3, 2), (3, 4, 2), (2, 2, 2, 2), (4, 1, 3, 5, 2))


def network_arrays(*sizes):
    """Return a maker of cases with x and then W, b of each layer, as separate arguments."""

    def cases(rng):
        for widths in sizes:
            case = [rng.standard_normal(widths[0])]
            for n_in, n_out in pairwise(widths):
                case += [rng.standard_normal((n_out, n_in)), rng.standard_normal(n_out)]
            yield tuple(case)

    return cases


TWO = network_arrays((3, 2, 1), (4, 4, 4), (1, 5, 2), (6, 1, 3))
THREE = network_arrays((3, 2, 4, 1), (4, 4, 4, 4), (1, 5, 2, 3), (6, 1, 3, 2))


def one_output_cases(rng):
    """Return the last and the first output's number, each with a network."""
    for case in TWO(rng):
        K = len(case[-1])
        yield K - 1, *case
        yield 0, *case


def list_cases(rng):
    """Return x, the list of weights and the list of biases, for one to four layers."""
    for x, *parameters in network_arrays(*DEPTHS)(rng):
        yield x, parameters[::2], parameters[1::2]


def two_layers(x, W1, b1, W2, b2):
    """Return all outputs y (K,)."""
    return W2 @ np.tanh(W1 @ x + b1) + b2


def three_layers(x, W1, b1, W2, b2, W3, b3):
    """Return y (K,)."""
    return W3 @ np.tanh(W2 @ np.tanh(W1 @ x + b1) + b2) + b3


def forward(x, weights, biases, f=np.tanh, last=lambda a: a):
    """Return y (K,), with `f` after all layers but the last, and `last` after that."""
    z = x
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        z = f(W @ z + b)
    return last(weights[-1] @ z + biases[-1])


def forward_bias_outside(x, weights, biases):
    """Return what comes out if each bias is added after tanh."""
    z = x
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        z = np.tanh(W @ z) + b
    return weights[-1] @ z + biases[-1]


def forward_without_last(x, weights, biases):
    """Return what the last hidden layer gives."""
    return forward(x, weights[:-1], biases[:-1], last=np.tanh) if weights[1:] else x


def forward_one_bend(x, weights, biases):
    """Return y with tanh after the first layer only."""
    z = np.tanh(weights[0] @ x + biases[0]) if weights[1:] else x
    return forward(z, weights[1:] or weights, biases[1:] or biases, f=lambda a: a)


def collapse(W1, b1, W2, b2, W3, b3):
    """Return W and b of the one layer that three linear ones make."""
    return W3 @ W2 @ W1, W3 @ (W2 @ b1 + b2) + b3


INSIDE = "Start from the inside: what does the first layer give?"
PRODUCT = "W^2 (W^1 x + b^1) + b^2: multiply out, one layer at a time."

TWO_LAYERS = CodeQuestion(
    "q1-24",
    "two_layers",
    lambda j, *network: two_layers(*network)[j],
    one_output_cases,
    slips(
        ("j is counted from 1", lambda j, *net: two_layers(*net)[j - 1], "Here j starts at 0."),
        ("all outputs are returned", lambda j, *net: two_layers(*net), "y_j is one number."),
        (
            "f stands outside the sum over the hidden units",
            lambda j, x, W1, b1, W2, b2: np.tanh(W2 @ (W1 @ x + b1) + b2)[j],
            INSIDE,
        ),
        (
            "the output is squashed too",
            lambda j, *net: np.tanh(two_layers(*net)[j]),
            "The last layer is linear.",
        ),
        ("f is missing", lambda j, x, W1, b1, W2, b2: (W2 @ (W1 @ x + b1) + b2)[j], INSIDE),
        (
            "the bias of the hidden layer is missing",
            lambda j, x, W1, b1, W2, b2: two_layers(x, W1, 0 * b1, W2, b2)[j],
        ),
        (
            "the bias of the output is missing",
            lambda j, x, W1, b1, W2, b2: two_layers(x, W1, b1, W2, 0 * b2)[j],
        ),
        (
            "the bias of the hidden layer is added after f",
            lambda j, x, W1, b1, W2, b2: (W2 @ (np.tanh(W1 @ x) + b1) + b2)[j],
            "f acts on the whole pre-activation.",
        ),
        (
            "f stands inside the sum over the inputs",
            lambda j, x, W1, b1, W2, b2: W2[j] @ (np.tanh(W1 * x).sum(axis=1) + b1) + b2[j],
            "A unit squashes its sum, not each product.",
        ),
    ),
    points=0.5,
    hint="The hidden layer first; then row j of W2.",
)

THREE_LAYERS = CodeQuestion(
    "q1-25",
    "three_layers",
    three_layers,
    THREE,
    slips(
        ("the output is squashed too", lambda *net: np.tanh(three_layers(*net))),
        (
            "f is missing after the second layer",
            lambda x, W1, b1, W2, b2, W3, b3: W3 @ (W2 @ np.tanh(W1 @ x + b1) + b2) + b3,
        ),
        (
            "f is missing after the first layer",
            lambda x, W1, b1, W2, b2, W3, b3: W3 @ np.tanh(W2 @ (W1 @ x + b1) + b2) + b3,
        ),
        (
            "both f are missing",
            lambda x, W1, b1, W2, b2, W3, b3: W3 @ (W2 @ (W1 @ x + b1) + b2) + b3,
        ),
        (
            "the bias of the first layer is missing",
            lambda x, W1, b1, *rest: three_layers(x, W1, 0 * b1, *rest),
        ),
        (
            "the bias of the second layer is missing",
            lambda x, W1, b1, W2, b2, *rest: three_layers(x, W1, b1, W2, 0 * b2, *rest),
        ),
        (
            "the bias of the output is missing",
            lambda *net: three_layers(*net[:-1], 0 * net[-1]),
        ),
        (
            "the biases are added after f",
            lambda x, W1, b1, W2, b2, W3, b3: W3 @ (np.tanh(W2 @ (np.tanh(W1 @ x) + b1)) + b2) + b3,
            "f acts on the whole pre-activation.",
        ),
        (
            "the second layer is left out",
            lambda x, W1, b1, W2, b2, W3, b3: W3 @ np.tanh(W1 @ x + b1) + b3,
        ),
    ),
    points=0.5,
    hint="What a) has in the place of x is now a layer's answer itself.",
)

ANY_DEPTH = CodeQuestion(
    "q1-26",
    "forward",
    lambda x, weights, biases: forward(x, weights, biases),
    list_cases,
    slips(
        (
            "the last layer is squashed too",
            lambda x, Ws, bs: forward(x, Ws, bs, last=np.tanh),
            "Where does the recursion end, and with which f?",
        ),
        ("there is no f at all", lambda x, Ws, bs: forward(x, Ws, bs, f=lambda a: a)),
        ("the last layer is left out", forward_without_last),
        (
            "the loop ends after its first layer",
            lambda x, Ws, bs: np.tanh(Ws[0] @ x + bs[0]),
            "Is the return indented too far?",
        ),
        (
            "the biases are missing",
            lambda x, Ws, bs: forward(x, Ws, [0 * b for b in bs]),
        ),
        (
            "the last bias is missing",
            lambda x, Ws, bs: forward(x, Ws, [*bs[:-1], 0 * bs[-1]]),
        ),
        ("the biases are added after f", forward_bias_outside),
        (
            "the input is squashed before the first layer",
            lambda x, Ws, bs: forward(np.tanh(x), Ws, bs),
        ),
        (
            "the layers are taken from the last to the first",
            lambda x, Ws, bs: forward(x, Ws[::-1], bs[::-1]),
        ),
        ("only the first layer is squashed", forward_one_bend),
        ("the sigmoid is used", lambda x, Ws, bs: forward(x, Ws, bs, f=sigmoid)),
    ),
    points=0.5,
    hint="Start with z = x; write one line that makes the next z; treat the last layer apart.",
)

COLLAPSE = CodeQuestion(
    "q1-27",
    "collapse",
    collapse,
    lambda rng: (case[1:] for case in THREE(rng)),
    slips(
        (
            "the matrices are multiplied in the order of the layers, W1 first",
            lambda W1, b1, W2, b2, W3, b3: (W1 @ W2 @ W3, W3 @ (W2 @ b1 + b2) + b3),
            "The layer that acts first stands next to x, on the right.",
        ),
        (
            "W comes out transposed",
            lambda *net: (collapse(*net)[0].T, collapse(*net)[1]),
            "W has one row for each output.",
        ),
        (
            "only the last bias is kept",
            lambda *net: (collapse(*net)[0], net[-1]),
            PRODUCT,
        ),
        (
            "the second layer's bias is missing",
            lambda W1, b1, W2, b2, W3, b3: (W3 @ W2 @ W1, W3 @ W2 @ b1 + b3),
            PRODUCT,
        ),
        (
            "the first layer's bias is missing",
            lambda W1, b1, W2, b2, W3, b3: (W3 @ W2 @ W1, W3 @ b2 + b3),
            PRODUCT,
        ),
        (
            "the biases are added up without the weights that act on them",
            lambda W1, b1, W2, b2, W3, b3: (W3 @ W2 @ W1, np.sum(b1) + np.sum(b2) + b3),
            PRODUCT,
        ),
        (
            "each bias goes through one matrix too many",
            lambda W1, b1, W2, b2, W3, b3: (
                W3 @ W2 @ W1,
                W3 @ (W2 @ (W1 @ np.ones(W1.shape[1]) * b1) + b2) + b3,
            ),
            "b^1 is added after W^1: which matrices still act on it?",
        ),
        ("only W is returned", lambda *net: collapse(*net)[0], "Two things are asked for."),
    ),
    points=0.5,
    hint=PRODUCT,
    returns=("W", "b"),
)

"""Theory a) to d): what a network of any depth computes."""

from itertools import pairwise

import numpy as np

from helpers.functions import sigmoid
from workbook.questions.pen_and_paper.common import LINEAR, SIZES
from workbook.questions.pen_and_paper.given import table


def network_arrays(*sizes):
    """Return cases of x and then W, b of each layer, as separate arguments."""

    def cases(rng):
        for widths in sizes:
            case = [rng.standard_normal(widths[0])]
            for n_in, n_out in pairwise(widths):
                case += [rng.standard_normal((n_out, n_in)), rng.standard_normal(n_out)]
            yield tuple(case)

    return cases


two_layer_cases = network_arrays(*SIZES)
three_layer_cases = network_arrays((3, 2, 4, 1), (4, 4, 4, 4), (1, 5, 2, 3), (6, 1, 3, 2))

INSIDE = "Start from the inside: what does the first layer give?"
WHOLE_PRE_ACTIVATION = "What goes into f: what makes up a whole pre-activation?"
NOTHING_BENDS = "What bends the numbers between one layer and the next?"
OUTPUT_ADDS = "What does the output layer add?"

# a) One hidden layer

table.written(
    "q1-a",
    "y_k of a network with one hidden layer and a linear output, in one formula, and what each of "
    "its indices runs over.",
    formula="q1-24",
)


def one_output_cases(rng):
    """Return the last and the first output's number, each with a network."""
    for case in two_layer_cases(rng):
        K = len(case[-1])
        yield K - 1, *case
        yield 0, *case


@table.code(
    "q1-24",
    cases=one_output_cases,
    points=0.5,
    hint="Work from the inside out: what does the hidden layer give, and who uses it?",
)
def two_layers(k, x, W1, b1, W2, b2):
    """Output k, counted from 0, of a network with one hidden layer of tanh, a number."""
    return W2[k] @ np.tanh(W1 @ x + b1) + b2[k]


two_layers.mistake(
    "k is counted from 1",
    lambda k, *net: two_layers.right(k - 1, *net),
    "Which k is the first output's?",
)
two_layers.mistake(
    "all outputs are returned",
    lambda k, x, W1, b1, W2, b2: W2 @ np.tanh(W1 @ x + b1) + b2,
    "How many numbers is y_k?",
)
two_layers.mistake(
    "f stands outside the sum over the hidden units",
    lambda k, x, W1, b1, W2, b2: np.tanh(W2[k] @ (W1 @ x + b1) + b2[k]),
    INSIDE,
)
two_layers.mistake(
    "the output is squashed too", lambda k, *net: np.tanh(two_layers.right(k, *net)), LINEAR
)
two_layers.mistake(
    "f is missing", lambda k, x, W1, b1, W2, b2: W2[k] @ (W1 @ x + b1) + b2[k], INSIDE
)
two_layers.mistake(
    "the bias of the hidden layer is missing",
    lambda k, x, W1, b1, W2, b2: W2[k] @ np.tanh(W1 @ x) + b2[k],
    "What does each hidden unit add of its own?",
)
two_layers.mistake(
    "the bias of the output is missing",
    lambda k, x, W1, b1, W2, b2: W2[k] @ np.tanh(W1 @ x + b1),
    OUTPUT_ADDS,
)
two_layers.mistake(
    "the bias of the hidden layer is added after f",
    lambda k, x, W1, b1, W2, b2: W2[k] @ (np.tanh(W1 @ x) + b1) + b2[k],
    WHOLE_PRE_ACTIVATION,
)
two_layers.mistake(
    "f stands inside the sum over the inputs",
    lambda k, x, W1, b1, W2, b2: W2[k] @ (np.tanh(W1 * x).sum(axis=1) + b1) + b2[k],
    "How often does one unit squash?",
)

# b) Two hidden layers

table.written(
    "q1-b",
    "y_k of a network with two hidden layers and a linear output, in one formula.",
    formula="q1-25",
)


@table.code(
    "q1-25",
    cases=three_layer_cases,
    points=0.5,
    hint="What a) has in the place of x is now a layer's answer itself.",
)
def three_layers(x, W1, b1, W2, b2, W3, b3):
    """The outputs of a network with two hidden layers of tanh, (K,)."""
    return W3 @ np.tanh(W2 @ np.tanh(W1 @ x + b1) + b2) + b3


three_layers.mistake(
    "the output is squashed too", lambda *net: np.tanh(three_layers.right(*net)), LINEAR
)
three_layers.mistake(
    "f is missing after the second layer",
    lambda x, W1, b1, W2, b2, W3, b3: W3 @ (W2 @ np.tanh(W1 @ x + b1) + b2) + b3,
    "Follow a number of the second layer: what happens to it before W3?",
)
three_layers.mistake(
    "f is missing after the first layer",
    lambda x, W1, b1, W2, b2, W3, b3: W3 @ np.tanh(W2 @ (W1 @ x + b1) + b2) + b3,
    "Follow a number of the first layer: what happens to it before W2?",
)
three_layers.mistake(
    "both f are missing",
    lambda x, W1, b1, W2, b2, W3, b3: W3 @ (W2 @ (W1 @ x + b1) + b2) + b3,
    NOTHING_BENDS,
)
three_layers.mistake(
    "the bias of the first layer is missing",
    lambda x, W1, b1, *rest: three_layers.right(x, W1, 0 * b1, *rest),
    "What does the first layer add, before it is squashed?",
)
three_layers.mistake(
    "the bias of the second layer is missing",
    lambda x, W1, b1, W2, b2, *rest: three_layers.right(x, W1, b1, W2, 0 * b2, *rest),
    "What does the second layer add, before it is squashed?",
)
three_layers.mistake(
    "the bias of the output is missing",
    lambda *net: three_layers.right(*net[:-1], 0 * net[-1]),
    OUTPUT_ADDS,
)
three_layers.mistake(
    "the biases are added after f",
    lambda x, W1, b1, W2, b2, W3, b3: W3 @ (np.tanh(W2 @ (np.tanh(W1 @ x) + b1)) + b2) + b3,
    WHOLE_PRE_ACTIVATION,
)
three_layers.mistake(
    "the second layer is left out",
    lambda x, W1, b1, W2, b2, W3, b3: W3 @ np.tanh(W1 @ x + b1) + b3,
    "Through how many matrices does x go on its way?",
)

# c) Any depth

table.written(
    "q1-c",
    "A network with L layers as a recursion: its start, what one layer does, its end; the shape of "
    "everything, and the number of parameters.",
    formula="q1-26",
)


def list_cases(rng):
    """Return x, the list of weights and the list of biases, for one to four layers."""
    depths = network_arrays((3, 2), (3, 4, 2), (2, 2, 2, 2), (4, 1, 3, 5, 2))
    for x, *parameters in depths(rng):
        yield x, parameters[::2], parameters[1::2]


@table.code(
    "q1-26",
    cases=list_cases,
    points=0.5,
    hint="Follow x through two layers by hand: which line repeats, and where does it stop?",
)
def forward(x, weights, biases, f=np.tanh):
    """The outputs of a network with any number of layers: tanh after all but the last, (K,)."""
    z = x
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        z = f(W @ z + b)
    return weights[-1] @ z + biases[-1]


forward.mistake(
    "the last layer is squashed too",
    lambda x, Ws, bs: np.tanh(forward.right(x, Ws, bs)),
    "Where does the recursion end, and with which f?",
)
forward.mistake(
    "there is no f at all",
    lambda x, Ws, bs: forward.right(x, Ws, bs, f=lambda a: a),
    NOTHING_BENDS,
)


@forward.mistake(
    "the last layer is left out", hint="Try it with a single layer: is its matrix ever used?"
)
def without_last(x, weights, biases):
    """Return what the last hidden layer gives."""
    return np.tanh(forward.right(x, weights[:-1], biases[:-1])) if weights[1:] else x


forward.mistake(
    "the loop ends after its first layer",
    lambda x, Ws, bs: np.tanh(Ws[0] @ x + bs[0]),
    "Is the return indented too far?",
)
forward.mistake(
    "the biases are missing",
    lambda x, Ws, bs: forward.right(x, Ws, [0 * b for b in bs]),
    "If all weights were 0, what should come out?",
)
forward.mistake(
    "the last bias is missing",
    lambda x, Ws, bs: forward.right(x, Ws, [*bs[:-1], 0 * bs[-1]]),
    OUTPUT_ADDS,
)


@forward.mistake("the biases are added after f", hint=WHOLE_PRE_ACTIVATION)
def bias_outside(x, weights, biases):
    """Return what comes out if each bias is added after tanh."""
    z = x
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        z = np.tanh(W @ z) + b
    return weights[-1] @ z + biases[-1]


forward.mistake(
    "the input is squashed before the first layer",
    lambda x, Ws, bs: forward.right(np.tanh(x), Ws, bs),
    "Where does the recursion start, and with what?",
)
forward.mistake(
    "the layers are taken from the last to the first",
    lambda x, Ws, bs: forward.right(x, Ws[::-1], bs[::-1]),
    "Which of the weights meet the input first?",
)


@forward.mistake(
    "only the first layer is squashed",
    hint="Try it with four layers: how many of them are squashed?",
)
def one_bend(x, weights, biases):
    """Return the outputs with tanh after the first layer only."""
    z = np.tanh(weights[0] @ x + biases[0]) if weights[1:] else x
    return forward.right(z, weights[1:] or weights, biases[1:] or biases, f=lambda a: a)


forward.mistake(
    "the sigmoid is used",
    lambda x, Ws, bs: forward.right(x, Ws, bs, f=sigmoid),
    "Read the function's first lines again: which f do they name?",
)

# d) Depth without non-linearity

table.written(
    "q1-d",
    "Why layers without non-linearities are one linear layer, its W and b, and what depth buys.",
    formula="q1-27",
)

INPUT_ZERO = "Put in x = 0, and follow it through all three layers: what comes out?"


@table.code(
    "q1-27",
    cases=lambda rng: (case[1:] for case in three_layer_cases(rng)),
    points=0.5,
    hint="Write two layers in a row, and multiply out. What comes out for x = 0?",
    returns=("W", "b"),
)
def collapse(W1, b1, W2, b2, W3, b3):
    """W (K, D) and b (K,) of the one linear layer that equals three in a row."""
    return W3 @ W2 @ W1, W3 @ (W2 @ b1 + b2) + b3


collapse.mistake(
    "the matrices are multiplied in the order of the layers, W1 first",
    lambda W1, b1, W2, b2, W3, b3: (W1 @ W2 @ W3, W3 @ (W2 @ b1 + b2) + b3),
    "Which matrix meets x first, and where does it stand in the product?",
)
collapse.mistake(
    "W comes out transposed",
    lambda *net: (collapse.right(*net)[0].T, collapse.right(*net)[1]),
    "How many rows should W have?",
)
collapse.mistake(
    "only the last bias is kept", lambda *net: (collapse.right(*net)[0], net[-1]), INPUT_ZERO
)
collapse.mistake(
    "the second layer's bias is missing",
    lambda W1, b1, W2, b2, W3, b3: (W3 @ W2 @ W1, W3 @ W2 @ b1 + b3),
    INPUT_ZERO,
)
collapse.mistake(
    "the first layer's bias is missing",
    lambda W1, b1, W2, b2, W3, b3: (W3 @ W2 @ W1, W3 @ b2 + b3),
    INPUT_ZERO,
)
collapse.mistake(
    "the biases are added up without the weights that act on them",
    lambda W1, b1, W2, b2, W3, b3: (W3 @ W2 @ W1, np.sum(b1) + np.sum(b2) + b3),
    INPUT_ZERO,
)
collapse.mistake(
    "each bias goes through one matrix too many",
    lambda W1, b1, W2, b2, W3, b3: (
        W3 @ W2 @ W1,
        W3 @ (W2 @ (W1 @ np.ones(W1.shape[1]) * b1) + b2) + b3,
    ),
    "b^1 is added after W^1: which matrices still act on it?",
)
collapse.mistake(
    "only W is returned", lambda *net: collapse.right(*net)[0], "How many things are asked for?"
)

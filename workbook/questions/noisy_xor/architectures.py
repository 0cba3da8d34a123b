"""What networks of a given depth and width can do at all."""

from itertools import pairwise

import numpy as np

from workbook.questions.noisy_xor.common import table


def depths_and_widths(rng):
    """Return pairs (depth, width), the notebook's and some beyond."""
    return [(depth, width) for depth in range(5) for width in (1, 2, 3, 6)]


@table.code(
    "q4-9",
    cases=depths_and_widths,
    hint="List the layer sizes for depth 2 and width 3, and count layer by layer.",
)
def count_parameters(depth, width):
    """The number of weights and biases of a network 2 – width – … – width – 1, a number."""
    sizes = [2] + depth * [width] + [1]
    return sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))


def count_weights(depth, width):
    """Return the number of weights alone."""
    sizes = [2] + depth * [width] + [1]
    return sum(n_in * n_out for n_in, n_out in pairwise(sizes))


count_parameters.mistake(
    "the biases are not counted", count_weights, "What does each unit learn besides its weights?"
)
count_parameters.mistake(
    "the output's bias is not counted",
    lambda depth, width: count_parameters.right(depth, width) - 1,
    "Which units have a bias?",
)
count_parameters.mistake(
    "depth counts the output layer too",
    lambda depth, width: count_parameters.right(max(depth - 1, 0), width),
    "What does depth count?",
)
count_parameters.mistake(
    "there is one hidden layer more than the depth says",
    lambda depth, width: count_parameters.right(depth + 1, width),
    "How many hidden layers has depth 0?",
)
count_parameters.mistake(
    "each layer has one bias in all, not one for each unit",
    lambda depth, width: count_weights(depth, width) + depth + 1,
    "How many entries has a layer's b?",
)
count_parameters.mistake(
    "all hidden layers have two inputs, like the first",
    lambda depth, width: 3 * width * depth + (width + 1 if depth else 3),
    "How many inputs has a unit of the second layer?",
)
count_parameters.mistake(
    "without hidden layers the width still counts",
    lambda depth, width: count_parameters.right(depth, width) if depth else width + 1,
    "Draw depth 0: where do the two inputs lead?",
)


def mixed_side():
    """Return the entropy of the side on which one label in three is the other."""
    return -(np.log(1 / 3) / 3 + 2 * np.log(2 / 3) / 3)


@table.value(
    "q4-10", hint="Three corners lie on the mixed side. Which probability there costs least?"
)
def line_loss():
    """The smallest mean cross-entropy over all four corners if a line cuts one off, a number."""
    return 0.75 * mixed_side()


line_loss.mistake(
    "it is the loss of the mixed side alone",
    mixed_side,
    "A quarter of the points lies on the other side. What do they cost?",
)
line_loss.mistake(
    "the logarithm has base 2",
    lambda: 0.75 * mixed_side() / np.log(2),
    "Which logarithm undoes e?",
)
line_loss.mistake(
    "the mixed side is given the probability ½",
    lambda: 0.75 * np.log(2),
    "Which share of the labels on the mixed side is 1?",
)
line_loss.mistake(
    "it is the share of wrong points",
    lambda: 0.25,
    "Is the loss asked for, or the share of errors?",
)
line_loss.mistake(
    "only the points with the wrong label count",
    lambda: np.log(3) / 4,
    "What do the points cost that agree with the majority?",
)
line_loss.mistake(
    "every point is given the probability ½, as without a boundary",
    lambda: np.log(2),
    "How surely can the corner be predicted that is alone on its side?",
)
line_loss.mistake(
    "the probability of the mixed side is taken over all four corners, ¼",
    lambda: -0.5 * np.log(0.75) - 0.25 * np.log(0.25),
    "How many corners lie on the mixed side?",
)

table.written(
    "q4-b",
    "Proofs that a network of width 1 separates the plane by one straight line at most, that one "
    "line is right at three corners at most, and that depth 0 cannot do better than log 2.",
    points=2,
    formula="q4-9",
)

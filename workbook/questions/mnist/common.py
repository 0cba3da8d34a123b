"""The table of notebook 05, and the networks that its functions are tried on.

A network is two lists, as the learner writes it: weights (out, in) and biases (out,).
"""

from itertools import pairwise
from math import sqrt

from helpers.functions import relu
from workbook.checks import SHAPES, Table

table = Table("05_mnist")

LAYERS = ([3, 5, 4], [4, 4], [2, 6, 3, 5])  # one hidden layer, none, two


def arrays(rng):
    """Yield an array of each shape."""
    for shape in SHAPES:
        yield (rng.standard_normal(shape),)


def network(rng, sizes):
    """Return random weights and biases of these layer sizes."""
    pairs = pairwise(sizes)
    weights = [rng.normal(0, sqrt(2 / n_in), (n_out, n_in)) for n_in, n_out in pairs]
    return weights, [rng.standard_normal(n) for n in sizes[1:]]


def inputs_and_network(rng):
    """Yield X, weights, biases and an activation."""
    for N, sizes in zip((1, 4, 7), LAYERS, strict=True):
        yield rng.standard_normal((N, sizes[0])), *network(rng, sizes), relu


def named(weights, biases, prefix=""):
    """Return {"W1": …, "b1": …} with the given prefix, last layer first."""
    parts = {}
    for layer in reversed(range(len(weights))):
        parts[f"{prefix}W{layer + 1}"] = weights[layer]
        parts[f"{prefix}b{layer + 1}"] = biases[layer]
    return parts

"""What notebook 05's questions share: a network as two lists, as the learner writes it."""

from itertools import pairwise
from math import sqrt

import numpy as np

from helpers.functions import relu
from helpers.losses import softmax_cross_entropy
from workbook.checks.questions import SHAPES

LAYERS = ([3, 5, 4], [4, 4], [2, 6, 3, 5])  # one hidden layer, none, two


def initialise(sizes, rng):
    """Return weights of He's variance and biases of zero."""
    pairs = list(pairwise(sizes))
    weights = [rng.normal(0, sqrt(2 / n_in), (n_out, n_in)) for n_in, n_out in pairs]
    return weights, [np.zeros(n_out) for _, n_out in pairs]


def relu_backward(dz, z):
    """Return ∂L/∂a from ∂L/∂z and z = relu(a)."""
    return dz * (z > 0)


def sigmoid_backward(dz, z):
    """Return ∂L/∂a from ∂L/∂z and z = sigmoid(a)."""
    return dz * z * (1 - z)


def forward(X, weights, biases, f):
    """Return [X, z1, …, logits]."""
    z = [X]
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        z.append(f(z[-1] @ W.T + b))
    return [*z, z[-1] @ weights[-1].T + biases[-1]]


def cross_entropy(a, t):
    """Return the mean cost."""
    return softmax_cross_entropy(a, t)[0]


def cross_entropy_backward(a, t):
    """Return ∂L/∂a of the mean cost."""
    return softmax_cross_entropy(a, t)[1]


def backward(z, da, weights, f_backward):
    """Return lists of dW and db, first layer first."""
    dWs, dbs = [], []
    for layer in reversed(range(len(weights))):
        dWs.insert(0, da.T @ z[layer])
        dbs.insert(0, da.sum(axis=0))
        if layer > 0:
            da = f_backward(da @ weights[layer], z[layer])
    return dWs, dbs


def update(weights, biases, dWs, dbs, eta):
    """Take a step downhill, in place."""
    for parameter, gradient in zip(weights + biases, dWs + dbs, strict=True):
        parameter -= eta * gradient


def arrays(rng):
    """Yield an array of each shape."""
    for shape in SHAPES:
        yield (rng.standard_normal(shape),)


def network(rng, sizes):
    """Return random weights and biases of these layer sizes."""
    weights, _ = initialise(sizes, rng)
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

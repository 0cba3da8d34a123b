"""The networks, losses and tolerances that several test files go through."""

from itertools import product

import numpy as np
import pytest

from helpers import Network, Tensor, bce_with_logits, half_mse, mse, softmax_cross_entropy

# By how much two ways to the same gradient may differ, relative to both.
EXACT = 1e-12  # where only rounding stands between them
CENTRAL = 1e-7  # for central differences

ACTIVATIONS = ["relu", "tanh", "sigmoid"]
LOSSES = [half_mse, mse, bce_with_logits, softmax_cross_entropy]

# (N, sizes): one sample, as many as inputs, one output, many, no hidden layer, width one.
BATCHES = [
    (1, [3, 4, 2]),
    (3, [3, 4, 2]),
    (6, [2, 10, 10, 1]),
    (1, [1, 1, 1]),
    (5, [2, 3, 7]),
    (4, [4, 3]),
    (7, [1, 2, 3, 4, 1]),
]

each_case = pytest.mark.parametrize(
    ("activation", "loss", "batch"),
    [
        pytest.param(*case, id=f"{case[0]}-{case[1].__name__}-{case[2]}")
        for case in product(ACTIVATIONS, LOSSES, BATCHES)
    ],
)


def random_network(sizes, activation, rng, R=None):
    """Return a network, or a crowd of R, with every parameter random, the biases too.

    With biases of zero, units whose inputs are all dead would sit exactly on the kink of their
    ReLU. There a central difference is the mean of the slopes on both sides, which is not the
    gradient of anything. Random biases keep all pre-activations further from it than a step.
    """
    net = Network(sizes, activation, seed=None if R is None else range(R))
    net.theta = rng.standard_normal(net.theta.shape)
    return net


def random_targets(loss, shape, rng):
    """Return targets in [0, 1], whose rows sum to 1 where the loss asks for it."""
    t = rng.random(shape)
    return t / t.sum(axis=-1, keepdims=True) if loss is softmax_cross_entropy else t


def random_case(activation, loss, batch, rng):
    """Return a network, inputs and targets for an entry of `BATCHES`."""
    N, sizes = batch
    net = random_network(sizes, activation, rng)
    return net, rng.standard_normal((N, sizes[0])), random_targets(loss, (N, sizes[-1]), rng)


# The same networks and losses once more, in Tensor's operations.


def tensor_outputs(net, X):
    """Return {name: Tensor} for the parameters of one network, and its outputs for X."""
    parameters = {name: Tensor(values) for name, values in net.named_parameters().items()}
    layers = len(parameters) // 2
    z = Tensor(X)
    for k in range(1, layers + 1):
        a = z @ parameters[f"W{k}"].T + parameters[f"b{k}"]
        z = a if k == layers else getattr(a, net.activation)()
    return parameters, z


TENSOR_LOSSES = {
    half_mse: lambda y, t: ((y - t) ** 2).sum() / (2 * len(t)),
    mse: lambda y, t: ((y - t) ** 2).sum() / len(t),
    bce_with_logits: lambda a, t: (a.softplus() - a * t).sum() / len(t),
    softmax_cross_entropy: lambda a, t: (a.log_sum_exp() - (a * t).sum(axis=-1)).sum() / len(t),
}


def flat(parameters):
    """Return the gradients of {name: Tensor} as one vector, laid out like ``Network.theta``."""
    return np.concatenate([tensor.grad.ravel() for tensor in parameters.values()])

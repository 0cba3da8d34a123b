"""The numerical gradient as stacked forward passes, against a loop that nudges one parameter."""

import numpy as np

from benchmarks.harness import compare
from helpers import Network, central_difference, half_mse, relative_error

PROMISED = {1: 30, 10: 1, 200: 1.8}


def comparisons():
    """Yield one comparison per number of samples, for the 151 parameters of 2-10-10-1."""
    net = Network([2, 10, 10, 1], "relu", seed=0)
    rng = np.random.default_rng(0)
    for N, promised in PROMISED.items():
        X, t = rng.standard_normal((N, 2)), rng.standard_normal((N, 1))
        yield numerical_gradient(net, X, t, promised)


def numerical_gradient(net, X, t, promised):
    """Compare both ways on one batch, after making sure that they agree."""
    f = net.loss_function(X, t, half_mse)

    def stacked():
        return central_difference(f, net.theta)

    def loop():
        return central_difference_loop(net, X, t, half_mse)

    assert relative_error(stacked(), loop()) < 1e-8
    return compare(
        f"numerical gradient, 151 parameters, N = {len(X)}",
        {"loop over parameters": loop, "stacked forward passes": stacked},
        reference="loop over parameters",
        at_least={"stacked forward passes": promised},
    )


def central_difference_loop(net, X, t, loss, h=6e-6):
    """Return the central differences one by one, each parameter nudged in place: no copies."""
    theta = net.theta
    gradient = np.empty_like(theta)
    for i in range(theta.size):
        kept = theta[i]
        theta[i] = kept + h
        up, _ = loss(net.forward(X), t)
        theta[i] = kept - h
        down, _ = loss(net.forward(X), t)
        theta[i] = kept
        gradient[i] = (up - down) / (2 * h)
    return gradient

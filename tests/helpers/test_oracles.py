"""Gradients against outside judges: HIPS autograd always, PyTorch where it is installed."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from helpers import (
    SGD,
    Adam,
    bce_with_logits,
    half_mse,
    mse,
    relative_error,
    softmax_cross_entropy,
)
from tests.helpers.cases import EXACT, each_case, random_case

# --- HIPS autograd -----------------------------------------------------------------------------

ACTIVATIONS = {
    "relu": lambda a: anp.maximum(a, 0),
    "tanh": anp.tanh,
    "sigmoid": lambda a: 1 / (1 + anp.exp(-a)),
}


def log_softmax(a):
    a = a - anp.max(a, axis=1, keepdims=True)
    return a - anp.log(anp.sum(anp.exp(a), axis=1, keepdims=True))


LOSSES = {
    half_mse: lambda y, t: anp.sum((y - t) ** 2) / 2 / len(t),
    mse: lambda y, t: anp.sum((y - t) ** 2) / len(t),
    bce_with_logits: lambda a, t: anp.sum(anp.logaddexp(0, a) - t * a) / len(t),
    softmax_cross_entropy: lambda a, t: -anp.sum(t * log_softmax(a)) / len(t),
}


@each_case
def test_agrees_with_autograd(activation, loss, batch, rng):
    net, X, t = random_case(activation, loss, batch, rng)

    def value(parameters):
        z = X
        for k in range(0, len(parameters) - 2, 2):
            z = ACTIVATIONS[activation](anp.dot(z, parameters[k].T) + parameters[k + 1])
        return LOSSES[loss](anp.dot(z, parameters[-2].T) + parameters[-1], t)

    parameters = list(net.named_parameters().values())
    expected = np.concatenate([part.ravel() for part in autograd.grad(value)(parameters)])
    own_value, gradient = net.loss_and_gradient(X, t, loss)
    assert own_value == pytest.approx(value(parameters), rel=EXACT, abs=EXACT)
    assert relative_error(gradient, expected) <= EXACT


# --- PyTorch -----------------------------------------------------------------------------------


@pytest.fixture
def torch():
    return pytest.importorskip("torch")


def torch_network(torch, net):
    """Return the same network as a module, with the same parameters, in float64."""
    activation = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid}
    modules = []
    for n_in, n_out in zip(net.sizes[:-1], net.sizes[1:], strict=True):
        modules += [torch.nn.Linear(n_in, n_out, dtype=torch.float64), activation[net.activation]()]
    module = torch.nn.Sequential(*modules[:-1])
    torch.nn.utils.vector_to_parameters(torch.tensor(net.theta), module.parameters())
    return module


def torch_loss(torch, loss, y, t):
    """Return the loss with this library's mean: over samples, not over outputs."""
    F = torch.nn.functional
    total = {
        half_mse: lambda: F.mse_loss(y, t, reduction="sum") / 2,
        mse: lambda: F.mse_loss(y, t, reduction="sum"),
        bce_with_logits: lambda: F.binary_cross_entropy_with_logits(y, t, reduction="sum"),
        softmax_cross_entropy: lambda: F.cross_entropy(y, t, reduction="sum"),
    }[loss]()
    return total / len(t)


def flat(torch, parts):
    return torch.nn.utils.parameters_to_vector(parts).detach().numpy()


@pytest.mark.torch
@each_case
def test_agrees_with_torch(torch, activation, loss, batch, rng):
    net, X, t = random_case(activation, loss, batch, rng)
    module = torch_network(torch, net)
    expected = torch_loss(torch, loss, module(torch.tensor(X)), torch.tensor(t))
    expected.backward()
    value, gradient = net.loss_and_gradient(X, t, loss)
    assert value == pytest.approx(expected.item(), rel=EXACT, abs=EXACT)
    assert relative_error(gradient, flat(torch, [p.grad for p in module.parameters()])) <= EXACT


@pytest.mark.torch
@pytest.mark.parametrize("name", ["SGD", "SGD with momentum", "Adam"])
def test_takes_the_steps_of_torch(torch, name, rng):
    net, X, t = random_case("tanh", half_mse, (6, [2, 10, 10, 1]), rng)
    module = torch_network(torch, net)
    own, others = {
        "SGD": (SGD(0.05), torch.optim.SGD(module.parameters(), 0.05)),
        "SGD with momentum": (
            SGD(0.05, momentum=0.9),
            torch.optim.SGD(module.parameters(), 0.05, momentum=0.9),
        ),
        "Adam": (Adam(0.05), torch.optim.Adam(module.parameters(), 0.05)),
    }[name]
    for _ in range(20):
        own.step(net.theta, net.loss_and_gradient(X, t, half_mse)[1])
        others.zero_grad()
        torch_loss(torch, half_mse, module(torch.tensor(X)), torch.tensor(t)).backward()
        others.step()
    assert relative_error(net.theta, flat(torch, module.parameters())) <= 1e-11

"""A network of Vars: its layers, one after the other."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from helpers.autodiff import Var
from workbook.questions.autodiff.common import table, variables
from workbook.questions.autodiff.scalar_layer import dense


@dataclass(frozen=True)
class RandomNetwork:
    """The numbers of a network of some depth, and of its inputs."""

    sizes: tuple[int, ...]
    seed: int

    def __str__(self):
        return f"a network {'-'.join(map(str, self.sizes))}"

    def layers_and_inputs(self):
        """Return [(W, b), …] and x, all of them Vars."""
        rng = np.random.default_rng(self.seed)
        layers = [
            (variables(rng.normal(size=(n_out, n_in))), variables(rng.normal(size=n_out)))
            for n_in, n_out in pairwise(self.sizes)
        ]
        return layers, variables(rng.normal(size=self.sizes[0]))


def networks(rng):
    """Return networks of several depths; where all layers are square, any order of them runs."""
    depths = ((2, 2, 2), (3, 3, 3, 3), (2, 1), (1, 4, 3, 2))
    return [(RandomNetwork(sizes, int(rng.integers(1000))),) for sizes in depths]


def network_parts(network_output, network):
    """Return a network's outputs, and how they depend on its first weights."""
    layers, x = network.layers_and_inputs()
    first_weights = [w for row in layers[0][0] for w in row]
    outputs = list(network_output(layers, x))
    sum(y_k * (k + 1.5) for k, y_k in enumerate(outputs)).backward()
    return {
        "y": np.array([y_k.value for y_k in outputs]),
        "∂L/∂W of the first layer": np.array([w.grad for w in first_weights]),
    }


def identity(a):
    """Return a itself."""
    return a


@table.code(
    "q3-33",
    cases=networks,
    probe=network_parts,
    hint="Follow x through two layers by hand: what goes into the second?",
)
def network_output(layers, x):
    """The outputs [y_k] of layers [(W, b), …] of Vars for inputs x: tanh between, linear output."""
    for W, b in layers[:-1]:
        x = dense.right(W, b, x, Var.tanh)
    return dense.right(*layers[-1], x, identity)


def network_with(activation):
    """Return a network; activation(number of the layer, how many there are) chooses."""

    def network_output(layers, x):
        for number, (W, b) in enumerate(layers):
            x = dense.right(W, b, x, activation(number, len(layers)))
        return x

    return network_output


network_output.mistake(
    "the output goes through tanh too",
    network_with(lambda number, layers: Var.tanh),
    "Which numbers must a regression be able to reach?",
)
network_output.mistake(
    "there is no tanh at all",
    network_with(lambda number, layers: identity),
    "What do two linear layers in a row make?",
)
network_output.mistake(
    "the tanh is on the output instead of between the layers",
    network_with(lambda number, layers: Var.tanh if number == layers - 1 else identity),
    "Which layers have an activation, and which has none?",
)
network_output.mistake(
    "only the first layer has a tanh",
    network_with(lambda number, layers: Var.tanh if number == 0 < layers - 1 else identity),
    "Try it with four layers: how many of them should be squashed?",
)
network_output.mistake(
    "the output layer is forgotten",
    lambda layers, x: network_with(lambda number, count: Var.tanh)(layers[:-1], x),
    "Count the layers of the list, and those that you have used.",
)


@network_output.mistake(
    "the layers are taken from the last to the first",
    hint="Which layer of the list takes the inputs?",
)
def backwards(layers, x):
    """Take the layers in reverse order."""
    return network_output.right(layers[::-1], x)


@network_output.mistake(
    "plain values are handed on, so that the graph is cut",
    hint="Does a Var made of a `.value` know where it came from?",
)
def cut(layers, x):
    """Hand on Vars that have forgotten their parents."""
    for W, b in layers[:-1]:
        x = [Var(z_j.value) for z_j in dense.right(W, b, x, Var.tanh)]
    return dense.right(*layers[-1], x, identity)

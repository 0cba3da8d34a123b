"""Backward passes with one planted fault each: the patients of notebook 02's bug lab.

They are [4, 4, 4, 2] ReLU networks whose forward pass is right. Which patient has which fault
stands at the end of this file; the gradient check finds it out without reading that far.
"""

from typing import Any

import numpy as np

from helpers.layers import Linear, ReLU
from helpers.losses import half_mse
from helpers.network import Network
from helpers.types import Array

SIZES = [4, 4, 4, 2]


def patient_data(N: int, seed: int = 1) -> tuple[Network, Array, Array]:
    """Return the patients' healthy network, X (N, 4) and t (N, 2)."""
    rng = np.random.default_rng(seed)
    return Network(SIZES, "relu", seed=seed), rng.normal(size=(N, 4)), rng.normal(size=(N, 2))


def patient_gradient(letter: str, net: Network, X: Array, t: Array) -> dict[str, Array]:
    """Return {"W1": …, "b1": …, …} as patient `letter` backpropagates ½ mean squared error.

    Parameters
    ----------
    letter : str
        "A" … "F".
    net : Network
        The healthy network; only its parameters are used.
    X, t : arrays, shape (N, 4) and (N, 2)

    Raises
    ------
    ValueError
        If there is no such patient, or the network is no [4, 4, 4, 2] of ReLUs.
    """
    if letter not in PLANT or repr(net) != repr(Network(SIZES)):
        raise ValueError(
            f"patients are {', '.join(PLANT)}, of {Network(SIZES)}; got {letter}, {net}"
        )
    linears = [Linear(layer.W, layer.b) for layer in net.layers[::2]]
    layers: list[Any] = [linears[0], ReLU(), linears[1], ReLU(), linears[2]]
    PLANT[letter](layers)
    z = X
    for layer in layers:
        z = layer.forward(z)
    dz = half_mse(z, t)[1]
    for layer in reversed(layers):
        dz = layer.backward(dz)
    parameters = {}
    for number, layer in enumerate(layers[::2], start=1):
        parameters[f"W{number}"], parameters[f"b{number}"] = layer.dW, layer.db
    return parameters


def _mask_from_the_other_layer(layers: list[Any]) -> None:
    def backward(dz: Array) -> Array:
        return dz * (layers[3].z > 0)

    layers[1].backward = backward


def _doubled_loss_gradient(layers: list[Any]) -> None:
    backward = layers[4].backward
    layers[4].backward = lambda da: backward(2 * da)


def _transposed_weight_gradient(layers: list[Any]) -> None:
    class Transposed(Linear):
        def backward_parameters(self, da: Any) -> None:
            self.dW, self.db = self.X.T @ da, da.sum(axis=0)

    layers[2] = Transposed(layers[2].W, layers[2].b)


def _unsummed_bias(layers: list[Any]) -> None:
    class Unsummed(Linear):
        def backward_parameters(self, da: Any) -> None:
            self.dW, self.db = da.T @ self.X, da

    layers[2] = Unsummed(layers[2].W, layers[2].b)


def _missing_derivative(layers: list[Any]) -> None:
    layers[3].backward = lambda dz: dz


def _transposed_way_back(layers: list[Any]) -> None:
    class Transposed(Linear):
        def backward(self, da: Any) -> Array:
            self.backward_parameters(da)
            return da @ self.W.T

    layers[2] = Transposed(layers[2].W, layers[2].b)


PLANT = {
    "A": _unsummed_bias,
    "B": _transposed_way_back,
    "C": _doubled_loss_gradient,
    "D": _missing_derivative,
    "E": _mask_from_the_other_layer,
    "F": _transposed_weight_gradient,
}

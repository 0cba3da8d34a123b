"""Layers with explicit forward and backward passes: the formulas of the course, as code.

Rows are samples: X (N, D). A leading axis is a crowd: with parameters of shape (R, …) the same
lines run R networks at once, on shared inputs (N, D) or on inputs of their own (R, N, D).
``backward`` takes ∂L/∂(output), returns ∂L/∂(input), and uses what the last ``forward`` stored.
"""

from typing import Any

import numpy as np

from helpers.functions import relu, sigmoid
from helpers.types import Array


class Linear:
    """Affine layer a = X Wᵀ + b.

    Parameters
    ----------
    W : array, shape (out, in) or (R, out, in)
        Weights; W[j, i] leads from input i to unit j.
    b : array, shape (out,) or (R, out)
        Biases.

    Attributes
    ----------
    dW, db : arrays like `W` and `b`
        ∂L/∂W and ∂L/∂b, after ``backward``. Made by the first and overwritten by the next, unless
        `Network` has put views of its own vector there.
    """

    def __init__(self, W: Array, b: Array) -> None:
        self.W = W
        self.b = b
        self.dW: Any = None
        self.db: Any = None

    def forward(self, X: Array) -> Array:
        """Return a (…, N, out) for inputs X (…, N, in)."""
        self.X = X
        a = X @ self.W.swapaxes(-1, -2)
        a += self.b[..., None, :]
        return a

    def backward(self, da: Array) -> Array:
        """Write dW and db for da = ∂L/∂a (…, N, out); return ∂L/∂X = da W (…, N, in)."""
        self.backward_parameters(da)
        return da @ self.W

    def backward_parameters(self, da: Array) -> None:
        """Write dW = daᵀ X and db = Σ_n da_n; enough for a first layer, whose input is data."""
        self.dW = np.matmul(da.swapaxes(-1, -2), self.X, out=self.dW)
        if da.shape[-1] == 1:
            self.db = da.sum(axis=-2, out=self.db)
        else:  # the same additions in the same order, but NumPy's sum is slow over short rows
            self.db = np.einsum("...no->...o", da, out=self.db)


class Tanh:
    """Activation z = tanh(a)."""

    def forward(self, a: Array) -> Array:
        """Return z, same shape as `a`."""
        self.z = np.tanh(a)
        return self.z

    def backward(self, dz: Array) -> Array:
        """Return ∂L/∂a = dz · (1 − z²)."""
        return dz * (1 - self.z * self.z)


class Sigmoid:
    """Activation z = σ(a) = 1 / (1 + e⁻ᵃ)."""

    def forward(self, a: Array) -> Array:
        """Return z, same shape as `a`."""
        self.z = sigmoid(a)
        return self.z

    def backward(self, dz: Array) -> Array:
        """Return ∂L/∂a = dz · z (1 − z)."""
        return dz * (self.z * (1 - self.z))


class ReLU:
    """Activation z = max(a, 0), with ReLU′(0) = 0."""

    def forward(self, a: Array) -> Array:
        """Return z, same shape as `a`."""
        self.z = relu(a)
        return self.z

    def backward(self, dz: Array) -> Array:
        """Return ∂L/∂a = dz where z > 0, else 0; z > 0 exactly where a > 0."""
        return dz * (self.z > 0)

"""Layers with explicit forward and backward passes: the formulas of the course, as code.

Rows are samples: X (N, D). A leading axis is a crowd: with parameters of shape (R, …) the same
lines run R networks at once, on shared inputs (N, D) or on inputs of their own (R, N, D).
``backward`` takes ∂L/∂(output), returns ∂L/∂(input), and uses what the last ``forward`` stored:
references, not copies, so leave inputs, outputs and parameters alone between the two, and run a
layer in one thread at a time.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from helpers.functions import floats, relu, sigmoid
from helpers.types import Array


class Layer:
    """A layer that knows the shape of its last output."""

    shape: Any = None

    def cotangent(self, d: ArrayLike) -> Array:
        """Return d = ∂L/∂(output) as floats, if it has the output's shape."""
        # Asked for each layer in each step: no call more than it takes.
        if type(d) is not np.ndarray or d.dtype.kind not in "fc":
            d = floats(d)
        if d.shape != self.shape:
            if self.shape is None:
                raise RuntimeError("backward uses what forward has stored: call forward first")
            raise ValueError(f"∂L/∂(output) must have the output's {self.shape}, got {d.shape}")
        return d


class Linear(Layer):
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

    def __init__(self, W: ArrayLike, b: ArrayLike) -> None:
        self.W = floats(W)
        self.b = floats(b)
        if self.W.ndim < 2 or self.b.shape != self.W.shape[:-1]:
            raise ValueError(f"W {self.W.shape} and b {self.b.shape} must be (out, in) and (out,)")
        self.dW: Any = None
        self.db: Any = None

    def forward(self, X: ArrayLike) -> Array:
        """Return a (…, N, out) for inputs X (…, N, in)."""
        self.X = X = floats(X)
        try:
            a: Array = X @ self.W.mT
            a += self.b[..., None, :]
        except ValueError:
            raise ValueError(f"W {self.W.shape} takes no inputs {X.shape}") from None
        self.shape = a.shape
        return a

    def backward(self, da: ArrayLike) -> Array:
        """Write dW and db for da = ∂L/∂a (…, N, out); return ∂L/∂X = da W (…, N, in)."""
        self.backward_parameters(da)
        return da @ self.W

    def backward_parameters(self, da: ArrayLike) -> None:
        """Write dW = daᵀ X and db = Σ_n da_n; enough for a first layer, whose input is data."""
        da = self.cotangent(da)
        self.dW = np.matmul(da.mT, self.X, out=self.dW)
        if da.shape[-1] == 1:
            self.db = np.add.reduce(da, axis=-2, out=self.db)
        else:  # the same additions in the same order, but NumPy's sum is slow over short rows
            self.db = np.einsum("...no->...o", da, out=self.db)


class Tanh(Layer):
    """Activation z = tanh(a)."""

    def forward(self, a: ArrayLike) -> Array:
        """Return z, same shape as `a`."""
        self.z = np.tanh(floats(a))
        self.shape = self.z.shape
        return self.z

    def backward(self, dz: ArrayLike) -> Array:
        """Return ∂L/∂a = dz · (1 − z²)."""
        return self.cotangent(dz) * (1 - self.z * self.z)


class Sigmoid(Layer):
    """Activation z = σ(a) = 1 / (1 + e⁻ᵃ)."""

    def forward(self, a: ArrayLike) -> Array:
        """Return z, same shape as `a`."""
        self.z = sigmoid(a)
        self.shape = self.z.shape
        return self.z

    def backward(self, dz: ArrayLike) -> Array:
        """Return ∂L/∂a = dz · z (1 − z)."""
        return self.cotangent(dz) * (self.z * (1 - self.z))


class ReLU(Layer):
    """Activation z = max(a, 0), with ReLU′(0) = 0."""

    def forward(self, a: ArrayLike) -> Array:
        """Return z, same shape as `a`."""
        self.z = relu(a)
        self.shape = self.z.shape
        return self.z

    def backward(self, dz: ArrayLike) -> Array:
        """Return ∂L/∂a = dz where z > 0, else 0; z > 0 exactly where a > 0."""
        return self.cotangent(dz) * (self.z > 0)

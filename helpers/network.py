"""A multilayer perceptron over one flat parameter vector."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import sqrt
from operator import index
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from helpers.functions import floats
from helpers.layers import Linear, ReLU, Sigmoid, Tanh
from helpers.types import Array, Loss, Objective

ACTIVATIONS = {"relu": ReLU, "tanh": Tanh, "sigmoid": Sigmoid}

# A stack of networks is taken in chunks of about this many activations a layer, so that what one
# operation writes is still in the processor's cache when the next one reads it.
CHUNK = 1 << 15


def parameter_count(sizes: Sequence[int]) -> int:
    """Return P, the number of weights and biases between layers of these sizes."""
    return sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))


class Network:
    """Linear layers with one activation between them; the last layer is linear.

    All parameters are one array, ``theta``, in the order W1, b1, W2, b2, …; each layer's W and b
    are views of it, and each dW and db are views of ``gradient``, which has the same layout. So a
    step of gradient descent is one line, a snapshot is ``theta.copy()``, and two gradients are
    compared as two vectors.

    A leading axis is a crowd: with ``theta`` of shape (R, P) the same object is R networks that
    run at once, each loss is (R,), and the r-th behaves as it would alone.

    What goes in is made floats of the parameters' dtype. A network stores what `backward` needs as
    it runs `forward`, so each thread needs one of its own: a ``copy.deepcopy``.

    Parameters
    ----------
    sizes : sequence of int
        Units per layer, inputs first: [2, 10, 10, 1] has two hidden layers of ten.
    activation : {"relu", "tanh", "sigmoid"}
        Between the linear layers. Weights start with He's variance 2/n_in for ReLU (He et al.,
        2015), with Glorot's 2/(n_in + n_out) for the others (Glorot and Bengio, 2010); biases
        start at zero.
    seed : int, None, or sequence of int
        Seed of the initial weights. A sequence of R seeds makes a crowd of R networks: the r-th is
        the network that seed k makes alone.
    dtype : NumPy dtype
        float64 for checking gradients, float32 for training faster.

    Raises
    ------
    ValueError
        If `sizes` has fewer than two entries or one below 1, `activation` is unknown, there is no
        seed in a sequence of them, or `dtype` holds no fractions.
    TypeError
        If a size is not a whole number.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: str = "relu",
        seed: int | Sequence[int] | Array | None = None,
        dtype: DTypeLike = np.float64,
    ) -> None:
        self.sizes = [index(size) for size in sizes]
        if len(self.sizes) < 2 or min(self.sizes) < 1 or bool in map(type, sizes):
            raise ValueError(f"sizes must be two or more positive numbers, got {sizes}")
        if activation not in ACTIVATIONS:
            raise ValueError(f"activation must be one of {sorted(ACTIVATIONS)}, got {activation!r}")
        if np.dtype(dtype).kind != "f":
            raise ValueError(f"dtype must be one of floating-point numbers, got {np.dtype(dtype)}")
        self.activation = activation
        if isinstance(seed, Iterable) and np.ndim(seed) > 0:
            if len(seed) == 0:
                raise ValueError("a crowd needs a seed for each of its networks, got none")
            self._bind(np.stack([self._initial_parameters(s, dtype) for s in seed]))
        else:
            self._bind(self._initial_parameters(seed, dtype))

    def _initial_parameters(self, seed: Any, dtype: DTypeLike) -> Array:
        rng = np.random.default_rng(seed)
        parts = []
        for n_in, n_out in pairwise(self.sizes):
            variance = 2 / n_in if self.activation == "relu" else 2 / (n_in + n_out)
            parts += [sqrt(variance) * rng.standard_normal(n_out * n_in), np.zeros(n_out)]
        return np.concatenate(parts).astype(dtype)

    def _bind(self, theta: Array) -> None:
        """Make the layers' W and b views of `theta` (…, P)."""
        if theta.ndim > 2 or theta.size == 0:
            raise ValueError(f"theta must be (P,) or (R, P) with R ≥ 1, got {theta.shape}")
        self._theta = theta
        self._gradient: Array | None = None
        self.layers: list[Any] = []
        for W, b in self._split(theta):
            self.layers += [Linear(W, b), ACTIVATIONS[self.activation]()]
        del self.layers[-1]  # the output is linear

    def _split(self, vector: Array) -> Iterator[tuple[Array, Array]]:
        """Yield the views of a vector (…, P) that are each layer's W (…, out, in), b (…, out)."""
        P, start = parameter_count(self.sizes), 0
        if vector.shape[-1:] != (P,):
            raise ValueError(f"layer sizes {self.sizes} take {P} parameters, got {vector.shape}")
        for n_in, n_out in pairwise(self.sizes):
            middle, end = start + n_out * n_in, start + n_out * n_in + n_out
            W = vector[..., start:middle].reshape(*vector.shape[:-1], n_out, n_in)
            yield W, vector[..., middle:end]
            start = end

    def at(self, theta: ArrayLike) -> Network:
        """Return the same architecture with `theta` (P,) or (R, P) as parameters.

        An array of floats, or of complex numbers, is not copied.
        """
        other = Network.__new__(Network)
        other.__setstate__((self.sizes, self.activation, floats(theta)))
        return other

    # What copy and pickle keep: layers of views that are copied one by one are views no more.
    def __getstate__(self) -> tuple[list[int], str, Array]:
        return self.sizes, self.activation, self._theta

    def __setstate__(self, state: tuple[list[int], str, Array]) -> None:
        self.sizes, self.activation, theta = state
        self._bind(theta)

    @property
    def theta(self) -> Array:
        """The parameters, shape (P,) or (R, P). Assigning copies real numbers in."""
        return self._theta

    @theta.setter
    def theta(self, values: ArrayLike) -> None:
        np.copyto(self._theta, floats(values), casting="same_kind")

    @property
    def gradient(self) -> Array:
        """∂L/∂theta as the last `backward` left it, laid out like `theta`; overwritten by the next.

        Made when first asked for: the many networks of a numerical gradient only run forward.
        """
        if self._gradient is None:
            self._gradient = np.zeros_like(self._theta)
            views = self._split(self._gradient)
            for linear, (dW, db) in zip(self.layers[::2], views, strict=True):
                linear.dW, linear.db = dW, db
        return self._gradient

    def forward(self, X: ArrayLike) -> Array:
        """Return outputs y (…, N, out) for inputs X (N, in), or a crowd's own (R, N, in).

        Raises
        ------
        ValueError
            If the last axis of `X` is not the number of inputs, `X` has no axis of samples, or it
            has inputs of their own for another number of networks.
        """
        z = floats(X, self._theta.dtype)
        crowd = self._theta.shape[:-1]
        if z.shape[-1:] != (self.sizes[0],) or (z.ndim != 2 and z.shape[:-2] != (crowd or None)):
            own = f" or ({crowd[0]}, N, {self.sizes[0]})" if crowd else ""
            raise ValueError(f"inputs must have shape (N, {self.sizes[0]}){own}, got {z.shape}")
        for layer in self.layers:
            z = layer.forward(z)
        return z

    def backward(self, dy: ArrayLike) -> Array:
        """Fill and return ``gradient`` from dy = ∂L/∂y, shaped like the last forward's outputs y.

        X, y and theta are to be as that forward pass saw and left them: no copy is kept.
        """
        gradient = self.gradient
        dy = floats(dy, gradient.dtype)
        for layer in reversed(self.layers[1:]):
            dy = layer.backward(dy)
        self.layers[0].backward_parameters(dy)
        return gradient

    def loss_and_gradient(self, X: ArrayLike, t: Any, loss: Loss) -> tuple[Array, Array]:
        """Return the loss, () or (R,), and a copy of its gradient, shaped like ``theta``."""
        value, dy = self._loss(X, t, loss)
        return value, self.backward(dy).copy()

    def _loss(self, X: ArrayLike, t: Any, loss: Loss) -> tuple[Array, Array]:
        value, dy = loss(self.forward(X), t)
        shape = () if isinstance(value, float) else np.shape(value)
        if shape != self._theta.shape[:-1]:
            raise ValueError(
                f"a loss must be one number for each network, {self._theta.shape[:-1]}, got "
                f"{shape}: sum it over the outputs and average it over the samples"
            )
        return value, dy

    def loss_function(self, X: ArrayLike, t: Any, loss: Loss) -> Objective:
        """Return f(theta), the loss on (X, t) as a function of the parameters alone.

        ``f`` takes theta (P,) and returns (), or (R, P) and returns (R,), real or complex: what
        `central_difference` and `complex_step` ask for. It only ever runs forward. `X` is (N, in).
        """
        X = floats(X)
        if X.ndim != 2:
            raise ValueError(f"inputs must have shape (N, {self.sizes[0]}), got {X.shape}")
        rows = max(1, CHUNK // max(1, len(X) * max(self.sizes)))

        def f(theta: ArrayLike) -> Array:
            theta = floats(theta)
            if theta.ndim < 2:
                return self.at(theta)._loss(X, t, loss)[0]
            chunks = (theta[k : k + rows] for k in range(0, max(1, len(theta)), rows))
            return np.concatenate([self.at(chunk)._loss(X, t, loss)[0] for chunk in chunks])

        return f

    def named(self, vector: ArrayLike) -> dict[str, Array]:
        """Return {"W1": …, "b1": …, "W2": …}: views of any array (…, P) laid out like ``theta``."""
        named = {}
        for number, (W, b) in enumerate(self._split(np.asarray(vector)), start=1):
            named[f"W{number}"], named[f"b{number}"] = W, b
        return named

    def named_parameters(self) -> dict[str, Array]:
        """Return {"W1": W, "b1": b, "W2": …}: views of ``theta``, (out, in) and (out,)."""
        return self.named(self.theta)

    def set_parameters(self, **parameters: ArrayLike) -> None:
        """Copy arrays in by name: ``net.set_parameters(W1=…, b1=…)``.

        Raises
        ------
        ValueError
            If a name is unknown or a shape is not exactly the parameter's: (10,) for W (1, 10),
            say, would broadcast.
        TypeError
            If the values are no real numbers. They need not be finite.
        """
        new = self._theta.copy()
        own = self.named(new)
        for name, values in parameters.items():
            if name not in own:
                raise ValueError(f"no parameter {name!r}; there are {', '.join(own)}")
            values = floats(values)
            if values.shape != own[name].shape:
                raise ValueError(f"{name} has shape {own[name].shape}, got {values.shape}")
            np.copyto(own[name], values, casting="same_kind")
        self.theta = new

    def __repr__(self) -> str:
        crowd = f"{len(self.theta)} × " if self.theta.ndim == 2 else ""
        P = self.theta.shape[-1]
        return f"Network({crowd}{self.sizes}, {self.activation!r}, {P} parameters)"

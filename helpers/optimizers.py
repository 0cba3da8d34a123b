"""Optimisers: ``step(theta, gradient)`` updates the parameter vector in place.

An optimiser with running sums belongs to one theta. What is no array of floats is refused with a
TypeError, shapes that differ with a ValueError.
"""

from math import inf
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from helpers.functions import floats
from helpers.types import Array


class Optimizer(Protocol):
    """What `train` asks of an optimiser."""

    def step(self, theta: Array, gradient: Array) -> None:
        """Move `theta` in place."""


class SGD:
    """Gradient descent, with momentum if asked.

    v ← μ v + g,  θ ← θ − η v.  With μ = 0 this is θ ← θ − η g.

    Parameters
    ----------
    learning_rate : float
        η > 0, finite.
    momentum : float
        μ, 0 ≤ μ < 1.
    """

    def __init__(self, learning_rate: float, momentum: float = 0.0) -> None:
        _check_learning_rate(learning_rate)
        if not 0 <= momentum < 1:
            raise ValueError(f"momentum must lie in [0, 1), got {momentum}")
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.v: Array | None = None

    def step(self, theta: Array, gradient: ArrayLike) -> None:
        """Move `theta` in place, by −η times the gradient or its running sum."""
        gradient = _fitting(theta, gradient, self.v)
        if self.momentum:
            if self.v is None:
                self.v = np.zeros_like(theta)
            self.v *= self.momentum
            self.v += gradient
            gradient = self.v
        theta -= self.learning_rate * gradient


class Adam:
    """Adam (Kingma and Ba, 2015, algorithm 1): steps scaled by running moments of the gradient.

    m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,  θ ← θ − η m̂ / (√v̂ + ε),
    where m̂ = m / (1 − β₁ᵏ) and v̂ = v / (1 − β₂ᵏ) in step k = 1, 2, … undo the start from zero.

    Parameters
    ----------
    learning_rate : float
        η > 0, finite; a parameter rarely moves by more than η in one step.
    betas : (float, float)
        β₁ and β₂.
    epsilon : float
        ε > 0, keeps the quotient finite; `step` refuses one that is 0 in the dtype of theta, as
        1e-8 is in float16.
    """

    def __init__(
        self,
        learning_rate: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        epsilon: float = 1e-8,
    ) -> None:
        _check_learning_rate(learning_rate)
        if len(betas) != 2 or not all(0 <= beta < 1 for beta in betas):
            raise ValueError(f"betas must be two numbers in [0, 1), got {betas}")
        if not 0 < epsilon < inf:
            raise ValueError(f"epsilon must be positive and finite, got {epsilon}")
        self.learning_rate = learning_rate
        self.betas = betas
        self.epsilon = epsilon
        self.t = 0
        self.m: Any = None
        self.v: Any = None

    def step(self, theta: Array, gradient: ArrayLike) -> None:
        """Move `theta` in place by one Adam step."""
        gradient = _fitting(theta, gradient, self.v)
        beta1, beta2 = self.betas
        if self.t == 0:
            if theta.dtype.type(self.epsilon) == 0:
                raise ValueError(f"epsilon {self.epsilon} is 0 in {theta.dtype}: take float32")
            self.m = np.zeros_like(theta)
            self.v = np.zeros_like(theta)
        self.t += 1
        self.m += (1 - beta1) * (gradient - self.m)
        self.v += (1 - beta2) * (gradient * gradient - self.v)
        m_hat = self.m / (1 - beta1**self.t)
        v_hat = self.v / (1 - beta2**self.t)
        theta -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon)


def _check_learning_rate(learning_rate: float) -> None:
    if not 0 < learning_rate < inf:
        raise ValueError(f"learning_rate must be positive and finite, got {learning_rate}")


def _fitting(theta: Array, gradient: ArrayLike, state: Array | None) -> Array:
    """Return the gradient as floats, if all three fit together."""
    if not isinstance(theta, np.ndarray) or theta.dtype.kind != "f":
        raise TypeError("theta must be an array of floats, to be moved in place")
    gradient = floats(gradient)
    if gradient.shape != theta.shape:
        raise ValueError(f"gradient {gradient.shape} and theta {theta.shape} differ in shape")
    if state is not None and state.shape != theta.shape:
        raise ValueError(f"a new theta {theta.shape}, after {state.shape}: make a new optimiser")
    return gradient

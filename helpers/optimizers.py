"""Optimisers: ``step(theta, gradient)`` updates the parameter vector in place."""

from typing import Protocol

import numpy as np

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
        η > 0.
    momentum : float
        μ, 0 ≤ μ < 1.
    """

    def __init__(self, learning_rate: float, momentum: float = 0.0) -> None:
        if not learning_rate > 0:
            raise ValueError(f"learning_rate must be positive, got {learning_rate}")
        if not 0 <= momentum < 1:
            raise ValueError(f"momentum must lie in [0, 1), got {momentum}")
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.v: Array | None = None

    def step(self, theta: Array, gradient: Array) -> None:
        """Move `theta` in place, by −η times the gradient or its running sum."""
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
        η > 0; a parameter rarely moves by more than η in one step.
    betas : (float, float)
        β₁ and β₂.
    epsilon : float
        ε, keeps the quotient finite.
    """

    def __init__(
        self,
        learning_rate: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        epsilon: float = 1e-8,
    ) -> None:
        if not learning_rate > 0:
            raise ValueError(f"learning_rate must be positive, got {learning_rate}")
        if not all(0 <= beta < 1 for beta in betas):
            raise ValueError(f"betas must lie in [0, 1), got {betas}")
        self.learning_rate = learning_rate
        self.betas = betas
        self.epsilon = epsilon
        self.t = 0

    def step(self, theta: Array, gradient: Array) -> None:
        """Move `theta` in place by one Adam step."""
        beta1, beta2 = self.betas
        if self.t == 0:
            self.m = np.zeros_like(theta)
            self.v = np.zeros_like(theta)
        self.t += 1
        self.m += (1 - beta1) * (gradient - self.m)
        self.v += (1 - beta2) * (gradient * gradient - self.v)
        m_hat = self.m / (1 - beta1**self.t)
        v_hat = self.v / (1 - beta2**self.t)
        theta -= self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon)

"""Losses: each takes outputs and targets and returns (loss, ∂L/∂output).

Every loss sums over the outputs of a sample and averages over the samples. (PyTorch's ``MSELoss``
divides by the number of outputs too.) Shapes:

- outputs (N, K), or (R, N, K) for a crowd of R networks; the loss is () or (R,)
- targets (N, K), shared by the crowd, or (R, N, K)

Targets of another shape are refused with a ValueError: NumPy would broadcast (N, 1) − (N,) to
(N, N) without a word, and the loss would be wrong but plausible. An empty batch, which has no
mean, is refused too.
"""

import numpy as np

from helpers.functions import log_sum_exp, sigmoid, softplus
from helpers.types import Array


def half_mse(y: Array, t: Array) -> tuple[Array, Array]:
    """Half the squared error, L = 1/N Σ_n ½‖y_n − t_n‖², with ∂L/∂y = (y − t) / N."""
    N = _samples(y, t)
    residual = y - t
    return 0.5 * np.sum(residual * residual, axis=(-2, -1)) / N, residual / N


def mse(y: Array, t: Array) -> tuple[Array, Array]:
    """Squared error, L = 1/N Σ_n ‖y_n − t_n‖², with ∂L/∂y = 2 (y − t) / N."""
    N = _samples(y, t)
    residual = y - t
    return np.sum(residual * residual, axis=(-2, -1)) / N, 2 * residual / N


def bce_with_logits(a: Array, t: Array) -> tuple[Array, Array]:
    """Binary cross-entropy of logits `a` and targets `t` in [0, 1].

    With y = σ(a), −t log y − (1 − t) log(1 − y) = log(1 + eᵃ) − t a: finite for every finite a.
    ∂L/∂a = (y − t) / N.
    """
    N = _samples(a, t)
    return np.sum(softplus(a) - t * a, axis=(-2, -1)) / N, (sigmoid(a) - t) / N


def softmax_cross_entropy(a: Array, t: Array) -> tuple[Array, Array]:
    """Cross-entropy of logits `a` and targets `t`, whose rows sum to 1 (one-hot, usually).

    With y = softmax(a), −Σ_k t_k log y_k = log Σ_k exp(a_k) − Σ_k t_k a_k: finite for every
    finite a. ∂L/∂a = (y − t) / N.
    """
    N = _samples(a, t)
    log_y = a - log_sum_exp(a, keepdims=True)
    return -(t * log_y).sum(axis=(-2, -1)) / N, (np.exp(log_y) - t) / N


def _samples(y: Array, t: Array) -> int:
    """Return N, or refuse outputs and targets whose shapes do not match, or that are empty."""
    outputs, targets = np.shape(y), np.shape(t)
    if len(outputs) < 2 or targets not in (outputs, outputs[-2:]):
        hint = ""
        if len(targets) == 1 and outputs[-2:] == (*targets, 1):
            hint = "; write targets[:, None] to make them a column"
        raise ValueError(
            f"outputs {outputs} and targets {targets} must have the same shape (N, K){hint}"
        )
    N = outputs[-2]
    if N == 0:
        raise ValueError(f"a mean over no samples: outputs {outputs}")
    return N

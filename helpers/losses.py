"""Losses: each takes outputs and targets and returns (loss, ∂L/∂output).

Every loss sums over the outputs of a sample and averages over the samples. (PyTorch's ``MSELoss``
divides by the number of outputs too.) Shapes:

- outputs (N, K), or (R, N, K) for a crowd of R networks; the loss is () or (R,)
- targets (N, K), shared by the crowd, or (R, N, K), cast to the dtype of the outputs

Targets of another shape are refused with a ValueError: NumPy would broadcast (N, 1) − (N,) to
(N, N) without a word, and the loss would be wrong but plausible. An empty batch, which has no
mean, is refused too. ``np.add.reduce`` is ``np.sum`` without its detour, which small batches feel.
"""

import numpy as np
from numpy.typing import ArrayLike

from helpers.functions import floats, log_sum_exp, sigmoid, softplus
from helpers.types import Array


def half_mse(y: ArrayLike, t: ArrayLike) -> tuple[Array, Array]:
    """Half the squared error, L = 1/N Σ_n ½‖y_n − t_n‖², with ∂L/∂y = (y − t) / N."""
    y, t, N = _samples(y, t)
    residual = y - t
    return 0.5 * np.add.reduce(residual * residual, axis=(-2, -1)) / N, residual / N


def mse(y: ArrayLike, t: ArrayLike) -> tuple[Array, Array]:
    """Squared error, L = 1/N Σ_n ‖y_n − t_n‖², with ∂L/∂y = 2 (y − t) / N."""
    y, t, N = _samples(y, t)
    residual = y - t
    return np.add.reduce(residual * residual, axis=(-2, -1)) / N, 2 * residual / N


def bce_with_logits(a: ArrayLike, t: ArrayLike) -> tuple[Array, Array]:
    """Binary cross-entropy of logits `a` and targets `t` in [0, 1].

    With y = σ(a), −t log y − (1 − t) log(1 − y) = log(1 + eᵃ) − t a: finite for every finite a.
    ∂L/∂a = (y − t) / N. Both formulas hold for any t, but outside [0, 1] the loss has no floor.
    """
    a, t, N = _samples(a, t)
    return np.add.reduce(softplus(a) - t * a, axis=(-2, -1)) / N, (sigmoid(a) - t) / N


def softmax_cross_entropy(a: ArrayLike, t: ArrayLike) -> tuple[Array, Array]:
    """Cross-entropy of logits `a` and targets `t`, whose rows sum to 1 (one-hot, usually).

    With y = softmax(a), −Σ_k t_k log y_k = log Σ_k exp(a_k) − Σ_k t_k a_k: finite for every
    finite a. The largest logit is taken away first, so that log y does not carry its rounding.
    ∂L/∂a = (y − t) / N. Rows that sum to another s have y_n s_n in place of y_n: the
    gradient is that of the loss returned, whatever t is.
    """
    a, t, N = _samples(a, t)
    a = a - np.max(a, axis=-1, keepdims=True)
    log_y = a - log_sum_exp(a, keepdims=True)
    s = np.add.reduce(t, axis=-1, keepdims=True)
    return -np.add.reduce(t * log_y, axis=(-2, -1)) / N, (np.exp(log_y) * s - t) / N


def _samples(y: ArrayLike, t: ArrayLike) -> tuple[Array, Array, int]:
    """Return outputs, targets and N; refuse shapes that do not match, or that are empty."""
    y = floats(y)
    t = floats(t, y.dtype)
    outputs, targets = y.shape, t.shape
    if len(outputs) not in (2, 3) or targets not in (outputs, outputs[-2:]):
        hint = ""
        if len(targets) == 1 and outputs[-2:] == (*targets, 1):
            hint = "; write targets[:, None] to make them a column"
        raise ValueError(
            f"outputs {outputs} and targets {targets} must have the same shape (N, K){hint}"
        )
    if y.size == 0:
        raise ValueError(f"a mean over no samples: outputs {outputs}")
    return y, t, outputs[-2]

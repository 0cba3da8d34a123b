"""Stable elementary functions: the values that layers, losses and autodiff share.

Only values live here. Each road to a gradient writes its own derivatives, so that their
agreement proves something. Every function takes real or complex numbers, arrays of them or lists
(no ``abs``, no dropped imaginary part), so that the complex step runs through the very same code.
"""

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from helpers.types import Array, Axis


def relu(a: ArrayLike) -> Array:
    """Return ``max(a, 0)`` element by element, same shape as `a`."""
    return np.maximum(a, 0)


def sigmoid(a: ArrayLike) -> Array:
    """Return σ(a) = 1 / (1 + e⁻ᵃ), same shape as `a`.

    Written as (1 + tanh(a/2)) / 2, which is the same function and never overflows.
    """
    return (1 + np.tanh(np.divide(a, 2))) / 2


def softplus(a: ArrayLike) -> Array:
    """Return log(1 + eᵃ), same shape as `a`.

    Written as m + log(1 + eᵃ⁻²ᵐ) with m = max(a, 0): a − 2m = −|a|, so no exponent is positive.
    """
    m = np.maximum(a, 0)
    return m + np.log1p(np.exp(np.subtract(a, 2 * m)))


def log_sum_exp(a: ArrayLike, axis: Axis = -1, keepdims: bool = False) -> Array:
    """Return log Σ eᵃ along `axis`.

    Written as m + log Σ eᵃ⁻ᵐ with m = max a, so that no exponent is positive and the largest
    term is 1: neither overflow nor log(0) can happen.
    """
    m = np.max(a, axis=axis, keepdims=True)
    total = m + np.log(np.exp(np.subtract(a, m)).sum(axis=axis, keepdims=True))
    return total if keepdims else total.squeeze(axis)


def softmax(a: ArrayLike, axis: Axis = -1) -> Array:
    """Return eᵃ / Σ eᵃ along `axis`, same shape as `a`; the entries along `axis` sum to 1."""
    return np.exp(np.subtract(a, log_sum_exp(a, axis=axis, keepdims=True)))


def one_hot(labels: ArrayLike, classes: int, dtype: DTypeLike = np.float64) -> Array:
    """Return one row per label with a single 1 in the label's column.

    Parameters
    ----------
    labels : array of int, shape (N,)
        Class numbers 0 … classes − 1.
    classes : int
        Number of columns.

    Returns
    -------
    array, shape (N, classes)

    Raises
    ------
    ValueError
        If `labels` is not one-dimensional, not whole, or holds a number outside 0 … classes − 1.
    """
    labels = np.asarray(labels)
    if labels.ndim != 1 or not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(
            f"labels must be whole numbers of shape (N,), got {labels.dtype} {labels.shape}"
        )
    if labels.size and not 0 <= labels.min() <= labels.max() < classes:
        raise ValueError(
            f"labels must lie in 0 … {classes - 1}, got {labels.min()} … {labels.max()}"
        )
    return np.eye(classes, dtype=dtype)[labels]

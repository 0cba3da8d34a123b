"""Stable elementary functions: the values that layers, losses and autodiff share.

Only values live here. Each road to a gradient writes its own derivatives, so that their
agreement proves something. Every function takes real or complex numbers, arrays of them or lists
(no ``abs``, no dropped imaginary part), so that the complex step runs through the very same code.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from helpers.types import Array, Axis


def floats(x: ArrayLike, dtype: Any = None) -> Array:
    """Return `x` as an array of floating-point or complex numbers: the rule at every door.

    Such an array is returned as it is, or cast to `dtype` if that drops no imaginary part. Whole
    numbers and bools become float64, or `dtype`: in uint8, 200 + 100 is 44. Text, objects and
    arrays with a mask are refused with a TypeError.
    """
    if type(x) is np.ndarray and x.dtype.kind in "fc" and (dtype is None or dtype is x.dtype):
        return x
    numbers = np.asarray(x)
    kind = numbers.dtype.kind
    if kind not in "biufc" or (isinstance(x, np.ndarray) and hasattr(x, "mask")):
        of = "None" if any(each is None for each in numbers.flat) else numbers.dtype
        raise TypeError(f"expected an array of numbers, got {type(x).__name__} of {of}")
    if kind in "biu" and dtype is None:
        dtype = np.float64
    return numbers if kind == "c" else numbers.astype(dtype or numbers.dtype, copy=False)


def relu(a: ArrayLike) -> Array:
    """Return ``max(a, 0)`` element by element, same shape as `a`."""
    return np.maximum(floats(a), 0)


def sigmoid(a: ArrayLike) -> Array:
    """Return σ(a) = 1 / (1 + e⁻ᵃ), same shape as `a`, to full relative accuracy on both sides.

    Written as e^min(a, 0) / (1 + e^−|a|): no exponent is positive, and nothing is subtracted.
    """
    a = floats(a)
    return np.exp(np.minimum(a, 0)) / (1 + np.exp(np.minimum(a, -a)))


def softplus(a: ArrayLike) -> Array:
    """Return log(1 + eᵃ), same shape as `a`.

    Written as max(a, 0) + log(1 + e^−|a|), so that no exponent is positive.
    """
    a = floats(a)
    return np.maximum(a, 0) + np.log1p(np.exp(np.minimum(a, -a)))


def log_sum_exp(a: ArrayLike, axis: Axis | None = -1, keepdims: bool = False) -> Array:
    """Return log Σ eᵃ along `axis` (all axes if None).

    Written as m + log Σ eᵃ⁻ᵐ with m = max a, so that no exponent is positive and the largest
    term is 1: neither overflow nor log(0) can happen. An entry −∞ counts for nothing, if the
    largest is finite.
    """
    a = floats(a)
    m = np.max(a, axis=axis, keepdims=True)
    total = m + np.log(np.exp(a - m).sum(axis=axis, keepdims=True))
    return total if keepdims else total.squeeze(axis)


def softmax(a: ArrayLike, axis: Axis | None = -1) -> Array:
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
    rows = np.zeros((labels.size, classes), dtype)
    rows[np.arange(labels.size), labels] = 1
    return rows

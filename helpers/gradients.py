"""Numerical gradients from forward evaluations alone, and checks of gradients against them.

A function to differentiate, ``f``, takes parameters theta (P,) and returns a number (), and takes
a stack (R, P) and returns (R,): see `Network.loss_function`. Wrap a function that knows only
(P,) as ``np.vectorize(f, signature="(p)->()")``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from helpers.types import Array, Objective

# A numerical gradient: `central_difference` or one with the same arguments.
Method: TypeAlias = Callable[..., Array]

# How many numbers a block of perturbed copies of theta may hold: 8 MiB in float64.
BLOCK = 1 << 20

EPSILON = np.finfo(np.float64).eps


def forward_difference(f: Objective, theta: ArrayLike, h: float | None = None) -> Array:
    """Return (f(θ + h e_i) − f(θ)) / h for every i: error of order h, and of rounding/h.

    As `central_difference`, but h is √ε · max(1, ‖θ‖_∞) if not given.
    """
    h = default_step(theta, order=1) if h is None else h
    (moved,) = perturbed(f, theta, [h])
    (value,) = perturbed(f, theta, [0.0], np.zeros(1, int))
    return (moved - value) / h


def central_difference(
    f: Objective, theta: ArrayLike, h: float | None = None, entries: Array | None = None
) -> Array:
    """Return (f(θ + h e_i) − f(θ − h e_i)) / 2h for every i: error of order h², and of rounding/h.

    The perturbed copies of theta are evaluated as stacks, not one by one.

    Parameters
    ----------
    f : callable
        (P,) → () and (R, P) → (R,).
    theta : array, shape (P,)
    h : float, optional
        Step; ε^⅓ · max(1, ‖θ‖_∞) if not given, where the two errors balance for an ordinary f.
    entries : array of int, optional
        The i that are wanted; all, if not given.

    Returns
    -------
    array, shape (P,) or like `entries`

    Raises
    ------
    ValueError
        If `theta` is not (P,) or `f` does not return one number for each row of a stack.
    """
    h = default_step(theta) if h is None else h
    up, down = perturbed(f, theta, [h, -h], entries)
    return (up - down) / (2 * h)


def complex_step(
    f: Objective, theta: ArrayLike, h: float = 1e-30, entries: Array | None = None
) -> Array:
    """Return Im f(θ + i h e_i) / h for every i: exact to rounding if h is tiny.

    Squire and Trapp (1998). Nothing is subtracted, so rounding does not grow with 1/h. `f` must be
    analytic, and real for real theta; at a ReLU's kink it gives the slope of the side a moves to.

    Parameters
    ----------
    f : callable
        (P,) → () and (R, P) → (R,), real or complex.
    theta : array, shape (P,)
    h : float
        Step; so small that h² is lost in rounding.
    entries : array of int, optional
        The i that are wanted; all, if not given.

    Returns
    -------
    array, shape (P,) or like `entries`

    Raises
    ------
    TypeError
        If `f` loses imaginary parts, which carry its derivative: all of them, or so many that its
        slope in a random direction is none that real steps show.
    """
    theta = np.asarray(theta, np.float64)
    (moved,) = perturbed(f, theta, [1j * h], entries)
    if not np.iscomplexobj(moved) or _loses_imaginary_parts(f, theta):
        raise TypeError(
            "f lost the imaginary part that carries its derivative: look for abs, .real, float() "
            "or an array that was made for real numbers"
        )
    return moved.imag / h


def _loses_imaginary_parts(f: Objective, theta: Array) -> bool:
    """Return whether the complex slope in a random direction lies beyond both real ones.

    A kink between the real steps is no loss: the complex slope is that of one of its sides.
    """
    direction = np.random.default_rng(0).choice([-1.0, 1.0], theta.size)
    step = EPSILON ** (1 / 2) * max(1.0, np.max(np.abs(theta)))
    slope = f((theta + 1e-30j * direction)[None])[0].imag / 1e-30
    down, value, up = f(theta + step * direction * [[-1], [0], [1]])
    sides = np.array([value - down, up - value]) / step
    rounding = EPSILON * max(1.0, np.abs(value)) / step
    slack = 0.01 * np.max(np.abs(sides)) + 1000 * rounding
    return bool(slope < np.min(sides) - slack or slope > np.max(sides) + slack)


def perturbed(
    f: Objective, theta: ArrayLike, steps: Sequence[complex], entries: Array | None = None
) -> Array:
    """Return f(θ + step · e_i) for each step and each i of `entries` (all if not given).

    Its shape is (steps, entries); it is evaluated in stacks of copies of θ.
    """
    theta = np.asarray(theta)
    P = theta.size
    if theta.shape != (P,) or P == 0:
        raise ValueError(f"theta must have shape (P,), got {theta.shape}")
    theta = theta.astype(np.result_type(theta, *steps))
    entries = np.arange(P) if entries is None else entries
    rows = max(1, BLOCK // (P * len(steps)))
    values: list[Array] = []
    for start in range(0, len(entries), rows):
        some = entries[start : start + rows]
        copies = np.tile(theta, (len(steps), len(some), 1))
        copies[:, np.arange(len(some)), some] += np.reshape(steps, (-1, 1))
        value = f(copies.reshape(-1, P))
        if np.shape(value) != (copies.shape[0] * copies.shape[1],):
            raise ValueError(
                f"f must map a stack (R, {P}) to (R,): {len(steps) * len(some)} rows gave "
                f"{np.shape(value)}"
            )
        values.append(value.reshape(len(steps), -1))
    return np.concatenate(values or [np.empty((len(steps), 0), theta.dtype)], axis=1)


def default_step(theta: ArrayLike, order: int = 2) -> float:
    """Return ε^(1/(order + 1)) · max(1, ‖θ‖_∞): truncation and rounding about balance there."""
    return EPSILON ** (1 / (order + 1)) * max(1.0, np.max(np.abs(theta), initial=0.0))


def relative_error(g: Array | float, n: Array | float) -> float:
    """Return ‖g − n‖ / (‖g‖ + ‖n‖): 0 if equal (both zero, too), 1 if opposite or one is zero.

    Above 1, which no two arrays of one shape can reach, the shapes differ: NumPy has broadcast
    them. Notebook 02 lets a planted bug be found by that.
    """
    largest = max(np.max(np.abs(g), initial=0.0), np.max(np.abs(n), initial=0.0))
    if largest == 0:
        return 0.0
    g, n = np.divide(g, largest), np.divide(n, largest)  # whose squares are no 0 and no infinity
    return float(np.linalg.norm(g - n) / (np.linalg.norm(g) + np.linalg.norm(n)))


def step_sweep(
    f: Objective,
    theta: ArrayLike,
    gradient: Array,
    steps: Iterable[float],
    method: Method = central_difference,
) -> Array:
    """Return the relative error of `method` against `gradient` at each step size.

    Plotted on logarithmic axes it is the V-curve: truncation falls, rounding rises as h shrinks.

    Parameters
    ----------
    f, theta
        As for `method`.
    gradient : array, shape (P,)
        Taken as true.
    steps : sequence of float
    method : callable
        `forward_difference`, `central_difference` or `complex_step`.

    Returns
    -------
    array, one entry per step
    """
    return np.array([relative_error(method(f, theta, h), gradient) for h in steps])

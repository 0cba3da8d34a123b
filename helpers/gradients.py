"""Numerical gradients from forward evaluations alone, and checks of gradients against them.

A function to differentiate, ``f``, takes parameters theta (P,) and returns a number (), and takes
a stack (R, P) and returns (R,): see `Network.loss_function`. Wrap a function that knows only
(P,) as ``np.vectorize(f, signature="(p)->()")``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from helpers.types import Array, Loss, Objective

if TYPE_CHECKING:
    from helpers.network import Network

# A numerical gradient: `central_difference` or one with the same arguments.
Method: TypeAlias = Callable[..., Array]

# How many numbers a block of perturbed copies of theta may hold: 8 MiB in float64.
BLOCK = 1 << 20

EPSILON = np.finfo(np.float64).eps


def forward_difference(f: Objective, theta: ArrayLike, h: float | None = None) -> Array:
    """Return (f(θ + h e_i) − f(θ)) / h for every i: error of order h, and of rounding/h.

    As `central_difference`, but h is √ε · max(1, ‖θ‖_∞) if not given.
    """
    h = EPSILON ** (1 / 2) * _scale(theta) if h is None else h
    (moved,) = _perturbed(f, theta, h)
    return (moved - f(np.asarray(theta))) / h


def central_difference(f: Objective, theta: ArrayLike, h: float | None = None) -> Array:
    """Return (f(θ + h e_i) − f(θ − h e_i)) / 2h for every i: error of order h², and of rounding/h.

    The perturbed copies of theta are evaluated as stacks, not one by one.

    Parameters
    ----------
    f : callable
        (P,) → () and (R, P) → (R,).
    theta : array, shape (P,)
    h : float, optional
        Step; ε^⅓ · max(1, ‖θ‖_∞) if not given, where the two errors balance for an ordinary f.

    Returns
    -------
    array, shape (P,)

    Raises
    ------
    ValueError
        If `theta` is not (P,) or `f` does not return one number for each row of a stack.
    """
    h = EPSILON ** (1 / 3) * _scale(theta) if h is None else h
    up, down = _perturbed(f, theta, h, -h)
    return (up - down) / (2 * h)


def complex_step(f: Objective, theta: ArrayLike, h: float = 1e-30) -> Array:
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

    Returns
    -------
    array, shape (P,)

    Raises
    ------
    TypeError
        If `f` returns real numbers: its gradient would come out as zero.
    """
    (moved,) = _perturbed(f, theta, 1j * h)
    if not np.iscomplexobj(moved):
        raise TypeError(
            "f lost the imaginary part that carries its derivative: look for abs, .real, float() "
            "or an array that was made for real numbers"
        )
    return moved.imag / h


def _perturbed(f: Objective, theta: ArrayLike, *steps: complex) -> Array:
    """Return f(θ + step · e_i), shape (steps, P), evaluated in stacks of copies of θ."""
    theta = np.asarray(theta)
    P = theta.size
    if theta.shape != (P,) or P == 0:
        raise ValueError(f"theta must have shape (P,), got {theta.shape}")
    theta = theta.astype(np.result_type(theta, *steps))
    rows = max(1, BLOCK // (P * len(steps)))
    values = []
    for start in range(0, P, rows):
        n = min(rows, P - start)
        copies = np.tile(theta, (len(steps), n, 1))
        diagonals = np.einsum("sii->si", copies[:, :, start : start + n])  # views
        diagonals += np.reshape(steps, (-1, 1))
        value = f(copies.reshape(-1, P))
        if np.shape(value) != (len(steps) * n,):
            raise ValueError(
                f"f must map a stack (R, {P}) to (R,): {len(steps) * n} rows gave {np.shape(value)}"
            )
        values.append(value.reshape(len(steps), n))
    return np.concatenate(values, axis=1)


def _scale(theta: ArrayLike) -> float:
    return max(1.0, np.max(np.abs(theta), initial=0.0))


def relative_error(g: Array | float, n: Array | float) -> float:
    """Return ‖g − n‖ / (‖g‖ + ‖n‖): 0 if equal (both zero, too), 1 if opposite or one is zero.

    Above 1, which no two arrays of one shape can reach, the shapes differ: NumPy has broadcast
    them. Notebook 02 lets a planted bug be found by that.
    """
    total = np.linalg.norm(g) + np.linalg.norm(n)
    return float(np.linalg.norm(g - n) / total) if total else 0.0


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


@dataclass(frozen=True)
class ParameterCheck:
    """Both gradients of one parameter, and what their comparison says.

    ``noise`` is the rounding error that the numerical gradient can carry, as a norm: a difference
    below it accuses nobody.
    """

    name: str
    backprop: Array
    numerical: Array
    noise: float
    tolerance: float

    @property
    def relative_error(self) -> float:
        """‖g − n‖ / (‖g‖ + ‖n‖)."""
        return relative_error(self.backprop, self.numerical)

    @property
    def passed(self) -> bool:
        """Whether the two agree to the tolerance or to rounding."""
        difference = np.linalg.norm(self.backprop - self.numerical)
        return self.relative_error <= self.tolerance or bool(difference <= self.noise)


class GradientReport:
    """What `check_gradient` found: one `ParameterCheck` per name; prints as a table.

    ``report["W1"]`` is the check of W1, ``report.passed`` the verdict over all.
    """

    def __init__(self, checks: Iterable[ParameterCheck]) -> None:
        self.checks = {check.name: check for check in checks}

    def __getitem__(self, name: str) -> ParameterCheck:
        return self.checks[name]

    def __iter__(self) -> Iterator[ParameterCheck]:
        return iter(self.checks.values())

    @property
    def passed(self) -> bool:
        """Whether every parameter passed."""
        return all(check.passed for check in self)

    def __str__(self) -> str:
        rows = [("", "shape", "‖backprop‖", "‖numerical‖", "relative error", "")]
        rows += [
            (
                check.name,
                str(check.backprop.shape),
                f"{np.linalg.norm(check.backprop):.6e}",
                f"{np.linalg.norm(check.numerical):.6e}",
                f"{check.relative_error:.1e}",
                "ok" if check.passed else "DIFFERENT",
            )
            for check in self
        ]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [
            "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        failed = [check.name for check in self if not check.passed]
        if failed:
            lines += [
                "",
                f"Look at the backward pass of {failed[-1]} first: errors travel from the output "
                "towards the input. A ReLU that the step takes across its kink can differ too.",
            ]
        return "\n".join(lines)

    __repr__ = __str__


def check_gradient(
    net: Network,
    X: ArrayLike,
    t: Array,
    loss: Loss,
    method: Method = central_difference,
    tolerance: float = 1e-6,
) -> GradientReport:
    """Compare a network's backpropagated gradient with a numerical one, parameter by parameter.

    Parameters
    ----------
    net : Network
        One network (theta (P,)) in float64.
    X, t : arrays, shape (N, in) and (N, out)
    loss : callable
        (y, t) → (loss, ∂L/∂y).
    method : callable
        `central_difference` or `complex_step`; it sees only forward passes.
    tolerance : float
        Largest relative error, per parameter, that passes.

    Returns
    -------
    GradientReport

    Raises
    ------
    TypeError
        If the parameters are not float64: with the seven digits of float32, the difference of two
        nearly equal losses has two or three left, and a right gradient looks wrong.
    """
    if net.theta.dtype != np.float64:
        raise TypeError(
            f"check gradients in float64, not {net.theta.dtype}: a difference of nearly equal "
            "losses keeps two or three digits of float32, and right gradients look wrong. "
            "Use Network(..., dtype=np.float64)."
        )
    value, backprop = net.loss_and_gradient(X, t, loss)
    numerical = net.named(method(net.loss_function(X, t, loss), net.theta))
    noise = _rounding_error(value, net.theta)
    return GradientReport(
        ParameterCheck(name, g, numerical[name], noise * np.sqrt(g.size), tolerance)
        for name, g in net.named(backprop).items()
    )


def _rounding_error(loss: Array, theta: Array) -> float:
    """Return the error that even the difference quotient of a right gradient has, per entry.

    The losses at θ ± h e_i are right to a few units in their last place, divided by 2h.
    """
    h = EPSILON ** (1 / 3) * _scale(theta)
    return 8 * EPSILON * _scale(loss) / h

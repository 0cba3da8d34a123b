"""A network's gradient judged entry by entry: right, wrong, at a kink, or undecidable.

A numerical gradient has errors of its own. A check that does not know them calls right gradients
wrong, and wrong ones right. Three things are asked here:

- How large is rounding? A few copies of the network run with every number that they compute moved
  by one rounding, at random, and what changes is noise (Monte Carlo arithmetic: Parker, 1997).
- What lies between the two points of a difference? Where the gradients do not simply agree,
  differences of several lengths are compared, and the slopes on both sides.
- Is it a kink? With each unit of ReLU kept on or off, as it is, the loss has none: a right gradient
  is that loss's, and where the slopes of the loss itself differ from side to side, one is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from helpers.gradients import (
    EPSILON,
    Method,
    central_difference,
    complex_step,
    default_step,
    perturbed,
    relative_error,
)
from helpers.layers import ReLU
from helpers.network import Network
from helpers.types import Array, Loss

# (P,), or under the parameters' names.
Gradient: TypeAlias = ArrayLike | Mapping[str, ArrayLike]

# Noise is what this many copies show, and so many times as much to be safe: among 1,300 networks
# the error of a right gradient, where it was not all rounded away, was 3.5 times that at most.
COPIES, SAFETY = 8, 10

# Beside the step of `central_difference`, one so much longer is tried where the gradient is small,
# and one so much shorter where a kink is sought.
LONGER = 64


class Verdict(StrEnum):
    """What a check says of an entry; and of a parameter, the last in this order that is in it."""

    RIGHT = "right"
    KINK = "at a kink"
    UNDECIDABLE = "undecidable"
    WRONG = "wrong"


@dataclass
class ParameterCheck:
    """Both gradients of one parameter, and what is said of each entry.

    Attributes
    ----------
    name : str
    backprop, numerical : array, shaped like the parameter
    noise : array, shaped like the parameter
        How far the two can be apart by rounding and by the length of the step.
    verdicts : array of str, shaped like the parameter
        A `Verdict` for each entry.
    """

    name: str
    backprop: Array
    numerical: Array
    noise: Array
    verdicts: Array

    @property
    def relative_error(self) -> float:
        """‖g − n‖ / (‖g‖ + ‖n‖)."""
        return relative_error(self.backprop, self.numerical)

    @property
    def verdict(self) -> Verdict:
        """Wrong if an entry is; else undecidable if one is; else at a kink; else right."""
        return max(map(Verdict, self.verdicts.flat), key=list(Verdict).index)

    @property
    def summary(self) -> str:
        """The verdicts in words: "right", or "wrong in 2 of 12 entries, at a kink in 1"."""
        counts = {each: np.count_nonzero(self.verdicts == each) for each in reversed(Verdict)}
        told = [f"{each} in {n}" for each, n in counts.items() if n and each != Verdict.RIGHT]
        if not told:
            return Verdict.RIGHT
        if max(counts.values()) == self.verdicts.size:
            return self.verdict
        return ", ".join([f"{told[0]} of {self.verdicts.size} entries", *told[1:]])


class GradientReport:
    """What `check_gradient` found: one `ParameterCheck` per name; prints as a table.

    ``report["W1"]`` is the check of W1, ``report.verdict`` the one over all, ``report.wrong`` the
    names of the parameters with a wrong entry.
    """

    def __init__(self, checks: Iterable[ParameterCheck], tolerance: float) -> None:
        self.checks = {check.name: check for check in checks}
        self.tolerance = tolerance

    def __getitem__(self, name: str) -> ParameterCheck:
        return self.checks[name]

    def __iter__(self) -> Iterator[ParameterCheck]:
        return iter(self.checks.values())

    @property
    def verdict(self) -> Verdict:
        """Wrong if an entry of any parameter is; else undecidable, at a kink, or right."""
        return max((check.verdict for check in self), key=list(Verdict).index)

    @property
    def wrong(self) -> list[str]:
        """The names of the parameters with a wrong entry."""
        return [check.name for check in self if check.verdict == Verdict.WRONG]

    def __str__(self) -> str:
        rows = [("", "shape", "‖backprop‖", "‖numerical‖", "relative error", "")]
        rows += [
            (
                check.name,
                str(check.backprop.shape),
                f"{np.linalg.norm(check.backprop):.6e}",
                f"{np.linalg.norm(check.numerical):.6e}",
                f"{check.relative_error:.1e}",
                check.summary,
            )
            for check in self
        ]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join([*map(str.rjust, row[:-1], widths), row[-1]]).rstrip() for row in rows]
        return "\n".join([*lines, *self._advice()])

    __repr__ = __str__

    def _advice(self) -> Iterator[str]:
        said = {verdict for check in self for verdict in check.verdicts.flat}
        if Verdict.WRONG in said:
            yield (
                f"\nWrong: look at the backward pass of {self.wrong[-1]} first, since errors "
                "travel from the output towards the input."
            )
        if Verdict.KINK in said:
            yield (
                "\nAt a kink the slopes to the left and to the right differ, and backprop's is "
                "one of them or between. Move the data or the biases a little, and check again."
            )
        if Verdict.UNDECIDABLE in said:
            yield (
                f"\nUndecidable: rounding is too large there to see a relative error of "
                f"{self.tolerance:.0e}. Check with method=complex_step, or with weights and data "
                "of ordinary size."
            )


def check_gradient(
    net: Network, X: ArrayLike, t: ArrayLike, loss: Loss, method: Method = central_difference,
    tolerance: float = 1e-6, gradient: Gradient | None = None,
) -> GradientReport:  # fmt: skip
    """Compare a network's gradient with a numerical one, and judge each entry.

    Right is what agrees to the tolerance and could have been seen not to; wrong, what differs by
    more than noise. At a kink any slope from side to side will do. Else it is undecidable.

    Parameters
    ----------
    net : Network; one, in float64
    X, t : arrays, shape (N, in) and (N, out)
    loss : callable, (y, t) → (loss, ∂L/∂y)
    method : `central_difference` or `complex_step`, which sees smaller gradients
    tolerance : float; largest relative error of an entry that is right
    gradient : array (P,) or dict; what is to be judged, if it is not what `net` backpropagates

    Returns
    -------
    GradientReport

    Raises
    ------
    TypeError
        If the parameters are not float64: with the seven digits of float32, the difference of two
        nearly equal losses has two or three left, and a right gradient looks wrong.
    ValueError
        If `net` is a crowd, the loss is not finite, or `gradient` or `method` is not as above.
    """
    _require_one_in_float64(net)
    if method not in (central_difference, complex_step):
        raise ValueError("method must be central_difference or complex_step")
    X, t = np.asarray(X, np.float64), np.asarray(t, np.float64)
    value, g = net.loss_and_gradient(X, t, loss)
    if not np.isfinite(value):
        raise ValueError(f"the loss is {value}: there is no slope to compare with")
    g = g if gradient is None else _as_vector(gradient, net)
    judged = _Judge(net, X, t, loss, g, tolerance).judged(method)
    parts = [net.named(vector) for vector in (g, *judged)]
    checks = (ParameterCheck(name, *(part[name] for part in parts)) for name in parts[0])
    return GradientReport(checks, tolerance)


def _require_one_in_float64(net: Network) -> None:
    if net.theta.dtype != np.float64:
        raise TypeError(
            f"check gradients in float64, not {net.theta.dtype}: a difference of nearly equal "
            "losses keeps two or three digits of float32, and right gradients look wrong. "
            "Use Network(..., dtype=np.float64)."
        )
    if net.theta.ndim != 1:
        raise ValueError(f"theta must have shape (P,), got {net.theta.shape}: check one network")


def _as_vector(gradient: Gradient, net: Network) -> Array:
    """Return a gradient laid out like theta, or say where its shape is another."""
    if not isinstance(gradient, Mapping):
        gradient = net.named(np.asarray(gradient, np.float64).reshape(net.theta.shape))
    vector = np.empty_like(net.theta)
    own = net.named(vector)
    if set(gradient) != set(own):
        raise ValueError(f"gradient must have the keys {', '.join(own)}, got {', '.join(gradient)}")
    for name, part in gradient.items():
        if np.shape(part) != own[name].shape:
            raise ValueError(
                f"the gradient of {name} has shape {np.shape(part)}, not {own[name].shape}"
            )
        own[name][...] = part
    return vector


def rounding_noise(net: Network, X: Array, t: Array, loss: Loss) -> tuple[float, Array]:
    """Return how far rounding can move a network's loss, and its gradient (P,).

    In each copy every parameter, output of a layer and gradient on its way back is moved by up to
    one rounding, at random, and each target by one of the largest of its sample, from which a loss
    may have taken it away. A unit of ReLU that is off stays off.
    """
    rng = np.random.default_rng(0)

    def rounded(x: Array, size: Array | None = None) -> Array:
        size = x if size is None else size
        return x + EPSILON * size * rng.uniform(-1, 1, (COPIES, *x.shape[-2:]))

    net.forward(X)
    crowd = net.at(rounded(net.theta[None]).squeeze(1))
    gradients, z = crowd.gradient, X
    for layer, own in zip(crowd.layers, net.layers, strict=True):
        z = rounded(layer.forward(z))
        if isinstance(layer, ReLU):
            z = np.where(own.z > 0, np.abs(z), 0)
        layer.z = z
    values, dz = loss(z, rounded(t, np.max(np.abs(t), axis=-1, keepdims=True)))
    for layer in reversed(crowd.layers):
        dz = layer.backward(rounded(dz))
    return tuple(
        SAFETY * (np.max(np.abs(x - x.mean(axis=0)), axis=0) + EPSILON * np.abs(x.mean(axis=0)))
        for x in (values, gradients)
    )


class _KeptUnits(Network):
    """A ReLU network in which each unit stays on, or off, as it is in `net` for each sample.

    Its loss has no kinks, and its slopes are those that ReLU′(0) = 0 stands for.
    """

    def __init__(self, net: Network, X: Array) -> None:
        self.__setstate__(net.__getstate__())
        self.kept, self.at_a_kink, z = [], False, X
        for linear, relu in zip(net.layers[::2], net.layers[1::2], strict=False):
            a = linear.forward(z)
            z = relu.forward(a)
            self.kept.append(_Kept(z > 0))
            self.at_a_kink |= bool(np.any(np.abs(a) <= 1e-9 * np.max(np.abs(a))))

    def at(self, theta: ArrayLike) -> Network:
        other = super().at(theta)
        other.layers[1::2] = self.kept
        return other


@dataclass
class _Kept:
    on: Array

    def forward(self, a: Array) -> Array:
        return a * self.on


class _Judge:
    """A gradient g (P,) before its judgement, and the loss f that it should be the gradient of.

    `smooth` is f without the kinks of ReLU, and f itself where none is near.
    """

    def __init__(
        self, net: Network, X: Array, t: Array, loss: Loss, g: Array, tolerance: float
    ) -> None:
        self.theta, self.g, self.tolerance = net.theta, g, tolerance
        self.of_loss, self.of_gradient = rounding_noise(net, X, t, loss)
        self.f = self.smooth = net.loss_function(X, t, loss)
        if net.activation == "relu":
            kept = _KeptUnits(net, X)
            self.smooth = kept.loss_function(X, t, loss)
            self.f = self.f if kept.at_a_kink else self.smooth
        self.value = self.f(net.theta[None])[0]
        self.h = default_step(net.theta)

    def judged(self, method: Method) -> tuple[Array, Array, Array]:
        """Return the numerical gradient, how far it can be off, and verdicts, each (P,)."""
        g = self.g
        with np.errstate(invalid="ignore"):  # a gradient may be nan, and is wrong then
            if method is complex_step:
                n, error = complex_step(self.smooth, self.theta), self.of_gradient
                bent = ~self.agrees(n, error)
            else:
                n, error, bent = self.differences()
            bent |= self.bends()
            verdicts = np.where(np.abs(g - n) <= error, Verdict.UNDECIDABLE, Verdict.WRONG)
            verdicts[np.isfinite(g) & ~np.isfinite(n)] = Verdict.UNDECIDABLE
            verdicts[self.agrees(n, error)] = Verdict.RIGHT
            if (at := np.flatnonzero(bent)).size:
                kink, between = self.kinks(at)
                verdicts[at[kink & (between | (verdicts[at] != Verdict.WRONG))]] = Verdict.KINK
        return n, error, verdicts

    def agrees(self, n: Array, error: Array) -> Array:
        """Return where g and n differ by half the tolerance, whatever the error hides.

        The other half is for truncation, of which a first look at differences knows nothing.
        """
        smaller = np.minimum(np.abs(self.g), np.abs(n))
        return np.abs(self.g - n) + error <= self.tolerance / 2 * smaller

    def differences(self) -> tuple[Array, Array, Array]:
        """Return a gradient, how far it can be off, and where the slopes look bent, each (P,).

        Where g does not simply agree, differences of other lengths compete with the first.
        """
        h, g, look = self.h, self.g, partial(perturbed, self.smooth, self.theta)
        wide = look([h, -h])
        n, error = (wide[0] - wide[1]) / (2 * h), self.of_loss / h + self.of_gradient
        bent, open = np.zeros(g.size, bool), np.flatnonzero(~self.agrees(n, error))
        error[open] = np.inf  # until it is known what lies between the two points
        moves = np.abs(wide - self.value)
        least = np.min(moves, where=moves > 0, initial=np.inf)  # that the loss is seen to move by
        wide = wide[:, open]
        for step in (h, LONGER * h):
            if not open.size:
                break
            wide = wide if step == h else look([step, -step], open)
            near = look([step / 2, -step / 2], open)
            slope, (left, right) = (near[0] - near[1]) / step, self.sides(wide, near, step)
            spread = np.abs((wide[0] - wide[1]) / (2 * step) - slope) + np.abs(right - left) / 2
            bent[open] = spread > 16 * self.of_loss / step + self.of_gradient[open]
            off = spread + 2 * self.of_loss / step + self.of_gradient[open]
            still = (slope == 0) & (spread == 0)
            off[still] = np.where(g[open] == 0, 0, off + least / step)[still]
            better = (off < error[open]) & ~(np.abs(slope - n[open]) > error[open])
            n[open[better]], error[open[better]] = slope[better], off[better]
            open = open[~self.agrees(n, error)[open] & (np.abs(g - n) <= 2 * error)[open]]
        return n, error, bent

    def sides(self, wide: Array, near: Array, h: float) -> tuple[Array, Array]:
        """Return the slopes on the left and on the right, of second order, as the central one is.

        From the values at ±h and at ±h/2.
        """
        (up, down), (near_up, near_down) = wide - self.value, near - self.value
        return (down - 4 * near_down) / h, (4 * near_up - up) / h

    def bends(self) -> Array:
        """Return where f bends more on a short way than rounding does, (P,)."""
        if self.f is self.smooth:
            return np.zeros(self.g.size, bool)
        up, down = perturbed(self.f, self.theta, [self.h / LONGER, -self.h / LONGER])
        return np.abs(up - 2 * self.value + down) > 4 * self.of_loss

    def kinks(self, entries: Array) -> tuple[Array, Array]:
        """Return whether the slopes on both sides differ, and whether g lies between them."""
        h, g = self.h / LONGER, self.g[entries]
        points = perturbed(self.f, self.theta, [h, -h, h / 2, -h / 2], entries)
        left, right = self.sides(points[:2], points[2:], h)
        slack = 16 * self.of_loss / h + self.of_gradient[entries]
        low, high = np.minimum(left, right) - slack, np.maximum(left, right) + slack
        return np.abs(right - left) > slack, (low <= g) & (g <= high)

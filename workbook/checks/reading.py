"""Numbers as a learner gives them: plain ones in any container, each with its own precision."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Answers count to two decimals; more are taken at their word.
DECIMALS = 2

MOST = 50_000  # numbers of an answer: each is read by itself


@dataclass(frozen=True)
class Given:
    """A learner's value: the numbers, and half a unit of the last decimal of each."""

    value: Floats
    half_unit: Floats

    @classmethod
    def exact(cls, value: Any) -> "Given":
        """Return numbers that have not been rounded."""
        value = np.asarray(value, float)
        return cls(value, np.zeros(value.shape))

    def reshaped(self, shape: tuple[int, ...]) -> "Given":
        """Return the same numbers in another shape."""
        return Given(self.value.reshape(shape), self.half_unit.reshape(shape))

    @property
    def transposed(self) -> "Given":
        """The same numbers with rows and columns exchanged."""
        return Given(self.value.T, self.half_unit.T)


class NotANumber(ValueError):
    """What was given cannot be read as numbers; the message says why."""


class Missing(NotANumber):
    """Some or all of it is still None."""


def fixed(number: Any) -> Floats:
    """Return numbers as an array that nobody can change."""
    array = np.array(number, float)
    array.flags.writeable = False
    return array


def read(answer: Any) -> Given:
    """Return a `Given` from a number, list, tuple or array.

    Raises
    ------
    Missing
        If it holds None.
    NotANumber
        If it is ragged, or holds something that is not a real number.
    """
    if isinstance(answer, Iterator):
        kind = type(answer).__name__
        raise NotANumber(f"it is a {kind}, which can be read only once: write list(…) around it")
    try:
        entries = np.array(answer, dtype=object)
    except ValueError:
        raise NotANumber("its rows have different lengths") from None
    if entries.size > MOST:
        raise NotANumber(f"it holds {entries.size:,} numbers")
    missing = sum(entry is None for entry in entries.flat)
    if missing == entries.size:
        raise Missing("it is not answered yet")
    if missing:
        raise Missing(f"{missing} of its {entries.size} entries are still None")
    for entry in entries.flat:
        _require_number(entry)
    arrays = np.ndarray | np.generic
    try:
        typed = [np.asarray(x)[()] if isinstance(x, arrays) else float(x) for x in entries.flat]
    except OverflowError:
        raise NotANumber("it holds a number that is too large") from None
    except ValueError:  # as a Decimal may be
        raise NotANumber("it holds what is called a number, and is none") from None
    rounded = typed
    if isinstance(answer, np.ndarray) and answer.dtype.kind == "f":
        rounded = list(answer.flat)
    half_units = [_half_unit(entry) for entry in rounded]
    shape = entries.shape
    return Given(np.array(typed, float).reshape(shape), np.reshape(half_units, shape))


def _require_number(entry: Any) -> None:
    if isinstance(entry, str):
        raise NotANumber(f"it holds the text {entry!r}; write a number, with a decimal point")
    if isinstance(entry, list | tuple) or (isinstance(entry, np.ndarray) and entry.ndim):
        raise NotANumber("its rows have different lengths")
    if not isinstance(entry, Real | Decimal | np.ndarray):
        raise NotANumber(f"it holds a {type(entry).__name__}, not a number")


def _half_unit(number: Any) -> float:
    """Return half a unit of the last decimal, at least two decimals, and never below rounding."""
    if not np.isfinite(number):
        return 0.0
    floating = number if isinstance(number, np.float16 | np.float32) else np.float64(number)
    digits = np.format_float_positional(floating, trim="-").partition(".")[2]
    if isinstance(number, np.float16):  # so coarse that it shows: one unit in the last place
        rounding = float(np.spacing(np.abs(number)))
    else:
        rounding = 32 * float(np.finfo(floating.dtype).eps) * max(1.0, abs(float(number)))
    return float(0.5 * 10.0 ** -max(len(digits), DECIMALS) + rounding)

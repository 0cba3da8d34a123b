"""A wrong answer's parts beside the right ones: which are wrong, where, and what that proves."""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy import isclose  # by its name: a learner's cell may put another in its place
from numpy.typing import NDArray

from workbook.checks.observing import (
    Case,
    Failure,
    NotAnArray,
    Observation,
    as_array,
    is_numeric,
    same_part,
)

# What a part is where there is none, and where nobody can say what it would be.
MISSING, UNKNOWN = object(), object()

# Fractions with a small denominator come out by chance, or as shares of a few samples.
SMALL_DENOMINATORS = np.arange(1, 13)

ENTRIES = 6  # so many different numbers on one case tell as much as two cases
MOST_TELLING = 1000  # entries that are looked at; more prove no more


def part_of(observation: Observation, name: str) -> Any:
    """Return a part by its name: the Failure itself of what failed, MISSING if there is none."""
    return observation if isinstance(observation, Failure) else observation.get(name, MISSING)


def agree(given: Any, other: Any) -> bool:
    """Return whether one part agrees with another; failures, if the errors are of one type."""
    if isinstance(given, Failure) or isinstance(other, Failure):
        both = isinstance(given, Failure) and isinstance(other, Failure)
        return both and type(given.error) is type(other.error)
    if any(each is MISSING or each is UNKNOWN or each is None for each in (given, other)):
        return given is other and given is not UNKNOWN
    return same_part(given, other)


def numbers(value: Any) -> NDArray[Any] | None:
    """Return a part as an array of numbers, if it is one."""
    if value is MISSING or value is UNKNOWN or value is None or isinstance(value, Failure):
        return None
    try:
        array = as_array(value)
    except NotAnArray:
        return None
    return array if is_numeric(array) and array.size else None


@dataclass(frozen=True)
class Seen:
    """What a wrong answer gives on each case, and what is right.

    Attributes
    ----------
    cases : sequence of Case
    expected, given : sequence of Observation
        One for each case.
    arguments : sequence of str
        The names of a case's entries, as far as they are known.
    """

    cases: Sequence[Case]
    expected: Sequence[Observation]
    given: Sequence[Observation]
    arguments: Sequence[str] = field(default=())

    @cached_property
    def wrong(self) -> dict[str, list[int]]:
        """The numbers of the cases in which a part is wrong, by the part's name."""
        names = dict.fromkeys(
            name for each in self.expected if isinstance(each, Mapping) for name in each
        )
        found = {name: [k for k in self.all if not self._is_right(k, name)] for name in names}
        return {name: numbers for name, numbers in found.items() if numbers}

    @property
    def all(self) -> range:
        """The numbers of all cases."""
        return range(len(self.cases))

    def _is_right(self, k: int, name: str) -> bool:
        return agree(part_of(self.given[k], name), part_of(self.expected[k], name))

    def has(self, k: int, name: str) -> bool:
        """Return whether a case has a part of this name."""
        return part_of(self.expected[k], name) is not MISSING

    def right_parts(self, k: int) -> Iterator[tuple[str, Any]]:
        """Yield the parts that are right on a case, and what they are."""
        expected = self.expected[k]
        for name, value in expected.items() if isinstance(expected, Mapping) else ():
            if k not in self.wrong.get(name, ()):
                yield name, value

    def condition(self, wrong: Sequence[int]) -> str | None:
        """Say which value of an argument tells some cases from the others, if there is one."""
        others = [k for k in self.all if k not in wrong]
        for i, name in enumerate(self.arguments):
            values = [case[i] if i < len(case) else None for case in self.cases]
            if not all(isinstance(value, str | bool | None) for value in values):
                continue
            of_wrong = {values[k] for k in wrong}
            if len(of_wrong) == 1 and not of_wrong & {values[k] for k in others}:
                return f"with {name} = {of_wrong.pop()!r}"
        single = [k for k in self.all if samples(self.cases[k]) == 1]
        if list(wrong) == single:
            return "for a single sample"
        return "for more than one sample" if single and others == single else None

    def is_told_apart(self, name: str) -> bool:
        """Return whether what is wrong is more than truth values, or zeros and ones."""
        given = [numbers(part_of(self.given[k], name)) for k in self.wrong[name]]
        wanted = [numbers(part_of(self.expected[k], name)) for k in self.wrong[name]]
        arrays = [each for each in given if each is not None and each.dtype.kind != "b"]
        if any(one is None or other is None for one, other in zip(given, wanted, strict=True)):
            return bool(arrays) or len(self.wrong[name]) < len(self.cases)
        shapes_differ = any(
            one.shape != other.shape  # type: ignore[union-attr]
            for one, other in zip(given, wanted, strict=True)
        )
        return bool(arrays) and (
            shapes_differ or not all(np.isin(each, (-1, 0, 1)).all() for each in arrays)
        )

    def is_strong(self, name: str, where: Sequence[int]) -> bool:
        """Return whether a part could hardly have these wrong numbers by chance."""
        telling = [self._telling(k, name) for k in where]
        different = np.unique(np.concatenate([np.empty(0), *telling]).round(9))
        several = sum(bool(len(values)) for values in telling) > 1
        return len(different) >= (2 if several else ENTRIES)

    def _telling(self, k: int, name: str) -> NDArray[Any]:
        """Return the wrong entries that are neither whole numbers nor simple fractions."""
        given = numbers(part_of(self.given[k], name))
        wanted = numbers(part_of(self.expected[k], name))
        if given is None or given.dtype.kind not in "fc":
            return np.empty(0)
        values = np.real(given).ravel()[:MOST_TELLING]
        is_wrong = np.isfinite(values) & ~_are_simple(values)
        if wanted is not None and wanted.shape == given.shape:
            is_wrong &= ~isclose(values, np.real(wanted).ravel()[:MOST_TELLING])
        return values[is_wrong]


def _are_simple(values: NDArray[Any]) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        multiples = values[:, None] * SMALL_DENOMINATORS
        return np.any(np.abs(multiples - np.round(multiples)) < 1e-9, axis=1)


def samples(case: Case) -> int:
    """Return N where the rows of the first matrix among the arguments are samples, else 0."""
    first = next((each for each in case if isinstance(each, np.ndarray) and each.ndim), None)
    return len(first) if first is not None and first.ndim == 2 else 0


def arguments_of(function: Any, skipped: int = 0) -> list[str]:
    """Return the names of what a function is called with; of a class, nothing is known."""
    try:
        names = list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return []
    return names[skipped:]

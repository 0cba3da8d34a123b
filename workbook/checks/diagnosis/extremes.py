"""Mistakes that show only where numbers are extreme: very large, or all zero."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from workbook.checks.diagnosis.evidence import UNKNOWN, Seen, numbers, part_of
from workbook.checks.diagnosis.relations import Relation
from workbook.checks.observing import Case, Failure

LARGE = 300  # whose exponential squared is no float any more
SATURATED = 20  # where a sigmoid cannot be told from 0 or 1 in most digits

OVERFLOW = (
    "large numbers overflow, or small ones underflow: what is right for small inputs gives nan, "
    "infinity or an error for large ones"
)
ZEROS = "0/0 is not treated: where all inputs are zero, a division by zero is done"
CLIPPED = (
    "something keeps a large loss from growing: a clip, or a small number inside a logarithm, "
    "which hides how wrong a sample is"
)
TRY_LARGE = "Try inputs of 1000 and −1000 by hand. Which step of yours cannot hold its result?"
TRY_ZEROS = "What should come out where all inputs are zero? What does your code divide by then?"
TRY_WRONG = "Which loss has a sample whose logit is 100, on the wrong side? What does yours say?"


def extremes(seen: Seen) -> Iterator[Relation]:
    """Yield what explains that only extreme cases are wrong."""
    for name, wrong in seen.wrong.items():
        largest = [_largest(seen.cases[k]) for k in wrong]
        others = [_largest(seen.cases[k]) for k in seen.all if k not in wrong]
        if not others or min(others) == 0:
            continue
        broken = all(_is_broken(part_of(seen.given[k], name)) for k in wrong)
        if broken and min(largest) > LARGE > max(others):
            yield Relation(OVERFLOW, TRY_LARGE, _as_given(seen, name))
        elif broken and max(largest) == 0:
            yield Relation(ZEROS, TRY_ZEROS, _as_given(seen, name))
        elif min(largest) > SATURATED > max(others) and _is_smaller(seen, name):
            yield Relation(CLIPPED, TRY_WRONG, _as_given(seen, name), size=1)


def _largest(case: Case) -> float:
    """Return the size of the largest number among the arguments."""
    arrays = [numbers(each) for each in _flat(case)]
    return max((float(np.max(np.abs(each))) for each in arrays if each is not None), default=0.0)


def _flat(case: Case) -> Iterator[Any]:
    for value in case:
        values = getattr(value, "value", value)  # of a Var
        yield from values if isinstance(values, list | tuple) else [values]


def _is_broken(value: Any) -> bool:
    if isinstance(value, Failure):
        return isinstance(value.error, ArithmeticError)
    array = numbers(value)
    return array is not None and not np.isfinite(array).all()


def _is_smaller(seen: Seen, name: str) -> bool:
    """Return whether a part is finite, and nearer to zero than what is right, where it is wrong."""
    for k in seen.wrong[name]:
        given = numbers(part_of(seen.given[k], name))
        right = numbers(part_of(seen.expected[k], name))
        if given is None or right is None or given.shape != right.shape:
            return False
        if not np.all(np.abs(given) <= np.abs(right) * (1 + 1e-6)):
            return False
    return True


def _as_given(seen: Seen, part: str) -> Any:
    return lambda k, name: part_of(seen.given[k], name) if name == part else UNKNOWN

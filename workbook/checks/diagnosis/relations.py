"""What wrong numbers may have in common with the right ones, whatever the question.

Each relation takes what is right to what a learner with a certain slip gives. It is told without
the formula: as what has been done once too often, or not.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.evidence import UNKNOWN, Seen, agree, numbers, part_of, samples

Array = NDArray[Any]

CHAIN = kinds.MISSING_FACTOR.question
AVERAGE = kinds.MEAN.question
SAME_NUMBERS = "The numbers are right, their order is not: which axis is which?"
OTHER_ORDER = "From which end does your code go, and is anything turned round that others hold too?"
ONE_TOO_MANY = "Print the shape of what you give back. Which axes are asked for?"
ADDED = "Over which axes is anything added up here, and over which must nothing be?"
FOLLOW = "Compute one small example by hand: after which step do you and the code part?"
DIGITS = (
    "Look for something small in your code: an ε, a step h, a rounding, a number typed with few "
    "digits."
)
LAST_STEP = "What is done last, before it is returned? Is it done exactly once?"


@dataclass(frozen=True)
class Relation:
    """What is given for a part, made of what is right.

    Attributes
    ----------
    name, hint : str
        As a `Misconception`'s.
    gives : callable
        (number of the case, name of the part) → what would be given.
    size : int
        How far-fetched it is.
    sure : bool
        Whether it is a mistake by itself; an order may be turned round by what was done to a list.
    """

    name: str
    hint: str
    gives: Callable[[int, str], Any]
    size: int = 0
    sure: bool = True


@dataclass(frozen=True)
class Factor:
    """A factor for each case: the same number, or a size or an argument of the case."""

    values: tuple[float, ...]
    name: str
    hint: str

    def times(self, other: "Factor") -> "Factor":
        """Return both."""
        values = tuple(a * b for a, b in zip(self.values, other.values, strict=True))
        return Factor(values, f"{self.name}, and {other.name}", self.hint)


def factors(seen: Seen) -> list[Factor]:
    """Return the factors that get lost, or are put in once too often, the simplest first."""
    sizes = list(_sizes(seen))
    two = list(_constants(seen))
    sign = two.pop(0)
    pairs = [a.times(b) for a in two[:2] for b in sizes]
    simple = [sign, *two, *sizes]
    return [*simple, *(each.times(sign) for each in [*two, *sizes]), *pairs]


def _constants(seen: Seen) -> Iterator[Factor]:
    n = len(seen.cases)
    yield Factor((-1.0,) * n, "a sign is turned round", kinds.SIGN.question)
    yield Factor((0.5,) * n, "a factor 2 is missing, or a half is too much", CHAIN)
    yield Factor((2.0,) * n, "a factor 2 is too much, or a half is missing", CHAIN)
    yield Factor((0.25,) * n, "it is halved twice too often, or a factor 4 is missing", CHAIN)
    yield Factor((4.0,) * n, "it is doubled twice too often, or a factor ¼ is missing", CHAIN)


def _sizes(seen: Seen) -> Iterator[Factor]:
    """Yield the factors that are different from case to case: sizes, and single numbers."""
    known: list[tuple[str, list[float]]] = []
    rows = [samples(case) for case in seen.cases]
    if all(rows):
        known.append(("the number of samples N", [float(n) for n in rows]))
        known.append(("the number of columns", [float(_matrix(c).shape[1]) for c in seen.cases]))
        known.append(("the number of all entries", [float(_matrix(c).size) for c in seen.cases]))
    elif all(_vector(case) is not None for case in seen.cases):
        lengths = [float(_size(_vector(case))) for case in seen.cases]
        known.append(("the number of entries", lengths))
    for name, values in known:
        inverse = tuple(1 / value if value else np.nan for value in values)
        yield Factor(tuple(values), f"it is not divided by {name}, or multiplied by it", AVERAGE)
        yield Factor(inverse, f"it is divided by {name} once too often", AVERAGE)
    if all(rows):
        shares = tuple(n / width for n, width in zip(known[0][1], known[1][1], strict=True))
        told = "it is divided by the number of columns, in place of the number of samples"
        yield Factor(shares, told, AVERAGE)
    for i, name in enumerate(seen.arguments):
        numbers_there = [_number(case[i]) if i < len(case) else 0.0 for case in seen.cases]
        if all(numbers_there):
            inverse = tuple(1 / value for value in numbers_there)
            yield Factor(tuple(numbers_there), f"the factor {name} is too much", CHAIN)
            yield Factor(inverse, f"the factor {name} is missing", CHAIN)


def _number(value: Any) -> float:
    """Return a single number; 0 for anything else."""
    single = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if single else 0.0


def _matrix(case: Sequence[Any]) -> Array:
    return next(each for each in case if isinstance(each, np.ndarray) and each.ndim)


def _size(array: Array | None) -> int:
    return 0 if array is None else array.size


def _vector(case: Sequence[Any]) -> Array | None:
    first = next((each for each in case if isinstance(each, np.ndarray)), None)
    return first if first is not None and first.ndim == 1 and first.size else None


def relations(seen: Seen) -> Iterator[Relation]:
    """Yield all relations, the nearest first; those with a free number, for each part."""
    yield from _scaled(seen)
    yield from _moved(seen)
    for name, hint, change in CHANGES:
        yield Relation(name, hint, _changed(seen, change), size=1, sure=hint is not OTHER_ORDER)
    yield from _arguments(seen)
    yield from _sloping(seen)


def last_relations(seen: Seen) -> Iterator[Relation]:
    """Yield what says little, and is looked at where nothing else explains a part."""
    for name, hint, change in FUNCTIONS:
        yield Relation(name, hint, _changed(seen, change), size=2)
    for name in seen.wrong:
        yield from _free_factor(seen, name)
        yield from _nearly(seen, name)


def right_part(seen: Seen, k: int, name: str) -> Array | None:
    """Return what is right for a part of a case, if it is numbers."""
    return numbers(part_of(seen.expected[k], name))


def _changed(seen: Seen, change: Callable[[Array], Any]) -> Callable[[int, str], Any]:
    def gives(k: int, name: str) -> Any:
        right = right_part(seen, k, name)
        if right is None or right.dtype.kind == "b":
            return UNKNOWN
        try:
            with np.errstate(all="ignore"):
                return change(right)
        except (ValueError, TypeError, IndexError):
            return UNKNOWN

    return gives


def _scaled(seen: Seen) -> Iterator[Relation]:
    for number, factor in enumerate(factors(seen)):
        yield Relation(factor.name, factor.hint, _times(seen, factor), size=int(number > 4))


def _times(seen: Seen, factor: Factor) -> Callable[[int, str], Any]:
    def gives(k: int, name: str) -> Any:
        right = right_part(seen, k, name)
        if right is None or right.dtype.kind == "b":
            return UNKNOWN
        return right * factor.values[k]

    return gives


def _moved(seen: Seen) -> Iterator[Relation]:
    """Yield what belongs to another part."""
    names = [name for name in seen.expected[0]]  # type: ignore[union-attr]
    for first, second in [*pairwise(names), *((a, b) for a in names for b in names if a < b)]:
        exchanged = {first: second, second: first}

        def gives(k: int, name: str, exchanged: dict[str, str] = exchanged) -> Any:
            return part_of(seen.expected[k], exchanged.get(name, ""))

        if first in seen.wrong and second in seen.wrong and _are_exchanged(seen, first, second):
            told = f"{first} and {second} have changed places"
            yield Relation(told, kinds.RESULTS.question, gives)
        for part, other in ((first, second), (second, first)):
            if part in seen.wrong and not _are_exchanged(seen, first, second):
                told = f"{part} is what belongs in {other}"
                yield Relation(told, kinds.VARIABLE.question, gives, size=1)


def _are_exchanged(seen: Seen, first: str, second: str) -> bool:
    """Return whether two parts have changed places, on all cases."""
    pairs = ((first, second), (second, first))
    return all(
        agree(part_of(seen.given[k], one), part_of(seen.expected[k], other))
        for one, other in pairs
        for k in seen.all
    )


def _arguments(seen: Seen) -> Iterator[Relation]:
    """Yield an argument that comes back as it was."""
    for i, argument in enumerate(seen.arguments):

        def gives(k: int, name: str, i: int = i) -> Any:
            value = seen.cases[k][i] if i < len(seen.cases[k]) else UNKNOWN
            return value if isinstance(value, np.ndarray | float | int) else UNKNOWN

        yield Relation(
            f"{argument} comes back as it was handed in", kinds.RETURN.question, gives, size=1
        )


# The slopes of activations, at their input or output, and what else gets multiplied in.
SLOPES: tuple[tuple[str, Callable[[Array], Any]], ...] = (
    ("the factor {}", lambda x: x),
    ("the slope of the sigmoid, {0} (1 − {0}),", lambda x: x * (1 - x)),
    ("the slope of the sigmoid at {}", lambda x: _sigmoid(x) * (1 - _sigmoid(x))),
    ("the slope of tanh, 1 − {0}²,", lambda x: 1 - x**2),
    ("the slope of tanh at {}", lambda x: 1 - np.tanh(x) ** 2),
    ("the slope of ReLU at {}", lambda x: x > 0),
)


def _sloping(seen: Seen) -> Iterator[Relation]:
    """Yield a slope, or an argument, that is multiplied in once too often, or not."""
    for i, argument in enumerate(seen.arguments):
        for words, slope in SLOPES:
            told = words.format(argument)
            much = _with_slope(seen, i, slope, np.multiply)
            yield Relation(f"{told} is multiplied in once too often", CHAIN, much, size=1)
            missing = _with_slope(seen, i, slope, np.divide)
            yield Relation(f"{told} is missing, or divided by", CHAIN, missing, size=1)


def _with_slope(
    seen: Seen, i: int, slope: Callable[[Array], Any], operation: Callable[..., Any]
) -> Callable[[int, str], Any]:
    def gives(k: int, name: str) -> Any:
        right = right_part(seen, k, name)
        there = seen.cases[k][i] if i < len(seen.cases[k]) else None
        if right is None or not isinstance(there, np.ndarray) or there.shape != right.shape:
            return UNKNOWN
        with np.errstate(all="ignore"):
            return operation(right, slope(there))

    return gives


def _free_factor(seen: Seen, part: str) -> Iterator[Relation]:
    """Yield a factor or a shift that is the same number on all cases, whichever it is."""
    k = seen.wrong[part][0]
    right, given = right_part(seen, k, part), numbers(part_of(seen.given[k], part))
    if right is None or given is None or right.shape != given.shape or right.dtype.kind == "b":
        return
    with np.errstate(all="ignore"):
        c = float(np.real(np.vdot(right, given) / np.vdot(right, right)))
        d = float(np.real(np.mean(given - right)))
    if np.isfinite(c) and abs(c) > 1e-9 and abs(c - 1) > 1e-3:
        gives = _only(part, _changed(seen, lambda right: c * right))
        told = "a factor is wrong, the same one for all entries and inputs"
        yield Relation(told, CHAIN, gives, size=3)
    if np.isfinite(d) and abs(d) > 1e-9:
        gives = _only(part, _changed(seen, lambda right: right + d))
        told = "a term is too much or missing, the same one for all entries and inputs"
        yield Relation(told, kinds.MISSING_TERM.question, gives, size=3)


def _only(part: str, gives: Callable[[int, str], Any]) -> Callable[[int, str], Any]:
    return lambda k, name: gives(k, name) if name == part else UNKNOWN


def _nearly(seen: Seen, part: str) -> Iterator[Relation]:
    """Yield that a part is right to some digits, and no further."""
    if all(_is_near(seen, k, part) for k in seen.all):
        told = "something small is added, cut off or rounded: the first digits are right"
        yield Relation(told, DIGITS, lambda k, name: part_of(seen.given[k], name), size=4)


def _is_near(seen: Seen, k: int, part: str) -> bool:
    right, given = right_part(seen, k, part), numbers(part_of(seen.given[k], part))
    if right is None or given is None or right.shape != given.shape or right.dtype.kind in "biu":
        return False
    scale = np.max(np.abs(right), initial=0.0)
    return bool(scale and np.all(np.abs(given - right) <= 1e-3 * scale))


def _sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def _rows_only(x: Array) -> Array:
    """Return a matrix; anything else has no rows."""
    if x.ndim != 2:
        raise ValueError
    return x


# name, hint, what is done with what is right
CHANGES: tuple[tuple[str, str, Callable[[Array], Any]], ...] = (
    ("it is transposed", SAME_NUMBERS, lambda x: _rows_only(x).T),
    (
        "an axis of length 1 is kept, where it should be gone",
        ONE_TOO_MANY,
        lambda x: x[None],
    ),
    (
        "an axis of length 1 is kept, as a column, where it should be gone",
        ONE_TOO_MANY,
        lambda x: x[..., None],
    ),
    ("the samples are added up", ADDED, lambda x: _rows_only(x).sum(0)),
    ("the samples are averaged", ADDED, lambda x: _rows_only(x).mean(0)),
    (
        "the samples are added up, and their axis is kept",
        ADDED,
        lambda x: _rows_only(x).sum(0, keepdims=True),
    ),
    (
        "the samples are averaged, and their axis is kept",
        ADDED,
        lambda x: _rows_only(x).mean(0, keepdims=True),
    ),
    ("each row is added up", ADDED, lambda x: _rows_only(x).sum(1)),
    ("each row is averaged", ADDED, lambda x: _rows_only(x).mean(1)),
    ("each row is added up, and its axis kept", ADDED, lambda x: _rows_only(x).sum(1)[:, None]),
    ("all entries are added up to one number", ADDED, lambda x: x.sum()),
    ("all entries are averaged to one number", ADDED, lambda x: x.mean()),
    ("the absolute value is taken", LAST_STEP, np.abs),
    ("tanh is applied once more, to the result", LAST_STEP, np.tanh),
    ("the sigmoid is applied once more, to the result", LAST_STEP, _sigmoid),
    ("ReLU is applied once more, to the result", LAST_STEP, lambda x: np.maximum(x, 0)),
    ("tanh is missing at the end", LAST_STEP, np.arctanh),
    ("the order of the entries is turned round", OTHER_ORDER, lambda x: x[::-1]),
    ("the order of the columns is turned round", OTHER_ORDER, lambda x: _rows_only(x)[:, ::-1]),
    ("the entries are sorted", OTHER_ORDER, np.sort),
    ("each entry is added to all before it", ADDED, lambda x: np.cumsum(x, axis=0)),
    ("the last entry is left out", kinds.RANGE.question, lambda x: x[:-1]),
    ("the first entry is left out", kinds.RANGE.question, lambda x: x[1:]),
    ("only the first entry comes back", kinds.RETURN.question, lambda x: x[0]),
    ("only the last entry comes back", kinds.RETURN.question, lambda x: x[-1]),
)

# The same, where a change of the right answer says more.
FUNCTIONS: tuple[tuple[str, str, Callable[[Array], Any]], ...] = (
    ("it is squared once too often, or a root is missing", LAST_STEP, np.square),
    ("a root is taken once too often, or a square is missing", LAST_STEP, np.sqrt),
    ("it is upside down: numerator and denominator have changed places", FOLLOW, lambda x: 1 / x),
    ("it is 1 minus what is asked for", FOLLOW, lambda x: 1 - x),
    ("a 1 is too much, or is not subtracted", FOLLOW, lambda x: x + 1),
    ("a 1 is missing, or is subtracted once too often", FOLLOW, lambda x: x - 1),
    ("an exponential is too much, or a logarithm is missing", LAST_STEP, np.exp),
    ("a logarithm is too much, or an exponential is missing", LAST_STEP, np.log),
)

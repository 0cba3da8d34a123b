"""Arithmetic as it is done on paper: what goes in is rounded, and so is what comes out on the way.

A function is not read for this but run, on arrays that round the result of each operation.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from workbook.checks.reading import Floats

# To how many decimals a learner may round before going on, whatever stands in the earlier cells.
PAPER = (2, 3, 4)

MOST_NAMES = 3  # earlier answers of which each may be rounded in its own way
MOST_STEPS = 8  # operations of which each may be the one that is rounded

Function = Callable[..., Any]


class _Hand:
    """Who rounds: to how many decimals, and after which operation; None for after each."""

    def __init__(self, decimals: int, only: int | None = None):
        self.decimals = decimals
        self.only = only
        self.steps = 0

    def rounded(self, result: Any) -> Any:
        self.steps += 1
        if self.only is not None and self.only != self.steps:
            return result
        return np.round(result, self.decimals)


class _OnPaper(np.ndarray[Any, Any]):
    """An array whose operations are worked out by hand."""

    hand: _Hand | None = None

    def __array_finalize__(self, other: Any) -> None:
        self.hand = getattr(other, "hand", None)

    def __array_ufunc__(
        self, ufunc: Any, method: str, *inputs: Any, out: Any = None, **options: Any
    ) -> Any:
        plain = [np.asarray(x) if isinstance(x, _OnPaper) else x for x in inputs]
        result = getattr(ufunc, method)(*plain, **options)
        hand = next((x.hand for x in inputs if isinstance(x, _OnPaper) and x.hand), None)
        if hand is None or isinstance(result, tuple) or np.asarray(result).dtype.kind != "f":
            return result
        return _on_paper(hand.rounded(result), hand)


def _on_paper(number: Any, hand: _Hand) -> _OnPaper:
    array = np.asarray(number, float).view(_OnPaper)
    array.hand = hand
    return array


def rounded_inputs(inputs: Mapping[str, Floats], names: Sequence[str]) -> Iterator[list[Floats]]:
    """Yield the inputs with those of some names rounded, each to decimals of its own.

    Parameters
    ----------
    inputs : mapping
    names : sequence of str
        Of those that are no given numbers; if there are many, all are rounded alike.
    """
    each = [decimals for decimals in (None, *PAPER)]
    ways = (
        product(each, repeat=len(names))
        if len(names) <= MOST_NAMES
        else ([decimals] * len(names) for decimals in each)
    )
    for way in ways:
        changed = {
            name: np.round(inputs[name], decimals)
            for name, decimals in zip(names, way, strict=True)
            if decimals is not None
        }
        yield [changed.get(name, number) for name, number in inputs.items()]


def rounded_inside(
    function: Function, inputs: Mapping[str, Floats], names: Sequence[str]
) -> Iterator[Floats]:
    """Yield what a function gives if the results on the way are rounded.

    That is after each operation, or after one of them, with inputs that are rounded as well, or
    are not.
    """
    for decimals in PAPER:
        rounded = {name: np.round(inputs[name], decimals) for name in names}
        for numbers in [inputs, {**inputs, **rounded}] if names else [inputs]:
            every = _Hand(decimals)
            yield from _by(every, function, numbers.values())
            for step in range(1, min(every.steps, MOST_STEPS) + 1) if every.steps > 1 else ():
                yield from _by(_Hand(decimals, step), function, numbers.values())


def _by(hand: _Hand, function: Function, numbers: Any) -> Iterator[Floats]:
    try:
        result = function(*(_on_paper(number, hand) for number in numbers))
        yield np.array(result, float, subok=False)
    except Exception:  # a logarithm of 0, say, that was none before it was rounded
        return

"""A known way to be wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Misconception:
    """What a learner may believe, and what follows from it.

    Attributes
    ----------
    name : str
        Completes "It looks as if …": "the factor 2 of the square is missing".
    answer : callable or class
        What a learner with it gives: for a value, a function of earlier answers; for code, an
        implementation with the signature of the right one.
    hint : str
        A next thing to try; never the answer.
    equivalent : str
        Why it cannot be told apart on the data used (from what is right or from another
        misconception), if so; empty otherwise.
    uses : tuple of str
        Names of the earlier answers that ``answer`` takes; empty for code.
    """

    name: str
    answer: Callable[..., Any]
    hint: str = ""
    equivalent: str = ""
    uses: tuple[str, ...] = ()

"""Variants of a table: other given numbers, drawn from a text, and as telling as the first.

Numbers tell if a wrong answer can be seen from them: with a weight of 1 nobody notices that it was
left out. So numbers are drawn until every misconception is refused and named as it is with the
numbers that the table's author chose.
"""

import hashlib
import unicodedata
from collections.abc import Iterator
from functools import cache

import numpy as np

from workbook.checks.question import Question
from workbook.checks.reading import DECIMALS
from workbook.checks.value import Value


def plain(text: str) -> str:
    """Return a text as it is compared: without accents, capitals, and spaces too many.

    "Zoë  Müller " and "zoe muller" draw the same numbers.
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def number_of(text: str) -> int:
    """Return a large number that belongs to a text, the same on every machine."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:16])


def tells_as_well(drawn: Question, first: Question) -> bool:
    """Return whether a question over drawn numbers tells whatever it tells over the first ones."""
    if drawn is first or not (isinstance(drawn, Value) and isinstance(first, Value)):
        return True
    return all(
        here >= there
        for told, before in zip(_told(drawn), _told_by(first), strict=True)
        for here, there in zip(told, before, strict=True)
    )


def _told(question: Value) -> Iterator[tuple[int, ...]]:
    """Yield how well each misconception is told, written in full and with two decimals.

    That is whether it is refused, whether it is named, and how many others are named with it, to be
    told apart from: as few as possible where no digits are missing.
    """
    needed = set(question.takes) - question.optional - {question.name}
    earlier = {name: question.truths[name] for name in needed}
    written = (
        each
        for answer in map(question.answer_with, question.misconceptions)
        for each in (answer, np.round(answer, DECIMALS))
    )
    seen = question.at_a_glance(written, earlier)
    for misconception in question.misconceptions:
        (full, known), (short, likely) = next(seen), next(seen)
        named = (misconception in each for each in (known, likely))
        yield not full, not short, *named, -len(known)


@cache
def _told_by(question: Value) -> tuple[tuple[int, ...], ...]:
    return tuple(_told(question))

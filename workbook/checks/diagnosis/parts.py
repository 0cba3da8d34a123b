"""What the values of a wrong function or class say: which mistake explains which of its parts.

Three kinds of mistake are tried, the surest first: those that the question's table knows, each part
for itself; relations between what is given and what is right; and the right answer with a change.
An explanation is sure only if numbers agree that could hardly do so by chance, if nothing else as
simple explains the same, and if it does not spoil what the learner has right.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from workbook.checks.diagnosis.evidence import (
    UNKNOWN,
    Seen,
    agree,
    arguments_of,
    numbers,
    part_of,
)
from workbook.checks.diagnosis.explanation import Explanation
from workbook.checks.diagnosis.extremes import extremes
from workbook.checks.diagnosis.relations import (
    Factor,
    factors,
    last_relations,
    relations,
    right_part,
)
from workbook.checks.diagnosis.slips import Slip, Slips
from workbook.checks.limits import trying_out
from workbook.checks.misconception import Misconception
from workbook.checks.observing import Case, Failure, Observation, alike

# How far-fetched an explanation is.
TABLE, RELATION, SLIP, LAST, SCALED_SLIP, CONTRADICTED = 0, 1, 10, 25, 40, 60

NEAR = 3  # changes of the right answer whose costs differ by less are as likely as each other

MOST_NAMED = 3
MOST_SCALES = 3  # sign, 2, ½: other factors and a change together explain too much
MOST_KEPT = 8  # questions whose slips are kept for the next wrong answer

Gives = Callable[[int, str], Any]


@dataclass(frozen=True)
class Fit:
    """A misconception with the parts that it explains, how far-fetched it is, and how strongly."""

    misconception: Misconception
    parts: frozenset[str]
    size: int
    strong: bool


def explain(
    question: Any,
    cases: Sequence[Case],
    expected: Sequence[Observation],
    given: Sequence[Observation],
    seed: int,
    seconds: float = 0.5,
) -> list[Explanation]:
    """Return what explains the wrong parts of an answer, best first.

    Parameters
    ----------
    question : Code
    cases : sequence of Case
        As `seed` makes them.
    expected, given : sequence of Observation
        What is right, and what the wrong answer gives, on each case.
    seed : int
    seconds : float
        How long to look for an explanation.

    Returns
    -------
    list of Explanation
        Together they explain as many parts as could be explained. Where several explain the same
        parts, none of them is sure, and there are at most three.
    """
    end = time.perf_counter() + seconds
    arguments = arguments_of(question.probe, 1) if question.probe else arguments_of(question.right)
    seen = Seen(cases, expected, given, tuple(arguments))
    if not seen.wrong:
        return []
    if all(isinstance(each, Failure) for each in given):
        return _failing(question, seen, seed)
    fits = [*_of_table(question, seen, seed), *_of_relations(question, seen)]
    if not _covers(seen, fits):
        with trying_out():
            fits += _of_slips(question, seen, seed, end)
        fits += _of_last_relations(question, seen)
    return _chosen(seen, fits)


def _failing(question: Any, seen: Seen, seed: int) -> list[Explanation]:
    """Return what is known to fail in the same way, with the same words, on every case."""
    known = zip(question.misconceptions, question.known(seed), strict=True)
    same = [each for each, told in known if alike(seen.given, told)][:MOST_NAMED]
    return [Explanation(each, frozenset(seen.wrong), len(same) == 1) for each in same]


def _of_table(question: Any, seen: Seen, seed: int) -> Iterator[Fit]:
    for known, told in zip(question.misconceptions, question.known(seed), strict=True):
        yield from _fits(seen, known, _giving(told), TABLE)


def _giving(observations: Sequence[Observation]) -> Gives:
    return lambda k, name: part_of(observations[k], name)


def _of_relations(question: Any, seen: Seen) -> Iterator[Fit]:
    for each in extremes(seen):
        known = Misconception(each.name, question.right, each.hint)
        for fit in _fits(seen, known, each.gives, RELATION + each.size, alone=True):
            yield replace(fit, strong=not each.size)
    for each in relations(seen):
        known = Misconception(each.name, question.right, each.hint)
        for fit in _fits(seen, known, each.gives, RELATION + each.size, alone=True):
            yield replace(fit, strong=fit.strong and each.sure)


def _of_last_relations(question: Any, seen: Seen) -> Iterator[Fit]:
    for each in last_relations(seen):
        known = Misconception(each.name, question.right, each.hint)
        yield from _fits(seen, known, each.gives, LAST + each.size, alone=True)


def _fits(
    seen: Seen, known: Misconception, gives: Gives, size: int, alone: bool = False
) -> Iterator[Fit]:
    """Yield the parts that a misconception explains, together where the same cases are wrong.

    Parameters
    ----------
    alone : bool
        Whether it is about each part alone, and says nothing about the others.
    """
    found: dict[str, list[str]] = {}
    for name in seen.wrong:
        where = _where(seen, gives, name)
        if where is not None:
            found.setdefault(where, []).append(name)
    for where, names in found.items():
        cases = seen.wrong[names[0]] if where else list(seen.all)
        spoils = not alone and _spoils(seen, gives, cases)
        more = not alone and not spoils and _says_more(seen, gives, names)
        strong = not spoils and not more and _is_strong(seen, names, size)
        told = f"{known.name} ({where})" if where else known.name
        told = f"it is as if {told}; only, other parts are right" if spoils else told
        named = Misconception(told, known.answer, known.hint)
        changed = named if where or spoils else known
        yield Fit(changed, frozenset(names), CONTRADICTED if spoils else size + 2 * more, strong)


def _spoils(seen: Seen, gives: Gives, cases: Iterable[int]) -> bool:
    """Return whether a misconception makes something wrong that the learner has right."""
    return any(
        not agree(gives(k, name), wanted) for k in cases for name, wanted in seen.right_parts(k)
    )


def _says_more(seen: Seen, gives: Gives, names: Sequence[str]) -> bool:
    """Return whether it makes other parts wrong too, in another way than the learner."""
    return any(
        not agree(gives(k, name), part_of(seen.expected[k], name))
        and not agree(gives(k, name), part_of(seen.given[k], name))
        for name, wrong in seen.wrong.items()
        if name not in names
        for k in wrong
    )


def _is_strong(seen: Seen, names: Sequence[str], size: int) -> bool:
    """Return whether so much agrees that it can hardly be chance; few are known to the table."""
    if size == TABLE:
        return any(seen.is_told_apart(name) for name in names)
    return any(seen.is_strong(name, seen.wrong[name]) for name in names)


def _where(seen: Seen, gives: Gives, name: str) -> str | None:
    """Return in which cases a part is explained: "" for all, None if it is not."""
    wrong = seen.wrong[name]
    if not all(agree(part_of(seen.given[k], name), gives(k, name)) for k in wrong):
        return None
    others = [k for k in seen.all if k not in wrong and seen.has(k, name)]
    if all(agree(gives(k, name), part_of(seen.expected[k], name)) for k in others):
        return ""
    return seen.condition(wrong)


# Changes of the right answer

_slips: dict[tuple[int, int], tuple[Any, Slips]] = {}


def _slips_of(question: Any, cases: Sequence[Case], seed: int) -> Slips:
    """Return the slips of a question, with what they have given in earlier checks."""
    key = id(question), seed
    if key not in _slips or _slips[key][0] is not question:
        if len(_slips) >= MOST_KEPT:
            _slips.pop(next(iter(_slips)))
        _slips[key] = question, Slips(question, cases, question._parts_of)
    return _slips[key][1]


def _of_slips(question: Any, seen: Seen, seed: int, end: float) -> Iterator[Fit]:
    slips = _slips_of(question, seen.cases, seed)
    k = _most_telling(seen)
    scales = factors(seen)[:MOST_SCALES]
    for slip, observation in slips.on(k, end):
        if isinstance(observation, Failure) and not isinstance(seen.given[k], Failure):
            continue
        for scale in _possible(seen, k, observation, scales):
            yield from _fits_of(question, seen, slips, slip, scale, end)


def _most_telling(seen: Seen) -> int:
    """Return the number of a small case on which much is wrong."""

    def order(k: int) -> tuple[int, int]:
        return -sum(k in wrong for wrong in seen.wrong.values()), _size(seen.cases[k])

    return min(seen.all, key=order)


def _size(case: Case) -> int:
    return sum(np.size(each) for each in case if isinstance(each, np.ndarray))


def _possible(
    seen: Seen, k: int, observation: Observation, scales: Sequence[Factor]
) -> Iterator[Factor | None]:
    """Yield the factors by which one of the wrong parts may be explained; None for 1."""
    plain = any(_is_near(seen, k, observation, name, 1) for name in seen.wrong)
    if plain:
        yield None
        return
    for scale in scales:
        if any(
            k in seen.wrong[name] and _is_near(seen, k, observation, name, scale.values[k])
            for name in seen.wrong
        ):
            yield scale


def _is_near(seen: Seen, k: int, observation: Observation, name: str, c: float) -> bool:
    """Return quickly whether a part may agree."""
    given, told = part_of(seen.given[k], name), part_of(observation, name)
    one, other = numbers(given), numbers(told)
    if one is None or other is None:
        return c == 1 and agree(given, told)
    if one.shape != other.shape:
        return False
    scale = float(np.max(np.abs(one)))
    if not np.isfinite(scale):
        return c == 1 and agree(given, told)
    return bool(np.max(np.abs(one - c * other)) <= 1e-3 * scale)


def _fits_of(
    question: Any, seen: Seen, slips: Slips, slip: Slip, scale: Factor | None, end: float
) -> Iterator[Fit]:
    def gives(k: int, name: str) -> Any:
        told = part_of(slips.observed(slip, k, end) or {}, name)
        if scale is None:
            return told
        array = numbers(told)
        return UNKNOWN if array is None or array.dtype.kind == "b" else array * scale.values[k]

    name = slip.name if scale is None else f"{slip.name}; and {scale.name}"
    size = SLIP + slip.cost if scale is None else SCALED_SLIP + slip.cost
    known = Misconception(name, question.right, slip.hint)
    for fit in _fits(seen, known, gives, size, alone=scale is not None):
        if all(_is_value(seen, part) for part in fit.parts) and (
            scale is None or _matters(seen, slips, slip, fit.parts, end)
        ):
            guessed = scale is not None or slip.is_guess(isinstance(question.right, type))
            yield replace(fit, strong=fit.strong and not guessed)


def _is_value(seen: Seen, name: str) -> bool:
    """Return whether what is wrong there is a number on some case, and not only an error."""
    values = (numbers(part_of(seen.given[k], name)) for k in seen.wrong[name])
    return any(each is not None and bool(np.isfinite(each).all()) for each in values)


def _matters(seen: Seen, slips: Slips, slip: Slip, names: Iterable[str], end: float) -> bool:
    """Return whether a slip changes each of some parts by itself, on some case."""
    return all(
        any(
            not agree(part_of(slips.observed(slip, k, end) or {}, name), right_part(seen, k, name))
            for k in seen.wrong[name]
        )
        for name in names
    )


# The choice


def _covers(seen: Seen, fits: Iterable[Fit]) -> bool:
    """Return whether what is found already explains all parts without contradiction."""
    explained = {name for fit in fits if fit.size < SLIP for name in fit.parts}
    return explained >= set(seen.wrong)


def _chosen(seen: Seen, fits: Sequence[Fit]) -> list[Explanation]:
    """Return the fits that explain most, each with those that explain the same as well."""
    left = set(seen.wrong)
    chosen: list[Explanation] = []
    while left:
        useful = [fit for fit in fits if fit.parts & left]
        if not useful:
            break
        best = min(useful, key=lambda fit: (-len(fit.parts & left), fit.size))
        parts = frozenset(best.parts & left)
        reach = best.size + (NEAR if SLIP <= best.size < LAST else 0)
        rivals = sorted(
            (fit for fit in useful if fit.parts & left == parts and fit.size <= reach),
            key=lambda fit: fit.size,
        )
        names = dict.fromkeys(fit.misconception.name for fit in rivals)
        sure = best.strong and len(names) == 1
        for name in list(names)[:MOST_NAMED]:
            fit = next(each for each in rivals if each.misconception.name == name)
            chosen.append(Explanation(fit.misconception, parts, sure))
        left -= parts
    return _together(chosen)


def _together(chosen: Sequence[Explanation]) -> list[Explanation]:
    """Return the explanations, those that say the same of several parts as one."""
    found: dict[tuple[str, bool], Explanation] = {}
    for each in chosen:
        key = each.misconception.name, each.sure
        before = found.get(key)
        found[key] = replace(each, parts=each.parts | before.parts) if before else each
    return list(found.values())

"""The smallest change of a learner's code that makes it right; found by trying them all.

A change counts only if the changed code is right on every case. Where several parts are wrong, a
change that puts some of them right and none wrong is kept, and the search goes on from there: so
two mistakes in two branches are both found.
"""

import ast
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import Any

import numpy as np

from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.edits import edits
from workbook.checks.diagnosis.facts import facts
from workbook.checks.diagnosis.grafts import Notes, grafted_number, grafts, names, noted
from workbook.checks.diagnosis.location import Location, Parts
from workbook.checks.diagnosis.nodes import Edit
from workbook.checks.diagnosis.source import Place, Program, program_of
from workbook.checks.limits import LAST_RESORT, Clock, trying_out
from workbook.checks.observing import Case, Failure, Observation, same_part

AT_ONCE = 0.05  # seconds that every changed program may take, besides ten times the learner's own
MOST_CHANGES = 3
SMALL = 4000  # entries of an array that may be broadcast against another

FAILS = "it fails"
DRAWN = re.compile("rng|random|permutation|shuffle")  # what is another in each round


@dataclass
class Trial:
    """What an answer is tried on, and what is right there.

    Attributes
    ----------
    observe : callable
        (answer, case) → what it gives.
    cases, expected : sequence
    """

    observe: Callable[[Any, Case], Observation]
    cases: Sequence[Case]
    expected: Sequence[Observation]
    notes: Notes | None = None

    def __post_init__(self) -> None:
        self.order = list(range(len(self.cases)))

    def put_in_order(self, answer: Any) -> None:
        """Let the cases come first that an answer fails; the quicker of them before the slower."""
        took: dict[int, tuple[bool, float]] = {}
        for number in self.order:
            started = time.perf_counter()
            is_right = not self._wrong_on(number, answer)
            took[number] = is_right, time.perf_counter() - started
        self.order.sort(key=took.__getitem__)

    def wrong(self, answer: Any, enough: Parts | None = None) -> Parts:
        """Return the names of the parts that are wrong on any case.

        As soon as they are no fewer than what is ``enough``, the rest is not asked.
        """
        found: Parts = frozenset()
        for number in self.order:
            found |= self._wrong_on(number, answer)
            if enough is not None and not found < enough:
                break
        return found

    def _wrong_on(self, number: int, answer: Any) -> Parts:
        expected = self.expected[number]
        assert not isinstance(expected, Failure)  # the question has seen to that
        if self.notes:
            self.notes.begin(number)
        given = self.observe(answer, self.cases[number])
        if isinstance(given, Failure) or given.keys() != expected.keys():
            return frozenset(map(str, expected)) | {FAILS}
        return frozenset(
            str(name) for name in expected if not same_part(given[name], expected[name])
        )

    @property
    def is_small(self) -> bool:
        """Whether arrays may grow by a change without harm."""
        arrays = (each for case in self.cases for each in case if isinstance(each, np.ndarray))
        results = (
            part
            for parts in self.expected
            if not isinstance(parts, Failure)
            for part in parts.values()
        )
        return all(np.size(each) <= SMALL for each in chain(arrays, results))


def locate(
    answer: Any, name: str, trial: Trial, right: Any, again: Trial, seconds: float
) -> list[Location]:
    """Return where the smallest changes stand that make an answer right together, if found.

    Parameters
    ----------
    answer : callable or class
        Refused on the trial.
    name : str
        What the question calls it.
    trial, again : Trial
        Changes are looked for on the first, and confirmed on the second.
    right : callable or class
    seconds : float
        How long to look.
    """
    program = program_of(answer, name)
    if program is None:
        return []
    end = time.perf_counter() + seconds
    with trying_out():
        notes = Notes(right)
        search = _Search(program, replace(trial, notes=notes), notes, end)
        clock = Clock(LAST_RESORT)
        try:
            with clock.running():
                seen = trial.wrong(answer)
        except KeyboardInterrupt:
            if not clock.is_over:
                raise  # the learner has stopped it
            return []  # what never ends cannot be compared
        found = search.run(again) if search.is_replayed(seen) else []
    if found or FAILS in seen:  # by an error, which tells its line
        return found
    return [program.location(*fact) for fact in facts(program, right)[:1]]


class _Search:
    """One search: the program, what it is tried on, and until when."""

    def __init__(self, program: Program, trial: Trial, notes: Notes, end: float):
        self.program, self.trial, self.notes, self.end = program, trial, notes, end
        self.program.names = {**program.names, **names(notes)}
        self.each = AT_ONCE
        self.numbers: list[int] = []
        if notes.right is not None:
            self.trial.wrong(notes.right)
            self.numbers = notes.numbers(len(trial.cases))

    def is_replayed(self, seen: Parts) -> bool:
        """Return whether the program, made anew, is wrong in the same parts as the answer."""
        started = time.perf_counter()
        self.left = self._wrong(None, self._left_of(1.0))
        self.each += 10 * (time.perf_counter() - started)
        if self.left != seen:
            return False
        self.trial.put_in_order(self.program.made())
        return True

    def run(self, again: Trial) -> list[Location]:
        """Return the locations of the changes that are needed; none if they are not found."""
        found: list[Location] = []
        undo: list[tuple[Place, Any]] = []
        try:
            while self.left and len(found) < MOST_CHANGES:
                best = self._best()
                if best is None:
                    return []
                edit, still = best
                spoiled = self.left - still - {FAILS}
                found.append(self._location(edit, spoiled))
                undo.append((edit.place, edit.place.node))
                edit.place.put(edit.new)
                self.left = still
            return found if self._is_confirmed(found, again) else []
        finally:
            for place, node in reversed(undo):
                place.put(node)

    def _location(self, edit: Edit, parts: Parts) -> Location:
        """Return where an edit will be made; for what a loop carries over, the loop."""
        node: Any = edit.meant or edit.place.node
        kind = edit.kind
        if isinstance(node, list):
            node = _first_changed(node, edit.new)
        loop = _loop_around(self.program.tree, node)
        if loop is not None and kind is kinds.DIFFERENT and self._is_carried(edit):
            node, kind = loop, kinds.CARRIED
        return self.program.location(node, kind, parts)

    def _is_carried(self, edit: Edit) -> bool:
        """Return whether what stands there is right in the first round and wrong in a later."""
        if DRAWN.search(ast.unparse(edit.place.node)):
            return False
        number = grafted_number(edit)
        with edit.place.holding(noted(edit.place.node)):
            self._wrong(None, self.each)
        return self.notes.is_right_at_first(number, len(self.trial.cases))

    def _is_confirmed(self, found: Sequence[Location], again: Trial) -> bool:
        if any(each.kind in (kinds.DIFFERENT, kinds.CARRIED) for each in found):
            return not self.left  # noted values are those of the first trial
        self.trial = again
        return not self.left and not self._wrong(None, self.each)

    def _best(self) -> tuple[Edit, Parts] | None:
        """Return the smallest edit that repairs most parts and spoils none, and what is left."""
        tree = self.program.tree
        best = self._first(edits(tree, self.trial.is_small))
        if best is None or best[1] or best[0].kind is kinds.VARIABLE:
            earlier = self._first(_before(best, grafts(tree, self.numbers)))
            if earlier and (best is None or earlier[1] < best[1] or not earlier[1]):
                return earlier
        return best or self._twice()

    def _twice(self) -> tuple[Edit, Parts] | None:
        """Return the first of two small edits of one kind that repair all together."""
        small = [edit for edit in edits(self.program.tree, self.trial.is_small) if edit.cost == 1]
        for kind in dict.fromkeys(edit.kind for edit in small):
            for first, second in combinations([edit for edit in small if edit.kind is kind], 2):
                if time.perf_counter() > self.end:
                    return None
                if first.place == second.place:
                    continue
                with first.place.holding(first.new):
                    found = self._first([second])
                if found and not found[1]:
                    return first, self.left
        return None

    def _first(self, tried: Iterable[Edit]) -> tuple[Edit, Parts] | None:
        best: tuple[Edit, Parts] | None = None
        for edit in tried:
            if time.perf_counter() > self.end:
                break
            with edit.place.holding(edit.new):
                still = self._wrong(best[1] if best else self.left, self._left_of(self.each))
            if not still:
                return edit, still
            if FAILS not in self.left and still < (best[1] if best else self.left):
                best = edit, still
        return best

    def _left_of(self, seconds: float) -> float:
        """Return so many seconds, or those that are left of the search."""
        return max(1e-3, min(seconds, self.end - time.perf_counter()))

    def _wrong(self, enough: Parts | None, seconds: float) -> Parts:
        """Return the wrong parts of what the program makes as its tree now stands."""
        clock = Clock(LAST_RESORT)
        try:
            # The clock is for what is no loop; elsewhere a tick ends it, and at a good moment.
            with clock.running(), self.program.at_most(seconds):
                return self.trial.wrong(self.program.made(), enough)
        except BaseException as error:  # whatever comes of a changed program, SystemExit too
            if isinstance(error, KeyboardInterrupt) and not clock.is_over:
                raise  # the learner has stopped it
            return frozenset([FAILS, "and more"])


def _loop_around(tree: ast.AST, node: ast.AST) -> Any:
    """Return the innermost loop that a node stands in, if there is one."""
    loops = (each for each in ast.walk(tree) if isinstance(each, ast.For | ast.While))
    around = [loop for loop in loops if any(each is node for each in ast.walk(loop))]
    return around[-1] if around else None


def _before(best: tuple[Edit, Parts] | None, tried: Iterator[Edit]) -> Iterator[Edit]:
    """Yield the edits on lines before that of the best one, all if there is none."""
    if best is None or best[1]:
        yield from tried
    else:
        line = _line(best[0])
        yield from (edit for edit in tried if _line(edit) < line)


def _line(edit: Edit) -> int:
    return int(getattr(edit.place.node, "lineno", 0))


def _first_changed(before: list[ast.stmt], after: list[ast.stmt]) -> ast.stmt:
    """Return the first statement that is no longer where it was; of a block, what has moved."""
    pairs = zip(before, after, strict=False)
    changed = (pair for pair in pairs if pair[0] is not pair[1])
    old, new = next(changed, (before[-1], before[-1]))
    blocks = getattr(old, "body", []), getattr(new, "body", [])
    for here, there in (blocks, blocks[::-1]):
        kept = {id(each) for each in there}
        moved = [each for each in here if id(each) not in kept]
        if moved:
            return moved[0]
    return old

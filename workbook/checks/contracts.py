"""What is asked of every function and class besides its numbers; the right answer is the measure.

What was handed in holds afterwards what the right answer leaves in it; a generator that was handed
in is used; the same question gets the same answer; and what came back is not written over later.
Nothing of this is said per question: whatever the right answer does is allowed.
"""

import copy
import inspect
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from workbook.checks.misconception import Misconception
from workbook.checks.observing import Case, Failure, Observation, Parts, is_numeric, same, same_part
from workbook.checks.result import Result, wrong
from workbook.checks.watching import (
    Apart,
    Held,
    Run,
    agree,
    arrays_in,
    has_numbers,
    is_node,
    numbers_in,
)

Observe = Callable[[Any, Case, Run | None], Observation]

CHANGED, LEFT, REPLACED, OTHERWISE, UNUSED, AGAIN, OVERWRITTEN = range(7)

HINTS = {
    CHANGED: "Whose array does each of your lines write into? Try `a -= 1` and `a = a - 1` on an "
    "array that has two names: what does the other name hold afterwards?",
    LEFT: "Print it before and after the call: which line of yours writes into it?",
    REPLACED: "Keep the array under another name before the call: does that one change?",
    OTHERWISE: "Print it before and after the call: what has been added to it?",
    UNUSED: "Call it twice with one generator: where does each of your random numbers come from?",
    AGAIN: "What does it keep from one call to the next, or draw from elsewhere?",
    OVERWRITTEN: "Keep the first result, call it again with other inputs, and print the first: "
    "what holds it?",
}


@dataclass(frozen=True)
class Broken:
    """A contract that is broken: which, and by what."""

    kind: int
    name: str  # completes "it looks as if …"
    seen: str

    def is_like(self, other: "Broken") -> bool:
        """Return whether it is the same contract, broken by the same thing."""
        return self.name == other.name or {self.kind, other.kind} <= {LEFT, REPLACED}

    def misconception(self, answer: Callable[..., Any]) -> Misconception:
        """Return it as a way to be wrong; ``answer`` is who broke it."""
        return Misconception(self.name, answer, HINTS[self.kind])


@dataclass(frozen=True)
class Contracts:
    """What one question asks, as its right answer and its probe name what is handed in.

    Attributes
    ----------
    right : callable or class
    probe : callable or None
    observe : callable
        (implementation, case, run) → what it gives on a copy of the case, watched by the run.
    """

    right: Any
    probe: Callable[..., Parts] | None
    observe: Observe

    def run(self) -> Run:
        """Return what watches one run."""
        return Run(not isinstance(self.right, type))

    def broken(self, answer: Any, wanted: Sequence[Run], given: Sequence[Run]) -> Broken | None:
        """Return the contract that runs on the same cases show to be broken, if one is."""
        pairs = list(zip(wanted, given, strict=False))
        for measure, run in pairs:
            for held, right in run.pairs(measure):
                kind = _difference(held, right)
                if kind is not None:
                    return Broken(kind, self._words(kind, held), self._seen(held))
        unused = [pair for pair in pairs if pair[0].uses_generator]
        if unused and not any(run.uses_generator for _, run in unused):
            return self._unused(answer, *unused[-1])
        return None

    def broken_again(
        self,
        answer: Any,
        cases: Sequence[Case],
        others: Callable[[], Sequence[Case]],
        wanted: Sequence[Observation],
        given: Sequence[Run],
    ) -> Broken | None:
        """Return the contract that another call shows to be broken; one cheap case is run again."""
        i = _cheapest(given)
        run, again = given[i], self.run()
        with quiet():
            second = self.observe(answer, cases[i], again)
        if not same(second, wanted[i]) or not _same_numbers(run, again):
            if not self.changes(cases[i]):
                return _AGAIN
            return None
        if not _shares(run, again):
            return None
        other = list(zip(cases, others(), strict=False))[i:][:1]
        overwritten = [
            all(self._overwritten(each, *pair) for pair in other) for each in (answer, self.right)
        ]
        return _OVERWRITTEN if other and overwritten == [True, False] else None

    def changes(self, case: Case) -> bool:
        """Return whether the right answer, too, gives other numbers each time."""
        first, second = self.run(), self.run()
        seen = [self.observe(self.right, case, run) for run in (first, second)]
        return not (same(*seen) and _same_numbers(first, second))

    def _overwritten(self, implementation: Any, case: Case, other: Case) -> bool:
        """Return whether what came back for a case is another after a call on another."""
        run = self.run()
        with quiet():
            self.observe(implementation, case, run)
            before = copy.deepcopy(numbers_in(run.returned))
            self.observe(implementation, other, None)
        return not agree(before, numbers_in(run.returned))

    def explains(self, answer: Any, cases: Sequence[Case], wanted: Sequence[Observation]) -> bool:
        """Return whether all is right if the answer is handed copies, and copies are taken of it.

        Then it is wrong because it writes into what is not its own, and for no other reason.
        """
        with quiet():
            return all(
                same(self.observe(Apart(answer), case, None), right)
                for case, right in zip(cases, wanted, strict=True)
            )

    # Words

    def _words(self, kind: int, held: Held) -> str:
        thing = self._name_of(held)
        if kind == CHANGED and is_node(held.thing):
            return f"the value of {thing} that was handed in is changed"
        if kind == CHANGED:
            return f"{thing} that was handed in is changed in place"
        if kind == LEFT:
            return f"{thing} that was handed in is not changed in place"
        if kind == OTHERWISE:
            return f"{thing} that was handed in holds wrong numbers afterwards"
        return f"{thing} that was handed in is replaced by another, and not changed itself"

    def _unused(self, answer: Any, measure: Run, run: Run) -> Broken:
        """Say what is used in place of the generator that was handed in."""
        again = self.run()
        with quiet():
            self.observe(answer, measure.given, again)
        if run.uses_global:
            source = ": the random numbers come from NumPy's global generator"
        elif not has_numbers(run.returned):
            source = ""
        elif agree(numbers_in(run.returned), numbers_in(again.returned)):
            source = ": the same comes back each time"
        else:
            source = ": the random numbers come from elsewhere"
        name = f"{self._name_of(measure.generators[0])} that was handed in is not used{source}"
        return Broken(UNUSED, name, NOT_MOVED)

    def _name_of(self, held: Held) -> str:
        """Return "the array W[0]", by the name that a learner knows it by, if there is one."""
        kind = type(held.thing).__name__
        kind = {"ndarray": "array", "Generator": "generator"}.get(kind, kind)
        name = self._path_of(held)
        return f"the {kind} {name}" if name else f"{_article(kind)} {kind}"

    def _path_of(self, held: Held) -> str:
        name = held.keyword or self._parameters.get(held.position, "")
        return f"{name}{held.path}" if name else ""

    @property
    def _parameters(self) -> dict[int, str]:
        """What a learner calls the arguments: those of a class stand in its probe's signature."""
        if not isinstance(self.right, type):
            return dict(enumerate(_names_of(self.right)))
        names = _names_of(self.probe)[1:]  # the first is the class
        known = {name for method in vars(self.right).values() for name in _names_of(method)}
        return {position: name for position, name in enumerate(names) if name in known}

    def _seen(self, held: Held) -> str:
        """Say how something handed in differs from before, by one entry of it."""
        name, now, before = self._path_of(held), held.thing, held.before
        if isinstance(now, list | dict) and len(now) != len(before):
            entries = f"{len(before)} entries before the call, and {len(now)} after it"
            return f"{name or self._name_of(held)} had {entries}"
        if not isinstance(now, np.ndarray) or not now.size or not is_numeric(now):
            return f"{name or self._name_of(held)} does not hold after the call what it should"
        if now.shape != before.shape:
            return f"{name or 'it'} had shape {before.shape}, and has shape {now.shape} afterwards"
        moved = np.argwhere(now != before)
        index = tuple(map(int, moved[0])) if len(moved) else (0,) * now.ndim
        entry = f"{name or 'one of its entries'}{list(index) or ''}"
        after = f"it is {now[index]:.4g}" if len(moved) else "so it is"
        return f"{entry} was {before[index]:.4g} before the call, and {after} after it"


NOT_MOVED = "the generator has not moved on: what is drawn from it next is what it held before"
_AGAIN = Broken(
    AGAIN,
    "it gives something else when it is asked the same again",
    "another call on the same inputs comes to another end",
)
_OVERWRITTEN = Broken(
    OVERWRITTEN,
    "what it has returned is written over by a later call",
    "the first result is another one once it has been called on other inputs",
)


def _article(kind: str) -> str:
    return "an" if kind[0] in "aeiou" else "a"


def _names_of(function: Any) -> list[str]:
    try:
        return list(inspect.signature(function).parameters)
    except (TypeError, ValueError):  # no function; one that is written in C
        return []


# What is told


@dataclass(eq=False)
class Asked:
    """An answer of which the contracts are asked, beside its numbers.

    Attributes
    ----------
    contracts : Contracts
    answer : callable
    cases, expected : sequence
    measures : sequence of Run
        How the right answer ran on each case.
    others : callable
        Returns other cases of the same shapes.
    known : callable
        Observations → the question's misconceptions that give these.
    """

    contracts: Contracts
    answer: Any
    cases: Sequence[Case]
    expected: Sequence[Observation]
    measures: Sequence[Run]
    others: Callable[[], Sequence[Case]]
    known: Callable[[Sequence[Observation]], Sequence[Misconception]]
    runs: list[Run] = field(default_factory=list)

    def next_run(self) -> Run:
        """Return what watches the answer on the next case."""
        self.runs.append(self.contracts.run())
        return self.runs[-1]

    def result_of_right(self, title: str) -> Result:
        """Return the `Result` of an answer that gives what is expected."""
        broken = self.contracts.broken(self.answer, self.measures, self.runs)
        broken = broken or self.contracts.broken_again(
            self.answer, self.cases, self.others, self.expected, self.runs
        )
        if broken is None:
            return Result(title=title, right=True)
        seen = f"what it gives is right, but {broken.seen}"
        known = [m for m in self.known(self.expected) if self._breaks(m.answer, broken)]
        return wrong(title, seen, known or [broken.misconception(self.answer)], "")

    def result_of_wrong(self, first: Observation, result: Result) -> Result:
        """Return the `Result` of a wrong answer, which may be so because it breaks a contract.

        A misconception goes first if it breaks the same one. One that does not has only the
        numbers in common with the answer: what it is said to believe is not what was seen.
        """
        broken = self._broken_by(self.answer, self.runs, first)
        if broken is None:
            return result
        same_break = tuple(m for m in result.looks_like if self._breaks(m.answer, broken))
        if same_break:
            return replace(result, looks_like=same_break, hint=same_break[0].hint or result.hint)
        told = broken.misconception(self.answer)
        explains = broken.kind != UNUSED or self._only_facts_differ(first)
        if broken.kind != CHANGED and explains:
            return replace(result, looks_like=(told,), hint=told.hint)
        if broken.kind == CHANGED and self.contracts.explains(
            self.answer, self.cases, self.expected
        ):
            seen = f"it is right where it is handed copies, and wrong as it is: {broken.seen}"
            return replace(result, seen=seen, looks_like=(told,), hint=told.hint)
        return replace(result, seen=f"{result.seen}. Besides, {broken.name}")

    def _only_facts_differ(self, first: Observation) -> bool:
        """Return whether what is wrong is true or false: random numbers may be the cause."""
        wanted = self.expected[len(self.runs) - 1]
        if (
            isinstance(first, Failure)
            or isinstance(wanted, Failure)
            or first.keys() != wanted.keys()
        ):
            return False
        wrong_parts = [name for name in wanted if not same_part(first[name], wanted[name])]
        return all(np.asarray(wanted[name]).dtype.kind == "b" for name in wrong_parts)

    def _breaks(self, answer: Any, contract: Broken) -> bool:
        """Return whether a misconception's answer, which is wrong too, breaks the same contract."""
        runs = [self.contracts.run() for _ in self.cases]
        observe = self.contracts.observe
        seen = [observe(answer, *each) for each in zip(self.cases, runs, strict=True)]
        pairs = zip(seen, self.expected, strict=True)
        i = next((i for i, pair in enumerate(pairs) if not same(*pair)), -1)
        broken = self._broken_by(answer, runs[: i + 1] if i >= 0 else runs, seen[i])
        return broken is not None and broken.is_like(contract)

    def _broken_by(self, answer: Any, runs: Sequence[Run], last: Observation) -> Broken | None:
        """Return the contract that a wrong answer breaks; `last` is what the last run gave."""
        if isinstance(last, Failure):
            return None
        broken = self.contracts.broken(answer, self.measures, runs)
        if broken is not None and broken.kind != OTHERWISE:
            return broken
        case = self.cases[len(runs) - 1]
        with quiet():
            again = self.contracts.observe(answer, case, None)
        return _AGAIN if _differ(again, last) and not self.contracts.changes(case) else None


# Comparing runs


def _difference(held: Held, right: Held) -> int | None:
    """Return what is wrong with how something handed in was left, and not as what is right."""
    if held.is_left_as(right):
        return None
    if not right.has_changed:
        return CHANGED
    if held.has_changed:
        return OTHERWISE
    return REPLACED if not held.is_in_place() else LEFT


def _differ(one: Observation, other: Observation) -> bool:
    """Return whether two observations hold other numbers; objects are not looked into."""
    if isinstance(one, Failure) or isinstance(other, Failure):
        return not same(one, other)
    return not agree(numbers_in(dict(one)), numbers_in(dict(other)))


@contextmanager
def quiet() -> Iterator[None]:
    """Let nothing be printed: what is run again has printed once."""
    nowhere = io.StringIO()
    with redirect_stdout(nowhere), redirect_stderr(nowhere):
        yield


def _cheapest(runs: Sequence[Run]) -> int:
    """Return the number of the case to run again; with random numbers a large one tells more."""
    if any(run.generators for run in runs):
        return len(runs) - 1
    return min(range(len(runs)), key=lambda i: runs[i].size)


def _same_numbers(first: Run, second: Run) -> bool:
    """Return whether two runs, with a generator in one state, have returned the same numbers."""
    if not first.generators:
        return True
    return agree(numbers_in(first.returned), numbers_in(second.returned))


def _shares(first: Run, second: Run) -> bool:
    others = arrays_in(second.returned)
    return any(
        np.may_share_memory(one, other) for one in arrays_in(first.returned) for other in others
    )

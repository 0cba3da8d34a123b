"""Functions and classes: run beside the right one on random inputs."""

import copy
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest
from typing import Any, ClassVar, TypeVar

import numpy as np
from numpy.typing import NDArray

from workbook.checks.contracts import Asked, Contracts
from workbook.checks.diagnosis.location import Location
from workbook.checks.diagnosis.parts import explain
from workbook.checks.diagnosis.search import Trial, locate
from workbook.checks.diagnosis.words import describe, next_step, smallest
from workbook.checks.misconception import Misconception
from workbook.checks.observing import (
    Case,
    Failure,
    NotAnArray,
    Observation,
    Parts,
    alike,
    as_array,
    observe,
    returned_parts,
    same,
)
from workbook.checks.question import Checked, TableError, parameters_of
from workbook.checks.result import Result, unanswered, wrong
from workbook.checks.watching import Run

Found = TypeVar("Found")

NOT_RUN = "Has the cell that brings this name been run? Begin with the imports. Or is it misspelt?"
SECONDS = 0.8  # for finding where a wrong answer has to be changed
WRONG_ONCE = "it was wrong at first, and right when it was asked the same again"


@dataclass(eq=False, kw_only=True)
class Code(Checked):
    """A function or class, run on random inputs beside the right one.

    Attributes
    ----------
    right : callable or class
    cases : callable
        rng → iterable of tuples: the arguments to try, over several shapes.
    probe : callable, optional
        (implementation, *case) → dict of named parts to compare, e.g. {"forward": z, "backward":
        dX}, or of facts that hold for any right answer, e.g. {"the order is random": True}.
        Without it the implementation is called on the case, and what it returns is compared.
    returns : sequence of str
        Names of the parts of a returned tuple or list, for messages.
    own_gradient : callable, optional
        (implementation, *case) → numerical gradients of the implementation's own forward pass,
        under the names of the parts that they should equal. Tells a wrong backward pass from a
        right one of a wrong forward pass.
    """

    kind: ClassVar[str] = "code"

    cases: Callable[[np.random.Generator], Iterable[Case]]
    probe: Callable[..., Parts] | None = None
    returns: Sequence[str] = ()
    own_gradient: Callable[..., Mapping[str, NDArray[Any]]] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self._parts_of = self.probe or returned_parts(self.returns)
        self._known: dict[int, list[list[Observation]]] = {}
        self._salt = 0
        self._files = _files_of(self.right, self.cases, self.probe)
        first = self._cases(seed=0)
        if not first:
            raise TableError(f"{self.id}: there is no case to try it on")
        for number, case in enumerate(first, start=1):
            if not isinstance(case, tuple):
                raise TableError(
                    f"{self.id}: case {number} is of type {type(case).__name__}, where a tuple "
                    "of arguments is needed; for a single argument x, write (x,)"
                )
            _require_copies(self.id, case)
        self._lengths = sorted({len(case) for case in first})
        self._require_call(self.right, "the right answer")

    def variant(self, given: Mapping[str, Any], truths: Mapping[str, Any], salt: int) -> "Code":
        """Return this question on other random inputs."""
        other = copy.copy(self)
        other._known, other._salt = {}, salt
        return other

    def _cases(self, seed: int) -> list[Case]:
        try:
            return list(
                self.cases(np.random.default_rng([seed, self._salt] if self._salt else seed))
            )
        except Exception as error:
            raise TableError(
                f"{self.id}: `cases` must be a function that takes a random generator and yields "
                f"tuples ({type(error).__name__}: {error})"
            ) from error

    def _require_call(self, implementation: Callable[..., Any], whose: str) -> None:
        """Refuse what cannot take a case; a probe may call it in any way it likes."""
        if self.probe is not None:
            return
        try:
            signature = inspect.signature(implementation)
        except ValueError:  # a function written in C, which does not tell
            return
        for length in self._lengths:
            try:
                signature.bind(*[None] * length)
            except TypeError as error:
                raise TableError(
                    f"{self.id}: {whose} cannot be called with a case's {length} arguments: {error}"
                ) from None

    def _add(self, misconception: Misconception) -> None:
        self._require_call(misconception.answer, repr(misconception.name))
        self._known.clear()
        super()._add(misconception)

    def observations(self, implementation: Any, seed: int) -> list[Observation]:
        """Return what an implementation gives on each case that `seed` makes."""
        return [self._observed(implementation, case) for case in self._cases(seed)]

    def _observed(self, implementation: Any, case: Case, run: Run | None = None) -> Observation:
        return observe(self._parts_of, implementation, case, self._files, run)

    def _expected(self, seed: int, runs: Sequence[Run] = ()) -> list[Observation]:
        """Return what is right on each case, watched by `runs`.

        Raises
        ------
        TableError
            If nothing could be compared with it.
        """
        pairs = zip_longest(self._cases(seed), runs)
        expected = [self._observed(self.right, case, run) for case, run in pairs]
        for number, observation in enumerate(expected, start=1):
            if unfit := _unfit(observation):
                raise TableError(f"{self.id}: the right answer {unfit}, on case {number}")
        return expected

    def known(self, seed: int) -> list[list[Observation]]:
        """Return what each misconception gives on each case that `seed` makes; kept for reuse."""
        if seed not in self._known:
            self._known[seed] = [
                self.observations(misconception.answer, seed)
                for misconception in self.misconceptions
            ]
        return self._known[seed]

    def matching(self, given: Sequence[Observation], seed: int) -> list[Misconception]:
        """Return the misconceptions that give the same parts, or errors, on every case."""
        return [
            misconception
            for misconception, seen in zip(self.misconceptions, self.known(seed), strict=True)
            if alike(given, seen)
        ]

    def _grade(self, answers: Mapping[str, Any], seed: int) -> Result:
        answer = answers[self.name]
        if answer is None:
            return unanswered(self.title)
        if not callable(answer):
            seen = f"it is of type {type(answer).__name__}, not a function or class"
            return wrong(self.title, seen, (), "Run the cell that defines it again.")
        cases, contracts = self._cases(seed), Contracts(self.right, self.probe, self._observed)
        runs = [contracts.run() for _ in cases]
        expected = self._expected(seed, runs)
        others, known = partial(self._cases, seed + 1), partial(self.matching, seed=seed)
        asked = Asked(contracts, answer, cases, expected, runs, others, known)
        first = self._first_wrong(asked)
        if first is None:
            return asked.result_of_right(self.title)
        if isinstance(first, Failure) and isinstance(first.error, NotImplementedError):
            return unanswered(self.title)
        if isinstance(first, Failure) and type(first.error) is NameError:
            return replace(wrong(self.title, str(first), (), NOT_RUN), failed=True)
        return self._diagnosis(asked, first, seed)

    def _diagnosis(self, asked: Asked, first: Observation, seed: int) -> Result:
        """Return the `Result` of wrong code: what was seen, what it looks like, what to try."""
        answer, cases, expected = asked.answer, asked.cases, asked.expected
        given = self.observations(answer, seed)
        failing = [k for k, each in enumerate(given) if not same(each, expected[k])]
        if not failing:
            result = wrong(self.title, WRONG_ONCE, (), "Does it keep something from call to call?")
            return asked.result_of_wrong(first, result)
        i = failing[0]
        own_gradient = self.own_gradient and partial(
            self.own_gradient, answer, *copy.deepcopy(cases[i])
        )
        seen = describe(cases, expected, given, i, own_gradient)
        hint = next_step(given[i], expected[i]) or self.hint
        result = wrong(self.title, seen, self.matching(given, seed), hint)
        result = asked.result_of_wrong(first, result)
        if not result.looks_like:
            attempt = partial(explain, self, cases, expected, given, seed)
            result = result.explained(_attempted(attempt))
        if not (result.looks_like and result.sure):
            result = result.located(self.located({self.name: answer}, seed))
        names = () if self.probe else parameters_of(self.right)
        example = smallest([cases[k] for k in failing], names)
        return replace(result, failed=isinstance(given[i], Failure), example=example)

    def located(self, answers: Mapping[str, Any], seed: int = 0) -> list[Location]:
        """Return where the code has to be changed to be right, if that is found in time."""
        first, again = (
            Trial(self._observed, self._cases(each), self._expected(each))
            for each in (seed, seed + 1)
        )
        answer = answers[self.name]
        return _attempted(partial(locate, answer, self.name, first, self.right, again, SECONDS))

    def _first_wrong(self, asked: Asked) -> Observation | None:
        """Return what the answer gives on the first case that it fails, or None."""
        for case, wanted in zip(asked.cases, asked.expected, strict=True):
            given = self._observed(asked.answer, case, asked.next_run())
            if not same(given, wanted):
                return given
        return None


def _attempted(attempt: Callable[[], list[Found]]) -> list[Found]:
    """Return what an attempt to understand finds; a check does not fail because it finds nothing.

    Learners write what nobody has foreseen, and it is all changed and run here.
    """
    try:
        return attempt()
    except Exception:
        return []


def _unfit(observation: Observation) -> str:
    """Say why an answer cannot be compared with this one, if it cannot."""
    if isinstance(observation, Failure):
        return f"fails: {observation}"
    if not isinstance(observation, Mapping) or not observation:
        return "must give a dict of named parts through its probe"
    for name, part in observation.items():
        if part is None:
            return f"gives None for {name} (is a `return` missing?)"
        try:
            as_array(part)
        except NotAnArray:
            return f"gives parts of different lengths for {name}: name them with `returns`"
    return ""


def _files_of(*functions: Any) -> frozenset[str]:
    """Return the files in which functions and classes are written, of those that are in files."""
    files = set()
    for function in functions:
        try:
            files.add(inspect.getfile(function))
        except (TypeError, OSError):  # None; written in C, or typed at a prompt
            continue
    return frozenset(files)


def _require_copies(question_id: str, case: Case) -> None:
    """Refuse a case that cannot be copied: every answer is tried on a copy of its own."""
    try:
        copy.deepcopy(case)
    except Exception as error:
        raise TableError(f"{question_id}: a case cannot be copied ({error})") from error

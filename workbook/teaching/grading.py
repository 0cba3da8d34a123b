"""From a learner's notebook to points: its cells run in a process of their own, and are compared.

The process holds the learner's code alone. What is right, and all comparing, stays on this side.
"""

import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from workbook.checks.code import Code
from workbook.checks.observing import Failure
from workbook.checks.question import HIDDEN_SEED, Question, TableError
from workbook.checks.reading import NotANumber
from workbook.checks.reading import read as as_numbers
from workbook.checks.result import Result
from workbook.checks.table import Table
from workbook.checks.value import Value
from workbook.checks.written import Written
from workbook.teaching.handed_in import NotANotebook, Step, Submission, read
from workbook.teaching.isolation.host import Limits, Nursery
from workbook.teaching.isolation.peer import NO_RULE, TOO_LONG, Gone, LateError, Peer, is_plain

__all__ = ["Grader", "Limits", "grade_notebook", "written_answers"]

OTHER_DATA = "it is right on the inputs of the check, and not on others"
NOT_PLAIN = "Seen: it holds objects that are no numbers.\nNext: Give plain numbers."
ZEROS = "Seen: 0, which follows from an answer that is not right.\nNext: Look at that one first."
NO_TIME = "it takes too long"
LONGEST = 5_000  # characters of a message: a learner's names and errors may be of any length

Grades = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What became of a question: its status, and what the learner is told."""

    status: str
    message: str
    misconception: str | None = None
    zeros: bool = False  # all of it is 0, which is not the true value

    def points(self, question: Question) -> float | None:
        """Return the points it is worth; None if a person has to say."""
        if self.status == "needs_review" and isinstance(question, Written):
            return None
        return question.points if self.status in EARNING else 0


EARNING = ("correct", "carried_forward", "needs_review")


class Grader:
    """Grades notebooks, one after another. Use it as a context: it holds a process.

    Parameters
    ----------
    limits : Limits

    Attributes
    ----------
    walls : list of str
        Which walls stand around a learner's process on this system.
    """

    def __init__(self, limits: Limits = Limits()):  # noqa: B008
        self.limits = limits

    def __enter__(self) -> "Grader":
        self._start()
        return self

    def __exit__(self, *error: object) -> None:
        self._nursery.__exit__(*error)

    def _start(self) -> None:
        self._nursery = Nursery().__enter__()
        with self._nursery.learner(self.limits) as peer:
            self.walls: list[str] = peer.root.walls

    def grade(self, content: bytes, table: Table, variant: str = "") -> Grades:
        """Return what `grade_notebook` returns."""
        table = table.variant(variant) if variant else table
        try:
            submission = read(content, table)
        except NotANotebook as reason:
            unread = Outcome("error", str(reason))
            return _grades(table, dict.fromkeys(table, unread))
        try:
            found = _Run(self._nursery, submission, self.limits).outcomes()
        except RuntimeError:  # the process was ended from outside
            self.__exit__()
            self._start()
            found = _Run(self._nursery, submission, self.limits).outcomes()
        found |= {
            question.id: _of_words(submission.written(question.id), question)
            for question in table.values()
            if isinstance(question, Written)
        }
        return _grades(table, _settled(found, table))


def grade_notebook(
    content: bytes,
    table: Table,
    *,
    variant: str = "",
    limits: Limits = Limits(),  # noqa: B008
) -> Grades:
    """Return the grades of one notebook.

    Parameters
    ----------
    content : bytes
        The file as it was handed in.
    table : Table
        The questions that it answers.
    variant : str
        Whose numbers it was given, if not those of the table.
    limits : Limits

    Returns
    -------
    dict
        ``score`` and ``max``; and ``questions``, a list of dicts of ``id``, ``points`` (None if a
        person has to say), ``max_points``, ``status``, ``message`` (what the learner is told) and
        ``misconception`` (its name or None). ``status`` is one of correct, carried_forward, wrong,
        missing, error, timeout and needs_review.

    Raises
    ------
    RuntimeError
        If this system cannot run it, whatever is in it.
    """
    with Grader(limits) as grader:
        return grader.grade(content, table, variant)


def written_answers(content: bytes, table: Table) -> dict[str, str]:
    """Return the answers in words, in Markdown, by their questions' ids; "" where none is.

    Raises
    ------
    NotANotebook
        If the file cannot be read.
    """
    submission = read(content, table)
    return {
        question.id: submission.written(question.id)
        for question in table.values()
        if isinstance(question, Written)
    }


def _grades(table: Table, found: Mapping[str, Outcome]) -> Grades:
    questions = []
    for question in table.values():
        outcome = found.get(question.id, Outcome("missing", f"{question.title}: it has no cell."))
        questions.append(
            {
                "id": question.id,
                "points": outcome.points(question),
                "max_points": question.points,
                "status": outcome.status,
                "message": outcome.message[:LONGEST],
                "misconception": outcome.misconception,
            }
        )
    return {
        "score": sum(each["points"] or 0 for each in questions),
        "max": sum(each["max_points"] for each in questions),
        "questions": questions,
    }


def _settled(found: Mapping[str, Outcome], table: Table) -> dict[str, Outcome]:
    """Return outcomes that heed those of the earlier answers.

    Who goes on with two decimals may be away from the true value; where all before it is right,
    that is rounding, and no person need look. And zeros follow from zeros: who answers 0 to all
    earns nothing where what was there before is wrong.
    """
    settled = dict(found)
    ids = {question.name: question.id for question in table.values() if question.kind == "value"}
    for question in table.values():
        outcome = settled.get(question.id)
        if not isinstance(question, Value) or outcome is None or outcome.status not in EARNING:
            continue
        before = [ids[name] for name in question.takes if name != question.name]
        statuses = [settled[each].status for each in before if each in settled]
        if all(status == "correct" for status in statuses):
            settled[question.id] = replace(outcome, status="correct")
        elif outcome.zeros and not all(status in EARNING for status in statuses):
            message = f"{question.title} is not right yet.\n{ZEROS}"
            settled[question.id] = Outcome("wrong", message)
    return settled


def _of_words(text: str, question: Question) -> Outcome:
    if text:
        return Outcome("needs_review", f"{question.title} is read by a person.")
    return Outcome("missing", f"{question.title}: nothing is written there.")


# Running


class _Run:
    """One notebook, run as often as its crashes ask for: each time without what crashed before."""

    def __init__(self, nursery: Nursery, submission: Submission, limits: Limits):
        self._nursery = nursery
        self._submission = submission
        self._limits = limits
        self._steps = submission.steps()
        self._crashed: dict[int, Outcome] = {}  # by the number of the step
        self._found: dict[int, Outcome] = {}  # by the number of the step that asks
        self._times: Counter[str] = Counter()  # how often a question was asked
        self._end = time.monotonic() + limits.notebook_seconds

    def outcomes(self) -> dict[str, Outcome]:
        """Return what became of each question that was asked; the last that was answered counts."""
        while not self._ran_to_the_end():
            pass
        outcomes: dict[str, Outcome] = {}
        for number, step in enumerate(self._steps):
            if step.question is None:
                continue
            late = Outcome("timeout", f"{step.question.title}: the notebook takes too long.")
            found = self._found.get(number, late)
            if found.status != "missing" or step.question.id not in outcomes:
                outcomes[step.question.id] = found
        return outcomes

    def _ran_to_the_end(self) -> bool:
        """Run all steps in a new process; return False if one has ended it."""
        with self._nursery.learner(self._limits) as peer:
            failed: dict[int, Outcome] = {}  # by the number of the cell
            lacking: list[int] = []  # cells in which a name was not defined
            for number in range(len(self._steps)):
                if not self._done(number, peer, failed, lacking):
                    return False
            for number in self._steps_of(lacking):
                self._found.pop(number, None)
                if not self._done(number, peer, failed, []):
                    return False
        return True

    def _steps_of(self, cells: list[int]) -> list[int]:
        """Return the steps that run some cells, then those that ask what they answer."""
        ids = {self._submission.ids[cell] for cell in cells}
        run, ask = [], []
        for number, step in enumerate(self._steps):
            if step.question is None and step.cell in cells:
                run.append(number)
            elif step.question is not None and step.question.id in ids:
                ask.append(number)
        return run + ask

    def _done(
        self, number: int, peer: Peer, failed: dict[int, Outcome], lacking: list[int]
    ) -> bool:
        """Do one step, unless there is no time left; return False if it has ended the process."""
        step = self._steps[number]
        peer.allowance = min(self._limits.seconds, self._end - time.monotonic())
        if peer.allowance <= 0 or number in self._found:
            return True
        if number in self._crashed:
            failed[step.cell] = self._crashed[number]
        elif step.question is None:
            failed.pop(step.cell, None)
            self._run(number, peer, failed, lacking)
        if step.question is not None:
            problem, seed = self._problem(step, failed), self._seed(step.question)
            self._found[number] = self._crashed.get(number) or _asked(
                step.question, peer, problem, seed
            )
        if peer.gone:
            self._crashed[number] = self._found.get(number) or _ended(peer)
        return not peer.gone

    def _seed(self, question: Question) -> int:
        """Return what makes the hidden inputs: others each time that a question is asked.

        Its inputs could be kept, and answered the next time with what another question hands over:
        the layers of a network are right ones.
        """
        self._times[question.id] += 1
        return HIDDEN_SEED + self._times[question.id] - 1

    def _run(self, number: int, peer: Peer, failed: dict[int, Outcome], lacking: list[int]) -> None:
        """Run a cell, and note how it fails."""
        cell = self._steps[number].cell
        try:
            peer.do("run", self._submission.sources[cell], cell)
        except Gone:
            return
        except LateError:
            failed[cell] = Outcome("timeout", f"its cell is stopped: {NO_TIME}")
        except Exception as error:
            status = "missing" if isinstance(error, NotImplementedError) else "error"
            failed[cell] = Outcome(status, f"its cell fails: {Failure(error)}")
            if isinstance(error, NameError):
                lacking.append(cell)

    def _problem(self, step: Step, failed: Mapping[int, Outcome]) -> Outcome | None:
        """Return how the cell that answers a question has failed, if it has."""
        assert step.question is not None
        cells = [i for i in failed if self._submission.ids[i] == step.question.id]
        before = [i for i in cells if i <= step.cell]
        return failed[max(before)] if before else None


def _ended(peer: Peer) -> Outcome:
    """Return what is told of code that had to be ended, or has ended its process."""
    if peer.gone == TOO_LONG:
        return Outcome("timeout", f"its cell is stopped: {NO_TIME}")
    return Outcome("error", "its cell has ended Python: by os._exit, a crash, or too much memory")


def _asked(question: Question, peer: Peer, problem: Outcome | None, seed: int) -> Outcome:
    """Return what becomes of a question, with the variables as they are now."""
    try:
        answers = _answers(question, peer)
        if question.name in answers:
            found = _graded(question, answers, seed)
        else:
            found = Outcome("missing", f"{question.title}: it is nowhere defined.")
    except TableError:  # our own mistake
        raise
    except Exception as error:  # whatever a learner's own objects raise while they are read
        found = Outcome("error", f"{question.title}: it cannot be read: {Failure(error)}.")
    if peer.gone or peer.allowance <= 0:  # earns nothing, even where a failure is asked for
        late = peer.gone in ("", TOO_LONG)
        words = NO_TIME if late else "it has ended Python, or left the rules"
        return Outcome("timeout" if late else "error", f"{question.title}: {words}.")
    if problem and found.status not in EARNING:
        return replace(problem, message=f"{question.title}: {problem.message}.")
    return found


def _answers(question: Question, peer: Peer) -> dict[str, Any]:
    """Return the answer and the earlier ones that it builds on, as far as they can be read."""
    peer.forget()
    try:
        found = peer.do("values", *question.takes)
    except Exception:
        found = peer.do("values", question.name)
        for name in question.takes[1:]:
            with suppress(Exception):
                found |= peer.do("values", name)
    if not isinstance(found, dict):
        raise Gone(NO_RULE)
    return found


def _graded(question: Question, answers: dict[str, Any], seed: int) -> Outcome:
    """Return what the question says of its answer; a function is tried on other data too."""
    if isinstance(question, Value):  # whoever deletes one answer keeps the points of the next
        if not is_plain(answers[question.name]):
            return Outcome("wrong", f"{question.title} is not right yet.\n{NOT_PLAIN}")
        answers = {name: value for name, value in answers.items() if is_plain(value)}
        answers |= {name: question.truths[name] for name in question.unusable(answers)}
    result = question.grade(answers)
    if result.right and isinstance(question, Code):
        other = question.grade(answers, seed)
        result = other if other.right else replace(other, seen=OTHER_DATA)  # tells no input
    known = result.looks_like[0].name if result.looks_like and result.sure else None
    return Outcome(_status(result), result.message, known, _is_zero(question, answers))


def _is_zero(question: Question, answers: Mapping[str, Any]) -> bool:
    """Return whether a value is 0 throughout, and should not be."""
    if not isinstance(question, Value) or not np.any(question.truth):
        return False
    try:
        return not np.any(as_numbers(answers[question.name]).value)
    except NotANumber:
        return False


def _status(result: Result) -> str:
    if result.right:
        carried = "carried_forward" if result.carried else "correct"
        return "needs_review" if result.review else carried
    if not result.answered:
        return "missing"
    return "error" if result.failed else "wrong"

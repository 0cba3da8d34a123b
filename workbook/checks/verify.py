"""The test of the tests: whether a table of questions can do what it promises."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

from workbook.checks.code import Code
from workbook.checks.misconception import Misconception
from workbook.checks.observing import Failure, alike, observe
from workbook.checks.question import HIDDEN_SEED, Checked, Question, TableError
from workbook.checks.result import Result
from workbook.checks.table import Table
from workbook.checks.value import Value
from workbook.checks.written import Written

# What makes the random inputs: the check's own, that of hidden tests, and another.
SEEDS = (0, 1, HIDDEN_SEED)


@dataclass
class Verification:
    """What was found about a table.

    Attributes
    ----------
    table : Table
    misconceptions, named : int
        How many are known, and how many a check would name, alone or among three.
    problems : list of str
        What a check could not do, each with its question's id.
    notes : list of str
        What may be meant so, and is worth a look.
    """

    table: Table
    misconceptions: int = 0
    named: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = (
            f"{self.table.name}: {len(self.table)} questions, {self.misconceptions} misconceptions "
            f"known, {self.named} of them named"
        )
        notes = (f"  (worth a look) {note}" for note in self.notes)
        return "\n".join([counts, *(f"  {problem}" for problem in self.problems), *notes])


def verify(table: Table) -> Verification:
    """Grade what is right, placeholders and all misconceptions, and say what does not come out.

    The right answer must be right and a placeholder unanswered; every misconception must be
    refused, be told apart from the others, and have a hint; the formula of a written answer must
    be a question that code answers; numbers that are drawn must tell as well as the table's own.
    """
    found = Verification(table)
    if not table:
        found.problems.append("it has no questions")
    for question in table.values():
        if isinstance(question, Written):
            found.problems += problems_of_written(table, question)
        elif isinstance(question, Checked):
            try:
                _verify(question, found)
            except TableError as error:
                found.problems.append(str(error))
    if table.drawn:
        try:
            table.variant("verify")
        except TableError as error:
            found.problems.append(str(error))
    return found


def _verify(question: Checked, found: Verification) -> None:
    found.problems += [f"{question.id}: {words}" for words in problems_of(question)]
    found.notes += [f"{question.id}: {words}" for words in notes_on(question)]
    found.misconceptions += len(question.misconceptions)
    found.named += sum(is_named(question, each) for each in question.misconceptions)


def problems_of(question: Checked) -> Iterator[str]:
    """Yield what a check of this question could not do."""
    if not question.asks:
        yield "nothing says what is asked: the right answer has no docstring"
    yield from _problems_of_right(question)
    taken_for_right = _taken_for_right(question)
    for misconception in question.misconceptions:
        if not misconception.equivalent and misconception in taken_for_right:
            yield f"it is taken for right that {misconception.name}"
        elif not misconception.equivalent and not is_named(question, misconception):
            yield f"it is not named that {misconception.name}"
        if not misconception.hint:
            yield f"there is no hint for who believes that {misconception.name}"
    if isinstance(question, Code) and not _own_gradient_works(question):
        yield "its own_gradient fails on every case"
    for first, second in _confused(question):
        yield f"one cannot be told from the other: {first.name} / {second.name}"


def notes_on(question: Checked) -> Iterator[str]:
    """Yield what a check of this question does, and may not be meant to do."""
    if not question.hint:
        yield "it has no hint for a mistake that nobody has foreseen"
    if not question.misconceptions:
        yield "no mistake is known"
    if isinstance(question, Value):
        yield from _notes_on_decimals(question)
    if isinstance(question, Code):
        for misconception, seen in zip(question.misconceptions, question.known(0), strict=True):
            if all(isinstance(each, Failure) for each in seen):
                yield f"every case fails where {misconception.name}: {seen[0]}"
    for misconception in question.misconceptions:
        if misconception.equivalent and _grade(question, misconception).looks_like == (
            misconception,
        ):
            yield f"it is told apart, though declared equivalent, that {misconception.name}"


def _notes_on_decimals(question: Value) -> Iterator[str]:
    """Yield what an answer with two decimals cannot tell."""
    zeros = np.zeros(question.truth.shape)
    if np.any(question.truth) and grade(question, zeros).right:
        yield "0 is near enough to be right: answers count to two decimals; ask in other units"
    for misconception in question.misconceptions:
        rounded = np.round(question.answer_with(misconception), 2)
        if not misconception.equivalent and grade(question, rounded).right:
            yield f"written with two decimals it is taken for right that {misconception.name}"


def _taken_for_right(question: Checked) -> list[Misconception]:
    """Return the misconceptions that a check lets pass, on any of the data on which it is tried."""
    if not isinstance(question, Code):
        return [each for each in question.misconceptions if _grade(question, each).right]
    passed: list[Misconception] = []
    for seed in SEEDS:
        right = question.observations(question.right, seed)
        for misconception, seen in zip(question.misconceptions, question.known(seed), strict=True):
            # What gives something else is refused: to say why would take long.
            if alike(seen, right) and _grade(question, misconception, seed).right:
                passed.append(misconception)
    return passed


def is_named(question: Checked, misconception: Misconception) -> bool:
    """Return whether a check names the misconception, alone or among three."""
    return misconception in _grade(question, misconception).looks_like


def _problems_of_right(question: Checked) -> Iterator[str]:
    right: Any = question.truth if isinstance(question, Value) else question.right
    for seed in _seeds(question):
        result = grade(question, right, seed)
        if not result.right:
            yield f"what should be right is refused: {result.message}"
    shape = np.shape(right) if isinstance(question, Value) else ()
    for placeholder in (None, np.full(shape, None)) if shape else (None,):
        if grade(question, placeholder).answered:
            yield "a placeholder is taken for an answer"


def problems_of_written(table: Table, question: Written) -> Iterator[str]:
    """Yield what is wrong with a question in words."""
    if not question.asks:
        yield f"{question.id}: nothing says what is asked"
    if question.formula and not isinstance(table.get(question.formula), Code):
        yield f"{question.id}: its formula {question.formula} is no question that code answers"


def _own_gradient_works(question: Code) -> bool:
    """Return whether the right answer's own gradient can be had on some case, where it is asked."""
    if question.own_gradient is None:
        return True
    cases = list(question.cases(np.random.default_rng(0)))
    gradients = (observe(question.own_gradient, question.right, case) for case in cases)
    return not all(isinstance(each, Failure) for each in gradients)


def _seeds(question: Question) -> tuple[int, ...]:
    return SEEDS if isinstance(question, Code) else SEEDS[:1]


def _grade(question: Checked, misconception: Misconception, seed: int = 0) -> Result:
    return grade(question, _answer(question, misconception), seed)


def _answer(question: Checked, misconception: Misconception) -> Any:
    """Return what a learner with the misconception gives, whose earlier answers are right."""
    if isinstance(question, Value):
        return question.answer_with(misconception)
    return misconception.answer


def grade(question: Checked, answer: Any, seed: int = 0) -> Result:
    """Return the `Result` of an answer of a learner whose earlier answers are right."""
    earlier = question.truths if isinstance(question, Value) else {}
    needed = set(question.takes) - question.optional - {question.name}
    return question.grade({question.name: answer} | {name: earlier[name] for name in needed}, seed)


def _confused(question: Checked) -> Iterator[tuple[Misconception, Misconception]]:
    """Yield the pairs that give the same, and do not declare why."""
    if isinstance(question, Code):
        answers: list[Any] = question.known(seed=0)
    else:
        answers = [_answer(question, each) for each in question.misconceptions]
    pairs = zip(question.misconceptions, answers, strict=True)
    told = [(each, answer) for each, answer in pairs if not each.equivalent]
    for (first, one), (second, other) in combinations(told, 2):
        if isinstance(question, Code):
            same = alike(one, other)
        else:
            same = np.shape(one) == np.shape(other) and np.allclose(one, other)
        if same:
            yield first, second

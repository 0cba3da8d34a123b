"""What a check takes before the learner reads its message: right answers, and wrong ones.

Of all answers of a kind, the median and the worst count, each against the longest that is allowed.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.harness import Comparison
from benchmarks.mutated import questions
from tests.answers import HERE, Answer, corpus, run, table_of
from workbook.checks.question import Checked
from workbook.checks.value import Value

# Seconds.
RIGHT = 0.05
WRONG = 2.0
ALLOWED = "allowed at worst"

Check = Callable[[], Any]
Checks = dict[str, Check]


def comparisons() -> Iterator[Comparison]:
    """Yield the comparisons: answers of the tables, then those that people give."""
    asked = list(questions().values())
    yield timed("check: right answers of the tables", rights(asked), RIGHT, rounds=5)
    yield timed("check: known mistakes of the tables", known_mistakes(asked), WRONG)
    for folder in sorted(each.name for each in HERE.iterdir() if any(each.glob("q*.py"))):
        answers = corpus(folder)
        right, wrong = ([each for each in answers if each.right is so] for so in (True, False))
        yield timed(f"check: right cells, {folder}", cells(right), RIGHT, rounds=3)
        yield timed(f"check: wrong cells, {folder}", cells(wrong), WRONG)


def timed(task: str, checks: Checks, allowed: float, rounds: int = 1) -> Comparison:
    """Return the median and the worst time of some checks, and which is the worst.

    Where there are several rounds, the median over them counts, and what is computed once for all
    answers of a question does not.
    """
    for check in checks.values() if rounds > 1 else ():
        seconds_of(check)
    taken = {
        name: median(seconds_of(check) for _ in range(rounds)) for name, check in checks.items()
    }
    slowest = max(taken, key=lambda name: taken[name])
    worst = f"worst, {slowest}"
    seconds = {ALLOWED: [allowed], "median": [median(taken.values())], worst: [taken[slowest]]}
    return Comparison(f"{task} ({len(checks)})", seconds, ALLOWED, {worst: 1.0})


def rights(asked: Iterable[Checked]) -> Checks:
    """Return the checks of right answers, by the questions' titles."""
    return {question.title: check_of(question) for question in asked}


def known_mistakes(asked: Iterable[Checked]) -> Checks:
    """Return the checks of all misconceptions, by the questions' titles and a number."""
    return {
        f"{question.title} {number}": check_of(question, misconception)
        for question in asked
        for number, misconception in enumerate(question.misconceptions, start=1)
    }


def cells(answers: Iterable[Answer]) -> Checks:
    """Return the checks of answers as they stand in cells, by their ids and a number."""
    return {
        f"{answer.question_id} ({number})": check_of_cell(answer)
        for number, answer in enumerate(answers, start=1)
    }


def seconds_of(check: Check) -> float:
    """Return how long a check takes, whatever it prints."""
    silent = StringIO()
    with redirect_stdout(silent), redirect_stderr(silent):
        begin = perf_counter()
        check()
        return perf_counter() - begin


def check_of(question: Checked, misconception: Any = None) -> Check:
    """Return the check of a question's right answer, or of a misconception's."""
    if isinstance(question, Value):
        earlier = {each: question.truths[each] for each in question.takes if each != question.name}
        own: Any = question.answer_with(misconception) if misconception else question.truth
        answers = earlier | {question.name: own}
    else:
        answers = {question.name: misconception.answer if misconception else question.right}
    return lambda: question.grade(answers)


def check_of_cell(answer: Answer) -> Check:
    """Return the check of an answer as it stands in a cell, which has been run."""
    table, names = table_of(answer), run(answer)
    question = table[answer.question_id]
    answers = {
        name: names.get(name, table.truth.get(name))
        for name in question.takes
        if name == question.name or name in names or name in table.truth
    }
    return lambda: question.grade(answers)

"""A check in a notebook: finds the answer, guards the page, notes how far the learner has come.

A program that grades calls `Table.grade`, which has none of these guards: it runs answers where
they can do no harm.
"""

import io
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from workbook.checks import progress
from workbook.checks.diagnosis.location import Location
from workbook.checks.limits import Clock
from workbook.checks.observing import Failure
from workbook.checks.question import Question, TableError
from workbook.checks.result import NotRightYet, Result, unanswered, wrong

SECONDS = 10.0  # the slowest right answer of the workbook takes 0.02
LINES, CHARACTERS = 10, 1000  # of what an answer prints while it is checked

GREEN, PLAIN = "\x1b[32m", "\x1b[0m"


def ask(
    question: Question,
    answers: Mapping[str, Any],
    variables: Mapping[str, Any],
    seed: int = 0,
    seconds: float = SECONDS,
    hint: int = 0,
) -> None:
    """Say that an answer is right, or raise `NotRightYet`; note which, in a learner's folder.

    Parameters
    ----------
    question : Question
    answers : mapping
        Answers by their names.
    variables : mapping
        Where the answers are that are not given: the notebook's variables.
    seed : int
        Makes the random inputs.
    seconds : float
        How long the answer may run. An endless loop is stopped only on Unix and in the main
        thread, where notebooks run; a single call of NumPy ends before it is stopped.
    hint : int
        How many steps of help to tell with what is wrong: where it stands, then what it is.

    Raises
    ------
    NotRightYet
    TypeError
        If a name is given that the question does not take, or it is answered in words.
    """
    hint = max(0, hint)
    found = {name: variables[name] for name in question.takes if name in variables}
    result = _result(question, found | dict(answers), seed, seconds)
    if result.answered and not hint:  # to ask for help is no try
        progress.record(question.id, right=result.right)
    if not result.right:
        if hint and result.answered and not result.locations:
            result = result.located(_located(question, found | dict(answers), seed))
        seeded = f", seed={seed}" if seed else ""
        raise NotRightYet(result, hint, f'check("{question.id}"{seeded}, hint={hint + 1})')
    where = " on other data too" if seed else ""
    print(f"{GREEN}✓ {result.message}{where}{PLAIN}")


def _result(question: Question, found: Mapping[str, Any], seed: int, seconds: float) -> Result:
    """Return the `Result` of what was found, whatever the answer does; print what it printed."""
    needed = set(question.takes) - question.optional
    answers = dict.fromkeys(needed) | dict(found)
    question.require(answers)
    if question.name not in found:
        hint = "Run the cell above, in which you answer it."
        return unanswered(question.title, f"there is no {question.name} yet", hint)
    printed = Printed()
    clock = Clock(seconds)
    try:
        with redirect_stdout(printed), redirect_stderr(printed), clock.running():
            return question.grade(answers, seed)
    except TableError:  # the author's mistake, not the learner's
        raise
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            if not clock.is_over:  # the learner has stopped it
                raise
            return wrong(question.title, f"it still ran after {seconds:g} seconds", (), ENDLESS)
        return wrong(question.title, str(Failure(error)), (), question.hint)
    finally:
        printed.show()


def _located(question: Question, answers: Mapping[str, Any], seed: int) -> list[Location]:
    """Return where the answer is wrong; what it prints meanwhile has been seen before."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        return question.located(answers, seed)


ENDLESS = (
    "Look for a loop that never ends: does what stands behind `while` ever change? If all it does "
    "is compute for long, let NumPy work on whole arrays in place of a loop."
)


class Printed(io.TextIOBase):
    """Keeps the beginning of what is printed, and counts the rest."""

    def __init__(self) -> None:
        self.kept = ""
        self.length = 0

    def write(self, text: str) -> int:
        """Take what is printed."""
        self.kept += text[: CHARACTERS - len(self.kept)]
        self.length += len(text)
        return len(text)

    def show(self) -> None:
        """Print the first lines, and how much there was besides."""
        shown = "".join(self.kept.splitlines(keepends=True)[:LINES])
        if shown:
            print(shown.rstrip("\n"))
        if more := self.length - len(shown):
            print(f"… {more:,} more characters")

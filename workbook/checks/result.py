"""What a check found, and how it is said."""

import textwrap
from dataclasses import dataclass

from workbook.checks.questions import Misconception

WIDTH = 88  # what fits beside a cell without scrolling
GREEN, RED, BOLD, PLAIN = "\x1b[32m", "\x1b[31m", "\x1b[1m", "\x1b[0m"


@dataclass(frozen=True)
class Result:
    """The outcome of one question.

    Attributes
    ----------
    question : Question
    right : bool
    answered : bool
        False for a placeholder.
    seen : str
        What is noticed about the answer; never the expected value.
    looks_like : tuple of Misconception
        At most three, nearest first.
    hint : str
        A next thing to try.
    review : bool
        The point is given, but a person should look: the learner's earlier answers make a known
        misconception invisible.
    """

    question: object
    right: bool
    answered: bool = True
    seen: str = ""
    looks_like: tuple[Misconception, ...] = ()
    hint: str = ""
    review: bool = False

    @property
    def message(self):
        """The words for the learner: the question first, then what was seen, then what to try."""
        title = f"{self.question.id} {self.question.name}"
        if self.right:
            return f"{title} is right"
        if not self.answered:
            return f"{title}: {self.seen}.\n{self.hint}"
        lines = [
            f"{title} is not right yet.",
            f"Seen: {self.seen}" + "." * (self.seen[-1] not in ".?"),
        ]
        if len(self.looks_like) == 1:
            lines.append(f"It looks as if {self.looks_like[0].name}.")
        elif self.looks_like:
            lines.append("It looks like one of these:")
            lines += [f"  - {misconception.name}" for misconception in self.looks_like]
        if self.hint:
            lines.append(f"Next: {self.hint}")
        return "\n".join(lines)


class NotRightYet(AssertionError):
    """Raised by a check that fails; shown in Jupyter as its message alone."""

    def __init__(self, result):
        super().__init__(result.message)
        self.result = result

    def _render_traceback_(self):
        """Return what IPython shows in place of a traceback."""
        first, *rest = str(self).splitlines()
        mark = "✗" if self.result.answered else "○"
        words = [textwrap.fill(line, WIDTH) for line in rest]
        return [f"{RED}{BOLD}{mark} {first}{PLAIN}", *words]


def unanswered(question, reason="it is not answered yet"):
    """Return the `Result` of a placeholder."""
    hint = "Fill in the cell above, run it, then run this check."
    return Result(question, False, answered=False, seen=reason, hint=hint)


def one_of(misconceptions):
    """Return the nearest three at most."""
    return tuple(misconceptions[:3])


def advice(misconceptions, question):
    """Return the hint of the nearest misconception that has one, else the question's."""
    return next((m.hint for m in misconceptions if m.hint), question.hint)

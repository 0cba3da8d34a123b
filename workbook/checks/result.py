"""What a check found, and how it is said."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbook.checks.diagnosis.explanation import Explanation
from workbook.checks.diagnosis.kinds import FACTS
from workbook.checks.diagnosis.location import Location
from workbook.checks.misconception import Misconception

MOST_NAMED = 3
MOST_WORDS = 100  # of a message
WIDTH = 80  # what fits beside a cell without scrolling
RED, BOLD, PLAIN = "\x1b[31m", "\x1b[1m", "\x1b[0m"


@dataclass(frozen=True, kw_only=True)
class Result:
    """The outcome of one question.

    Attributes
    ----------
    title : str
        The question's id and the answer's name.
    right : bool
    answered : bool
        False for a placeholder.
    seen : str
        What is noticed about the answer; never the expected value.
    looks_like : tuple of Misconception
        At most three, nearest first.
    together : bool
        Whether all of these are meant, each for a part of its own, and not one of them.
    hint : str
        A next thing to try.
    locations : tuple of Location
        Where it stands in the learner's code, as far as that is known.
    example : str
        The smallest input on which it fails.
    review : bool
        The point is given, but a person should look: the learner's earlier answers make a known
        misconception invisible.
    carried : bool
        Right only as what follows from the learner's own earlier answer, which is wrong.
    sure : bool
        Whether what it looks like is told as such; else it is told as what might be.
    failed : bool
        The answer raised an error.
    """

    title: str
    right: bool = False
    answered: bool = True
    seen: str = ""
    looks_like: tuple[Misconception, ...] = ()
    together: bool = False
    hint: str = ""
    locations: tuple[Location, ...] = ()
    example: str = ""
    review: bool = False
    carried: bool = False
    sure: bool = True
    failed: bool = False

    @property
    def message(self) -> str:
        """The words for the learner: the question first, then what was seen, then what to try."""
        if self.right:
            return f"{self.title} is right"
        if not self.answered:
            return f"{self.title}: {self.seen}.\n{self.hint}"
        end = "" if self.seen.endswith((".", "?")) else "."
        lines = [f"{self.title} is not right yet.", f"Seen: {self.seen}{end}"]
        if len(self.looks_like) == 1:
            how = "looks as if" if self.sure else "might be that"
            lines.append(f"It {how} {self.looks_like[0].name}.")
        elif self.looks_like:
            lines.append("It looks as if:" if self.together else "It looks like one of these:")
            lines += [f"  - {misconception.name}" for misconception in self.looks_like]
        if self.hint:
            lines.append(f"Next: {self.hint}")
        return "\n".join(lines)

    def explained(self, explanations: Sequence[Explanation]) -> "Result":
        """Return the result with what explains it: all that is sure, or else what is likely."""
        sure = [each for each in explanations if each.sure]
        chosen = (sure or list(explanations))[:MOST_NAMED]
        if not chosen:
            return self
        several = len({each.parts for each in explanations}) > 1
        known = tuple(each.told_with_parts() if several else each.misconception for each in chosen)
        hint = next((each.hint for each in known if each.hint), self.hint)
        together = bool(sure) and len(known) > 1
        result = replace(self, looks_like=known, hint=hint, sure=bool(sure), together=together)
        while len(result.message.split()) > MOST_WORDS and len(result.looks_like) > 1:
            result = replace(result, looks_like=result.looks_like[:-1])
        return result

    def located(self, locations: Sequence[Location]) -> "Result":
        """Return the result with where the mistakes stand, which the hint then begins to tell."""
        if not locations:
            return self
        is_fact = locations[0].kind in FACTS  # which proves nothing
        if self.looks_like and self.sure and is_fact:
            return self
        if self.looks_like and (self.sure or is_fact):
            return replace(self, locations=tuple(locations))
        hint = locations[0].kind.question
        return replace(self, locations=tuple(locations), looks_like=(), hint=hint)

    @property
    def steps(self) -> list[str]:
        """What can be told besides the message: each place, then its kind; last an example."""
        steps = [step for location in self.locations for step in location.steps]
        return [*steps, f"It fails already for {self.example}."] if self.example else steps


class NotRightYet(AssertionError):
    """Raised by a check that fails; shown in Jupyter as its message alone.

    Parameters
    ----------
    result : Result
    steps : int
        How many of the result's steps are told besides.
    more : str
        How to ask for the next one.
    """

    def __init__(self, result: Result, steps: int = 0, more: str = ""):
        told = [result.message, *result.steps[:steps]]
        if steps < len(result.steps):
            told.append(f"More: {more}" if more else "")
        elif steps and result.answered:
            told.append("That is all that can be told.")
        super().__init__("\n".join(filter(None, told)))
        self.result = result

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows in place of a traceback."""
        first, *rest = str(self).splitlines()
        mark = "✗" if self.result.answered else "○"
        words = [textwrap.fill(line, WIDTH) for line in rest]
        return [f"{RED}{BOLD}{mark} {first}{PLAIN}", *words]


def unanswered(
    title: str,
    reason: str = "it is not answered yet",
    hint: str = "Fill in the cell above, run it, then run this check.",
) -> Result:
    """Return the `Result` of a placeholder, or of an answer that is not there."""
    return Result(title=title, answered=False, seen=reason, hint=hint)


def wrong(title: str, seen: str, known: Sequence[Misconception], hint: str) -> Result:
    """Return the `Result` of a wrong answer.

    The three nearest misconceptions are named; the hint is that of the nearest which has one, else
    the question's own, `hint`.
    """
    nearest = tuple(known[:MOST_NAMED])
    advice = next((misconception.hint for misconception in nearest if misconception.hint), hint)
    return Result(title=title, seen=seen, looks_like=nearest, hint=advice)

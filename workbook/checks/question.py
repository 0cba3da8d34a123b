"""What a question is: what is asked, what is right, and what is known to go wrong.

Each known misconception computes what a learner who holds it would answer. So a table of questions
can be tested, and a wrong answer can be met with the name of its mistake.
"""

import inspect
import keyword
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, ClassVar, TypeVar, overload

from workbook.checks.diagnosis.location import Location
from workbook.checks.misconception import Misconception
from workbook.checks.reading import Floats
from workbook.checks.result import Result

# (N, D) on which functions are tried: one sample, as many samples as features, wide, tall.
SHAPES = ((1, 3), (4, 4), (2, 7), (7, 2))

# "coffee-1": what a table's ids begin with, and the question's own part.
ID = re.compile(r"\w+(-\w+)+(?<!-check)", re.ASCII)

# Makes the inputs of the checks that a learner does not see: any other number than 0.
HIDDEN_SEED = 704

Function = TypeVar("Function", bound=Callable[..., Any])


class TableError(ValueError):
    """A question that could not be checked; the message says which, and what to change."""


@dataclass(eq=False, kw_only=True)
class Question:
    """What all kinds of question have.

    Attributes
    ----------
    id : str
        "q1-3": where the question is found, and how its cells in the notebook begin.
    name : str
        What the learner's answer is called; empty for an answer in words.
    asks : str
        What is asked, in a sentence.
    points : float
    hint : str
        For a wrong answer that no misconception explains.
    """

    kind: ClassVar[str]

    id: str
    name: str = ""
    asks: str = ""
    points: float = 1.0
    hint: str = ""

    def __post_init__(self) -> None:
        if not ID.fullmatch(self.id):
            raise TableError(f'{self.id!r} is no id: write "coffee-1", of letters and digits')
        if not isinstance(self.points, int | float) or self.points < 0:
            raise TableError(f"{self.id}: points must be a number ≥ 0, not {self.points!r}")

    @property
    def title(self) -> str:
        """How messages begin: "q1-3 y"."""
        return f"{self.id} {self.name}".strip()

    @property
    def takes(self) -> tuple[str, ...]:
        """Names that a check of this question is given: the answer's, and those it builds on."""
        return (self.name,)

    @property
    def optional(self) -> frozenset[str]:
        """Those of `takes` that may be left out."""
        return frozenset()

    def variant(
        self, given: Mapping[str, Floats], truths: Mapping[str, Floats], salt: int
    ) -> "Question":
        """Return this question for a `Table.variant`; one that has nothing to vary is itself.

        Parameters
        ----------
        given, truths : mapping
            The variant's given numbers and earlier answers, by their names.
        salt : int
            What its random inputs are made from, besides a check's own seed.
        """
        return self

    def grade(self, answers: Mapping[str, Any], seed: int = 0) -> Result:
        """Return the `Result` of the answers, by their names; `seed` makes random inputs.

        Raises
        ------
        TypeError
            If the names are not those that the question takes.
        """
        self.require(answers)
        return self._grade(answers, seed)

    def located(self, answers: Mapping[str, Any], seed: int = 0) -> list[Location]:
        """Return where a wrong answer has to be changed, as far as that is found."""
        return []

    def require(self, answers: Mapping[str, Any]) -> None:
        """Refuse names that are not those which the question takes, by a TypeError."""
        needed = set(self.takes) - self.optional
        if not needed <= answers.keys() <= set(self.takes):
            raise TypeError(f"{self.id} takes {sorted(self.takes)}, got {sorted(answers)}")

    def _grade(self, answers: Mapping[str, Any], seed: int) -> Result:
        raise NotImplementedError


@dataclass(eq=False, kw_only=True)
class Checked(Question):
    """A question whose answer a program checks.

    Attributes
    ----------
    right : callable or class
        Computes or is the right answer.
    misconceptions : list of Misconception
        Added by `mistake`, likeliest first.
    """

    right: Callable[..., Any]
    misconceptions: list[Misconception] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        taken = keyword.iskeyword(self.name) or self.name in ("seed", "variant", "hint")
        if taken or not self.name.isidentifier():
            raise TableError(
                f"{self.id}: an answer cannot be called {self.name!r}; name it with `name=`"
            )

    # A decorated function or class can be used as before: mistakes are often made from it.

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Return what the right answer gives."""
        return self.right(*arguments, **named)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[Any, ...]:
        """Let a class be derived from the right one."""
        return (self.right,)

    @overload
    def mistake(
        self,
        name: str,
        answer: Function,
        hint: str = "",
        *,
        equivalent: str = "",
        uses: str | Sequence[str] = (),
    ) -> Function: ...

    @overload
    def mistake(
        self, name: str, *, hint: str = "", equivalent: str = "", uses: str | Sequence[str] = ()
    ) -> Callable[[Function], Function]: ...

    def mistake(  # type: ignore[no-untyped-def]
        self, name, answer=None, hint="", *, equivalent="", uses=()
    ):
        """Add a misconception; without `answer`, decorate the function or class that has it.

        Parameters
        ----------
        name, answer, hint, equivalent
            As in `Misconception`.
        uses
            The earlier answers that ``answer`` takes, where its parameters are not named after
            them.

        Returns
        -------
        callable
            ``answer`` as it was, or a decorator.

        Raises
        ------
        TableError
            If it could not be told apart by its name, or ``answer`` could not be called.
        """
        if answer is None:
            return lambda answer: self.mistake(name, answer, hint, equivalent=equivalent, uses=uses)
        if any(name == known.name for known in self.misconceptions):
            raise TableError(f"{self.id}: two misconceptions are called {name!r}")
        if not callable(answer):
            raise TableError(f"{self.id}, {name!r}: its answer must be a function or class")
        uses = (uses,) if isinstance(uses, str) else tuple(uses)
        self._add(Misconception(name, answer, hint, equivalent, uses))
        return answer

    def _add(self, misconception: Misconception) -> None:
        self.misconceptions.append(misconception)


def parameters_of(function: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of a function's parameters; those with a default are its own affair."""
    parameters = inspect.signature(function).parameters.values()
    return tuple(each.name for each in parameters if each.default is each.empty)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the words that point to the known name that is meant, if one is near."""
    close = get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""

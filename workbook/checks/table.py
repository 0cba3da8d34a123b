"""A table of questions: how they are written down, and how they are found by their ids.

    table = Table("coffee")

    @table.value("coffee-1", hint="How far is it from the room?")
    def difference():
        '''The coffee is 80 °C hot, the room 20 °C: the difference in kelvin.'''
        return 80 - 20

    difference.mistake("the two are added", lambda: 80 + 20, "Would 0 come out in cold coffee?")

The function's name is that of the answer, its docstring says what is asked, what it returns is
right, and after it stands what is known to go wrong. What cannot work is refused where it stands.
"""

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbook.checks.asking import ask
from workbook.checks.code import Code
from workbook.checks.observing import Case, Parts
from workbook.checks.question import Question, TableError, nearest, parameters_of
from workbook.checks.reading import Floats, fixed
from workbook.checks.result import Result
from workbook.checks.value import Value
from workbook.checks.variants import number_of, plain, tells_as_well
from workbook.checks.written import Written

Asked = TypeVar("Asked", bound=Question)

# rng → a given number
Draw = Callable[[np.random.Generator], ArrayLike]

# How many draws are tried for a variant.
DRAWS = 2000


class Table(Mapping[str, Question]):
    """Questions by their ids, in the order in which they are asked.

    Parameters
    ----------
    name : str
        What they belong to: the notebook's name, without its ending.

    Attributes
    ----------
    numbers : dict
        The given numbers, by their names.
    truth : dict
        The true value of each value question, by the answer's name.
    text : str
        Whose `variant` it is; empty for the table that was written down.
    """

    def __init__(self, name: str):
        self.name = name
        self.text = ""
        self.numbers: dict[str, Floats] = {}
        self.truth: dict[str, Floats] = {}
        self._questions: dict[str, Question] = {}
        self._draws: dict[str, Draw] = {}
        self._facts: dict[str, Callable[..., Any]] = {}
        self._variants: dict[str, Table] = {}

    def __getitem__(self, question_id: str) -> Question:
        try:
            return self._questions[question_id]
        except KeyError:
            words = f"there is no question {question_id} in {self.name}"
            raise KeyError(words + nearest(question_id, self._questions)) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._questions)

    def __len__(self) -> int:
        return len(self._questions)

    @property
    def drawn(self) -> frozenset[str]:
        """Names of the given numbers of which variants have others."""
        return frozenset(self._draws)

    # How questions are written down

    def given(self, name: str, number: ArrayLike, draw: Draw | None = None) -> None:
        """Enter a given number, which right answers and mistakes take by its name.

        Parameters
        ----------
        name : str
        number : number or array
        draw : callable, optional
            rng → another such number, for a `variant`. Without it, variants have the same.

        Raises
        ------
        TableError
            If the name is taken, or no name for an answer.
        """
        self._require_new(name, f"the given number {name}")
        self.numbers[name] = fixed(number)
        if draw is not None:
            self._draws[name] = draw

    def fact(self, words: str, holds: Callable[..., Any]) -> None:
        """Note what the notebook says of its numbers, and must be true in every `variant`.

        Parameters
        ----------
        words : str
            "the output is below its target".
        holds : callable
            Takes given numbers and answers by their names; returns whether it is so.

        Raises
        ------
        TableError
            If it is not so.
        """
        self._facts[words] = holds
        if not _is_so(holds, self.numbers | self.truth):
            raise TableError(f"{self.name}: it is not so that {words}")

    def _require_new(self, name: str, whose: str) -> None:
        if name in self.truth:
            raise TableError(f"{whose}: {name} is asked for already")
        if name in self.numbers:
            raise TableError(f"{whose}: {name} is given already")

    def value(
        self,
        question_id: str,
        *,
        points: float = 1.0,
        hint: str = "",
        also: Callable[..., Any] | None = None,
        name: str = "",
        asks: str = "",
    ) -> Callable[[Callable[..., Any]], Value]:
        """Decorate the function that computes a value from given numbers and earlier answers.

        Its attributes are those of `Value`. What is not given is taken from the function: the
        answer's ``name`` is its name, and ``asks`` its docstring.

        Raises
        ------
        TableError
            If the id or the answer's name is taken, or a parameter is neither.
        """

        def decorate(right: Callable[..., Any]) -> Value:
            question = Value(
                id=question_id,
                name=name or getattr(right, "__name__", ""),
                asks=asks or inspect.getdoc(right) or "",
                points=points,
                hint=hint,
                right=right,
                also=also,
                given=dict(self.numbers),
                truths=dict(self.truth),
            )
            return self._enter(question)

        return decorate

    def code(
        self,
        question_id: str,
        *,
        cases: Callable[[np.random.Generator], Iterable[Case]],
        points: float = 1.0,
        hint: str = "",
        probe: Callable[..., Parts] | None = None,
        returns: Sequence[str] = (),
        own_gradient: Callable[..., Mapping[str, NDArray[Any]]] | None = None,
        name: str = "",
        asks: str = "",
    ) -> Callable[[Callable[..., Any]], Code]:
        """Decorate the right function or class.

        Its attributes are those of `Code`; ``name`` and ``asks`` as for `value`.

        Raises
        ------
        TableError
            If the id is taken, or ``cases`` does not make tuples of arguments.
        """

        def decorate(right: Callable[..., Any]) -> Code:
            question = Code(
                id=question_id,
                name=name or getattr(right, "__name__", ""),
                asks=asks or inspect.getdoc(right) or "",
                points=points,
                hint=hint,
                right=right,
                cases=cases,
                probe=probe,
                returns=returns,
                own_gradient=own_gradient,
            )
            return self._enter(question)

        return decorate

    def written(
        self, question_id: str, asks: str = "", *, points: float = 1.0, formula: str = ""
    ) -> Written:
        """Note a question that is answered in words; its attributes are those of `Written`.

        Raises
        ------
        TableError
            If the id is taken.
        """
        return self._enter(Written(id=question_id, asks=asks, points=points, formula=formula))

    def _enter(self, question: Asked) -> Asked:
        if question.id in self._questions:
            raise TableError(f"{question.id}: two questions have this id")
        start = next(iter(self._questions), question.id).partition("-")[0]
        if question.id.partition("-")[0] != start:
            raise TableError(f"{question.id}: all ids of a table begin alike, here with {start}-")
        if isinstance(question, Value):
            self._require_new(question.name, question.id)
            self.truth[question.name] = question.truth
        self._questions[question.id] = question
        return question

    # The same questions over other numbers

    def variant(self, text: str) -> "Table":
        """Return the same questions over other given numbers and other random inputs.

        The numbers follow from the text, and tell every misconception as well as this table's
        (see `variants`). Capitals, accents and spaces too many make no difference: "Zoë  Müller "
        and "zoe muller" have the same variant. That of the empty text is the table itself.

        Raises
        ------
        TableError
            If no numbers are found that tell as well, or of which all facts are true.
        """
        text = plain(text)
        if not text:
            return self
        if text not in self._variants:
            self._variants[text] = self._drawn_from(text)
        return self._variants[text]

    def _drawn_from(self, text: str) -> "Table":
        salt = number_of(f"{self.name}: {text}")
        for attempt in range(DRAWS):
            rng = np.random.default_rng([salt, attempt])
            given = {name: fixed(draw(rng)) for name, draw in self._draws.items()}
            drawn = self._over(self.numbers | given, salt)
            if drawn is not None:
                drawn.text = text
                return drawn
        raise TableError(f"{self.name}: none of {DRAWS} draws of numbers tells all misconceptions")

    def _over(self, given: dict[str, Floats], salt: int) -> "Table | None":
        """Return a variant over some given numbers, or None if they do not tell as well."""
        drawn = Table(self.name)
        drawn.numbers, drawn._draws, drawn._facts = given, self._draws, self._facts
        try:
            if not self._facts_are_true(given):
                return None
            for question in self.values():
                varied = question.variant(given, drawn.truth, salt)
                if not tells_as_well(varied, question):
                    return None
                drawn._enter(varied)
        except TableError:  # an answer that cannot be computed from these
            return None
        return drawn

    def _facts_are_true(self, given: Mapping[str, Floats]) -> bool:
        """Return whether the facts are true over some given numbers; costs next to nothing."""
        numbers = dict(given)
        for question in self.values():
            if isinstance(question, Value):
                numbers[question.name] = question.true_value(numbers)
        return all(_is_so(holds, numbers) for holds in self._facts.values())

    # How answers are checked

    def grade(self, question_id: str, /, *, seed: int = 0, **answers: Any) -> Result:
        """Return the `Result` of an answer.

        Parameters
        ----------
        question_id : str
        seed : int
            Makes the random inputs on which functions and classes are tried.
        **answers
            The answer by its name and, for a value, the earlier answers that it builds on.

        Raises
        ------
        KeyError
            If there is no such question.
        TypeError
            If the names are not those that the question takes.
        """
        return self[question_id].grade(answers, seed)

    def check(
        self,
        question_id: str,
        /,
        *,
        seed: int = 0,
        variant: str = "",
        hint: int = 0,
        **answers: Any,
    ) -> None:
        """Say that an answer is right, or raise `NotRightYet` with what it looks like.

        Takes what `grade` takes, in a notebook; answers that are not given are looked up in the
        notebook's variables. ``hint`` is how many steps of help to tell besides. Prints one green
        line if the answer is right; see `asking`.
        """
        question = self.variant(variant)[question_id]
        ask(question, answers, sys._getframe(1).f_globals, seed, hint=hint)


def _is_so(holds: Callable[..., Any], numbers: Mapping[str, Floats]) -> bool:
    return bool(holds(*(numbers[name] for name in parameters_of(holds))))

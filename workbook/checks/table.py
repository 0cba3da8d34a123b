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
from numpy.typing import NDArray

from workbook.checks.asking import ask
from workbook.checks.code import Code
from workbook.checks.observing import Case, Parts
from workbook.checks.question import Question, TableError, nearest
from workbook.checks.reading import Floats
from workbook.checks.result import Result
from workbook.checks.value import Value
from workbook.checks.written import Written

Asked = TypeVar("Asked", bound=Question)


class Table(Mapping[str, Question]):
    """Questions by their ids, in the order in which they are asked.

    Parameters
    ----------
    name : str
        What they belong to: the notebook's name, without its ending.

    Attributes
    ----------
    truth : dict
        The true value of each value question, by the answer's name.
    """

    def __init__(self, name: str):
        self.name = name
        self.truth: dict[str, Floats] = {}
        self._questions: dict[str, Question] = {}

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

    # How questions are written down

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
        """Decorate the function that computes a value from earlier answers.

        Its attributes are those of `Value`. What is not given is taken from the function: the
        answer's ``name`` is its name, and ``asks`` its docstring.

        Raises
        ------
        TableError
            If the id or the answer's name is taken, or a parameter is no earlier answer.
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
                truths=dict(self.truth),
            )
            if question.name in self.truth:
                raise TableError(f"{question_id}: {question.name} is asked for already")
            self._enter(question)
            self.truth[question.name] = question.truth
            return question

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
        self._questions[question.id] = question
        return question

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
        self, question_id: str, /, *, seed: int = 0, variant: str = "", **answers: Any
    ) -> None:
        """Say that an answer is right, or raise `NotRightYet` with what it looks like.

        Takes what `grade` takes, in a notebook; answers that are not given are looked up in the
        notebook's variables. Prints one green line if the answer is right; see `asking`.
        """
        table = self.variant(variant) if variant else self
        ask(table[question_id], answers, sys._getframe(1).f_globals, seed)

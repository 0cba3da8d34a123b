"""What a question is: the types that the tables of questions are made of.

A question knows its reference and the misconceptions that it has met. Each misconception computes
what a learner who holds it would answer; so the tables can be tested, and a wrong answer can be
met with the name of its mistake.
"""

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

# (N, D) on which functions are tried: one sample, as many samples as features, wide, tall.
SHAPES = ((1, 3), (4, 4), (2, 7), (7, 2))


@dataclass(frozen=True)
class Misconception:
    """A known way to be wrong.

    Attributes
    ----------
    name : str
        Completes "It looks as if …": "the factor 2 of the square is missing".
    answer : callable or class
        What a learner with it gives: for a value, a function of earlier answers and the like; for
        code, an implementation with the reference's signature.
    hint : str
        A next thing to try; never the answer.
    equivalent : str
        Why it cannot be told apart on the data used (from the reference or from another
        misconception), if so; empty otherwise.
    """

    name: str
    answer: Callable
    hint: str = ""
    equivalent: str = ""


@dataclass(frozen=True)
class ValueQuestion:
    """A value answered in a cell, by hand or by code.

    Attributes
    ----------
    id : str
        "q1-3".
    name : str
        The variable asked for; later questions may use it by this name.
    reference : callable
        Computes the value. Its parameters are the names of earlier answers.
    misconceptions : sequence of Misconception
        The parameters of each ``answer`` are names of answers of the same notebook.
    points : float
    hint : str
        For a wrong answer that no misconception explains.
    also : callable, optional
        Another way to the value, from other earlier answers: right is what agrees with either.
    """

    id: str
    name: str
    reference: Callable
    misconceptions: Sequence[Misconception] = ()
    points: float = 1.0
    hint: str = ""
    also: Callable | None = None

    @property
    def uses(self):
        """Names of the earlier answers that the reference takes."""
        return parameters_of(self.reference)

    @property
    def may_use(self):
        """Names of the earlier answers that the other way takes; they may be missing."""
        return parameters_of(self.also) if self.also else ()


@dataclass(frozen=True)
class CodeQuestion:
    """A function or class, run on random inputs beside the reference.

    Attributes
    ----------
    id, name, points, hint
        As for `ValueQuestion`; `name` is the function's or class's.
    reference : callable or class
    cases : callable
        rng → iterable of tuples: the arguments to try, over several shapes.
    misconceptions : sequence of Misconception
        Each ``answer`` is an implementation with the reference's signature.
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

    id: str
    name: str
    reference: Callable
    cases: Callable[..., Iterable[tuple]]
    misconceptions: Sequence[Misconception] = ()
    points: float = 1.0
    hint: str = ""
    probe: Callable | None = None
    returns: Sequence[str] = ()
    own_gradient: Callable | None = None


@dataclass(frozen=True)
class WrittenQuestion:
    """An answer in words or formulas, graded by a person.

    Attributes
    ----------
    id, points
        As above.
    formula : str
        Id of the code question that tests its formula; empty if there is nothing to test.
    """

    id: str
    points: float = 1.0
    formula: str = ""


class Table(dict):
    """The questions of one notebook by id, in order; and the true value of each answer."""

    def __init__(self, questions):
        super().__init__((question.id, question) for question in questions)
        if len(self) != len(questions):
            raise ValueError("two questions have the same id")
        self.truth = {}
        for question in questions:
            if isinstance(question, ValueQuestion):
                earlier = {name: self.truth[name] for name in question.uses}
                self.truth[question.name] = question.reference(**earlier)


def parameters_of(function):
    """Return the names of a function's parameters."""
    return tuple(inspect.signature(function).parameters)

"""The first wrong value: where what is right, put into the learner's code, makes the rest right.

The right code is run with its values on the way noted. One of them at a time is put in place of an
expression of the learner's; if that makes the answer right on every case, what stood there is not
what the formula has there, and all that is done with it is.
"""

import ast
import copy
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.nodes import Edit, is_value
from workbook.checks.diagnosis.source import Place, places

NOTE = "_note_of_the_check"
GRAFT = "_graft_of_the_check"

LEARNERS = -1  # the number of what the learner has there

COST = 9  # more than any edit's
MOST = 60  # values that are tried

Values = list[Any]


class Notes:
    """What the right code computes on the way, case by case, and how it is put elsewhere.

    Attributes
    ----------
    right : callable or class
        The right answer, which notes its values; None if its code cannot be had.
    case : int
        Which case is running: what is noted and put is of this one.
    """

    def __init__(self, right: Callable[..., Any]):
        self.case = 0
        self._noted: dict[int, dict[int, Values]] = {}  # by case, then by expression
        self._next: dict[int, int] = {}
        self._results: set[int] = set()
        self.right = self._noting(right)

    def _noting(self, right: Any) -> Any:
        """Return the right answer anew, with all its expressions noted."""
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(right)))
        except (OSError, TypeError, SyntaxError):
            return None
        definition = tree.body[0]
        if not isinstance(definition, ast.FunctionDef | ast.ClassDef):
            return None
        definition.decorator_list = []
        for number, place in enumerate(list(places(tree))):
            if is_value(place) and not isinstance(place.node, ast.Constant | ast.Name):
                if isinstance(place.parent, ast.Return):
                    self._results.add(number)
                place.put(noted(place.node, number))
        module = inspect.getmodule(right)
        names = {**vars(module), NOTE: self.note} if module else {NOTE: self.note}
        try:
            exec(compile(ast.fix_missing_locations(tree), "<the right answer>", "exec"), names)
        except Exception:  # it takes names from where it was defined
            return None
        return names[definition.name]

    def begin(self, case: int) -> None:
        """Begin a case: what is put is what was noted first."""
        self.case = case
        self._next = {}

    def note(self, number: int, value: Any) -> Any:
        """Return a value, which is noted if it is of numbers."""
        if isinstance(value, np.ndarray | np.generic | float | int):
            self._noted.setdefault(self.case, {}).setdefault(number, []).append(np.copy(value)[()])
        return value

    def graft(self, number: int) -> Any:
        """Return the value that the right code has there, each time that it is asked the next."""
        at = self._next.get(number, 0)
        self._next[number] = at + 1
        return copy.copy(self._noted[self.case][number][at])

    def numbers(self, cases: int) -> list[int]:
        """Return the noted expressions that differ in their values, and are no whole result."""
        kept: list[int] = []
        known = [self._values(number, cases) for number in self._results]
        for number in sorted(set().union(*(each.keys() for each in self._noted.values()))):
            values = self._values(number, cases)
            if number not in self._results and not any(_equal(values, each) for each in known):
                known.append(values)
                kept.append(number)
        return kept[:MOST]

    def is_right_at_first(self, number: int, cases: int) -> bool:
        """Return whether the learner's value begins like a noted one, and goes on otherwise."""
        found = False
        for case in range(cases):
            learner = self._noted.get(case, {}).pop(LEARNERS, [])
            right = self._noted.get(case, {}).get(number, [])
            if len(learner) == len(right) and not _equal(learner, right):
                if np.shape(learner[0]) != np.shape(right[0]):
                    return False
                if not np.allclose(learner[0], right[0]):
                    return False
                found = True
        return found

    def _values(self, number: int, cases: int) -> Values:
        return [each for case in range(cases) for each in self._noted.get(case, {}).get(number, [])]


def _equal(values: Values, others: Values) -> bool:
    return len(values) == len(others) and all(map(_same, values, others))


def _same(value: Any, other: Any) -> bool:
    return np.shape(value) == np.shape(other) and bool(np.array_equal(value, other))


def grafts(tree: ast.AST, numbers: Sequence[int]) -> Iterator[Edit]:
    """Yield the edits that put a noted value in place of an expression, the first to run first."""
    own = {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}

    def order(site: Site) -> tuple[bool, int, int]:
        """Put what is computed first first, and last what only calls the cell's own functions."""
        size, place, _, meant = site
        called = getattr(meant, "func", None)
        return getattr(called, "id", "") in own, place.node.lineno, size

    for size, place, make, meant in sorted(_sites(tree), key=order):
        for number in numbers:
            new = ast.Call(_name(GRAFT), [ast.Constant(number)], [])
            grafted = make(ast.copy_location(new, place.node))
            for node in ast.walk(grafted):
                if isinstance(node, ast.expr) and not hasattr(node, "lineno"):
                    ast.copy_location(node, place.node)
            yield Edit(place, grafted, kinds.DIFFERENT, COST + size, meant)


Site = tuple[int, Place, Callable[[ast.expr], ast.expr], ast.AST]


def _sites(tree: ast.AST) -> Iterator[Site]:
    """Yield where a value can be put: its size, the place, what is put there, and what is meant."""
    for place in places(tree):
        if not is_value(place) or _is_definition(place.parent) or place.name == "test":
            continue
        node = place.node
        if not isinstance(node, ast.Name):  # which was computed elsewhere
            yield _size(node), place, lambda new: new, node
        match node:  # a · b · c is (a · b) · c, in which b · c is no expression of its own
            case ast.BinOp(ast.BinOp(a, first, b), second, c) if type(first) is type(second):
                meant = ast.copy_location(ast.BinOp(b, second, c), b)
                meant.end_lineno, meant.end_col_offset = c.end_lineno, c.end_col_offset

                def around(new: ast.expr, a: ast.expr = a, first: ast.operator = first) -> ast.expr:
                    return ast.BinOp(a, first, new)

                yield _size(meant), place, around, meant


def _is_definition(node: ast.AST) -> bool:
    return isinstance(node, ast.arguments | ast.FunctionDef | ast.ClassDef | ast.Compare)


def _size(node: ast.AST) -> int:
    return sum(isinstance(each, ast.expr) for each in ast.walk(node))


def noted(node: ast.expr, number: int = LEARNERS) -> ast.expr:
    """Return an expression whose value is noted."""
    call = ast.Call(_name(NOTE), [ast.Constant(number), node], [])
    for each in (call, call.func, call.args[0]):
        ast.copy_location(each, node)
    return call


def grafted_number(edit: Edit) -> int:
    """Return which noted value an edit puts in."""
    calls = (each for each in ast.walk(edit.new) if isinstance(each, ast.Call))
    number = next(call.args[0] for call in calls if getattr(call.func, "id", "") == GRAFT)
    assert isinstance(number, ast.Constant)
    return int(number.value)  # type: ignore[arg-type]


def _name(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def names(notes: Notes) -> Mapping[str, Any]:
    """Return what grafted code calls."""
    return {GRAFT: notes.graft, NOTE: notes.note}

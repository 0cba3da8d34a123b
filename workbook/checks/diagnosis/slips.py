"""Mistakes made by a machine: the right answer with one change, and what it gives then."""

import ast
import inspect
import sys
import textwrap
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.edits import Edit, edits
from workbook.checks.diagnosis.kinds import Kind, mirrored
from workbook.checks.diagnosis.source import Program, TimeOver, ticking
from workbook.checks.observing import Case, Failure, Observation, observe
from workbook.checks.question import Checked

AT_ONCE = 0.02  # seconds that what is changed may run on one case
MOST_COPIED = 2000  # entries of an array, above which no edit may make a larger one

# What these are called with decides how much memory is asked for.
MAKERS = frozenset(
    "zeros ones empty full zeros_like ones_like eye identity arange linspace repeat tile reshape "
    "normal standard_normal uniform random integers choice permutation broadcast_to resize pad "
    "one_hot bincount".split()
)
GROWING = frozenset("outer kron tile repeat".split())

DONE = {ast.Mult: "multiplied", ast.Div: "divided", ast.Add: "added", ast.Sub: "subtracted"}
NAMED_FUNCTIONS = {
    "sqrt": "a root",
    "exp": "an exponential",
    "log": "a logarithm",
    "sum": "a sum",
    "mean": "a mean",
    "max": "a maximum",
    "abs": "an absolute value",
    "square": "a square",
}
WORDS = {
    kinds.LINE_PLACE: "a line stands in the wrong block: see how far it is indented",
    kinds.EXTRA_LINE: "a line is missing",
    kinds.CONSTANT: "one of the numbers in it is another than the formula's",
    kinds.VARIABLE: "one variable stands where another belongs",
    kinds.INDEX: "an index picks other entries than the formula does",
    kinds.RANGE: "a loop begins or ends at the wrong place",
    kinds.CONDITION: "a condition is the wrong way round",
    kinds.COMPARISON: "a comparison is another than the one that is meant",
    kinds.AXIS: "something runs over another axis than it should",
    kinds.OPERATOR: "another operation is done than the formula's",
}


@dataclass
class Slip:
    """One change of the right answer.

    Attributes
    ----------
    edit : Edit
    name, hint : str
        As a `Misconception`'s.
    seen : dict
        What it gives, by the number of the case, as far as it has been run.
    """

    edit: Edit
    name: str
    hint: str
    seen: dict[int, Observation] = field(default_factory=dict)

    @property
    def cost(self) -> int:
        """How large the change is."""
        return self.edit.cost


class Slips:
    """The single changes of a question's right answer, run on its cases as far as needed.

    Parameters
    ----------
    question : Checked
        With a `right` answer whose source is known.
    cases : sequence of Case
    parts_of : callable
        As for `observe`.
    """

    def __init__(self, question: Checked, cases: Sequence[Case], parts_of: Any) -> None:
        self._cases, self._parts_of = cases, parts_of
        self.program = reference(question.right)
        found = edits(self.program.tree) if self.program else []
        large = _largest(cases) > MOST_COPIED
        tree = self.program.tree if self.program else ast.Module([], [])
        sizes, loops = _forbidden(tree), _in_loops(tree)
        self._all = [
            Slip(edit, told(edit), mirrored(edit.kind).question)
            for edit in found
            if id(edit.place.node) not in sizes and not _explodes(edit, large, loops)
        ]

    def on(self, k: int, end: float) -> Iterator[tuple[Slip, Observation]]:
        """Yield what each slip gives on a case, until `end`, by time.perf_counter."""
        for slip in self._all:
            observation = self.observed(slip, k, end)
            if observation is None:
                return
            yield slip, observation

    def observed(self, slip: Slip, k: int, end: float = float("inf")) -> Observation | None:
        """Return what a slip gives on a case; None if there is no time to run it."""
        if k not in slip.seen:
            if time.perf_counter() > end:
                return None
            slip.seen[k] = self._run(slip.edit, k)
        return slip.seen[k]

    def _run(self, edit: Edit, k: int) -> Observation:
        assert self.program is not None
        with edit.place.holding(edit.new), self.program.at_most(AT_ONCE), _silent():
            try:
                answer = self.program.made()
            except (Exception, TimeOver) as error:
                return _bare(Failure(error))
            return _bare(observe(self._parts_of, answer, self._cases[k]))


@contextmanager
def _silent() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what a mistake makes of numbers, nobody should read
        yield


def _bare(observation: Observation) -> Observation:
    """Return an observation without the frames that an error holds on to."""
    if isinstance(observation, Failure):
        return Failure(observation.error.with_traceback(None))
    return observation


def reference(right: Any) -> Program | None:
    """Return the right answer as a program, with the functions of its module that it calls."""
    module = sys.modules.get(getattr(right, "__module__", ""))
    if module is None or "<" in getattr(right, "__qualname__", "<"):
        return None
    found: dict[str, ast.stmt] = {}
    todo = [right]
    while todo:
        function = todo.pop()
        statement = _definition(function)
        if statement is None or function.__name__ in found:
            continue
        found[function.__name__] = statement
        names = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
        called = (vars(module).get(name) for name in sorted(names))
        todo += [each for each in called if _is_helper(each, module.__name__)]
    if right.__name__ not in found:
        return None
    tree = ast.Module(list(found.values())[::-1], [])
    return Program(ticking(tree), right.__name__, vars(module), [])


def _is_helper(thing: Any, module: str) -> bool:
    return inspect.isfunction(thing) and thing.__module__ == module and not thing.__closure__


def _definition(thing: Any) -> ast.stmt | None:
    """Return the statement that defines a function or class, without its decorators."""
    try:
        (statement,) = ast.parse(textwrap.dedent(inspect.getsource(thing))).body
    except (OSError, TypeError, SyntaxError, ValueError):
        return None
    if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return None
    statement.decorator_list = []
    return statement


# What could ask for too much memory


def _largest(cases: Sequence[Case]) -> int:
    """Return the size of the largest array among the arguments, or of one of a size among them."""
    largest = 0
    for case in cases:
        for value in case:
            entries = value if isinstance(value, list | tuple) else [value]
            for each in entries:
                if isinstance(each, int | np.integer):
                    largest = max(largest, abs(int(each)) ** 2)
                elif isinstance(each, np.ndarray):
                    largest = max(largest, each.size)
    return largest


def _forbidden(tree: ast.AST) -> set[int]:
    """Return the ids of the nodes that may not be changed: those of shapes and sizes."""
    inside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in MAKERS:
            for each in _sizes(node):
                inside |= {id(inner) for inner in ast.walk(each)}
    return inside


def _sizes(call: ast.Call) -> list[ast.AST]:
    """Return the arguments that say how much is made."""
    if _name(call.func) in ("normal", "uniform"):  # behind the parameters of the distribution
        return [*call.args[2:], *(each for each in call.keywords if each.arg == "size")]
    return [*call.args, *call.keywords]


def _name(function: ast.AST) -> str:
    return str(getattr(function, "attr", getattr(function, "id", "")))


def _in_loops(tree: ast.AST) -> set[int]:
    loops = (node for node in ast.walk(tree) if isinstance(node, ast.For | ast.While))
    return {id(inner) for loop in loops for inner in ast.walk(loop)}


def _explodes(edit: Edit, large: bool, in_loops: set[int]) -> bool:
    """Return whether an edit may make numbers or arrays that grow without end."""
    new, old = edit.new, edit.place.node
    if isinstance(new, ast.BinOp) and isinstance(new.op, ast.Pow):
        squared = isinstance(new.right, ast.Constant) and id(edit.place.parent) not in in_loops
        return not squared and not isinstance(getattr(old, "op", None), ast.Pow)
    if isinstance(new, ast.Call) and _name(new.func) in GROWING:
        return large
    return large and edit.kind is kinds.KEEPDIMS and isinstance(new, ast.Subscript)


# Words


def told(edit: Edit) -> str:
    """Return what a learner has done who gives what the changed answer does."""
    old, new, kind = edit.place.node, edit.new, edit.kind
    words = ""
    if kind is kinds.OPERATOR and isinstance(new, ast.BinOp):
        done = DONE.get(type(new.op))
        words = f"something is {done} where another operation belongs" if done else ""
    elif kind is kinds.MEAN:
        words = f"a {_name(new.func)} stands where a {_name(old.func)} belongs"
    elif kind is kinds.FUNCTION:
        words = f"{_name(new.func)} is used where another function belongs"
    elif kind is kinds.AXIS:
        words = _axis_words(old, new)
    elif kind is kinds.EXTRA_FUNCTION and isinstance(old, ast.Call):
        missing = NAMED_FUNCTIONS.get(_name(old.func), _name(old.func))
        words = f"{missing} is missing"
    elif kind is kinds.POWER:
        shorter = isinstance(old, ast.BinOp) and new is old.left
        words = "a power or root is missing" if shorter else "something is squared too much"
    elif kind is kinds.ADDED_UP:
        words = _added_words(new)
    return words or WORDS.get(mirrored(kind), _plain(kind))


def _axis_words(old: Any, new: Any) -> str:
    call = new if isinstance(new, ast.Call) else None
    if call is None:
        return ""
    name = NAMED_FUNCTIONS.get(_name(call.func), f"the {_name(call.func)}")
    everything = not any(each.arg == "axis" for each in call.keywords)
    where = "over everything" if everything else "along an axis"
    return f"{name} runs {where}, where it should not"


def _added_words(new: Any) -> str:
    if isinstance(new, ast.AugAssign):
        return "something is added up that should be overwritten"
    return "something is overwritten that should be added up"


def _plain(kind: Kind) -> str:
    return mirrored(kind).name

"""Mistakes made by a machine: the right answer with one change, and what it gives then."""

import ast
import inspect
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.brackets import moved_brackets
from workbook.checks.diagnosis.edits import edits
from workbook.checks.diagnosis.kinds import mirrored
from workbook.checks.diagnosis.nodes import Edit
from workbook.checks.diagnosis.slopes import slopes
from workbook.checks.diagnosis.source import Place, Program, places, ticking
from workbook.checks.limits import LAST_RESORT, Clock
from workbook.checks.observing import Case, Failure, Observation, observe
from workbook.checks.question import Checked

LIKELY = (kinds.BRACKETS, kinds.SIGN, kinds.EXTRA_TERM, kinds.EXTRA_FACTOR)
AT_ONCE = 0.05  # seconds that what is changed may run on one case
MOST_COPIED = 2000  # entries of an array, above which no edit may make a larger one

# What these are called with decides how much memory is asked for.
MAKERS = (
    *("zeros", "ones", "empty", "full", "zeros_like", "ones_like", "eye", "identity", "arange"),
    *("linspace", "repeat", "tile", "reshape", "normal", "standard_normal", "uniform", "random"),
    *("integers", "choice", "permutation", "broadcast_to", "resize", "pad", "one_hot", "bincount"),
)
GROWING = ("outer", "kron", "tile", "repeat")

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
# What comes to the same as a function too much.
INSTEAD = {
    "sqrt": ", or a square is missing or an absolute value",
    "exp": ", or a logarithm is missing",
    "log": ", or an exponential is missing",
}
SLOPE = "Derive the slope of this activation on paper. Of which of your arrays is it a function?"
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
    program : Program
        The right answer.
    edit : Edit
    name, hint : str
        As a `Misconception`'s.
    seen : dict
        What it gives, by the number of the case, as far as it has been run.
    """

    program: Program
    edit: Edit
    name: str
    hint: str
    seen: dict[int, Observation] = field(default_factory=dict)

    @property
    def cost(self) -> int:
        """How far-fetched the change is; what is typed wrongly most often comes first."""
        return 2 * self.edit.cost - (self.edit.kind in LIKELY)

    def is_guess(self, stateful: bool) -> bool:
        """Return whether what it gives may come about in quite another way: a 1 more or less.

        Parameters
        ----------
        stateful : bool
            Whether earlier calls could be at the bottom of it, as 1 − x in place of x.
        """
        new = self.edit.new
        if self.edit.cost < 4 or not isinstance(new, ast.BinOp):
            return False
        turned = isinstance(new.op, ast.Sub) and new.right is self.edit.place.node
        return isinstance(new.op, ast.Add | ast.Sub) and (stateful or not turned)


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
        large = _largest(cases) > MOST_COPIED
        found: list[Slip] = []
        if program := reference(question.right):
            found += _slips(program, edits(program.tree), large)
            found += _sloping(program)
        if turned := _turned(question.right):
            found += _slips(turned, moved_brackets(turned.tree), large)
        for written_out, changes in _written_out(question.right) if program else ():
            found += _slips(written_out, changes, large)
        self._all = sorted(found, key=lambda slip: slip.cost)

    def on(self, k: int, end: float) -> Iterator[tuple[Slip, Observation]]:
        """Yield what each slip gives on a case, until `end`, by time.perf_counter."""
        for slip in self._all:
            observation = self.observed(slip, k, end)
            if observation is None:
                return
            yield slip, observation

    def observed(self, slip: Slip, k: int, end: float) -> Observation | None:
        """Return what a slip gives on a case; None if there is no time to run it."""
        if k not in slip.seen:
            left = end - time.perf_counter()
            if left < 0:
                return None
            slip.seen[k] = self._run(slip, k, min(left, AT_ONCE))
        return slip.seen[k]

    def _run(self, slip: Slip, k: int, seconds: float) -> Observation:
        edit, clock = slip.edit, Clock(LAST_RESORT)
        try:
            with edit.place.holding(edit.new), slip.program.at_most(seconds), clock.running():
                return _bare(observe(self._parts_of, slip.program.made(), self._cases[k]))
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt) and not clock.is_over:
                raise  # the learner has stopped it
            return _bare(Failure(error))


def _slips(program: Program, changes: Iterable[Edit], large: bool) -> list[Slip]:
    """Return the slips that ask neither for much memory nor for much time."""
    tree = program.tree
    sizes, loops, calls = _forbidden(tree), _in_loops(tree), _calls(tree)
    return [
        Slip(program, edit, told(edit, calls), mirrored(edit.kind).question)
        for edit in changes
        if id(edit.place.node) not in sizes
        and not _explodes(edit, large, loops)
        and not _is_odd(edit)
    ]


def _sloping(program: Program) -> list[Slip]:
    return [Slip(program, edit, words, SLOPE) for edit, words in slopes(program.tree)]


def _is_odd(edit: Edit) -> bool:
    """Return whether nobody makes a mistake like this, or another edit says the same better."""
    place, new = edit.place, edit.new
    if edit.kind is kinds.COPY:
        return True
    small = isinstance(place.parent, ast.keyword | ast.Subscript | ast.Slice | ast.Compare)
    if edit.cost > 3 and (small or _name(getattr(place.parent, "func", place.parent)) == "range"):
        return True
    if edit.cost > 3 and _cancels(new):
        return True
    if edit.kind in (kinds.OPERATOR, kinds.ORDER) and isinstance(new, ast.BinOp):
        return any(isinstance(each, ast.Constant) and each.value in (0, 1) for each in _sides(new))
    if edit.kind is kinds.CONSTANT and isinstance(place.parent, ast.BinOp):
        neutral = 0 if isinstance(place.parent.op, ast.Add | ast.Sub) else 1
        return bool(new.value == neutral)
    return False


def _cancels(new: Any) -> bool:
    """Return whether something is taken away by what is added: x − x, x / x."""
    if not isinstance(new, ast.BinOp) or not isinstance(new.op, ast.Sub | ast.Div):
        return False
    return ast.unparse(new.right) in ast.unparse(new.left)


def _sides(operation: ast.BinOp) -> tuple[ast.expr, ast.expr]:
    return operation.left, operation.right


def _turned(right: Any) -> Program | None:
    """Return the right answer with the sides of its sums and products exchanged."""
    program = reference(right)
    for node in ast.walk(program.tree) if program else ():
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mult):
            node.left, node.right = node.right, node.left
    return program


# How learners write out what the right answer has from a library: in place of {x} stands what it
# is called with.
WRITTEN_OUT = {
    "tanh": (
        "(exp({x}) - exp(-{x})) / (exp({x}) + exp(-{x}))",
        "2 / (1 + exp(-2 * {x})) - 1",
        "(exp(2 * {x}) - 1) / (exp(2 * {x}) + 1)",
    ),
    "sigmoid": ("1 / (1 + exp(-{x}))", "exp({x}) / (1 + exp({x}))"),
    "softmax": ("exp({x}) / np.sum(exp({x}), axis=1, keepdims=True)",),
    "log_sum_exp": ("np.log(np.sum(exp({x}), axis=1))",),
}


def _written_out(right: Any) -> Iterator[tuple[Program, list[Edit]]]:
    """Yield the right answer with a function written out, and the edits of what is new in it."""
    for function, form in ((name, form) for name, forms in WRITTEN_OUT.items() for form in forms):
        program = reference(right)
        changes: list[Edit] = []
        for place in list(places(program.tree)) if program else ():
            node = place.node
            if isinstance(node, ast.Call) and _name(node.func) == function and node.args:
                library = "np." if "np" in program.names else "math."  # type: ignore[union-attr]
                source = form.replace("exp(", f"{library}exp(")
                source = source.replace("{x}", f"({ast.unparse(node.args[0])})")
                lines = ast.parse(f"def written_out():\n    return {source}")
                statement: Any = lines.body[0]
                place.put(statement.body[0].value)
                changes += [_put(edit, statement.body[0], place) for edit in _small(lines)]
        if changes and program:
            ast.fix_missing_locations(program.tree)
            yield program, changes


def _small(tree: ast.Module) -> Iterator[Edit]:
    yield from (each for each in edits(tree) if each.cost < 3 and isinstance(each.new, ast.AST))


def _put(edit: Edit, line: ast.Return, place: Place) -> Edit:
    """Return an edit of a whole line's value as one of the place where it stands now."""
    return replace(edit, place=place) if edit.place.parent is line else edit


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
    """Return the statement that defines a function or class, without the question around it."""
    try:
        (statement,) = ast.parse(textwrap.dedent(inspect.getsource(thing))).body
    except (OSError, TypeError, SyntaxError, ValueError):
        return None
    if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return None
    kept = (each for each in statement.decorator_list if not _asks(each, thing))
    statement.decorator_list = list(kept)
    return statement


def _asks(decorator: ast.expr, thing: Any) -> bool:
    """Return whether a decorator makes a question of a thing, or a known mistake."""
    node: Any = decorator
    while not isinstance(node, ast.Name):
        node = node.func if isinstance(node, ast.Call) else getattr(node, "value", ast.Name(""))
    maker = vars(sys.modules[thing.__module__]).get(node.id)
    return isinstance(maker, Checked | Mapping) or node.id == "table"


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

WITHIN = {
    "log": "inside the logarithm",
    "exp": "in the exponent",
    "sqrt": "under the root",
    "tanh": "inside tanh",
    "sigmoid": "inside the sigmoid",
}


def _calls(tree: ast.AST) -> dict[int, str]:
    """Return in which function's argument a node stands, by the node's id, where it is told."""
    found: dict[int, str] = {}
    for node in ast.walk(tree):  # the outer ones first
        if isinstance(node, ast.Call) and _name(node.func) in WITHIN:
            for argument in node.args:
                found |= {id(inner): WITHIN[_name(node.func)] for inner in ast.walk(argument)}
    return found


def told(edit: Edit, within: Mapping[int, str]) -> str:
    """Return what a learner has done who gives what the changed answer does."""
    where = within.get(id(edit.place.node), "")
    return f"{_words(edit)} {where}".strip()


def _words(edit: Edit) -> str:
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
        words = _axis_words(new)
    elif kind is kinds.EXTRA_FUNCTION and isinstance(old, ast.Call):
        missing = NAMED_FUNCTIONS.get(_name(old.func), _name(old.func))
        words = f"{missing} is missing"
    elif kind is kinds.POWER:
        shorter = isinstance(old, ast.BinOp) and new is old.left
        words = "a power or root is missing" if shorter else "something is squared too much"
    elif kind is kinds.ADDED_UP:
        words = _added_words(new)
    elif kind is kinds.KEEPDIMS and isinstance(new, ast.Subscript):
        first = ast.unparse(new).endswith("0]")
        words = "only the first column is used" if first else "an axis of length 1 is too much"
    elif edit.cost > 3:
        words = _more_words(old, new)
    return words or WORDS.get(mirrored(kind), mirrored(kind).name)


def _axis_words(new: Any) -> str:
    if not isinstance(new, ast.Call):
        return ""
    name = NAMED_FUNCTIONS.get(_name(new.func), f"the {_name(new.func)}")
    everything = not any(each.arg == "axis" for each in new.keywords)
    where = "over everything" if everything else "along an axis"
    return f"{name} runs {where}, where it should not"


def _more_words(old: Any, new: Any) -> str:
    """Return the words for what is added; what goes with it may as well be missing."""
    if isinstance(new, ast.Call) and isinstance(old, ast.expr):
        name = NAMED_FUNCTIONS.get(_name(new.func), _name(new.func))
        words = INSTEAD.get(_name(new.func), "")
        return f"{name} is taken where none belongs{words}"
    if not isinstance(new, ast.BinOp):
        return ""
    if isinstance(new.op, ast.Sub) and new.right is old:
        return "1 minus something stands where it itself belongs, or the reverse"
    if isinstance(new.op, ast.Mult):
        return "a factor is too much, or a division is missing"
    if isinstance(new.op, ast.Div):
        return "a division is too much, or a factor is missing"
    return "a term is too much, or another one is missing"


def _added_words(new: Any) -> str:
    if isinstance(new, ast.AugAssign):
        return "something is added up that should be overwritten"
    return "something is overwritten that should be added up"

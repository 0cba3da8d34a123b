"""Every single edit of a piece of code: what one slip of the hand, or of the mind, makes of it.

Written apart from `workbook.checks.diagnosis`, which knows edits of its own: this measures what
that finds, so neither may take its list from the other.
"""

import ast
import builtins
import difflib
import math
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Mutant:
    """Code after one edit.

    Attributes
    ----------
    rule : str
        What was done.
    source : str
    """

    rule: str
    source: str


@dataclass
class Slot:
    """Where a node stands: a field of its parent, or an entry of one."""

    parent: ast.AST
    field: str
    index: int | None
    names: frozenset[str]  # of the function's variables
    arguments: frozenset[str]  # those of them that are handed in
    attributes: frozenset[str]  # of the object

    @property
    def node(self) -> Any:
        there = getattr(self.parent, self.field)
        return there if self.index is None else there[self.index]

    @node.setter
    def node(self, new: Any) -> None:
        if self.index is None:
            setattr(self.parent, self.field, new)
        else:
            getattr(self.parent, self.field)[self.index] = new


New = tuple[str, Any]
Rule = Callable[[Slot, Any], Iterator[New]]


def plain(source: str) -> str:
    """Return code as mutants are written: without comments, each statement on a line."""
    return ast.unparse(ast.parse(source)) + "\n"


def mutants(source: str, line: int | None = None, but: Collection[str] = ()) -> list[Mutant]:
    """Return all single edits of the functions in some code.

    Parameters
    ----------
    source : str
    line : int, optional
        Only those of this line; the source must be `plain` for it to mean anything.
    but : collection of str, optional
        Names of methods that are left as they are.
    """
    tree = ast.parse(source)
    found: dict[str, str] = {}
    original = plain(source)
    for slot in slots(tree, but):
        if line is not None and not _is_on(slot.node, line):
            continue
        for rule, new in _news(slot):
            old, slot.node = slot.node, new
            text = _text(tree)
            slot.node = old
            if text is None or text == original:
                continue
            if line is None or line in changed_lines(original, text):
                found.setdefault(text, rule)
    return [Mutant(rule, text) for text, rule in found.items()]


def _is_on(node: Any, line: int) -> bool:
    nodes = node if isinstance(node, list) else [node]
    return any(getattr(each, "lineno", None) == line for each in nodes)


def _text(tree: ast.AST) -> str | None:
    """Return the code of a tree; None if it is none."""
    try:
        text = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
        compile(text, "a mutant", "exec")
    except (SyntaxError, ValueError):
        return None
    return text


def _news(slot: Slot) -> Iterator[New]:
    rules = BLOCK_RULES if isinstance(slot.node, list) else RULES
    for rule in rules:
        yield from rule(slot, slot.node)


def changed_lines(before: str, after: str) -> frozenset[int]:
    """Return the lines of what came after, from 1, that are new, or beside which one is gone."""
    lines: set[int] = set()
    matcher = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), False)
    for tag, _, _, start, end in matcher.get_opcodes():
        if tag in ("replace", "insert"):
            lines |= set(range(start + 1, end + 1))
        elif tag == "delete":
            lines |= {start, start + 1}
    return frozenset(lines)


def headers(source: str, lines: Collection[int]) -> frozenset[int]:
    """Return the first lines of the innermost loops and conditions around some lines."""
    blocks = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.For | ast.While | ast.If)
    ]
    around = (
        [each for each in blocks if each.lineno <= n <= (each.end_lineno or n)] for n in lines
    )
    return frozenset(max(each.lineno for each in some) for some in around if some)


def unread(before: str, after: str) -> frozenset[int]:
    """Return the first lines of functions that no longer read one of their arguments."""
    read = _arguments_read(before)
    return frozenset(
        line
        for (function, name), (is_read, line) in _arguments_read(after).items()
        if not is_read and read.get((function, name), (False, 0))[0]
    )


def _arguments_read(source: str) -> dict[tuple[str, str], tuple[bool, int]]:
    found = {}
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
            for argument in function.args.args:
                is_read = argument.arg in names
                found[function.name, argument.arg] = is_read, function.lineno
    return found


def diff(before: str, after: str) -> str:
    """Return the changed lines, before with - and after with +."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return "\n".join(each for each in lines if each[:2] not in ("--", "++", "@@"))


# Where edits are made


def slots(tree: ast.Module, but: Collection[str] = ()) -> Iterator[Slot]:
    """Yield the places of all nodes inside functions, then of their blocks of statements."""
    for statement in tree.body:
        stored = (
            node.attr
            for node in ast.walk(statement)
            if isinstance(node, ast.Attribute) and is_self(node.value)
        )
        attributes = frozenset(stored)
        for function in _functions(statement):
            if function.name in but:
                continue
            variables = frozenset(bound(function)) - {"self", "cls"}
            handed_in = frozenset(each.arg for each in function.args.args)
            yield from _inside(function, (variables, handed_in, attributes))


def _functions(node: ast.AST) -> Iterator[ast.FunctionDef]:
    """Yield the outermost functions in a node."""
    if isinstance(node, ast.FunctionDef):
        yield node
    else:
        for child in ast.iter_child_nodes(node):
            yield from _functions(child)


def bound(function: ast.AST) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


# Of a function: what its first lines say, which the notebook gives.
GIVEN = ("decorator_list", "returns", "annotation", "type_params")


def _inside(node: ast.AST, names: tuple[frozenset[str], ...]) -> Iterator[Slot]:
    for field, value in ast.iter_fields(node):
        if field in GIVEN or isinstance(value, ast.arguments):
            continue
        if isinstance(value, list):
            if field in ("body", "orelse") and value:
                yield Slot(node, field, None, *names)
            for index, entry in enumerate(value):
                if isinstance(entry, ast.AST):
                    yield Slot(node, field, index, *names)
                    yield from _inside(entry, names)
        elif isinstance(value, ast.AST):
            yield Slot(node, field, None, *names)
            yield from _inside(value, names)


def is_self(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


def _is_read(slot: Slot, node: Any) -> bool:
    """Return whether a value stands there that is read: no target, no called function."""
    if not isinstance(node, ast.expr) or isinstance(node, ast.Slice | ast.Starred):
        return False
    if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        return False
    if isinstance(slot.parent, ast.Call) and slot.field == "func":
        return False
    return not (isinstance(slot.parent, ast.Attribute) and isinstance(node, ast.Name))


def _is_whole(slot: Slot) -> bool:
    return slot.field == "value" and isinstance(
        slot.parent, ast.Assign | ast.AugAssign | ast.Return | ast.Yield
    )


def _expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _in(node: ast.AST) -> str:
    return ast.unparse(node)


# Expressions

SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.Pow: "**"}
OTHERS: dict[type, tuple[type, ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Mult, ast.Div),
    ast.Mult: (ast.Div, ast.Add, ast.Sub, ast.MatMult),
    ast.Div: (ast.Mult, ast.FloorDiv, ast.Sub),
    ast.MatMult: (ast.Mult, ast.Add),
    ast.Pow: (ast.Mult,),
    ast.FloorDiv: (ast.Div, ast.Mult),
    ast.Mod: (ast.FloorDiv, ast.Div),
}


def operator(slot: Slot, node: Any) -> Iterator[New]:
    if not isinstance(node, ast.BinOp):
        return
    for other in OTHERS.get(type(node.op), ()):
        yield "another operator", ast.BinOp(node.left, other(), node.right)
    if not isinstance(node.op, ast.Add | ast.Mult):
        yield "operands exchanged", ast.BinOp(node.right, node.op, node.left)
    yield "the right operand dropped", node.left
    yield "the left operand dropped", node.right
    if isinstance(node.op, ast.Sub):
        yield "the left operand dropped", ast.UnaryOp(ast.USub(), node.right)
    if isinstance(node.op, ast.Mult | ast.MatMult | ast.Div):
        yield "a factor twice", ast.BinOp(node, ast.Mult(), node.right)
        yield "a factor twice", ast.BinOp(node, ast.Div(), node.right)


def bracket(slot: Slot, node: Any) -> Iterator[New]:
    if not isinstance(node, ast.BinOp) or type(node.op) not in SIGNS:
        return
    sign = SIGNS[type(node.op)]
    for left, right in (
        (_in(node.left), f"({_in(node.right)})"),
        (f"({_in(node.left)})", _in(node.right)),
        (_in(node.left), _in(node.right)),
    ):
        yield "a bracket lost", _expression(f"{left} {sign} {right}")
    if isinstance(node.left, ast.BinOp):
        inner = ast.BinOp(node.left.right, node.op, node.right)
        yield "a bracket elsewhere", ast.BinOp(node.left.left, node.left.op, inner)
    if isinstance(node.right, ast.BinOp):
        inner = ast.BinOp(node.left, node.op, node.right.left)
        yield "a bracket elsewhere", ast.BinOp(inner, node.right.op, node.right.right)


def bracket_of_call(slot: Slot, node: Any) -> Iterator[New]:
    """`f(x) * y` for `f(x * y)`, and the reverse."""
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.BinOp):
        inside = node.args[0]
        call = ast.Call(node.func, [inside.left, *node.args[1:]], node.keywords)
        yield "a call's bracket too early", ast.BinOp(call, inside.op, inside.right)
    if isinstance(node, ast.BinOp) and isinstance(node.left, ast.Call) and node.left.args:
        call = node.left
        widened = ast.BinOp(call.args[0], node.op, node.right)
        new = ast.Call(call.func, [widened, *call.args[1:]], call.keywords)
        yield "a call's bracket too late", new


def sign(slot: Slot, node: Any) -> Iterator[New]:
    if isinstance(node, ast.UnaryOp):
        yield "a sign dropped" if isinstance(node.op, ast.USub) else "a `not` lost", node.operand
    elif _is_read(slot, node) and not isinstance(node, ast.Constant | ast.Tuple | ast.List):
        in_call = isinstance(slot.parent, ast.Call) and _in(slot.parent.func) != "len"
        in_pair = isinstance(slot.parent, ast.Tuple | ast.List) and slot.field == "elts"
        if _is_whole(slot) or isinstance(slot.parent, ast.BinOp) or in_call or in_pair:
            yield "a sign added", ast.UnaryOp(ast.USub(), node)


def number(slot: Slot, node: Any) -> Iterator[New]:
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(slot.parent, ast.keyword) and slot.parent.arg == "strict":
        return  # which only guards against mistakes elsewhere
    if isinstance(value, bool):
        yield "the opposite of a flag", ast.Constant(not value)
    elif isinstance(value, int):
        for other in dict.fromkeys((value + 1, value - 1, 2 * value, 0)):
            if other != value:
                yield "another number", ast.Constant(other)
    elif isinstance(value, float):
        for other in (2 * value, value / 2, 10 * value, value + 1, 0.0):
            if other != value:
                yield "another number", ast.Constant(other)


def variable(slot: Slot, node: Any) -> Iterator[New]:
    if isinstance(node, ast.Name) and node.id in slot.names and isinstance(node.ctx, ast.Load):
        for name in sorted(slot.names - {node.id}):
            yield "another variable", ast.Name(name, ast.Load())
    elif isinstance(node, ast.Attribute) and is_self(node.value):
        for name in sorted(slot.attributes - {node.attr}):
            if isinstance(node.ctx, ast.Load):
                yield "another attribute", ast.Attribute(node.value, name, ast.Load())
        if isinstance(node.ctx, ast.Store):
            yield "not kept in self", ast.Name(node.attr, ast.Store())


def index(slot: Slot, node: Any) -> Iterator[New]:
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield "an index dropped", node.value
        if isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2:
            swapped = ast.Tuple(node.slice.elts[::-1], ast.Load())
            yield "indices exchanged", ast.Subscript(node.value, swapped, ast.Load())
    if isinstance(node, ast.Slice):
        parts = {"lower": node.lower, "upper": node.upper, "step": node.step}
        for name, bound in parts.items():
            if bound is not None:
                yield "a slice without one bound", ast.Slice(**{**parts, name: None})
        if node.lower is None and node.step is None:
            yield "a slice from 1", ast.Slice(ast.Constant(1), node.upper, None)
        if node.upper is None and node.step is None:
            yield "a slice without the last", ast.Slice(node.lower, _expression("-1"), None)


ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def comparison(slot: Slot, node: Any) -> Iterator[New]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        now = type(node.ops[0])
        family = next((each for each in (ORDERED, (ast.Eq, ast.NotEq)) if now in each), ())
        pairs = ((ast.In, ast.NotIn), (ast.Is, ast.IsNot))
        family = family or next((pair for pair in pairs if now in pair), ())
        for other in family:
            if other is not now:
                yield "another comparison", ast.Compare(node.left, [other()], node.comparators)
    elif isinstance(node, ast.BoolOp):
        other = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
        yield "`and` for `or`", ast.BoolOp(other, node.values)
        for i in range(len(node.values)):
            rest = node.values[:i] + node.values[i + 1 :]
            yield "a condition dropped", rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.IfExp):
        yield "branches exchanged", ast.IfExp(node.test, node.orelse, node.body)
        yield "a branch always taken", node.body
        yield "a branch always taken", node.orelse


# Taken for each other.
FAMILIES = [
    each.split()
    for each in (
        "sum mean max",
        "max min argmax",
        "argmax argmin argsort",
        "std var",
        "exp expm1",
        "log log2 log10 log1p",
        "tanh tan sinh arctanh sigmoid relu",
        "sigmoid softmax",
        "maximum minimum",
        "zeros ones",
        "zeros_like ones_like empty_like",
        "permutation integers",
        "normal uniform",
        "standard_normal random",
        "sqrt square",
        "floor ceil",
        "vstack hstack",
        "outer dot",
        "append extend",
        "softplus relu",
        "abs sign",
    )
]


def function(slot: Slot, node: Any) -> Iterator[New]:
    called = isinstance(slot.parent, ast.Call) and slot.field == "func"
    if not called or not isinstance(node, ast.Name | ast.Attribute):
        return
    name = node.attr if isinstance(node, ast.Attribute) else node.id
    for family in FAMILIES:
        for other in family if name in family else ():
            if other == name:
                continue
            if isinstance(node, ast.Name) and hasattr(builtins, other):
                yield "another function", ast.Name(other, ast.Load())
            elif isinstance(node, ast.Attribute) and _exists(node.value, other):
                yield "another function", ast.Attribute(node.value, other, ast.Load())


def _exists(base: ast.expr, name: str) -> bool:
    """Return whether a module has such a function; of other objects that is not known."""
    module = {"np": np, "math": math}.get(_in(base))
    return module is None or hasattr(module, name)


MODULES = ("np", "math", "functions", "random", "linalg")


def call(slot: Slot, node: Any) -> Iterator[New]:
    if not isinstance(node, ast.Call):
        return
    if node.args:
        yield "a call dropped", node.args[0]
    if isinstance(node.func, ast.Attribute) and _in(node.func.value) not in (*MODULES, "self"):
        yield "a method dropped", node.func.value
    for i in range(len(node.args)):
        if len(node.args) > 1:
            rest = node.args[:i] + node.args[i + 1 :]
            yield "an argument dropped", ast.Call(node.func, rest, node.keywords)
        for j in range(i):
            swapped = list(node.args)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            yield "arguments exchanged", ast.Call(node.func, swapped, node.keywords)
    yield from _keywords(node)


REDUCTIONS = ("sum", "mean", "max", "min", "argmax", "std", "var", "softmax", "any", "all")


def _keywords(node: ast.Call) -> Iterator[New]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    here = {each.arg: each.value for each in node.keywords}

    def having(**changed: ast.expr | None) -> ast.Call:
        now = {**here, **changed}
        left = [ast.keyword(key, value) for key, value in now.items() if value is not None]
        return ast.Call(node.func, node.args, left)

    for key in here:
        if key is not None and key != "strict":
            yield f"{key} dropped", having(**{key: None})
    if "axis" in here:
        for other in ("0", "1"):
            if _in(here["axis"]) not in (other, "-1"):
                yield "another axis", having(axis=_expression(other))
        if name in REDUCTIONS and "keepdims" not in here:
            yield "keepdims added", having(keepdims=_expression("True"))
    elif name in REDUCTIONS:
        yield "an axis added", having(axis=_expression("0"))
        yield "an axis added", having(axis=_expression("1"))


def transpose(slot: Slot, node: Any) -> Iterator[New]:
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield "a transpose dropped", node.value
    elif _is_read(slot, node) and isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        product = isinstance(slot.parent, ast.BinOp) and isinstance(slot.parent.op, ast.MatMult)
        if product or _is_whole(slot):
            yield "a transpose added", ast.Attribute(node, "T", ast.Load())


def added(slot: Slot, node: Any) -> Iterator[New]:
    """Something more, around the whole of a value."""
    if not _is_whole(slot) or not _is_read(slot, node) or isinstance(node, ast.Tuple | ast.List):
        return
    if isinstance(node, ast.ListComp | ast.Constant):
        return
    yield "a factor added", ast.BinOp(ast.Constant(2), ast.Mult(), node)
    yield "a divisor added", ast.BinOp(node, ast.Div(), ast.Constant(2))
    yield "a term added", ast.BinOp(node, ast.Add(), ast.Constant(1))
    yield "taken from 1", ast.BinOp(ast.Constant(1), ast.Sub(), node)
    yield "squared", ast.BinOp(node, ast.Pow(), ast.Constant(2))
    for name in ("exp", "log", "abs", "tanh", "sum", "mean"):
        yield "a function added", ast.Call(_expression(f"np.{name}"), [node], [])


def entries(slot: Slot, node: Any) -> Iterator[New]:
    if isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load):
        new = type(node)
        for i in range(len(node.elts)):
            if len(node.elts) > 1:
                yield "an entry dropped", new(node.elts[:i] + node.elts[i + 1 :], ast.Load())
            if i:
                swapped = list(node.elts)
                swapped[i - 1], swapped[i] = swapped[i], swapped[i - 1]
                yield "entries exchanged", new(swapped, ast.Load())


def condition_of_loop(slot: Slot, node: Any) -> Iterator[New]:
    if isinstance(node, ast.comprehension) and node.ifs:
        yield "a condition dropped", ast.comprehension(node.target, node.iter, [], 0)


def generator(slot: Slot, node: Any) -> Iterator[New]:
    """Another generator than the one that was handed in."""
    if isinstance(node, ast.Name) and node.id == "rng" and isinstance(slot.parent, ast.Attribute):
        yield "the generator not used", _expression("np.random")
        yield "a generator of its own", _expression("np.random.default_rng(0)")


# Statements


def assigned(slot: Slot, node: Any) -> Iterator[New]:
    """`=` for `+=`, in place for a new array, and the reverse."""
    if isinstance(node, ast.AugAssign):
        target = _in(node.target)
        yield "`=` for `+=`", ast.Assign([node.target], node.value)
        yield "a new array", ast.Assign([node.target], _operation(target, node.op, node.value))
        if type(node.op) in (ast.Add, ast.Sub):
            other = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
            yield "the other sign", ast.AugAssign(node.target, other, node.value)
    elif isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = node.targets[0]
        if isinstance(target, ast.Attribute | ast.Subscript | ast.Name):
            yield "`+=` for `=`", ast.AugAssign(target, ast.Add(), node.value)
            if not isinstance(target, ast.Name) or target.id in slot.arguments:
                whole = ast.Subscript(target, _expression("..."))
                yield "in place", ast.Assign([whole], node.value)
        if isinstance(target, ast.Subscript):
            yield "a target without its index", ast.Assign([target.value], node.value)


def _operation(target: str, op: ast.operator, value: ast.expr) -> ast.BinOp:
    return ast.BinOp(_expression(target), op, value)


def changed_first(slot: Slot, block: Any) -> Iterator[New]:
    """`x -= y` and `return x` for `return x - y`."""
    for i, line in enumerate(block):
        if isinstance(line, ast.Return) and isinstance(line.value, ast.BinOp):
            old = line.value.left
            if isinstance(old, ast.Name):
                target = ast.Name(old.id, ast.Store())
                change = ast.AugAssign(target, line.value.op, line.value.right)
                yield "in place", [*block[:i], change, ast.Return(old), *block[i + 1 :]]


def given_back(slot: Slot, node: Any) -> Iterator[New]:
    if isinstance(node, ast.Return) and node.value is not None:
        yield "nothing returned", ast.Expr(node.value)


def branches(slot: Slot, node: Any) -> Iterator[New]:
    if isinstance(node, ast.If):
        yield "a condition dropped", ast.If(ast.Constant(True), node.body, [])
        yield (
            "a condition turned",
            ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse),
        )
        if node.orelse:
            yield "an else dropped", ast.If(node.test, node.body, [])


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def lines(slot: Slot, block: Any) -> Iterator[New]:
    """Statements left out, doubled, or in another order."""
    for i, statement in enumerate(block):
        if _is_docstring(statement):
            continue
        yield "a line left out", block[:i] + block[i + 1 :] or [ast.Pass()]
        if isinstance(statement, ast.AugAssign | ast.Expr):
            yield "a line twice", [*block[: i + 1], *block[i:]]
        if i + 1 < len(block):
            swapped = [*block[:i], block[i + 1], statement, *block[i + 2 :]]
            yield "lines exchanged", swapped


def loops(slot: Slot, block: Any) -> Iterator[New]:
    """The line after a loop moved into it, the last or first one of a loop moved out."""
    for i, loop in enumerate(block):
        if not isinstance(loop, ast.For | ast.While):
            continue
        before, after = block[:i], block[i + 1 :]
        if after:
            taken = _loop(loop, [*loop.body, after[0]])
            yield "a line moved into the loop", [*before, taken, *after[1:]]
        if len(loop.body) > 1:
            shorter = _loop(loop, loop.body[:-1])
            yield "a line moved out of the loop", [*before, shorter, loop.body[-1], *after]
            shorter = _loop(loop, loop.body[1:])
            yield "a line moved before the loop", [*before, loop.body[0], shorter, *after]
        if before and isinstance(before[-1], ast.Assign):
            taken = _loop(loop, [before[-1], *loop.body])
            yield "a start moved into the loop", [*before[:-1], taken, *after]
        yield "the loop stops after one turn", [*before, _loop(loop, [*loop.body, ast.Break()])]


def _loop(loop: Any, body: list[ast.stmt]) -> ast.stmt:
    if isinstance(loop, ast.While):
        return ast.While(loop.test, body, loop.orelse)
    new = ast.For(loop.target, loop.iter, body, loop.orelse)
    return ast.copy_location(new, loop)


RULES: tuple[Rule, ...] = (
    operator,
    bracket,
    bracket_of_call,
    sign,
    number,
    variable,
    index,
    comparison,
    function,
    call,
    transpose,
    added,
    entries,
    condition_of_loop,
    generator,
    assigned,
    given_back,
    branches,
)
BLOCK_RULES: tuple[Rule, ...] = (lines, loops, changed_first)

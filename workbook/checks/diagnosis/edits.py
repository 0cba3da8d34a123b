"""Single edits of a syntax tree, smallest first: each undoes, or makes, one kind of mistake.

Applied to a learner's code an edit repairs; applied to the right code it makes the mistake. What an
edit takes away was too much, what it adds was missing.
"""

import ast
import builtins
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.kinds import Kind
from workbook.checks.diagnosis.source import TICK, Place, is_tick, places

New = tuple[Any, Kind]
Rule = Callable[[Place, "Scope"], Iterator[New]]

REDUCTIONS = ("sum", "mean", "max", "min", "std", "var", "argmax", "argmin", "prod", "norm", "any")

# Functions that are taken for each other; a family's own kind, if it has one.
FAMILIES: tuple[tuple[tuple[str, ...], Kind], ...] = (
    (("sum", "mean"), kinds.MEAN),
    (("std", "var"), kinds.FUNCTION),
    (("max", "min", "sum", "argmax"), kinds.FUNCTION),
    (("maximum", "minimum"), kinds.FUNCTION),
    (("argmax", "argmin", "argsort"), kinds.FUNCTION),
    (("tanh", "tan", "sinh", "cosh", "arctanh"), kinds.FUNCTION),
    (("log", "log2", "log10", "log1p"), kinds.FUNCTION),
    (("exp", "exp2", "expm1"), kinds.FUNCTION),
    (("zeros", "ones"), kinds.FUNCTION),
    (("zeros_like", "ones_like"), kinds.FUNCTION),
    (("outer", "dot", "inner", "multiply"), kinds.OPERATOR),
    (("permutation", "integers", "choice"), kinds.FUNCTION),
    (("normal", "uniform"), kinds.FUNCTION),
    (("abs", "square"), kinds.FUNCTION),
    (("hstack", "vstack", "column_stack", "concatenate"), kinds.FUNCTION),
    (("floor", "ceil", "round"), kinds.FUNCTION),
)
PLAIN = ast.Constant | ast.Tuple | ast.List
WRAPPERS = ("exp", "log", "sqrt", "tanh", "abs", "square")


# What makes something as large as its arguments say.
ALLOCATING = (
    *("zeros", "ones", "empty", "full", "eye", "identity", "arange", "linspace", "tile", "repeat"),
    *("range", "normal", "standard_normal", "uniform", "random", "integers", "choice"),
    *("permutation", "one_hot"),
)


@dataclass(frozen=True)
class Edit:
    """One change of a tree.

    Attributes
    ----------
    place : Place
    new : ast.AST or list of ast.stmt
        What stands there then.
    kind : Kind
        What was wrong, if this repairs it.
    cost : int
        How large the change is: 1 for a sign or a number, more for what is added.
    meant : ast.AST, optional
        What is changed, if it is but a part of what stands there.
    """

    place: Place
    new: Any
    kind: Kind
    cost: int
    meant: ast.AST | None = None


@dataclass(frozen=True)
class Scope:
    """The names that may be used in a function: of variables, and of an object's own attributes.

    Those that it calls, by a bare name, are ``called``.
    """

    variables: tuple[str, ...]
    attributes: tuple[str, ...]
    called: tuple[str, ...] = ()

    @property
    def values(self) -> list[ast.expr]:
        """All of them as expressions."""
        own = (_parsed(f"self.{name}") for name in self.attributes)
        return [*map(_parsed, self.variables), *own]


def edits(tree: ast.AST, small: bool = True) -> list[Edit]:
    """Return all single edits of a tree, the smallest first.

    Parameters
    ----------
    tree : ast.AST
    small : bool
        Whether the arrays are; if not, changes by which they could grow are left out.
    """
    sizes = _inside_sizes(tree)
    found = [
        Edit(place, _located(new, place), kind, cost)
        for place, scope in _scoped(tree)
        for cost, rules in RULES
        for rule in rules
        if not (rule in GROWING and (not small or id(place.node) in sizes))
        for new, kind in rule(place, scope)
    ]
    return sorted(found, key=lambda edit: edit.cost)


def _inside_sizes(tree: ast.AST) -> frozenset[int]:
    """Return the ids of all nodes that say how large something new is."""
    sizes: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            sizes += node.args if _called(node) in ALLOCATING else []
            sizes += [each.value for each in node.keywords if each.arg in ("size", "shape")]
        elif isinstance(node, ast.BinOp) and isinstance(node.left, ast.List):
            sizes.append(node.right)
    return frozenset(id(inner) for node in sizes for inner in ast.walk(node))


def _located(new: Any, place: Place) -> Any:
    """Return new nodes with the line of what they take the place of."""
    old = place.node[0] if isinstance(place.node, list) else place.node
    for node in new if isinstance(new, list) else [new]:
        for each in ast.walk(node):
            if isinstance(each, ast.expr | ast.stmt | ast.keyword) and not hasattr(each, "lineno"):
                ast.copy_location(each, old)
    return new


def _scoped(tree: ast.AST) -> Iterator[tuple[Place, Scope]]:
    """Yield all places inside functions, each with the names that may be used there."""
    attributes = dict.fromkeys(
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _is_self(node)
    )
    for place in _outermost_functions(tree):
        function = place.node
        variables = dict.fromkeys(
            node.arg if isinstance(node, ast.arg) else node.id
            for node in ast.walk(function)
            if isinstance(node, ast.arg)
            or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
        )
        variables.pop("self", None)
        called = dict.fromkeys(
            node.func.id
            for node in ast.walk(function)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        )
        own = tuple(name for name in called if name not in vars(builtins) and name != TICK)
        scope = Scope(tuple(variables), tuple(attributes), own)
        body = "body" if isinstance(function, ast.Lambda) else None
        if body is None:
            yield Place(function, "body"), scope
        for inner in places(function):
            if inner.parent is not function or inner.name == "body":
                yield inner, scope
                yield from ((block, scope) for block in _blocks(inner.node))


def _outermost_functions(tree: ast.AST) -> Iterator[Place]:
    inside: set[int] = set()
    for place in places(tree):
        node = place.node
        if isinstance(node, ast.FunctionDef | ast.Lambda) and id(node) not in inside:
            inside |= {id(each) for each in ast.walk(node)}
            yield place


def _blocks(node: ast.AST) -> Iterator[Place]:
    """Yield the places of a statement's lists of statements."""
    for name in ("body", "orelse"):
        if isinstance(getattr(node, name, None), list) and getattr(node, name):
            yield Place(node, name)


def _is_self(node: ast.AST) -> bool:
    base = getattr(node, "value", None)
    return isinstance(node, ast.Attribute) and isinstance(base, ast.Name) and base.id == "self"


def _parsed(source: str) -> ast.expr:
    return ast.parse(source, mode="eval").body


def _call(function: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(_parsed(function), list(arguments), [])


def _called(node: ast.AST) -> str:
    """Return the last part of a called function's name: "sum" for np.sum(x) and x.sum()."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def is_value(place: Place) -> bool:
    """Return whether an expression stands there whose value is used: no target, name or module."""
    node = place.node
    if not isinstance(node, ast.expr) or isinstance(node, ast.Slice | ast.Starred):
        return False
    if not isinstance(getattr(node, "ctx", None), ast.Load | None):
        return False
    is_function = isinstance(place.parent, ast.Call) and place.name == "func"
    is_base = isinstance(place.parent, ast.Attribute)
    return not is_function and not (is_base and isinstance(node, ast.Name))


def _is_whole(place: Place) -> bool:
    """Return whether an expression stands there as a whole: assigned, returned or handed over."""
    whole = ast.Assign | ast.AugAssign | ast.Return | ast.keyword | ast.Lambda
    listed = ast.Tuple | ast.List | ast.ListComp | ast.GeneratorExp | ast.Call
    return is_value(place) and (
        (isinstance(place.parent, whole) and place.name in ("value", "body"))
        or (isinstance(place.parent, listed) and place.name in ("elts", "elt", "args"))
    )


# Changes of one expression


def numbers(place: Place, scope: Scope) -> Iterator[New]:
    """Yield another number."""
    node = place.node
    if not isinstance(node, ast.Constant) or not isinstance(node.value, int | float | bool):
        return
    value = node.value
    if isinstance(value, bool):
        yield (
            ast.Constant(not value),
            kinds.KEEPDIMS if _is_for("keepdims", place) else (kinds.CONSTANT),
        )
        return
    if _is_for("axis", place):
        kind = kinds.AXIS
    elif isinstance(place.parent, ast.Subscript | ast.Slice):
        kind = kinds.INDEX
    elif _called(place.parent) == "range":
        kind = kinds.RANGE
    else:
        kind = kinds.CONSTANT
    others = dict.fromkeys((0, 1, 2, value + 1, value - 1, 2 * value))
    if kind is kinds.CONSTANT:
        others |= dict.fromkeys((value / 2, 0.5))
    for other in others:
        if other != value:
            yield ast.Constant(other), kind


def _is_for(name: str, place: Place) -> bool:
    """Return whether an argument is that of this name, or the second one of a reduction."""
    parent = place.parent
    if isinstance(parent, ast.keyword):
        return parent.arg == name
    is_second = name == "axis" and isinstance(parent, ast.Call) and place.name == "args"
    return is_second and _called(parent) in REDUCTIONS and place.index in (0, 1)


def axes(place: Place, scope: Scope) -> Iterator[New]:
    """Yield another axis, none, or one where there was none; kept or not."""
    node = place.node
    if not isinstance(node, ast.Call) or _called(node) not in (*REDUCTIONS, "softmax"):
        return
    named = {keyword.arg: keyword for keyword in node.keywords}

    def with_keywords(**changed: ast.expr) -> ast.Call:
        kept = [keyword for keyword in node.keywords if keyword.arg not in changed]
        added = [ast.keyword(name, value) for name, value in changed.items()]
        return ast.Call(node.func, node.args, kept + added)

    if "axis" in named:
        others = [each for each in node.keywords if each.arg not in ("axis", "keepdims")]
        yield ast.Call(node.func, node.args, others), kinds.AXIS
    else:
        for axis in (0, 1, -1):
            yield with_keywords(axis=ast.Constant(axis)), kinds.AXIS
            kept = with_keywords(axis=ast.Constant(axis), keepdims=ast.Constant(True))
            yield kept, kinds.AXIS
    if "keepdims" in named:
        others = [each for each in node.keywords if each.arg != "keepdims"]
        yield ast.Call(node.func, node.args, others), kinds.KEEPDIMS
    else:
        yield with_keywords(keepdims=ast.Constant(True)), kinds.KEEPDIMS


def shapes(place: Place, scope: Scope) -> Iterator[New]:
    """Yield an axis of length 1 more."""
    is_met = isinstance(place.parent, ast.BinOp | ast.Return | ast.Assign) and is_value(place)
    if is_met and isinstance(place.node, ast.Name | ast.Call | ast.Attribute | ast.BinOp):
        for index in ("x[:, None]", "x[None]", "x[..., 0]"):
            new = _parsed(index)
            new.value = place.node  # type: ignore[attr-defined]
            yield new, kinds.KEEPDIMS


COMPARISONS = (ast.Gt, ast.GtE, ast.Lt, ast.LtE)


def comparisons(place: Place, scope: Scope) -> Iterator[New]:
    """Yield another comparison."""
    node = place.node
    if not isinstance(node, ast.Compare) or len(node.ops) > 1:
        return
    ordered = isinstance(node.ops[0], COMPARISONS)
    for operation in COMPARISONS if ordered else (ast.Eq, ast.NotEq):
        if not isinstance(node.ops[0], operation):
            new = ast.Compare(node.left, [operation()], node.comparators)
            yield new, kinds.COMPARISON


# Which operations are taken for which.
OPERATIONS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.MatMult),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult, ast.Div),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
}
# Less often: by such a change, s (1 − s) becomes s + (1 − s), which is 1.
OTHER_OPERATIONS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Mult,),
    ast.Sub: (ast.Mult, ast.Div),
    ast.Mult: (ast.Add, ast.Sub, ast.Pow),
    ast.Div: (ast.Sub,),
}
SUMS = (ast.Add, ast.Sub)


def operations(place: Place, scope: Scope) -> Iterator[New]:
    """Yield another operation, or its sides exchanged."""
    node = place.node
    if not isinstance(node, ast.BinOp):
        return
    for operation in OPERATIONS.get(type(node.op), ()):
        kind = kinds.SIGN if isinstance(node.op, SUMS) else kinds.OPERATOR
        yield ast.BinOp(node.left, operation(), node.right), kind
    if not isinstance(node.op, ast.Add):
        kind = kinds.SIGN if isinstance(node.op, ast.Sub) else kinds.ORDER
        yield ast.BinOp(node.right, node.op, node.left), kind


def other_operations(place: Place, scope: Scope) -> Iterator[New]:
    """Yield an operation that is taken less often for this one."""
    node = place.node
    if isinstance(node, ast.BinOp):
        for operation in OTHER_OPERATIONS.get(type(node.op), ()):
            yield ast.BinOp(node.left, operation(), node.right), kinds.OPERATOR


def added_operations(place: Place, scope: Scope) -> Iterator[New]:
    """Yield `+=` in place of `-=`, or `=`, or the reverse."""
    node = place.node
    if isinstance(node, ast.AugAssign):
        if isinstance(node.op, SUMS):
            other = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
            yield ast.AugAssign(node.target, other, node.value), kinds.SIGN
        yield ast.Assign([node.target], node.value), kinds.ADDED_UP
        target = _loaded(node.target)
        moved = ast.BinOp(target, node.op, node.value)
        yield ast.Assign([node.target], moved), kinds.IN_PLACE
    elif isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = node.targets[0]
        if isinstance(target, ast.Name | ast.Attribute | ast.Subscript):
            yield ast.AugAssign(target, ast.Add(), node.value), kinds.ADDED_UP
            whole = ast.Subscript(_loaded(target), _parsed("..."), ast.Store())
            yield ast.Assign([whole], node.value), kinds.IN_PLACE


def _loaded(target: ast.expr) -> ast.expr:
    return _parsed(ast.unparse(target))


def signs(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a minus sign more or less."""
    node = place.node
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.operand, kinds.SIGN
    elif is_value(place) and not isinstance(node, PLAIN):
        is_part = isinstance(place.parent, ast.BinOp | ast.Call)
        if is_part or _is_whole(place):
            yield ast.UnaryOp(ast.USub(), node), kinds.SIGN


def brackets(place: Place, scope: Scope) -> Iterator[New]:
    """Yield the same names and operations, grouped otherwise."""
    for new in _regrouped(place.node):
        yield new, kinds.BRACKETS


def _regrouped(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.BinOp(ast.BinOp(a, first, b), second, c):
            yield ast.BinOp(a, first, ast.BinOp(b, second, c))
            for inner in _regrouped(node.left):
                yield ast.BinOp(inner, second, c)
    match node:
        case ast.BinOp(a, first, ast.BinOp(b, second, c)):
            yield ast.BinOp(ast.BinOp(a, first, b), second, c)
    match node:
        case ast.BinOp(ast.UnaryOp(sign, a), operation, b):
            yield ast.UnaryOp(sign, ast.BinOp(a, operation, b))
        case ast.UnaryOp(sign, ast.BinOp(a, operation, b)):
            yield ast.BinOp(ast.UnaryOp(sign, a), operation, b)
    match node:
        case ast.BinOp(ast.Call(function, [argument, *rest], named), operation, b):
            moved = ast.BinOp(argument, operation, b)
            yield ast.Call(function, [moved, *rest], named)
    match node:
        case ast.BinOp(a, operation, ast.Call(function, [argument, *rest], named)):
            yield ast.Call(function, [ast.BinOp(a, operation, argument), *rest], named)
        case ast.Call(function, [ast.BinOp(a, operation, b), *rest], named):
            yield ast.BinOp(ast.Call(function, [a, *rest], named), operation, b)
            yield ast.BinOp(a, operation, ast.Call(function, [b, *rest], named))
    match node:
        case ast.BinOp(left, op, ast.Attribute(right, "T")):
            yield ast.Attribute(ast.BinOp(left, op, right), "T", ast.Load())
        case ast.Attribute(ast.BinOp(left, op, right), "T"):
            yield ast.BinOp(left, op, ast.Attribute(right, "T", ast.Load()))


def transposes(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a transpose more or less."""
    node = place.node
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value, kinds.TRANSPOSE
    elif is_value(place) and isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.BinOp):
        meets = isinstance(place.parent, ast.BinOp) and isinstance(place.parent.op, ast.MatMult)
        if meets or _is_whole(place) or isinstance(node, ast.Name | ast.Attribute):
            yield ast.Attribute(node, "T", ast.Load()), kinds.TRANSPOSE


def functions(place: Place, scope: Scope) -> Iterator[New]:
    """Yield another function of the same family."""
    node, name = place.node, _called(place.node)
    for family, kind in FAMILIES if name else ():
        for other in family if name in family else ():
            if other != name:
                yield ast.Call(_renamed(node.func, other), node.args, node.keywords), kind


def _renamed(function: ast.expr, name: str) -> ast.expr:
    if isinstance(function, ast.Attribute):
        return ast.Attribute(function.value, name, ast.Load())
    return ast.Name(name, ast.Load())


def unwrapped(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a function is not applied: f(x) becomes x, and x.f() too."""
    node = place.node
    if isinstance(node, ast.Call) and is_value(place):
        if node.args:
            yield node.args[0], kinds.EXTRA_FUNCTION
        method = node.func
        if isinstance(method, ast.Attribute) and not _is_module(method.value):
            yield method.value, kinds.EXTRA_FUNCTION


def _is_module(node: ast.expr) -> bool:
    return ast.unparse(node) in ("np", "math", "np.linalg", "np.random", "helpers")


def parts(place: Place, scope: Scope) -> Iterator[New]:
    """Yield one of an operation's two sides goes."""
    node = place.node
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Add | ast.Sub):
            kind = kinds.EXTRA_TERM
        elif isinstance(node.op, ast.Pow):
            kind = kinds.POWER
        else:
            kind = kinds.EXTRA_FACTOR
        yield node.left, kind
        if not isinstance(node.op, ast.Pow):
            yield node.right, kind


def variables(place: Place, scope: Scope) -> Iterator[New]:
    """Yield another variable, or another attribute of the same object."""
    node = place.node
    if not is_value(place):
        return
    if isinstance(node, ast.Name) or (isinstance(node, ast.Attribute) and _is_self(node)):
        own = ast.unparse(node)
        for other in scope.values:
            if ast.unparse(other) != own:
                yield other, kinds.VARIABLE


def indices(place: Place, scope: Scope) -> Iterator[New]:
    """Yield another index, or none."""
    node = place.node
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield node.value, kinds.INDEX
        if isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2:
            first, second = node.slice.elts
            swapped = ast.Tuple([second, first], ast.Load())
            yield ast.Subscript(node.value, swapped, node.ctx), kinds.INDEX
    elif isinstance(place.parent, ast.Subscript | ast.Slice) and isinstance(node, ast.Name):
        for operation in (ast.Add(), ast.Sub()):
            yield ast.BinOp(node, operation, ast.Constant(1)), kinds.INDEX
    if isinstance(node, ast.Slice):
        for name in ("lower", "upper", "step"):
            if getattr(node, name) is not None:
                kept = {key: value for key, value in ast.iter_fields(node) if key != name}
                yield ast.Slice(**kept), kinds.INDEX


def ranges(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a loop that begins or ends elsewhere."""
    node = place.node
    if _called(node) == "range" and len(node.args) == 1:
        end = node.args[0]
        for operation in (ast.Add(), ast.Sub()):
            moved = ast.BinOp(end, operation, ast.Constant(1))
            yield ast.Call(node.func, [moved], []), kinds.RANGE
        yield ast.Call(node.func, [ast.Constant(1), end], []), kinds.RANGE


def orders(place: Place, scope: Scope) -> Iterator[New]:
    """Yield two results, or two arguments, exchanged; a list the other way round."""
    node = place.node
    if isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load):
        for i in range(len(node.elts) - 1):
            swapped = list(node.elts)
            swapped[i], swapped[i + 1] = swapped[i + 1], swapped[i]
            kind = kinds.RESULTS if isinstance(place.parent, ast.Return) else kinds.ORDER
            yield type(node)(swapped, ast.Load()), kind
    if isinstance(node, ast.Call) and len(node.args) == 2:
        yield ast.Call(node.func, node.args[::-1], node.keywords), kinds.ORDER
    if (
        place.name in ("value", "iter")
        and isinstance(place.parent, ast.Return | ast.For)
        and (isinstance(node, ast.Name))
    ):
        turned = _parsed("x[::-1]")
        turned.value = node  # type: ignore[attr-defined]
        yield turned, kinds.ORDER


def conditions(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a condition turned round."""
    if isinstance(place.parent, ast.If | ast.IfExp) and place.name == "test":
        yield ast.UnaryOp(ast.Not(), place.node), kinds.CONDITION


def copies(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a copy in place of the same array."""
    node = place.node
    simple = isinstance(node, ast.Name | ast.Attribute | ast.Subscript)
    if _is_whole(place) and simple:
        yield _call(f"({ast.unparse(node)}).copy"), kinds.COPY


def powers(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a square more."""
    is_part = isinstance(place.parent, ast.BinOp | ast.Call | ast.Return) and is_value(place)
    if is_part and not isinstance(place.node, ast.Constant):
        yield ast.BinOp(place.node, ast.Pow(), ast.Constant(2)), kinds.POWER


def wrapped(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a function more."""
    if is_value(place) and not isinstance(place.node, PLAIN):
        for name in (*(f"np.{each}" for each in WRAPPERS), *scope.called):
            yield _call(name, place.node), kinds.MISSING_FUNCTION
        if isinstance(place.node, ast.Name | ast.BinOp):
            for name in ("sum", "mean"):
                yield _call(f"np.{name}", place.node), kinds.MISSING_FUNCTION


def factors(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a factor more: 2, a number of samples or classes, or a variable."""
    if not _is_whole(place) and not isinstance(place.parent, ast.BinOp):
        return
    if isinstance(place.node, PLAIN) or not is_value(place):
        return
    for operation, factor in [(ast.Mult(), ast.Constant(2)), (ast.Div(), ast.Constant(2))]:
        yield ast.BinOp(place.node, operation, factor), kinds.MISSING_FACTOR
    for value in scope.values if _is_whole(place) else ():
        name = ast.unparse(value)
        for size in (f"len({name})", f"{name}.shape[-1]", f"{name}.size"):
            for operation in (ast.Div(), ast.Mult()):
                yield ast.BinOp(place.node, operation, _parsed(size)), kinds.MISSING_FACTOR
        for operation in (ast.Mult(), ast.Div()):
            yield ast.BinOp(place.node, operation, value), kinds.MISSING_FACTOR


def terms(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a term more: 1, or a variable."""
    if not is_value(place) or isinstance(place.node, PLAIN):
        return
    if isinstance(place.parent, ast.BinOp | ast.Call) or _is_whole(place):
        one = ast.Constant(1)
        for new in (
            ast.BinOp(one, ast.Sub(), place.node),
            ast.BinOp(place.node, ast.Sub(), one),
            ast.BinOp(place.node, ast.Add(), one),
        ):
            yield new, kinds.MISSING_TERM
    for value in scope.values if _is_whole(place) else ():
        for operation in (ast.Add(), ast.Sub()):
            yield ast.BinOp(place.node, operation, value), kinds.MISSING_TERM


# Changes of statements


def lines(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a line moved out of a block or into one, two exchanged, or one left out."""
    body = place.node
    if not isinstance(body, list):
        return
    for i, statement in enumerate(body):
        if is_tick(statement) or isinstance(statement, ast.FunctionDef):
            continue
        before, after = body[:i], body[i + 1 :]
        if isinstance(statement, ast.For | ast.While | ast.If):
            inner = statement.body
            movable = [each for each in inner if not is_tick(each)]
            if len(movable) > 1:
                left = _with_body(statement, [x for x in inner if x is not movable[-1]])
                yield [*before, left, movable[-1], *after], kinds.LINE_PLACE
                left = _with_body(statement, [x for x in inner if x is not movable[0]])
                yield [*before, movable[0], left, *after], kinds.LINE_PLACE
            if after:
                taken = _with_body(statement, [*inner, after[0]])
                yield [*before, taken, *after[1:]], kinds.LINE_PLACE
            if before and not is_tick(before[-1]):
                ticks, rest = inner[: len(inner) - len(movable)], movable
                taken = _with_body(statement, [*ticks, before[-1], *rest])
                yield [*before[:-1], taken, *after], kinds.LINE_PLACE
        if after:
            yield [*before, after[0], statement, *after[1:]], kinds.LINE_ORDER
        if len(body) > 1 and not isinstance(statement, ast.Return):
            yield [*before, *after], kinds.EXTRA_LINE


def _with_body(statement: Any, body: Sequence[ast.stmt]) -> ast.stmt:
    fields = dict(ast.iter_fields(statement)) | {"body": list(body)}
    new: ast.stmt = type(statement)(**fields)
    return ast.copy_location(new, statement)


def returns(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a body in which what was computed last, or printed, is returned."""
    body = place.node
    if not isinstance(place.parent, ast.FunctionDef) or not isinstance(body, list):
        return
    last = body[-1]
    if isinstance(last, ast.Assign) and isinstance(last.targets[0], ast.Name | ast.Attribute):
        yield [*body, ast.Return(_loaded(last.targets[0]))], kinds.RETURN
    if isinstance(last, ast.Expr):
        value = last.value
        yield [*body[:-1], ast.Return(value)], kinds.RETURN
        if _called(value) == "print" and value.args:  # type: ignore[attr-defined]
            yield [*body[:-1], ast.Return(value.args[0])], kinds.RETURN  # type: ignore[attr-defined]
    if isinstance(last, ast.For | ast.While):
        for name in scope.variables:
            yield [*body, ast.Return(_parsed(name))], kinds.RETURN


RULES: tuple[tuple[int, tuple[Rule, ...]], ...] = (
    (1, (brackets, operations, signs, comparisons, transposes, axes, numbers, added_operations)),
    (2, (indices, ranges, parts, functions, orders, conditions, unwrapped, variables)),
    (3, (lines, returns, copies, shapes, powers, other_operations)),
    (4, (factors, terms, wrapped)),
)

# By which a number or an array could become too large for the machine.
GROWING: frozenset[Rule] = frozenset(
    (
        operations,
        other_operations,
        transposes,
        shapes,
        powers,
        factors,
        terms,
        wrapped,
        unwrapped,
        axes,
    )
)

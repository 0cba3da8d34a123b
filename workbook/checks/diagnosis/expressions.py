"""What else could stand where an expression stands: of the same size, or less."""

import ast
from collections.abc import Iterator

from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.kinds import Kind
from workbook.checks.diagnosis.nodes import (
    PLAIN,
    New,
    Scope,
    call,
    called,
    is_own,
    is_value,
    is_whole,
    parsed,
)
from workbook.checks.diagnosis.source import Place

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
    elif called(place.parent) == "range":
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
    return is_second and called(parent) in REDUCTIONS and place.index in (0, 1)


def axes(place: Place, scope: Scope) -> Iterator[New]:
    """Yield another axis, none, or one where there was none; kept or not."""
    node = place.node
    if not isinstance(node, ast.Call) or called(node) not in (*REDUCTIONS, "softmax"):
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


def signs(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a minus sign less."""
    node = place.node
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.operand, kinds.SIGN


def other_signs(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a minus sign more."""
    is_part = isinstance(place.parent, ast.BinOp | ast.Call)
    if is_value(place) and not isinstance(place.node, PLAIN) and (is_part or is_whole(place)):
        yield ast.UnaryOp(ast.USub(), place.node), kinds.SIGN


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
        if meets or is_whole(place) or isinstance(node, ast.Name | ast.Attribute):
            yield ast.Attribute(node, "T", ast.Load()), kinds.TRANSPOSE


def functions(place: Place, scope: Scope) -> Iterator[New]:
    """Yield another function of the same family."""
    node, name = place.node, called(place.node)
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
    if isinstance(node, ast.Name) or (isinstance(node, ast.Attribute) and is_own(node)):
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
    if called(node) == "range" and len(node.args) == 1:
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
        turned = parsed("x[::-1]")
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
    if is_whole(place) and simple:
        yield call(f"({ast.unparse(node)}).copy"), kinds.COPY

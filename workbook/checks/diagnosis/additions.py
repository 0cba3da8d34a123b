"""What could stand there besides an expression: a factor, a term, a function, a power, an axis."""

import ast
from collections.abc import Iterator

from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.nodes import PLAIN, New, Scope, call, is_value, is_whole, parsed
from workbook.checks.diagnosis.source import Place

WRAPPERS = ("exp", "log", "sqrt", "tanh", "abs", "square")


def shapes(place: Place, scope: Scope) -> Iterator[New]:
    """Yield an axis of length 1 more."""
    is_met = isinstance(place.parent, ast.BinOp | ast.Return | ast.Assign) and is_value(place)
    if is_met and isinstance(place.node, ast.Name | ast.Call | ast.Attribute | ast.BinOp):
        for index in ("x[:, None]", "x[None]", "x[..., 0]"):
            new = parsed(index)
            new.value = place.node  # type: ignore[attr-defined]
            yield new, kinds.KEEPDIMS


def powers(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a square more."""
    is_part = isinstance(place.parent, ast.BinOp | ast.Call | ast.Return) and is_value(place)
    if is_part and not isinstance(place.node, ast.Constant):
        yield ast.BinOp(place.node, ast.Pow(), ast.Constant(2)), kinds.POWER


def wrapped(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a function more."""
    if is_value(place) and not isinstance(place.node, PLAIN):
        for name in (*(f"np.{each}" for each in WRAPPERS), *scope.called):
            yield call(name, place.node), kinds.MISSING_FUNCTION
        if isinstance(place.node, ast.Name | ast.BinOp):
            for name in ("sum", "mean"):
                yield call(f"np.{name}", place.node), kinds.MISSING_FUNCTION


def factors(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a factor more: 2, a number of samples or classes, or a variable."""
    if not is_whole(place) and not isinstance(place.parent, ast.BinOp):
        return
    if isinstance(place.node, PLAIN) or not is_value(place):
        return
    for operation, factor in [(ast.Mult(), ast.Constant(2)), (ast.Div(), ast.Constant(2))]:
        yield ast.BinOp(place.node, operation, factor), kinds.MISSING_FACTOR
    for value in scope.values if is_whole(place) else ():
        name = ast.unparse(value)
        for size in (f"len({name})", f"{name}.shape[-1]", f"{name}.size"):
            for operation in (ast.Div(), ast.Mult()):
                yield ast.BinOp(place.node, operation, parsed(size)), kinds.MISSING_FACTOR
        for operation in (ast.Mult(), ast.Div()):
            yield ast.BinOp(place.node, operation, value), kinds.MISSING_FACTOR


def terms(place: Place, scope: Scope) -> Iterator[New]:
    """Yield a term more: 1, or a variable."""
    if not is_value(place) or isinstance(place.node, PLAIN):
        return
    if isinstance(place.parent, ast.BinOp | ast.Call) or is_whole(place):
        one = ast.Constant(1)
        for new in (
            ast.BinOp(one, ast.Sub(), place.node),
            ast.BinOp(place.node, ast.Sub(), one),
            ast.BinOp(place.node, ast.Add(), one),
        ):
            yield new, kinds.MISSING_TERM
    for value in scope.values if is_whole(place) else ():
        for operation in (ast.Add(), ast.Sub()):
            yield ast.BinOp(place.node, operation, value), kinds.MISSING_TERM

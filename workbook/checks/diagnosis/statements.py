"""What could stand in place of statements: in another order or block, more or fewer of them."""

import ast
from collections.abc import Iterator, Sequence
from typing import Any

from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.nodes import New, Scope, called, loaded, parsed
from workbook.checks.diagnosis.source import Place, is_tick

SUMS = (ast.Add, ast.Sub)


def added_operations(place: Place, scope: Scope) -> Iterator[New]:
    """Yield `+=` in place of `-=`, or `=`, or the reverse."""
    node = place.node
    if isinstance(node, ast.AugAssign):
        if isinstance(node.op, SUMS):
            other = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
            yield ast.AugAssign(node.target, other, node.value), kinds.SIGN
        yield ast.Assign([node.target], node.value), kinds.ADDED_UP
        target = loaded(node.target)
        moved = ast.BinOp(target, node.op, node.value)
        yield ast.Assign([node.target], moved), kinds.IN_PLACE
    elif isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = node.targets[0]
        if isinstance(target, ast.Name | ast.Attribute | ast.Subscript):
            yield ast.AugAssign(target, ast.Add(), node.value), kinds.ADDED_UP
            whole = ast.Subscript(loaded(target), parsed("..."), ast.Store())
            yield ast.Assign([whole], node.value), kinds.IN_PLACE


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
        yield [*body, ast.Return(loaded(last.targets[0]))], kinds.RETURN
    if isinstance(last, ast.Expr):
        value = last.value
        yield [*body[:-1], ast.Return(value)], kinds.RETURN
        if called(value) == "print" and value.args:  # type: ignore[attr-defined]
            yield [*body[:-1], ast.Return(value.args[0])], kinds.RETURN  # type: ignore[attr-defined]
    if isinstance(last, ast.For | ast.While):
        for name in scope.variables:
            yield [*body, ast.Return(parsed(name))], kinds.RETURN

"""What a change of a tree is, and what the rules that make changes ask of its nodes."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from workbook.checks.diagnosis.kinds import Kind
from workbook.checks.diagnosis.source import Place

# What else could stand at a place, and what was wrong if that repairs it.
New = tuple[Any, Kind]
Rule = Callable[[Place, "Scope"], Iterator[New]]

PLAIN = ast.Constant | ast.Tuple | ast.List


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
        own = (parsed(f"self.{name}") for name in self.attributes)
        return [*map(parsed, self.variables), *own]


def is_own(node: ast.AST) -> bool:
    """Return whether a node is an attribute of the object whose method it stands in."""
    base = getattr(node, "value", None)
    return isinstance(node, ast.Attribute) and isinstance(base, ast.Name) and base.id == "self"


def parsed(source: str) -> ast.expr:
    """Return an expression as a new node."""
    return ast.parse(source, mode="eval").body


def call(function: str, *arguments: ast.expr) -> ast.expr:
    """Return a call of a function."""
    return ast.Call(parsed(function), list(arguments), [])


def called(node: ast.AST) -> str:
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


def is_whole(place: Place) -> bool:
    """Return whether an expression stands there as a whole: assigned, returned or handed over."""
    whole = ast.Assign | ast.AugAssign | ast.Return | ast.keyword | ast.Lambda
    listed = ast.Tuple | ast.List | ast.ListComp | ast.GeneratorExp | ast.Call
    return is_value(place) and (
        (isinstance(place.parent, whole) and place.name in ("value", "body"))
        or (isinstance(place.parent, listed) and place.name in ("elts", "elt", "args"))
    )


def loaded(target: ast.expr) -> ast.expr:
    """Return what a value is assigned to as an expression that reads it."""
    return parsed(ast.unparse(target))

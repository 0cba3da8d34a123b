"""Single edits of a syntax tree, smallest first: each undoes, or makes, one kind of mistake.

Applied to a learner's code an edit repairs; applied to the right code it makes the mistake. What an
edit takes away was too much, what it adds was missing.
"""

import ast
import builtins
from collections.abc import Iterator
from typing import Any

from workbook.checks.diagnosis import additions, expressions, statements
from workbook.checks.diagnosis.brackets import moved_brackets
from workbook.checks.diagnosis.nodes import Edit, Rule, Scope, called, is_own
from workbook.checks.diagnosis.source import TICK, Place, places

# What makes something as large as its arguments say.
ALLOCATING = (
    *("zeros", "ones", "empty", "full", "eye", "identity", "arange", "linspace", "tile", "repeat"),
    *("range", "normal", "standard_normal", "uniform", "random", "integers", "choice"),
    *("permutation", "one_hot"),
)


# What can stand elsewhere, by how large a change it is.
RULES: tuple[tuple[int, tuple[Rule, ...]], ...] = (
    (
        1,
        (
            expressions.brackets,
            expressions.operations,
            expressions.signs,
            expressions.comparisons,
            expressions.transposes,
            expressions.axes,
            expressions.numbers,
            statements.added_operations,
        ),
    ),
    (
        2,
        (
            expressions.indices,
            expressions.ranges,
            expressions.parts,
            expressions.functions,
            expressions.orders,
            expressions.conditions,
            expressions.unwrapped,
            expressions.variables,
            expressions.other_signs,
        ),
    ),
    (
        3,
        (
            statements.lines,
            statements.returns,
            expressions.copies,
            expressions.other_operations,
            additions.shapes,
            additions.powers,
        ),
    ),
    (4, (additions.factors, additions.terms, additions.wrapped)),
)

# By which a number or an array could become too large for the machine.
GROWING: frozenset[Rule] = frozenset(
    [
        expressions.operations,
        expressions.other_operations,
        expressions.transposes,
        expressions.axes,
        expressions.unwrapped,
        additions.shapes,
        additions.powers,
        additions.factors,
        additions.terms,
        additions.wrapped,
    ]
)


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
    found += moved_brackets(tree)
    return sorted(found, key=lambda edit: edit.cost)


def _inside_sizes(tree: ast.AST) -> frozenset[int]:
    """Return the ids of all nodes that say how large something new is."""
    sizes: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            sizes += node.args if called(node) in ALLOCATING else []
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
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and is_own(node)
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
        if isinstance(function, ast.FunctionDef):
            yield Place(function, "body"), scope
        given = {id(node) for node in ast.walk(function.args)}  # the question's, not the learner's
        for inner in places(function):
            if id(inner.node) not in given:
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

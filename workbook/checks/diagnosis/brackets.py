"""Brackets that are left out, or closed elsewhere, as they are typed."""

import ast
import io
import tokenize
import warnings
from collections.abc import Iterator

from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.nodes import Edit
from workbook.checks.diagnosis.source import places

LONGEST = 40  # tokens of a line whose brackets are moved

Token = tokenize.TokenInfo


def moved_brackets(tree: ast.AST) -> Iterator[Edit]:
    """Yield each whole expression with one pair of brackets left out, or closed elsewhere."""
    for place in places(tree):
        node = place.node
        whole = isinstance(place.parent, ast.Return | ast.Assign | ast.AugAssign)
        if whole and place.name == "value" and isinstance(node, ast.expr):
            for new in _regrouped(node):
                yield Edit(place, located(new, node), kinds.BRACKETS, 1)


def _regrouped(node: ast.expr) -> list[ast.expr]:
    tokens = _tokens(ast.unparse(node))
    if len(tokens) > LONGEST:
        return []
    found = {ast.dump(node): node}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a number is called, say
        for words in _retyped(tokens):
            try:
                new = ast.parse(" ".join(words), mode="eval").body
                compile(ast.Expression(new), "<brackets>", "eval")
            except SyntaxError:
                continue
            if _count(new) == _count(node):
                found.setdefault(ast.dump(new), new)
    return list(found.values())[1:]


def _tokens(source: str) -> list[str]:
    try:
        tokens = tokenize.generate_tokens(io.StringIO(source).readline)
        return [each.string for each in tokens if each.string.strip()]
    except tokenize.TokenError:
        return []


def _retyped(tokens: list[str]) -> Iterator[list[str]]:
    for start, end in _pairs(tokens):
        without = [each for i, each in enumerate(tokens) if i not in (start, end)]
        yield without
        open_only = [each for i, each in enumerate(tokens) if i != end]
        for i in range(start + 2, len(open_only) + 1):
            yield [*open_only[:i], ")", *open_only[i:]]
        called = start and (tokens[start - 1].isidentifier() or tokens[start - 1] in ")]")
        for i in range(end - 1 if not called else 0):
            close_only = [each for j, each in enumerate(tokens) if j != start]
            yield [*close_only[:i], "(", *close_only[i:]]


def _pairs(tokens: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where round brackets open and close."""
    opened: list[int] = []
    for i, token in enumerate(tokens):
        if token == "(":
            opened.append(i)
        elif token == ")" and opened:
            yield opened.pop(), i


def _count(node: ast.AST) -> list[str]:
    """Return what a tree is made of, whatever its grouping: no call or tuple may come or go."""
    counted = ast.Call | ast.Tuple | ast.Name | ast.Constant | ast.operator | ast.Attribute
    return sorted(ast.dump(each)[:30] for each in ast.walk(node) if isinstance(each, counted))


def located(new: ast.expr, old: ast.AST) -> ast.expr:
    """Return a new expression with the place of what it takes the place of."""
    for node in ast.walk(new):
        if isinstance(node, ast.expr | ast.keyword):
            ast.copy_location(node, old)
    return new

"""Edits that only make mistakes: brackets closed elsewhere, and the slope of another activation."""

import ast
import copy
import io
import tokenize
from collections.abc import Iterator

from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.edits import Edit
from workbook.checks.diagnosis.source import Place, places

LONGEST = 40  # tokens of a line whose brackets are moved

Token = tokenize.TokenInfo


def moved_brackets(tree: ast.AST) -> Iterator[Edit]:
    """Yield each whole expression with one pair of brackets left out, or closed elsewhere."""
    for place in places(tree):
        node = place.node
        whole = isinstance(place.parent, ast.Return | ast.Assign | ast.AugAssign)
        if whole and place.name == "value" and isinstance(node, ast.expr):
            for new in _regrouped(node):
                yield Edit(place, _located(new, node), kinds.BRACKETS, 1)


def _regrouped(node: ast.expr) -> Iterator[ast.expr]:
    tokens = _tokens(ast.unparse(node))
    if len(tokens) > LONGEST:
        return
    known = {ast.dump(node)}
    for words in _retyped(tokens):
        try:
            new = ast.parse(" ".join(words), mode="eval").body
        except SyntaxError:
            continue
        if ast.dump(new) not in known and _count(new) == _count(node):
            known.add(ast.dump(new))
            yield new


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


def _located(new: ast.expr, old: ast.AST) -> ast.expr:
    for node in ast.walk(new):
        if isinstance(node, ast.expr | ast.keyword):
            ast.copy_location(node, old)
    return new


# What stands in place of the slope, {z} being the activation's output.
SLOPES = {
    "tanh": (
        ("the slope is the sigmoid's", "{z} * (1 - {z})"),
        (
            "the slope is that of the sigmoid of a",
            "1 / (1 + np.exp(-np.arctanh({z}))) * (1 - 1 / (1 + np.exp(-np.arctanh({z}))))",
        ),
        ("tanh is applied to its own output in the slope", "1 - np.tanh({z}) ** 2"),
        ("the slope is taken at a in place of z", "1 - np.arctanh({z}) ** 2"),
        ("the slope is ReLU's", "1 * ({z} > 0)"),
    ),
    "sigmoid": (
        ("the slope is tanh's", "1 - {z} ** 2"),
        ("the slope is that of tanh of a", "1 - np.tanh(np.log({z} / (1 - {z}))) ** 2"),
        ("the slope is taken at a in place of z", "np.log({z} / (1 - {z}))"),
        ("the slope is ReLU's", "1 * ({z} > 0.5)"),
        ("it is divided where the slope has a product", "{z} / (1 - {z})"),
    ),
}


def slopes(tree: ast.AST) -> Iterator[tuple[Edit, str]]:
    """Yield each slope of an activation as another one's, and the words for it."""
    for place in places(tree):
        for name, z, first in _slope_at(place):
            for told, form in SLOPES[name]:
                new = ast.parse(form.replace("{z}", f"({ast.unparse(z)})"), mode="eval").body
                if first is not None:
                    new = ast.BinOp(copy.deepcopy(first), ast.Mult(), new)
                yield Edit(place, _located(new, place.node), kinds.FUNCTION, 2), told


def _slope_at(place: Place) -> Iterator[tuple[str, ast.expr, ast.expr | None]]:
    """Yield whose slope stands there, of which output, and what is multiplied with it in front."""
    match place.node:
        case ast.BinOp(ast.Constant(1), ast.Sub(), ast.BinOp(z, ast.Pow(), ast.Constant(2))):
            yield "tanh", z, None
        case ast.BinOp(ast.Constant(1), ast.Sub(), ast.BinOp(z, ast.Mult(), other)):
            if ast.dump(z) == ast.dump(other):
                yield "tanh", z, None
        case ast.BinOp(ast.BinOp(first, ast.Mult(), z), ast.Mult(), ast.BinOp(one, ast.Sub(), y)):
            if ast.dump(z) == ast.dump(y) and ast.dump(one) == ast.dump(ast.Constant(1)):
                yield "sigmoid", z, first
        case ast.BinOp(z, ast.Mult(), ast.BinOp(ast.Constant(1), ast.Sub(), y)):
            if ast.dump(z) == ast.dump(y):
                yield "sigmoid", z, None

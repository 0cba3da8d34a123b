"""The slope of another activation, or of the same at another place: what makes mistakes only."""

import ast
import copy
from collections.abc import Iterator

from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.brackets import located
from workbook.checks.diagnosis.nodes import Edit
from workbook.checks.diagnosis.source import Place, places

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
                yield Edit(place, located(new, place.node), kinds.FUNCTION, 2), told


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

"""What holds for the code of every package."""

import ast

import pytest

from tests import ROOT

LONGEST = 45  # lines of a function, from def to its last, docstring included


def functions(path):
    """Yield (name, number of lines) of every function in a file, methods and inner ones too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("folder", ["helpers", "workbook", "benchmarks"])
def test_functions_are_short(folder):
    paths = sorted((ROOT / folder).rglob("*.py"))
    assert paths
    too_long = [
        f"{path.relative_to(ROOT).as_posix()}: {name} has {lines} lines"
        for path in paths
        for name, lines in functions(path)
        if lines > LONGEST
    ]
    assert not too_long, "\n".join(too_long)

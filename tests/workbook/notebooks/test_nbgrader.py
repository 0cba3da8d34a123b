"""What a course that runs nbgrader gets from the solved notebooks."""

import ast

import nbformat
import pytest

from tests import ROOT
from workbook.notebooks.marks import SOLUTION

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

STUB = "# YOUR ANSWER HERE"  # the code_stub that docs/teaching.md sets


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_an_answer_cell_is_code_when_a_comment_stands_for_its_solution(path):
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    stubs = [
        SOLUTION.sub(lambda solution: f"{solution[1]}{STUB}", cell.source)
        for cell in cells
        if SOLUTION.search(cell.source)
    ]
    assert stubs
    for stub in stubs:
        ast.parse(stub)

"""What a learner hands in, the cells tagged ``report``, can be read by itself."""

import re

import nbformat
import pytest

from tests import ROOT
from workbook.notebooks.cells import first_line_id, has_tag

NOTEBOOKS = {
    path.stem: nbformat.read(path, as_version=4)
    for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
}
QUESTION = re.compile(r"\*\*Question (q\d+-\w+)\b[^*]*\*\*(?P<kind> \([^)]*\))?")
pytestmark = pytest.mark.parametrize("notebook", NOTEBOOKS.values(), ids=NOTEBOOKS)


def asked(notebook):
    """Yield each question: its id, the cell that asks it, whether it says that it is reported."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for match in QUESTION.finditer(cell.source):
                yield match[1], cell, "report" in match[0]


def answers(notebook):
    """Return {id: cell} of the cells that hold an answer."""
    cells = {first_line_id(cell): cell for cell in notebook.cells}
    return {name: cells[name] for name, _, _ in asked(notebook)}


def test_no_answer_is_without_its_question(notebook):
    handed_in = {name for name, cell in answers(notebook).items() if has_tag(cell, "report")}
    alone = [name for name, cell, _ in asked(notebook) if not has_tag(cell, "report")]
    assert handed_in & set(alone) == set()


def test_no_question_is_without_its_answer(notebook):
    handed_in = answers(notebook)
    asks = [name for name, cell, _ in asked(notebook) if has_tag(cell, "report")]
    assert [name for name in asks if not has_tag(handed_in[name], "report")] == []


def test_a_question_that_says_report_is_in_it(notebook):
    said = [cell for _, cell, is_report in asked(notebook) if is_report]
    assert said
    assert [cell.id for cell in said if not has_tag(cell, "report")] == []


def test_a_question_in_it_says_so(notebook):
    silent = [name for name, cell, said in asked(notebook) if has_tag(cell, "report") and not said]
    assert silent == []

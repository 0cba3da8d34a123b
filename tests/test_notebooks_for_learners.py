"""What every solved notebook says, so that it can be worked through."""

import nbformat
import pytest

from tests import ROOT
from workbook.notebooks.cells import grade_id, has_tag

NOTEBOOKS = {
    path.stem: nbformat.read(path, as_version=4)
    for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
}
pytestmark = pytest.mark.parametrize("notebook", NOTEBOOKS.values(), ids=NOTEBOOKS)


def test_its_first_cell_says_how_long_it_and_its_short_path_take(notebook):
    minutes = notebook.metadata["workbook"]
    top = notebook.cells[0].source
    assert f"about {minutes['minutes']} minutes" in top
    assert f"**Short path** ({minutes['short_path_minutes']} minutes)" in top
    assert 60 <= minutes["short_path_minutes"] <= 90


def test_it_says_that_it_is_stored_solved_where_a_learner_does_not_read_it(notebook):
    (note,) = [cell for cell in notebook.cells if "stored solved" in cell.source]
    assert notebook.cells.index(note) <= 2
    assert has_tag(note, "solved-only")
    assert "make lab" in note.source


def test_its_answers_in_words_are_told_from_the_questions(notebook):
    answers = [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "markdown" and cell.metadata.get("nbgrader", {}).get("solution")
    ]
    assert answers
    assert [each for each in answers if "\n**Model answer.** " not in each] == []


def test_it_has_a_short_path_and_optional_questions(notebook):
    asked = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    optional = [grade_id(cell) for cell in asked if has_tag(cell, "optional")]
    assert 0 < len(optional) < len(asked)


def test_it_says_what_the_report_is_before_it_asks_for_it(notebook):
    said = next(i for i, cell in enumerate(notebook.cells) if "**The report" in cell.source)
    asked = [i for i, cell in enumerate(notebook.cells) if "(report" in cell.source]
    assert all(said < i for i in asked)

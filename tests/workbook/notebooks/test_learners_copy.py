"""A learner's copy, its answers still stubs: it runs to the end, and each check fails kindly."""

import copy

import nbformat
import pytest
from nbclient import NotebookClient

from tests import ROOT
from workbook.notebooks.cells import is_check, without_hidden_tests, without_solutions

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

# Runs before a notebook's first cell: pictures and many epochs take long, and no check needs them.
QUICKLY = """
import helpers.plots, helpers.study

def one_epoch(*data, study=helpers.study.study, **settings):
    return study(*data, **settings | {"epochs": 1})

helpers.study.study = one_epoch
helpers.plots.figure = helpers.plots.movie = lambda *arguments, **options: None
"""


def learners_copy(notebook):
    """Leave the placeholders of values, let functions raise NotImplementedError, drop the rest."""
    notebook = copy.deepcopy(notebook)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(QUICKLY))
    for cell in notebook.cells:
        cell.source = without_hidden_tests(without_solutions(cell.source))
        cell.source = cell.source.replace("epochs=50", "epochs=1")
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_check_of_a_learners_copy_fails_kindly(path):
    notebook = learners_copy(nbformat.read(path, as_version=4))
    NotebookClient(
        notebook, timeout=120, allow_errors=True, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    checks = [cell for cell in notebook.cells if is_check(cell)]
    assert checks
    for cell in checks:
        (error,) = [output for output in cell.outputs if output.output_type == "error"]
        assert error.ename == "NotRightYet", cell.source
        assert "not answered yet" in error.evalue or "still None" in error.evalue
        assert len(error.traceback) <= 6


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_answers_and_checks_carry_their_ids_and_points(path):
    """The metadata that nbgrader reads, the first line of the cell, and the table agree."""
    from workbook.checks import question

    for cell in nbformat.read(path, as_version=4).cells:
        meta = cell.metadata.get("nbgrader")
        if meta is None:
            assert "### BEGIN" not in cell.source
            continue
        name = meta["grade_id"]
        assert name in cell.source.splitlines()[0]
        assert meta["schema_version"] == 3
        if meta["grade"]:
            assert meta["points"] == question(name.removesuffix("-check")).points
        assert meta["locked"] == is_check(cell) and meta["solution"] != is_check(cell)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_question_of_the_table_is_asked(path):
    from workbook.checks import table

    cells = nbformat.read(path, as_version=4).cells
    asked = [c.metadata.nbgrader["grade_id"] for c in cells if "nbgrader" in c.metadata]
    assert len(asked) == len(set(asked))
    questions = table(f"q{int(path.stem[:2])}-")
    assert {name.removesuffix("-check") for name in asked} == set(questions)

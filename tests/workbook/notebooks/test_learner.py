"""A learner's copy, its answers still stubs: it runs to the end, and each check fails kindly."""

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from tests import ROOT
from workbook.notebooks.cells import is_check
from workbook.notebooks.learner import learners_copy

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

# Runs before a notebook's first cell: pictures and many epochs take long, and no check needs them.
QUICKLY = """
import helpers.plots, helpers.study

def one_epoch(*data, study=helpers.study.study, **settings):
    return study(*data, **settings | {"epochs": 1})

helpers.study.study = one_epoch
helpers.plots.figure = helpers.plots.movie = lambda *arguments, **options: None
"""

SOLVED = """# q9-1
def double(a):
    \"\"\"Return twice a.\"\"\"
    ### BEGIN SOLUTION
    return 2 * a
    ### END SOLUTION
"""


def test_a_body_becomes_a_stub_and_a_placeholder_stays():
    value = "# q9-2\na = None\n### BEGIN SOLUTION\na = 3\n### END SOLUTION"
    notebook = new_notebook(cells=[new_code_cell(SOLVED), new_code_cell(value)])
    body, placeholder = (cell.source for cell in learners_copy(notebook).cells)
    assert body.endswith('"""Return twice a."""\n    raise NotImplementedError()\n')
    assert placeholder == "# q9-2\na = None\n"
    assert "2 * a" in notebook.cells[0].source


def test_hidden_tests_and_outputs_are_gone():
    output = nbformat.v4.new_output("stream", text="right")
    check = "check(1)\n### BEGIN HIDDEN TESTS\ncheck(2)\n### END HIDDEN TESTS"
    notebook = new_notebook(cells=[new_code_cell(check, outputs=[output], execution_count=3)])
    (cell,) = learners_copy(notebook).cells
    assert (cell.source, cell.outputs, cell.execution_count) == ("check(1)\n", [], None)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_mark_of_a_solution_stands_outside_a_question(path):
    for cell in nbformat.read(path, as_version=4).cells:
        assert "nbgrader" in cell.metadata or "### BEGIN" not in cell.source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_check_of_a_learners_copy_fails_kindly(path):
    notebook = learners_copy(nbformat.read(path, as_version=4))
    notebook.cells.insert(0, new_code_cell(QUICKLY))
    for cell in notebook.cells:
        cell.source = cell.source.replace("epochs=50", "epochs=1")
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

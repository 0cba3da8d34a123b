"""docs/own_questions.md and its example: a teacher's own questions, outside this repository."""

import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient

from tests import ROOT
from workbook.checks import load
from workbook.checks.question import Checked
from workbook.checks.verify import verify
from workbook.notebooks.cells import is_check
from workbook.notebooks.learner import learners_copy
from workbook.notebooks.stamp import stamp

DOCS = ROOT / "docs"
HOW_TO = (DOCS / "own_questions.md").read_text(encoding="utf-8")

# What a student has who has installed the package alone: NumPy. (IPython shows the messages.)
NUMPY_ALONE = """
import sys

class NumPyAlone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in {*sys.stdlib_module_names, "numpy", *OURS}:
            raise ModuleNotFoundError(f"{name} is not here", name=name)

OURS = "helpers", "workbook", "coffee"
sys.meta_path.insert(0, NumPyAlone())

from coffee import check, table
from workbook.checks.verify import verify

assert verify(table).problems == []
check("coffee-1", rate=-6)
try:
    check("coffee-1", rate=6)
except AssertionError as error:
    print(error)
"""


@pytest.fixture
def folder(tmp_path):
    """A folder outside the repository, with copies of the example."""
    for name in ("coffee.py", "coffee.ipynb"):
        shutil.copy(DOCS / name, tmp_path)
    return tmp_path


@pytest.fixture
def table(folder):
    return load(str(folder / "coffee.py"))


@pytest.mark.parametrize("block", re.findall(r"```python\n(.*?)```", HOW_TO, re.S))
def test_what_the_how_to_shows_stands_in_the_example(block):
    assert block in (DOCS / "coffee.py").read_text(encoding="utf-8")


def test_the_example_is_sound_and_has_each_kind_with_three_mistakes(table):
    assert verify(table).problems == []
    assert {question.kind for question in table.values()} == {"value", "code", "written"}
    checked = [question for question in table.values() if isinstance(question, Checked)]
    assert all(len(question.misconceptions) == 3 for question in checked)


def test_the_message_in_the_how_to_is_what_a_student_reads(table):
    message = table.grade("coffee-1", rate=6).message
    shown = re.search(r"( {4}✗ .*?)\n\n", HOW_TO, re.S)[1]
    assert [line.strip() for line in shown.replace("✗ ", "").splitlines()] == message.splitlines()


def test_the_notebook_is_stamped_from_the_table(folder, table):
    notebook = nbformat.read(folder / "coffee.ipynb", as_version=4)
    assert stamp(notebook, table) == []


def run(notebook, folder):
    where = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, allow_errors=True, resources=where).execute()
    return [cell.outputs for cell in notebook.cells if is_check(cell)]


def test_every_check_of_the_solved_notebook_is_right(folder):
    for outputs in run(nbformat.read(folder / "coffee.ipynb", as_version=4), folder):
        assert outputs[0].text.startswith("\x1b[32m✓ coffee-")


def test_every_check_of_a_students_copy_fails_kindly(folder, table):
    notebook = learners_copy(nbformat.read(folder / "coffee.ipynb", as_version=4), table)
    for outputs in run(notebook, folder):
        assert "not answered yet" in outputs[0].evalue


def test_checks_and_verification_need_numpy_alone(folder):
    command = [sys.executable, "-X", "utf8", "-c", NUMPY_ALONE]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=True)
    assert "It looks as if the sign is lost." in done.stdout

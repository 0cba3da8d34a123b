"""How the tests themselves are run: see the project's conftest.py."""

import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from conftest import pytest_collection_modifyitems as put_in_order
from tests import ROOT

IN_THE_COPY = """
from pathlib import Path

import helpers, workbook

for package in (helpers, workbook):
    assert Path(package.__file__).parents[1].samefile(Path.cwd().parent), package
"""

# What it shows is stored nowhere, since nbval does not compare pictures.
ANOTHER_PICTURE = """
picture = globals().get("picture", "A") + "A"
display({"image/png": picture}, raw=True)
"""

INTERRUPTED = """
import signal

import pytest


def test_the_tests_can_be_interrupted():
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
"""

IN_THE_BACKGROUND = """
import signal
import sys

import pytest

signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.exit(pytest.main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What pytest says of a copy of this tree, where another is installed and SIGINT ignored."""
    copy = tmp_path_factory.mktemp("copy")
    for name in ("helpers", "workbook"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("conftest.py", "pyproject.toml", "tests/__init__.py"):
        (copy / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    (copy / "tests" / "test_interrupted.py").write_text(INTERRUPTED, encoding="utf-8")
    cells = [new_code_cell(source, execution_count=1) for source in (IN_THE_COPY, ANOTHER_PICTURE)]
    cells[1].outputs = [
        nbformat.v4.new_output("display_data", {"image/png": "AA"}, metadata={"image/png": {}})
    ]
    (copy / "notebooks").mkdir()
    nbformat.write(new_notebook(cells=cells), copy / "notebooks" / "copy.ipynb")
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    elsewhere = os.pathsep.join(path for path in paths if Path(path or ".").resolve() != ROOT)
    command = [sys.executable, "-c", IN_THE_BACKGROUND, "-rA", "--nbval", "--nbval-current-env"]
    done = subprocess.run(
        [*command, "tests", "notebooks"],
        cwd=copy,
        env=os.environ | {"PYTHONPATH": elsewhere},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        timeout=120,
    )
    return done.stdout


def test_a_kernel_imports_the_tree_under_test_and_no_other(said):
    assert "PASSED notebooks/copy.ipynb::Cell 0" in said


def test_a_cell_that_shows_another_picture_when_it_is_run_again_is_found(said):
    assert "PASSED notebooks/copy.ipynb::Cell 1" in said
    assert "FAILED notebooks/copy.ipynb::Each given cell again" in said
    assert "Run again, it shows something else" in said


def test_tests_can_be_interrupted_where_a_shell_has_started_them_in_the_background(said):
    assert re.search("PASSED tests.test_interrupted.py::", said)


def items(*names):
    return [SimpleNamespace(path=Path(name.partition("::")[0]), nodeid=name) for name in names]


def ordered(names, seed):
    given = items(*names)
    put_in_order(SimpleNamespace(option=SimpleNamespace(shuffle=seed)), given)
    return [each.nodeid for each in given]


NAMES = [f"test_{file}.py::test_{number}" for file in "abcd" for number in range(5)]


def test_what_takes_longest_comes_first_and_the_rest_as_it_stands():
    last = ["test_answers.py::test_1", "notebooks/05_mnist.ipynb::Cell 0"]
    assert ordered(NAMES + last, None) == last[::-1] + NAMES


def test_a_seed_shuffles_files_and_the_tests_in_each_and_no_cells():
    cells = [f"copy.ipynb::Cell {number}" for number in range(9)]
    orders = [ordered(NAMES + cells, seed) for seed in (1, 2, 2)]
    assert orders[0] != orders[1] == orders[2]
    for order in orders:
        assert sorted(order) == sorted(NAMES + cells)
        assert [name for name in order if name in cells] == cells
        files = [name.partition("::")[0] for name in order]
        assert sum(a != b for a, b in pairwise(files)) == 4
        inner = [[name for name in order if file in name] for file in ("_a.", "_b.", "_c.", "_d.")]
        assert any(tests != sorted(tests) for tests in inner)

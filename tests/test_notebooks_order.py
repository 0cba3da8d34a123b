"""Notebooks can be worked through back and forth, and along the short path alone.

A given cell can be run again, in any later state, and shows what it showed: whatever it reads has a
name of its own, which no other cell gives to something else. And no cell needs an optional one.
"""

import os
import time

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from tests import ROOT
from workbook.notebooks.cells import first_line_id, has_tag
from workbook.notebooks.names import names_of

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SLOW = 3  # seconds: such a cell is not run again


@pytest.mark.timeout(900)
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_given_cell_can_be_run_again(path):
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, timeout=300, coalesce_streams=True, resources={"metadata": {"path": path.parent}}
    )
    with client.setup_kernel(env=os.environ | {"PYTHONPATH": str(ROOT)}):
        first = run_all(client)
        again = [number for number, (seconds, _) in first.items() if seconds < SLOW]
        given = [number for number in again if not first_line_id(notebook.cells[number])]
        # The second time, a cell comes after all that stand above it, too.
        for number in given[::-1] * 2:
            assert run(client, number) == first[number][1], notebook.cells[number].source


def run_all(client):
    """Run a notebook, and return {number: (seconds, what is shown)} of its code cells."""
    shown = {}
    for number, cell in enumerate(client.nb.cells):
        if cell.cell_type == "code":
            begin = time.perf_counter()
            outputs = run(client, number)
            shown[number] = time.perf_counter() - begin, outputs
    return shown


def run(client, number):
    """Run a cell, and return what it shows; nothing if that may differ between two runs."""
    cell = client.nb.cells[number]
    try:
        client.execute_cell(cell, number)
    except CellExecutionError as error:
        pytest.fail(f"{cell.source}\n{error.ename}: {error.evalue}")
    if has_tag(cell, "nbval-ignore-output"):
        return []
    shown = [output.get("text") or dict(output.get("data", {})) for output in cell.outputs]
    return [each for each in shown if each]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_short_path_needs_nothing_optional(path):
    made, made_on_the_way = set(), set()
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        names = names_of(cell.source)
        if not has_tag(cell, "optional"):
            assert not names.reads & made - made_on_the_way - names.makes, cell.source
            made_on_the_way |= names.makes
        made |= names.makes

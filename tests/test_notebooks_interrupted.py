"""Notebook 05 after Jupyter's stop button: what comes below claims no epoch that was not run."""

import os
import re
import signal
import sys

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

from tests import ROOT
from workbook.notebooks.cells import is_check
from workbook.notebooks.names import names_of, needed

PATH = ROOT / "notebooks" / "05_mnist.ipynb"
TRAINING = 'relu_net, relu_curves, relu_history = run([784, 128, 10], "relu")'
OTHERS = "(linear|sigmoid)_history|search_|searched"  # trainings that nothing below this one needs
FEWER = "from helpers.digits import draw_digits\ndata = draw_digits(20_000, 2000)"


class Stopping(NotebookClient):
    """A client that presses stop when it sees the bar of the training, after a second."""

    def process_message(self, msg, cell, cell_index):
        shown = msg["content"].get("data", {}).get("text/plain", "")
        if cell.source == TRAINING and shown.startswith("training:"):
            os.kill(self.km.provisioner.pid, signal.SIGINT)
        return super().process_message(msg, cell, cell_index)


@pytest.fixture(scope="module")
def cells():
    """The training that is stopped, and the cells below that show or use the ReLU network."""
    notebook = nbformat.read(PATH, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and not is_check(cell)]
    code = [cell for cell in code if not re.search(OTHERS, cell.source)]
    for cell in code:
        cell.update(outputs=[], source=cell.source.replace("data = load_digits()", FEWER))
    names = [names_of(cell.source) for cell in code]
    wanted = [
        k
        for k, name in enumerate(names)
        if {"relu_net", "relu_history"} & (name.reads | name.makes)
    ]
    assert code[wanted[0]].source == TRAINING
    title = new_code_cell("print(heading)")  # that of the curves, of which only pixels are shown
    notebook.cells = [*(code[k] for k in needed(names, wanted)), title]
    client = Stopping(notebook, allow_errors=True, timeout=120)
    client.execute(env=os.environ | {"PYTHONPATH": str(ROOT)})
    return [*(code[k] for k in wanted), title]


def texts(cell):
    """Return all that a cell's outputs say."""
    for output in cell.outputs:
        if output.output_type == "error":
            yield f"{output.ename}: {output.evalue}"
        yield output.get("text", "")
        yield output.get("data", {}).get("text/markdown", "")
        yield output.get("metadata", {}).get("image/png", {}).get("alt", "")


@pytest.mark.skipif(sys.platform == "win32", reason="kernels are interrupted in another way there")
def test_nothing_below_an_interrupted_training_claims_all_of_it(cells):
    training, assertion, *figures = cells
    (told,) = [output.text for output in training.outputs if "text" in output]
    done = int(told.split()[0])
    assert told == f"{done} of 50 epochs, interrupted\n"
    assert done < 50
    extent = f"{done} of 50 epochs, interrupted"
    (refused,) = filter(None, texts(assertion))
    assert refused == f"TrainingInterrupted: {extent}: run its cell again, to the end"
    assert len(figures) >= 4
    for cell in figures:
        said = list(filter(None, texts(cell)))
        assert said, cell.source
        assert all(extent in text for text in said), cell.source

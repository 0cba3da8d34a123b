"""helpers.plots.figure: what a notebook's cell puts out."""

from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

CELL = """
from matplotlib import pyplot
from helpers.plots import figure
fig, ax = pyplot.subplots(figsize=(4, 3))
figure(fig, "See *this*.", alt="An empty plot.")
"""


def test_figure_is_a_picture_with_alt_text_and_its_caption_once():
    notebook = new_notebook(cells=[new_code_cell(CELL)])
    NotebookClient(notebook).execute()
    picture, caption = notebook.cells[0].outputs
    assert picture.metadata["image/png"]["alt"] == "An empty plot."
    assert 300 < picture.metadata["image/png"]["width"] <= 4 * 96 + 20
    assert caption.data["text/markdown"] == "See *this*."

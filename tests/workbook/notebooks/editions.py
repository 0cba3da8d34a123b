"""Learner's editions of our notebooks, made and run once for all tests."""

from functools import cache

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

from workbook.checks import load
from workbook.notebooks.learner import learners_copy

# Runs before a notebook's first cell: pictures and many epochs take long, and show nothing else.
# In place of a picture stands what it says in words and numbers.
QUICKLY = r"""
import helpers.plots, helpers.study
from matplotlib.text import Text

def one_epoch(*data, study=helpers.study.study, **settings):
    return study(*data, **settings | {"epochs": 1})

def said(figure, caption="", *, alt="", **options):
    ticks = {id(label) for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)
             for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())
             for label in (tick.label1, tick.label2)}
    texts = [each.get_text() for each in figure.findobj(Text) if id(each) not in ticks]
    print(caption, alt, *texts, sep="\n")

helpers.study.study = one_epoch
helpers.plots.figure = said
helpers.plots.movie = lambda *arguments, **options: None
"""


def solved(path):
    return nbformat.read(path, as_version=4)


def table_of(path):
    return load(f"q{int(path.stem[:2])}")


@cache
def edition(path):
    return learners_copy(solved(path), table_of(path))


@cache
def run_unanswered(path):
    """Return an edition as it looks after *Run All*; what fails without a tag stops it."""
    notebook = nbformat.from_dict(edition(path))
    notebook.cells.insert(0, new_code_cell(QUICKLY))
    for cell in notebook.cells:
        cell.source = cell.source.replace("epochs=50", "epochs=1")
    where = {"metadata": {"path": str(path.parent)}}
    # After one epoch, an assertion on what a training has reached may fail.
    NotebookClient(
        notebook, timeout=120, allow_error_names=["AssertionError"], resources=where
    ).execute()
    return notebook

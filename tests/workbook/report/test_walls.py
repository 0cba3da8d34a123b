"""The modules of workbook.report: arrows go one way, and nothing holds what made it."""

import gc
import logging
import weakref
from graphlib import TopologicalSorter

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.test_walls import MODULES, imported
from workbook.report.context import Context, locate
from workbook.report.typesetter import Typesetter

ORDER = ("markup", "context", "html", "markdown", "typesetter", "exporter", "book")


def test_arrows_lead_from_the_book_down_to_the_markup():
    modules = {name: imported(name) for name in MODULES if name.startswith("workbook.report.")}
    order = [*TopologicalSorter(modules).static_order()]
    places = [order.index(f"workbook.report.{name}") for name in ORDER]
    assert places == sorted(places)


def test_what_set_a_notebook_is_freed_at_once():
    cells = [new_markdown_cell("# T\n\na <b>*b*</b> $x$"), new_code_cell("x = 1")]
    notebook = new_notebook(cells=cells)
    locate(notebook, "n.ipynb", ".")
    gc.disable()  # it would find circles too
    try:
        typesetter = Typesetter(Context({"n.ipynb": ["T"]}, None, logging.getLogger("test")))
        for cell in notebook.cells:
            typesetter.start(cell)
        typesetter.markdown(cells[0].source)
        typesetter.code(cells[1])
        left = [weakref.ref(typesetter), weakref.ref(typesetter.context)]
        del typesetter
        assert [reference() for reference in left] == [None, None]
    finally:
        gc.enable()

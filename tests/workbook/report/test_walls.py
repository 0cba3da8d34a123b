"""The modules of workbook.report: arrows go one way, and nothing holds what made it."""

import ast
import gc
import logging
import weakref
from graphlib import TopologicalSorter

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import workbook.report
from tests import ROOT
from workbook.report.context import Context, locate
from workbook.report.typesetter import Typesetter

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts): path
    for package in ("report", "notebooks")
    for path in sorted((ROOT / "workbook" / package).glob("[!_]*.py"))
}


def imported(module):
    """The names of all modules, or what is in them, that a module imports anywhere in it."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=source, names=names, level=level):
                assert level == 0
                yield from (f"{source}.{name.name}" for name in names)


def neighbours(module):
    """The modules of ours that a module imports."""
    names = [f"{name}." for name in imported(module)]
    return {other for other in MODULES if any(name.startswith(f"{other}.") for name in names)}


def test_no_import_leads_back():
    order = [*TopologicalSorter({module: neighbours(module) for module in MODULES}).static_order()]
    places = [
        order.index(f"workbook.report.{name}")
        for name in ("markup", "context", "html", "markdown", "typesetter", "exporter", "book")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("module", MODULES)
def test_of_ours_a_module_imports_its_own_package_and_what_a_notebook_is(module):
    allowed = (module.rpartition(".")[0], "workbook.notebooks")
    ours = [name for name in imported(module) if name.split(".")[0] in ("workbook", "helpers")]
    assert [name for name in ours if not name.startswith(allowed)] == []


def test_every_module_is_on_the_map():
    for module in MODULES:
        package, _, name = module.rpartition(".")
        assert package != "workbook.report" or f"`{name}`" in workbook.report.__doc__


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

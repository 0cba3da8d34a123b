"""Notebooks read, executed if they never were, and joined into one PDF."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

import nbformat
from nbformat.v4 import new_notebook

from helpers.files import write_whole
from workbook.notebooks.cells import Notebook
from workbook.notebooks.execute import execute, never_run
from workbook.report.context import locate
from workbook.report.exporter import TypstPDFExporter

StrPath = str | PathLike[str]


def make_report(paths: Sequence[StrPath], output: StrPath, **options: object) -> list[str]:
    """Write one PDF of one notebook or several.

    Parameters
    ----------
    paths : list of path-like
        Several notebooks become chapters, after a title page and a table of contents.
    output : path-like
        The PDF; its folder is made.
    **options
        Traits of `TypstPDFExporter`: title, authors, only_tagged, exclude_input, strict.

    Returns
    -------
    list of str
        What could not be set, and where; it stands in a box in the PDF.

    Raises
    ------
    ReportError
        With `strict`, if there is anything of that kind.
    """
    book = join([read(Path(path)) for path in paths])
    exporter = TypstPDFExporter(contents=len(paths) > 1, **options)
    pdf, resources = exporter.from_notebook_node(book, {"metadata": {"name": Path(output).stem}})
    Path(output).parent.mkdir(parents=True, exist_ok=True)
    write_whole(Path(output), pdf)
    problems: list[str] = resources["problems"]
    return problems


def read(path: Path) -> Notebook:
    """Read a notebook, mark its cells with their origin, and execute it if it was never run."""
    notebook: Notebook = nbformat.read(path, as_version=4)
    if never_run(notebook):
        execute(notebook, path.parent)
    locate(notebook, path.name, path.parent)
    return notebook


def join(notebooks: list[Notebook]) -> Notebook:
    """Return one notebook of all cells."""
    book: Notebook = new_notebook(cells=[cell for notebook in notebooks for cell in notebook.cells])
    return book

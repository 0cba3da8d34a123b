"""Notebooks read, executed if they never were, and joined into one PDF."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_notebook

from workbook.report.exporter import TypstPDFExporter, locate


def make_report(paths, output, **options):
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
    Path(output).write_bytes(pdf)
    return resources["problems"]


def read(path):
    """Read a notebook, mark its cells with their origin, and execute it if it was never run."""
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    if code and not any(cell.execution_count for cell in code):
        NotebookClient(notebook, resources={"metadata": {"path": str(path.parent)}}).execute()
    locate(notebook, path.name, path.parent)
    return notebook


def join(notebooks):
    """Return one notebook of all cells."""
    return new_notebook(cells=[cell for notebook in notebooks for cell in notebook.cells])

"""What a notebook's cells are: whose question they belong to, how they are tagged.

A question's id stands in a cell's first line, and in the metadata that nbgrader reads, as
``grade_id``: some editors drop metadata, and some people a line.
"""

from nbformat import NotebookNode
from nbformat.v4 import upgrade

from workbook.notebooks.marks import CHECK, CODE_ID, MARKDOWN_ID

Notebook = NotebookNode
Cell = NotebookNode
Output = NotebookNode

FIRST_LINE = {"code": CODE_ID, "markdown": MARKDOWN_ID}
WIDGET = "application/vnd.jupyter.widget-view+json"  # the kind of output that a widget is


def first_line_id(cell: Cell) -> str:
    """Return the id with which a cell's first line says whose it is; "" if it says none."""
    pattern = FIRST_LINE.get(cell.cell_type)
    match = pattern.match(cell.source) if pattern else None
    return match[1] if match else ""


def grade_id(cell: Cell) -> str:
    """Return the id under which a cell is graded, "q1-1" or "q1-1-check"; "" if it has none."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def is_check(cell: Cell) -> bool:
    """Return whether a cell checks an answer."""
    return any(name.endswith(CHECK) for name in (first_line_id(cell), grade_id(cell)))


def has_tag(cell: Cell, tag: str) -> bool:
    """Return whether a cell carries a tag."""
    return tag in cell.metadata.get("tags", ())


def require_cell_ids(notebook: Notebook) -> None:
    """Bring a notebook, in place, to the format in which cells have ids."""
    if notebook.nbformat_minor < 5:
        upgrade(notebook, notebook.nbformat, notebook.nbformat_minor)

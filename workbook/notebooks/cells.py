"""What a notebook's cells are: whose question they belong to, and what is marked in them.

An answer cell begins with its question's id, ``# q1-1``, and the cell that checks it with
``# q1-1-check``; a written answer, in Markdown, with ``<!-- q1-a -->``. The same ids stand in the
metadata that nbgrader reads, as ``grade_id``: some editors drop metadata, and some people a line.
"""

import re

from nbformat import NotebookNode

Notebook = NotebookNode
Cell = NotebookNode
Output = NotebookNode

CHECK = "-check"
WIDGET = "application/vnd.jupyter.widget-view+json"  # the kind of output that a widget is

FIRST_LINE = {
    "code": re.compile(r"# *([\w-]+) *$"),
    "markdown": re.compile(r"<!-- *([\w-]+) *--> *$"),
}
STUB = "raise NotImplementedError"
BEGIN = re.compile(r"^([ \t]*)### BEGIN SOLUTION$")
END = re.compile(r"^([ \t]*)### END SOLUTION$")
SOLUTION = re.compile(r"^([ \t]*)### BEGIN SOLUTION\n.*?^[ \t]*### END SOLUTION$", re.M | re.S)
HIDDEN = re.compile(r"^### BEGIN (HIDDEN TESTS|MARK SCHEME)\n.*?^### END \1$", re.M | re.S)
MARK = re.compile(
    r"^[ \t]*###[ \t]*(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME|TESTS)\b.*\n?", re.M
)


def first_line_id(cell: Cell) -> str:
    """Return the id with which a cell's first line says whose it is; "" if it says none."""
    pattern = FIRST_LINE.get(cell.cell_type)
    match = pattern.match(cell.source.partition("\n")[0]) if pattern else None
    return match[1] if match else ""


def grade_id(cell: Cell) -> str:
    """Return the id under which a cell is graded, "q1-1" or "q1-1-check"; "" if it has none."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def is_check(cell: Cell) -> bool:
    """Return whether a cell checks an answer."""
    return grade_id(cell).endswith(CHECK)


def has_tag(cell: Cell, tag: str) -> bool:
    """Return whether a cell carries a tag."""
    return tag in cell.metadata.get("tags", ())


def without_solutions(source: str, stub: str = STUB) -> str:
    """Return code whose solutions are gone; where one stood indented, as a body, is `stub`."""
    return SOLUTION.sub(lambda solution: solution[1] and f"{solution[1]}{stub}", source)


def without_hidden_tests(source: str) -> str:
    """Return code without what is tried, or read by graders, only when it is graded."""
    return HIDDEN.sub("", source)


def without_marks(source: str) -> str:
    """Return code without the comments that tell nbgrader what to hide; what they enclose stays."""
    return MARK.sub("", source).strip("\n")

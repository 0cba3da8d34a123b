"""The few words of Typst that every other module writes."""

import re
from collections.abc import Iterable, Sequence

# What Typst reads as more than itself; not quotation marks, which it sets as a book does.
SPECIAL = re.compile(r"[\\#*_`$@<>=+/~\[\].:-]")


def escape(text: str) -> str:
    """Return prose as Typst markup that sets exactly these words."""
    return SPECIAL.sub(r"\\\g<0>", text)


def string(text: str) -> str:
    """Return a Typst string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def array(expressions: Iterable[object]) -> str:
    """Return a Typst array."""
    return "(" + "".join(f"{expression}, " for expression in expressions) + ")"


def call(function: str, *arguments: str, **options: object) -> str:
    """Return a call of a Typst function, as markup.

    Arguments and options are Typst expressions; `block` makes one of markup. The semicolon keeps a
    parenthesis in the words that follow from being read as a second call.

    >>> call("link", string("https://typst.app"), block("here"))
    '#link("https://typst.app", [here]);'
    """
    named = [f"{name.replace('_', '-')}: {value}" for name, value in options.items()]
    return f"#{function}({', '.join([*arguments, *named])});"


def block(markup: str) -> str:
    """Return markup as a Typst expression."""
    return f"[{markup}]"


def table(rows: list[list[str]], header_rows: int, align: Sequence[str], **options: object) -> str:
    """Return a table of cells, the first rows its header.

    Parameters
    ----------
    rows : list of list of str
        Typst expressions; a cell that spans is a `table.cell(...)`.
    align : sequence of {"left", "center", "right"}
        One per column.
    **options
        Typst expressions: `caption`, and `smallest`, how much smaller a wide table may be set.
    """
    header = [cell for row in rows[:header_rows] for cell in row]
    body = [cell for row in rows[header_rows:] for cell in row]
    lines = array([0, header_rows, len(rows)])
    shape = {"columns": len(align), "align": array(align), "header": array(header), "lines": lines}
    return call("data-table", *body, **shape, **options)

"""The table of points: what each question asks, what it is worth, and whether it is optional."""

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields

from workbook.checks.table import Table
from workbook.notebooks.cells import Notebook, first_line_id, has_tag
from workbook.notebooks.contents import OPTIONAL
from workbook.teaching.files import table_text


@dataclass(frozen=True)
class Points:
    """A line of the table of points.

    Attributes
    ----------
    notebook, question, kind : str
        "value", "code" or "written".
    points : float
    path : str
        "core" or "optional".
    asks : str
        What is asked.
    """

    notebook: str
    question: str
    kind: str
    points: float
    path: str
    asks: str


def points_of(table: Table, notebook: Notebook) -> Iterator[Points]:
    """Yield a line for each question of a table, optional where its cell in the notebook is."""
    optional = {first_line_id(cell) for cell in notebook.cells if has_tag(cell, OPTIONAL)}
    for question in table.values():
        path = "optional" if question.id in optional else "core"
        asks = " ".join(question.asks.split())
        yield Points(table.name, question.id, question.kind, question.points, path, asks)


def points_csv(points: Iterable[Points]) -> str:
    """Return the points as CSV, a line for each question."""
    return table_text([[field.name for field in fields(Points)], *map(astuple, points)])


def points_html(points: Sequence[Points]) -> str:
    """Return the points as a page to read, notebook by notebook, with sums."""
    parts = []
    for notebook in dict.fromkeys(each.notebook for each in points):
        lines = [each for each in points if each.notebook == notebook]
        core = sum(each.points for each in lines if each.path == "core")
        total = f"{core:g} of {sum(each.points for each in lines):g} points are core"
        rows = "".join(map(_row, lines))
        parts.append(f"<h2>{html.escape(notebook)}</h2><p>{total}.</p><table>{HEAD}{rows}</table>")
    return PAGE.format("\n".join(parts))


def _row(each: Points) -> str:
    kind = "in words" if each.kind == "written" else each.kind
    cells = each.question, each.asks, kind, f"{each.points:g}", each.path
    return "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>\n"


HEAD = (
    "<tr><th>question</th><th>what is asked</th><th>answer</th><th>points</th><th>path</th></tr>\n"
)
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Points</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{ color-scheme: light dark }}
body {{ font: 16px/1.45 system-ui, sans-serif; max-width: 60rem; margin: auto; padding: 1rem }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; vertical-align: top; padding: .3rem .6rem }}
td {{ border-top: 1px solid #8886 }}
td:nth-child(1), td:nth-child(3), td:nth-child(5) {{ white-space: nowrap }}
th:nth-child(4), td:nth-child(4) {{ text-align: right }}
tr {{ break-inside: avoid }}
@media (max-width: 34rem) {{
  h2, td {{ overflow-wrap: anywhere }}
  table {{ font-size: .9rem }}
  th, td {{ padding: .3rem }}
  tr {{ display: grid; grid-template-columns: 5rem 5rem 4rem 1fr }}
  tr > :nth-child(2) {{ grid-column: 1 / -1; order: 1; border: 0; padding-top: 0 }}
}}
</style></head><body><h1>Points</h1>
{}
</body></html>
"""

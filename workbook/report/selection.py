"""Which cells of a notebook a report shows."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from nbconvert.preprocessors import Preprocessor
from traitlets import Unicode

from workbook.notebooks.cells import Cell, Notebook, has_tag

Resources = dict[str, Any]  # nbconvert's, from one preprocessor to the next

HEADING = re.compile(
    r"^(```|~~~).*?^\1|^ {0,3}(?P<marks>#{1,6})(?!#)[^\n]+", re.MULTILINE | re.DOTALL
)


class KeepTagged(Preprocessor):
    """Keeps the cells with a tag, and the headings that lead to them."""

    tag = Unicode("report", help="The tag of the cells to keep.").tag(config=True)

    def preprocess(self, nb: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        kept: list[Cell] = []
        above: list[tuple[int, Cell]] = []  # headings that no cell was kept under yet
        for cell in nb.cells:
            wanted = has_tag(cell, self.tag)
            for level, heading in heading_cells(cell):
                above = [(n, h) for n, h in above if n < level]
                if not wanted:
                    above.append((level, heading))
            if wanted:
                kept += [heading for _, heading in above] + [cell]
                above = []
        nb.cells = kept
        return nb, resources


def heading_cells(cell: Cell) -> Iterator[tuple[int, Cell]]:
    """Yield the headings of a Markdown cell: the level, and a cell of just that line."""
    if cell.cell_type != "markdown":
        return
    for match in HEADING.finditer(cell.source):
        if match["marks"]:
            heading = deepcopy(cell)
            heading.source = match[0]
            yield len(match["marks"]), heading

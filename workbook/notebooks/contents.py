"""The list of a notebook's parts that stands at the top of its learner's edition."""

import re
from collections.abc import Iterator, Sequence

from workbook.notebooks.cells import Cell, has_tag

OPTIONAL = "optional"  # off the short path

WORDS = {"": "", "all": " · *optional*", "part": " · *in part optional*"}

HEADING = re.compile(r"^## +(.+?) *#* *$", re.M)


def contents(cells: Sequence[Cell]) -> str:
    """Return Markdown that lists a notebook's parts, with links, and says which are optional."""
    links = [
        f"- [{title}](#{title.replace(' ', '-')}){'' if '(optional)' in title else WORDS[optional]}"
        for title, optional in _sections(cells)
    ]
    return "\n".join(["**In this notebook**", "", *links])


def _sections(cells: Sequence[Cell]) -> Iterator[tuple[str, str]]:
    """Yield each heading, and whether "all" or "part" of what stands below it is optional."""
    title, tagged = "", list[bool]()
    for cell in cells:
        parts = HEADING.split(cell.source) if cell.cell_type == "markdown" else [cell.source]
        above, titles = parts[0].strip(), parts[1::2]
        own = [has_tag(cell, OPTIONAL)]
        tagged += own if above else []
        for new in titles:
            if title:
                yield title, _how_much(tagged)
            title, tagged = new, [] if above else own
    if title:
        yield title, _how_much(tagged)


def _how_much(tagged: Sequence[bool]) -> str:
    return "all" if tagged and all(tagged) else "part" if any(tagged) else ""

"""What stands at the top of a learner's notebook: its parts, the short path, and the time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workbook.notebooks.cells import Cell, has_tag

OPTIONAL = "optional"  # off the short path

WORDS = {"": "", "all": " · *optional*", "part": " · *in part optional*"}

HEADING = re.compile(r"^## +(.+?) *#* *$", re.M)


def contents(cells: Sequence[Cell], minutes: Mapping[str, Any]) -> str:
    """Return Markdown that lists a notebook's parts, with links to them.

    Parameters
    ----------
    cells : sequence of Cell
    minutes : mapping
        "minutes" and "short_path_minutes", as far as they are known.
    """
    sections = list(_sections(cells))
    links = [
        f"- [{title}](#{title.replace(' ', '-')}){WORDS[optional]}" for title, optional in sections
    ]
    lines = ["**In this notebook**", "", *links]
    if told := _path(minutes, any(optional for _, optional in sections)):
        lines += ["", told]
    return "\n".join(lines)


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
            title, tagged = new, [] if above else own.copy()
    if title:
        yield title, _how_much(tagged)


def _how_much(tagged: Sequence[bool]) -> str:
    return "all" if tagged and all(tagged) else "part" if any(tagged) else ""


def _path(minutes: Mapping[str, Any], any_optional: bool) -> str:
    """Say how long the short path and the whole take."""
    short, whole = minutes.get("short_path_minutes"), minutes.get("minutes")
    if not (short and whole):
        return ""
    leave = ": leave out what is marked *optional*" if any_optional else ""
    return f"**Short path**, about {short} minutes{leave}. **All of it**, about {whole} minutes."

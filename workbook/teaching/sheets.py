"""What stands on a notebook that was handed in, whatever state it is in: nothing is run here.

A learner may have renamed the file, lost metadata, or saved something that is no notebook.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from workbook.checks.table import Table
from workbook.notebooks.cells import Cell, first_line_id, grade_id
from workbook.notebooks.marks import BEGIN_SOLUTION, CHECK, MODEL_ANSWER


@dataclass
class Sheet:
    """What a file says of itself.

    Attributes
    ----------
    notebook : str
        The name that its metadata give; empty if none.
    variant : str or None
        The variant that was handed out; None if the metadata do not say.
    code : dict
        The source of each answer cell, by its question's id; of copies the last.
    written : dict
        The text of each cell of Markdown that begins with an id, without that line.
    attachments : dict
        What is attached to such a cell, by the question's id and its own name.
    solved : bool
        Whether marks of the solved notebook stand in it.
    run : bool
        Whether any of its code was ever run: a notebook fresh from a release was not.
    """

    notebook: str = ""
    variant: str | None = None
    code: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    attachments: dict[str, dict[str, object]] = field(default_factory=dict)
    solved: bool = False
    run: bool = False


def read_sheet(content: bytes) -> Sheet | None:
    """Return what a notebook's file says; None if it is no notebook."""
    try:
        raw = json.loads(content)
        cells = list(_cells(raw))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None
    about = raw.get("metadata")
    about = about.get("workbook") if isinstance(about, dict) else None
    about = about if isinstance(about, dict) else {}
    name, variant = about.get("notebook"), about.get("variant")
    sheet = Sheet(
        name if isinstance(name, str) else "", variant if isinstance(variant, str) else None
    )
    for cell in cells:
        name = grade_id(cell) or first_line_id(cell)
        sheet.solved |= any(mark in cell.source for mark in (BEGIN_SOLUTION, MODEL_ANSWER))
        sheet.run |= cell.execution_count is not None
        if name and not name.endswith(CHECK):
            place = sheet.code if cell.cell_type == "code" else sheet.written
            place[name] = _without_id(cell)
            if cell.attachments:
                sheet.attachments.setdefault(name, {}).update(cell.attachments)
    return sheet


def _cells(raw: Any) -> Iterator[Cell]:
    for cell in raw["cells"]:
        source = cell.get("source", "")
        metadata = cell.get("metadata")
        nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
        attachments = cell.get("attachments")
        yield NotebookNode(
            cell_type=cell.get("cell_type"),
            source=source if isinstance(source, str) else "".join(map(str, source)),
            execution_count=cell.get("execution_count"),
            attachments=attachments if isinstance(attachments, dict) else {},
            metadata={"nbgrader": nbgrader if isinstance(nbgrader, dict) else {}},
        )


def _without_id(cell: Cell) -> str:
    source: str = cell.source
    return source.partition("\n")[2] if first_line_id(cell) else source


def which_notebook(sheet: Sheet | None, file_name: str, tables: Mapping[str, Table]) -> str:
    """Return the name of the notebook that a file is: by its metadata, its name, or its questions.

    The name is empty if it is none of those that `tables` belong to.
    """
    if sheet and sheet.notebook:
        return sheet.notebook if sheet.notebook in tables else ""
    plain = _words(file_name)
    named = [name for name in tables if _words(name) in plain]
    if named:
        return max(named, key=len)
    return _by_questions({*sheet.code, *sheet.written}, tables) if sheet else ""


def _words(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name.lower())


def _by_questions(ids: Collection[str], tables: Mapping[str, Table]) -> str:
    counts = Counter({name: len(table.keys() & ids) for name, table in tables.items()})
    (best, count), *_ = counts.most_common(1)
    return best if count else ""

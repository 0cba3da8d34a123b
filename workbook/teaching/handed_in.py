"""What a learner has handed in: a notebook's cells, and which of them answer which questions.

Cells are found by the id in their metadata, else by the id in their first line. Where several
claim one question, all are asked, and the last that is answered counts.
"""

import ast
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from workbook.checks.question import Question
from workbook.checks.table import Table
from workbook.checks.written import Written
from workbook.notebooks.cells import CHECK, Cell, first_line_id, grade_id
from workbook.notebooks.names import Names, names_of, needed

LARGEST = 20 << 20  # bytes of a notebook
KEPT = 4096  # cells whose reading is remembered
LONGEST = 200_000  # characters of a cell
MOST_CELLS = 2000
MOST_CODE = 2_000_000  # characters
MOST_MAGIC = 1_000_000  # characters read to find IPython's own lines: some seconds

# Cell magics whose body runs; the others' is for another language, or for a file.
RUNNING = ("%%time", "%%timeit", "%%capture", "%%prun")

COMMAND = re.compile(r"^[ \t]*[%!?]|=[ \t]*[%!]|\?[ \t]*$", re.M)  # of IPython, or of the shell
PLACE = re.compile(r"\*{0,3}Your answer:\*{0,3}")  # where a learner writes


class NotANotebook(ValueError):
    """What was handed in cannot be read; the message says why."""


@dataclass(frozen=True)
class Step:
    """A cell to run; or, behind it, a question to ask."""

    cell: int
    question: Question | None = None


@dataclass(frozen=True)
class Submission:
    """The cells of a notebook, and the table whose questions they answer."""

    cells: list[Cell]
    table: Table

    @cached_property
    def ids(self) -> list[str]:
        """What each cell is: a question's id, that of its check, or ""."""
        known = {question_id + end for question_id in self.table for end in ("", CHECK)}
        claims = ((grade_id(cell), first_line_id(cell)) for cell in self.cells)
        return [next((each for each in claim if each in known), "") for claim in claims]

    @cached_property
    def sources(self) -> list[str]:
        """The Python of each cell; nothing where there is none to run."""
        found, cost = [], 0
        for cell, cell_id in zip(self.cells, self.ids, strict=True):
            if cell.cell_type != "code" or cell_id.endswith(CHECK):
                found.append("")
                continue
            cost += _cost(cell.source)
            found.append(python_of(cell.source) if cost <= MOST_MAGIC else cell.source)
        return found

    def written(self, question_id: str) -> str:
        """Return the last answer in words to a question; "" if nothing was written."""
        texts = [
            answer
            for cell, cell_id in zip(self.cells, self.ids, strict=True)
            if cell_id == question_id and (answer := _words(cell))
        ]
        return texts[-1] if texts else ""

    def steps(self) -> list[Step]:
        """Return what to do, in order.

        A question is asked where its check stands, or right behind an answer that no check
        follows. The cells that are run are those on which that depends.
        """
        asked = self._asked()
        names = [
            _names_of(source) if source or i not in asked else Names(frozenset(asked[i].takes))
            for i, source in enumerate(self.sources)
        ]
        answers = {i for i, each in enumerate(self.ids) if each and self.sources[i]}
        steps = []
        chosen = _needed(names, answers | set(asked))
        for i, source in enumerate(self.sources):
            if source and i in chosen:
                steps.append(Step(i))
            if i in asked:
                steps.append(Step(i, asked[i]))
        return steps

    def _asked(self) -> dict[int, Question]:
        """Return the questions to ask, by the cells behind which they are asked."""
        places: dict[str, list[tuple[int, bool]]] = {}  # by questions; the cell, is it a check
        for i, (cell, cell_id) in enumerate(zip(self.cells, self.ids, strict=True)):
            if cell_id and cell.cell_type == "code":
                place = i, cell_id.endswith(CHECK)
                places.setdefault(cell_id.removesuffix(CHECK), []).append(place)
        return {
            i: self.table[question_id]
            for question_id, found in places.items()
            if not isinstance(self.table[question_id], Written)
            for (i, is_check), (_, check_follows) in pairwise([*found, (0, False)])
            if is_check or not check_follows
        }


def _needed(names: Sequence[Names], wanted: set[int]) -> set[int]:
    """Return the cells to run for those that are wanted, also where one stands below its user."""
    while True:
        chosen = needed(names, wanted)
        made: set[str] = set()
        lacking: set[str] = set()
        for i in chosen:
            lacking |= names[i].reads - made
            made |= names[i].makes
        more = {i for i, each in enumerate(names) if each.makes & lacking}
        if more <= set(chosen):
            return set(chosen)
        wanted = wanted | more


def read(content: bytes, table: Table) -> Submission:
    """Return what is in a notebook's file.

    Raises
    ------
    NotANotebook
        If it is no notebook of format 4.
    """
    if not content.strip():
        raise NotANotebook("the file is empty")
    if len(content) > LARGEST:
        raise NotANotebook(f"the file is larger than {LARGEST >> 20} MB")
    try:
        notebook = json.loads(content)
    except (ValueError, RecursionError):
        raise NotANotebook("the file is no notebook: it is not JSON") from None
    if not isinstance(notebook, dict) or not (notebook.keys() & {"cells", "worksheets"}):
        raise NotANotebook("the file is no notebook: it has no cells")
    if "cells" not in notebook or notebook.get("nbformat", 4) != 4:
        raise NotANotebook("the notebook has an old format: open it in JupyterLab and save it")
    if not isinstance(notebook["cells"], list):
        raise NotANotebook("the file is no notebook: its cells are no list")
    if len(notebook["cells"]) > MOST_CELLS:
        raise NotANotebook(f"the notebook has more than {MOST_CELLS:,} cells")
    cells = [_cell(each) for each in notebook["cells"]]
    if sum(len(cell.source) for cell in cells if cell.cell_type == "code") > MOST_CODE:
        raise NotANotebook(f"the notebook holds more than {MOST_CODE:,} characters of code")
    return Submission(cells, table)


def _cell(found: Any) -> Cell:
    """Return a cell with all that is used of it, whatever was in the file."""
    found = found if isinstance(found, dict) else {}
    source = found.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    metadata = found.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = marks.get("grade_id", "") if isinstance(marks, dict) else ""
    return NotebookNode(
        cell_type=str(found.get("cell_type", "")),
        source=source[:LONGEST] if isinstance(source, str) else "",
        metadata=NotebookNode(nbgrader=NotebookNode(grade_id=str(name))),
    )


def _words(cell: Cell) -> str:
    """Return what stands in a written answer besides its marks and its placeholder."""
    text = PLACE.sub("", _without_comments(cell.source), count=1)
    return "" if cell.cell_type == "code" else text.strip()


def _without_comments(text: str) -> str:
    """Return Markdown without ``<!-- … -->``, in one pass: text can be made of their beginnings."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + len("-->")
    return "".join([*kept, text[at:]])


@lru_cache(KEPT)
def python_of(source: str) -> str:
    """Return a cell's code without what only IPython understands; "" for another language's."""
    if _is_python(source):
        return source
    lines = source.splitlines(keepends=True)
    first = next((i for i, line in enumerate(lines) if line.strip()[:1] not in ("", "#")), 0)
    if lines[first].lstrip().startswith("%%"):
        if lines[first].split()[0] not in RUNNING:
            return ""
        del lines[first]
    try:
        return str(TransformerManager().transform_cell("".join(lines)))
    except (SyntaxError, ValueError, RuntimeError):  # also of too many lines to change
        return "".join(lines)


_names_of = lru_cache(KEPT)(names_of)  # most cells are the same in all notebooks


def _cost(source: str) -> int:
    """Return what it costs to read a cell that is no Python.

    IPython reads all of it again for each line that it changes.
    """
    if _is_python(source):
        return 0
    return len(source) * len(COMMAND.findall(source))


@lru_cache(KEPT)
def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True

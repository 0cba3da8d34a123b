"""How far a learner has come: which questions are right, tried, written or open.

Right and tried is what checks noted in progress.json; written is what the notebook's file says.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbook.checks import Table, load
from workbook.checks.finding import announced
from workbook.checks.progress import statuses
from workbook.checks.written import Written
from workbook.notebooks.marks import PLACE_TO_WRITE
from workbook.notebooks.raw import NoNotebook, read_raw

STATUSES = ("right", "written", "tried", "open")

ID = re.compile(r"<!-- *([\w-]+) *-->")  # how the cell of an answer in words begins

Cell = dict[str, Any]


@dataclass(frozen=True)
class Standing:
    """How far one has come in a notebook.

    Attributes
    ----------
    name : str
        The notebook's name, without ending.
    title : str
        Its first heading.
    minutes, short_path_minutes : int
        How long it takes; 0 where it does not say.
    questions : mapping
        One of `STATUSES` for each question, in the order in which they are asked.
    points, of_points : float
        Of what is checked by a program.
    newer : tuple of str
        Files of newer releases, beside the one that is worked in.
    """

    name: str
    title: str
    minutes: int
    short_path_minutes: int
    questions: Mapping[str, str]
    points: float
    of_points: float
    newer: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The notebook's file."""
        return f"{self.name}.ipynb"

    def those(self, status: str) -> list[str]:
        """Return the questions that stand so."""
        return [each for each, stands in self.questions.items() if stands == status]

    @property
    def next(self) -> str:
        """The first question that is not done; "" if all are."""
        return next((each for each in self.questions if not self._is_done(each)), "")

    @property
    def begun(self) -> bool:
        """Whether anything was tried or written."""
        return any(stands != "open" for stands in self.questions.values())

    @property
    def done(self) -> float:
        """The share of questions that are right or written."""
        return sum(map(self._is_done, self.questions)) / max(len(self.questions), 1)

    def _is_done(self, question_id: str) -> bool:
        return self.questions[question_id] in ("right", "written")


def standings(folder: Path = Path()) -> list[Standing]:
    """Return how far one has come in each notebook of a learner's folder."""
    noted = statuses(folder)
    tables = map(load, announced())
    return [standing(folder, table, noted) for table in tables if _file(folder, table).is_file()]


def standing(folder: Path, table: Table, noted: Mapping[str, str]) -> Standing:
    """Return how far one has come in one notebook, of which the table has the questions."""
    metadata, cells = _read(_file(folder, table))
    written = set(_written(cells))
    questions = {
        question_id: ("written" if question_id in written else "open")
        if isinstance(question, Written)
        else noted.get(question_id, "open")
        for question_id, question in table.items()
    }
    checked = {each.id: each.points for each in table.values() if not isinstance(each, Written)}
    return Standing(
        name=table.name,
        title=_title(cells) or table.name,
        minutes=int(metadata.get("minutes", 0)),
        short_path_minutes=int(metadata.get("short_path_minutes", 0)),
        questions=questions,
        points=sum(worth for each, worth in checked.items() if questions[each] == "right"),
        of_points=sum(checked.values()),
        newer=tuple(sorted(path.name for path in folder.glob(f"{table.name}.new*.ipynb"))),
    )


def _file(folder: Path, table: Table) -> Path:
    return folder / f"{table.name}.ipynb"


def _read(path: Path) -> tuple[Mapping[str, Any], list[Cell]]:
    """Return what a notebook's metadata say of the workbook, and its Markdown cells.

    Nothing if it is no notebook: it may be damaged.
    """
    try:
        notebook = read_raw(path.read_bytes())
    except (OSError, NoNotebook):
        return {}, []
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    return dict(notebook["metadata"].get("workbook", {})), cells


def _written(cells: Iterable[Cell]) -> Iterator[str]:
    """Yield the ids of the answers in words that are more than the place for them."""
    for cell in cells:
        begin = ID.match(cell["source"])
        words = cell["source"][begin.end() if begin else 0 :]
        if words.replace(PLACE_TO_WRITE, "").strip():
            yield begin[1] if begin else str(cell.get("id", ""))


def _title(cells: Iterable[Cell]) -> str:
    sources = (cell["source"] for cell in cells)
    heading = re.search(r"^# +(.+)", next(sources, ""), re.MULTILINE)
    return heading[1].strip() if heading else ""

"""Answers in words, graded by a person in one place: a table that a spreadsheet opens.

``written.csv`` has a row for each answer: who, which question, the answer; `points` and `comment`
are for the teacher to fill. What was typed there is never overwritten: a run takes it over into the
grades, and writes it down again beside the answers that are there now.
"""

import csv
import hashlib
import io
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbook.checks.table import Table
from workbook.teaching.batch import Result
from workbook.teaching.files import decoded, guarded, unguarded, write_text

COLUMNS = (
    "student", "question", "max_points", "answer", "points", "comment", "note", "version",
)  # fmt: skip
CHANGED = "the answer has changed since: look again, then empty this cell"
GONE = "this answer is not among the submissions any more"
LONGEST = 30_000  # characters in a cell; a spreadsheet keeps 32,767


class MarksError(ValueError):
    """A table of points that cannot be read; the message says what to do."""


@dataclass(frozen=True)
class Answer:
    """What one student wrote on one question."""

    student: str
    question: str
    max_points: float
    text: str
    html: str = ""

    @property
    def version(self) -> str:
        """What changes when the answer does, line breaks and spaces aside."""
        plain = " ".join(self.text.split())
        return "v-" + hashlib.sha256(plain.encode(errors="replace")).hexdigest()[:10]


@dataclass
class Mark:
    """What a teacher typed beside an answer.

    Attributes
    ----------
    typed : str
        The cell `points` as it stands.
    comment, note : str
    version : str
        Of the answer that stood there.
    others : dict
        Columns that the teacher has added.
    row : dict
        The whole row, for an answer that is gone.
    """

    typed: str = ""
    comment: str = ""
    note: str = ""
    version: str = ""
    others: dict[str, str] = field(default_factory=dict)
    row: dict[str, str] = field(default_factory=dict)

    @property
    def filled(self) -> bool:
        """Whether a person was here."""
        return bool(self.typed or self.comment or any(self.others.values()))

    def points(self, most: float) -> float | None:
        """Return the points given; None if they are no number from 0 to `most`."""
        try:
            points = float(self.typed.replace(",", "."))
        except ValueError:
            return None
        return points if math.isfinite(points) and 0 <= points <= most else None


Marks = dict[tuple[str, str], Mark]  # by student and question


def read_marks(path: Path) -> Marks:
    """Return what was typed into a table of written answers.

    A spreadsheet may have saved it with semicolons, with decimal commas, or in an encoding of its
    own.

    Raises
    ------
    MarksError
        If it cannot be read, or lacks a column.
    """
    try:
        text = decoded(path.read_bytes())
    except OSError as error:
        raise MarksError(f"{path}: cannot be read ({error.strerror})") from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    names = [name.strip() for name in (rows[0] if rows else {}) if name]
    missing = [name for name in ("student", "question", "points") if rows and name not in names]
    if missing:
        raise MarksError(
            f"{path}: there is no column {', '.join(missing)}; the first line should read "
            f"{','.join(COLUMNS)}. Nothing was changed."
        )
    marks: Marks = {}
    for row in rows:
        plain = {str(name).strip(): (cell or "") for name, cell in row.items() if name}
        key = (unguarded(plain["student"].strip()), plain["question"].strip())
        mark = _mark(plain)
        if not (key in marks and marks[key].filled and not mark.filled):
            marks[key] = mark
    return marks


def _mark(row: dict[str, str]) -> Mark:
    others = {name: cell for name, cell in row.items() if name not in COLUMNS}
    comment = unguarded(row.get("comment", "").strip())
    note, version = row.get("note", "").strip(), row.get("version", "").strip()
    return Mark(row["points"].strip(), comment, note, version, others, row)


def merge(answers: Iterable[Answer], marks: Marks) -> Marks:
    """Return the marks of the answers that are there now, then those whose answers are gone.

    A mark on an answer that has changed is kept, with a note; the note stays until it is emptied.
    """
    merged: Marks = {}
    for answer in answers:
        old = marks.get((answer.student, answer.question), Mark())
        changed = bool(old.filled and old.version and old.version != answer.version)
        note = CHANGED if changed else "" if old.note == GONE else old.note
        merged[answer.student, answer.question] = Mark(
            old.typed, old.comment, note, answer.version, old.others
        )
    for key, mark in marks.items():
        if key not in merged and mark.filled:
            merged[key] = Mark(
                mark.typed, mark.comment, GONE, mark.version, mark.others, row=mark.row
            )
    return merged


def write_marks(path: Path, answers: Iterable[Answer], marks: Marks) -> None:
    """Write the table for the teacher: every answer, with what was typed beside it."""
    others = list(dict.fromkeys(name for mark in marks.values() for name in mark.others))
    out = io.StringIO()
    table = csv.DictWriter(out, [*COLUMNS, *others], lineterminator="\r\n")
    table.writeheader()
    rest = dict(marks)
    for answer in answers:
        mark = rest.pop((answer.student, answer.question))
        table.writerow(_row(answer, mark))
    for (student, question), mark in rest.items():
        row = {name: mark.row.get(name, "") for name in ("max_points", "answer")}
        typed = {"student": guarded(student), "question": question, **row}
        table.writerow(typed | _typed(mark))
    write_text(path, out.getvalue(), encoding="utf-8-sig")


def _row(answer: Answer, mark: Mark) -> dict[str, str]:
    text = answer.text
    if len(text) > LONGEST:
        text = text[:LONGEST] + " … (the rest stands on the page)"
    return {
        "student": guarded(answer.student),
        "question": answer.question,
        "max_points": f"{answer.max_points:g}",
        "answer": guarded(text),
    } | _typed(mark)


def _typed(mark: Mark) -> dict[str, str]:
    plain = {"points": mark.typed, "comment": guarded(mark.comment), "note": mark.note}
    return plain | {"version": mark.version} | mark.others


def with_marks(result: Result, table: Table, marks: Mapping[str, Mark]) -> Result:
    """Return a notebook's result with the points that were given for its written answers.

    Parameters
    ----------
    result : dict
        As `grade_notebook` returns it; it is not changed.
    table : Table
    marks : mapping
        The student's, by the question's id.
    """
    questions = [
        _with_mark(each, marks[each["id"]])
        if each["id"] in marks and each["id"] in table and table[each["id"]].kind == "written"
        else each
        for each in result["questions"]
    ]
    score = round(sum(each["points"] or 0 for each in questions), 6)
    return result | {"score": score, "questions": questions}


def _with_mark(question: dict[str, Any], mark: Mark) -> dict[str, Any]:
    points = mark.points(question["max_points"])
    if points is None:
        return question
    status = "correct" if points == question["max_points"] else "wrong"
    return question | {"points": points, "status": status, "message": mark.comment}

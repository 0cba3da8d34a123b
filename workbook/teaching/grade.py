"""`workbook grade`: from what a class handed in to grades, pages, and what a person has to read."""

import hashlib
import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

from workbook.checks.finding import announced, load
from workbook.checks.table import Table
from workbook.teaching import grades, pages
from workbook.teaching.batch import Grading, Job, grade_all, result_key
from workbook.teaching.files import file_names, sort_key, write_text
from workbook.teaching.results import Attention, Paper, Results, attention_for
from workbook.teaching.sheets import Sheet, read_sheet, which_notebook
from workbook.teaching.submissions import File, HandIn, Student, read_submissions
from workbook.teaching.written import (
    CHANGED,
    Answer,
    Mark,
    Marks,
    merge,
    read_marks,
    with_marks,
    write_marks,
)

OURS = ".workbook-grade"  # in the folder of grades: what was graded, and what was written

NOTHING = "handed in nothing that could be graded"
NO_NOTEBOOK = "a file that is no notebook"
TWICE = "two files for one notebook: the newer was graded"
SOLUTION = "marks of the solved notebook stand in it"
OTHER_VARIANT = "was handed out to somebody else, going by its variant"
LATE = "late"
BAD_POINTS = "points in written.csv that are no number from 0 to the most there are"
CHANGED_ANSWER = "a written answer has changed since it was graded"


class OutError(ValueError):
    """The folder for the grades cannot be used; nothing was written."""


@dataclass(frozen=True)
class Options:
    """What a run can be told.

    Attributes
    ----------
    tables : sequence of str
        Where tables of questions are; without any, all that are installed.
    workers : int
        Processes; −1 for as many as there are cores.
    cluster : str
        The address of a Dask scheduler, if it does the work.
    variant : str
        The variant of all notebooks.
    variant_from_name : bool
        Each student's variant is the student's name.
    platform : str
        "moodle" or "canvas": for which a file to import is written, too.
    written : Path, optional
        Where points for written answers were typed, if not in the folder of grades.
    """

    tables: Sequence[str] = ()
    workers: int = -1
    cluster: str = ""
    variant: str = ""
    variant_from_name: bool = False
    platform: str = ""
    written: Path | None = None


@dataclass
class Chosen:
    """The file that is graded as a student's notebook."""

    file: File
    sheet: Sheet | None
    digest: str
    variant: str = ""


@dataclass
class Sorted:
    """What was handed in, by student and notebook, and what a person should know of it."""

    chosen: dict[tuple[str, str], Chosen]
    students: dict[str, Student]
    attention: list[Attention] = field(default_factory=list)


def grade_submissions(source: Path, out: Path, grading: Grading, options: Options) -> Results:
    """Grade what a class handed in, and write grades and pages into a folder.

    Parameters
    ----------
    source : Path
        A folder of ``STUDENT/*.ipynb``, or a zip as Moodle or Canvas packs it.
    out : Path
        A new or empty folder, or one of an earlier run.
    grading : Grading
    options : Options

    Returns
    -------
    Results

    Raises
    ------
    ValueError
        If something cannot be read or used; the message says what to do.
    """
    _require_ours(out)
    where = {load(each).name: each for each in options.tables or announced()}
    tables = {name: load(each) for name, each in sorted(where.items())}
    marks = _marks(out, options.written)
    hand_in = read_submissions(source, without=out)
    found = sort_out(hand_in, tables, options)
    papers = _graded(found, where, grading, out, options)
    used = {name: table for name, table in tables.items() if any(name == n for _, n in papers)}
    results = Results(used, found.students, papers, found.attention, hand_in.left)
    answers = list(answers_of(results))
    marks = merge(answers, marks)
    take_marks(results, marks)
    for paper in papers.values():
        results.attention += attention_for(paper, tables[paper.notebook])
    _write(results, answers, marks, out, options)
    return results


def _require_ours(out: Path) -> None:
    """Refuse a folder that holds anything else."""
    if out.exists() and not out.is_dir():
        raise OutError(f"{out} is a file: name a folder with --out")
    if out.is_dir() and any(out.iterdir()) and not (out / OURS).is_dir():
        raise OutError(
            f"{out} holds other things, which are left as they are: name a new folder with --out"
        )


def _marks(out: Path, elsewhere: Path | None) -> Marks:
    """Return what a teacher typed: in the folder of grades, and over it in a file elsewhere."""
    usual = out / "written.csv"
    marks = read_marks(usual) if usual.is_file() else {}
    if elsewhere is not None:
        marks |= {key: mark for key, mark in read_marks(elsewhere).items() if mark.filled}
    return marks


# Which file is whose, and which notebook


def sort_out(hand_in: HandIn, tables: Mapping[str, Table], options: Options) -> Sorted:
    """Return which file is graded as which student's which notebook; what is not is noted."""
    labels = _labels(hand_in.students)
    found = Sorted({}, {label: student for student, label in labels.items()})
    groups: dict[tuple[str, str], list[Chosen]] = defaultdict(list)
    for file in hand_in.files:
        label = labels[file.student]
        content, reason = _content(file)
        sheet = read_sheet(content)
        name = which_notebook(sheet, file.name, tables)
        if not reason and not name:
            reason = (
                "is no notebook" if sheet is None else "is none of the notebooks with questions"
            )
        if reason:
            hand_in.leave(file.path, reason)
        if sheet is None:
            found.attention.append(Attention(NO_NOTEBOOK, label, file.path))
        if reason:
            continue
        own = _own_variant(file.student.name, sheet)
        variant = own if options.variant_from_name else options.variant
        digest = hashlib.sha256(content).hexdigest()
        groups[label, name].append(Chosen(file, sheet, digest, variant))
    for key in sorted(groups, key=lambda key: (sort_key(key[0]), key[1])):
        found.chosen[key] = max(groups[key], key=_precedence)
        _notice(key[0], found.chosen[key], groups[key], found.attention)
    with_work = {label for label, _ in found.chosen}
    idle = [label for label in found.students if label not in with_work]
    found.attention += [Attention(NOTHING, label, "") for label in idle]
    return found


def _labels(students: Iterable[Student]) -> dict[Student, str]:
    """Return the name under which each student appears, in order: two of one name get numbers."""
    same = defaultdict(list)
    for student in sorted(students):
        same[student.name].append(student)
    labels = {
        student: student.name if len(group) == 1 else f"{student.name} ({student.identifier or k})"
        for group in same.values()
        for k, student in enumerate(group, start=1)
    }
    return dict(sorted(labels.items(), key=lambda pair: sort_key(pair[1])))


def _content(file: File) -> tuple[bytes, str]:
    """Return a file's content, or why it cannot be had."""
    try:
        return file.read(), ""
    except (OSError, BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        return b"", f"cannot be read ({error})"


def _own_variant(name: str, sheet: Sheet | None) -> str:
    """Return the variant of a student's name, in the spelling in which it was handed out.

    Canvas makes "lovelaceada" of Ada Lovelace, and some courses have "Lovelace, Ada": a variant
    with the same letters is the student's.
    """
    handed_out = sheet.variant if sheet and sheet.variant else name
    return handed_out if _letters(handed_out) == _letters(name) else name


def _letters(name: str) -> list[str]:
    return sorted(c for c in sort_key(name)[0] if c.isalnum())


def _precedence(chosen: Chosen) -> tuple[bool, tuple[object, ...], str]:
    """Return what is larger for the file to grade: the newer one.

    But a newer release, which `workbook start` has put beside a learner's work, was never run.
    """
    return bool(chosen.sheet and chosen.sheet.run), chosen.file.newness, chosen.file.path


def _notice(
    label: str, chosen: Chosen, group: Sequence[Chosen], attention: list[Attention]
) -> None:
    """Note what is odd about the file that is graded, and about those that are not."""
    others = [each.file.path for each in group if each.digest != chosen.digest]
    if others:
        detail = f"{chosen.file.path}, not {', '.join(others)}"
        attention.append(Attention(TWICE, label, detail))
    sheet = chosen.sheet or Sheet()
    if sheet.solved:
        attention.append(Attention(SOLUTION, label, chosen.file.path))
    if sheet.variant is not None and sheet.variant.strip() != chosen.variant.strip():
        detail = (
            f"{chosen.file.path}: {_quoted(sheet.variant)}, graded as {_quoted(chosen.variant)}"
        )
        attention.append(Attention(OTHER_VARIANT, label, detail))
    if chosen.file.late:
        attention.append(Attention(LATE, label, chosen.file.path))


def _quoted(variant: str) -> str:
    return f"variant {variant!r}" if variant else "no variant"


def _graded(
    found: Sorted, where: Mapping[str, str], grading: Grading, out: Path, options: Options
) -> dict[tuple[str, str], Paper]:
    jobs = {}
    for key, each in found.chosen.items():
        place = where[key[1]]
        name = result_key(each.digest, place, each.variant, grading.limits)
        jobs[key] = Job(each.file.read, place, each.variant, name)
    outcomes = grade_all(
        jobs, grading, out / OURS / "kept", workers=options.workers, cluster=options.cluster
    )
    return {
        (student, notebook): Paper(
            student, notebook, chosen.file.path, chosen.digest, outcome, outcome.result
        )
        for (student, notebook), chosen in found.chosen.items()
        for outcome in [outcomes[student, notebook]]
    }


# Written answers


def answers_of(results: Results) -> Iterable[Answer]:
    """Yield the written answers, question by question, as they are read."""
    for name, table in results.tables.items():
        for question in table.values():
            if question.kind != "written":
                continue
            for student in results.students:
                paper = results.papers.get((student, name))
                if paper and question.id in paper.outcome.written:
                    text, html = paper.outcome.written[question.id]
                    yield Answer(student, question.id, question.points, text, html)


def take_marks(results: Results, marks: Marks) -> None:
    """Put the points for written answers into the results."""
    own: dict[str, dict[str, Mark]] = defaultdict(dict)
    for (student, question), mark in marks.items():
        own[student][question] = mark
    for paper in results.papers.values():
        table, mine = results.tables[paper.notebook], own[paper.student]
        paper.result = with_marks(paper.outcome.result, table, mine)
        given = {
            each: mark
            for each, mark in mine.items()
            if each in table and mark.points(table[each].points) is not None
        }
        paper.comments = {each: mark.comment for each, mark in given.items()}
        for each, mark in mine.items():
            if each in table and mark.typed and each not in given:
                results.attention.append(
                    Attention(BAD_POINTS, paper.student, f"{each}: {mark.typed!r}")
                )
            if each in table and mark.note == CHANGED:
                results.attention.append(Attention(CHANGED_ANSWER, paper.student, each))


# What is written


def _write(
    results: Results, answers: Sequence[Answer], marks: Marks, out: Path, options: Options
) -> None:
    names = file_names(results.students)
    written: list[str] = []

    def put(path: str, text: str, encoding: str = "utf-8") -> None:
        write_text(out / path, text, encoding)
        written.append(path)

    (out / OURS).mkdir(parents=True, exist_ok=True)
    if answers or marks:
        write_marks(out / "written.csv", answers, marks)
    put("grades.csv", grades.grades_csv(results), "utf-8-sig")  # so Excel knows that it is UTF-8
    for student, name in names.items():
        put(f"{name}.json", grades.student_json(results, student))
        put(f"feedback/{name}.html", pages.feedback_page(results, student))
    for path, page in pages.written_pages(results, answers, marks):
        put(path, page)
    put("class.html", pages.class_page(results, names))
    try:
        if options.platform:
            put(f"{options.platform}.csv", grades.PLATFORMS[options.platform](results))
    finally:
        _remove_stale(out, written)


def _remove_stale(out: Path, written: Sequence[str]) -> None:
    """Remove what an earlier run wrote of students or questions that are not there any more."""
    record = out / OURS / "written.json"
    try:
        before = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        before = []
    for path in set(before) - set(written):
        (out / path).unlink(missing_ok=True)
    write_text(record, json.dumps(sorted(written)))

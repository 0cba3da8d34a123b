"""One run of `workbook grade`: from what a class handed in to grades and pages in a folder."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbook.checks.finding import announced, load
from workbook.teaching import gradebook, pages
from workbook.teaching.batch import Grading, Job, grade_all, result_key
from workbook.teaching.files import file_names, write_text
from workbook.teaching.results import Attention, Paper, Results, attention_for
from workbook.teaching.sorting import Sorted, sort_out
from workbook.teaching.submissions import read_submissions
from workbook.teaching.written import (
    CHANGED,
    GONE,
    Answer,
    Mark,
    Marks,
    merge,
    read_marks,
    with_marks,
    write_marks,
)

OURS = ".workbook-grade"  # in the folder of grades: what was graded, and what was written

LOST_POINTS = "points in written.csv for an answer that is not among the submissions any more"
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
    found = sort_out(hand_in, tables, options.variant, options.variant_from_name)
    _require_same_class(out, found.students, source)
    papers = _graded(found, where, grading, out, options)
    used = {name: table for name, table in tables.items() if any(name == n for _, n in papers)}
    results = Results(
        used, found.students, papers, found.attention, hand_in.left, found.aside, found.unreadable
    )
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


def _require_same_class(out: Path, students: Iterable[str], source: Path) -> None:
    """Refuse the folder of another class, whose pages this run would remove."""
    before = {Path(each).stem for each in _written_before(out) if each.startswith("feedback/")}
    if before and before.isdisjoint(file_names(students).values()):
        raise OutError(
            f"{out} holds the grades of other students ({_some(before)}), and none of them is in "
            f"{source} ({_some(students)}). Nothing was changed: name another folder with --out"
        )


def _some(names: Iterable[str]) -> str:
    first, *rest = sorted(names)
    return f"{first} and {len(rest)} more" if rest else first


def _written_before(out: Path) -> list[str]:
    """Return what an earlier run wrote, as paths in the folder of grades and nowhere else."""
    try:
        found = json.loads((out / OURS / "written.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    paths = [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
    return [each for each in paths if out in (out / each).parents and ".." not in Path(each).parts]


def _marks(out: Path, elsewhere: Path | None) -> Marks:
    """Return what a teacher typed: in the folder of grades, and over it in a file elsewhere."""
    usual = out / "written.csv"
    marks = read_marks(usual) if usual.is_file() else {}
    if elsewhere is not None:
        marks |= {key: mark for key, mark in read_marks(elsewhere).items() if mark.filled}
    return marks


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
            student,
            notebook,
            chosen.file.path,
            chosen.digest,
            outcome,
            outcome.result,
            made_for=chosen.made_for,
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
        if mark.note == GONE and mark.typed:
            lost = Attention(LOST_POINTS, student, f"{question}: {mark.typed!r}")
            results.attention.append(lost)
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
    put("grades.csv", gradebook.grades_csv(results), "utf-8-sig")  # so Excel knows that it is UTF-8
    for student, name in names.items():
        put(f"{name}.json", gradebook.student_json(results, student))
        put(f"feedback/{name}.html", pages.feedback_page(results, student))
    for path, page in pages.written_pages(results, answers, marks):
        put(path, page)
    put("class.html", pages.class_page(results, names))
    try:
        if options.platform:
            put(f"{options.platform}.csv", gradebook.PLATFORMS[options.platform](results))
    finally:
        _remove_stale(out, written)


def _remove_stale(out: Path, written: Sequence[str]) -> None:
    """Remove what an earlier run wrote of students or questions that are not there any more."""
    for path in set(_written_before(out)) - set(written):
        (out / path).unlink(missing_ok=True)
    write_text(out / OURS / "written.json", json.dumps(sorted(written)))

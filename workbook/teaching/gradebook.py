"""Grades as files: a table for a spreadsheet, what Moodle and Canvas import, JSON for each."""

import json
from collections.abc import Mapping

from workbook.teaching.files import table_text
from workbook.teaching.results import Results, most_of


class NoIdentifierError(ValueError):
    """A learning platform cannot know whose grades these are."""


def grades_csv(results: Results) -> str:
    """Return a row for each student: points and all points, then notebook by notebook.

    What was not handed in, or could not be graded, is empty, and counts nothing.
    """
    head: list[object] = ["student", "points", "of"]
    for name, table in results.tables.items():
        head += [name, f"{name} of", *table]
    rows = [head]
    for student in results.students:
        row: list[object] = [student, results.score(student), results.max]
        papers = results.papers_of(student)
        for name, table in results.tables.items():
            if name not in papers or not papers[name].is_sure:
                row += [None, most_of(table), *(None for _ in table)]
                continue
            result = papers[name].result
            points = {each["id"]: each["points"] for each in result["questions"]}
            row += [result["score"], result["max"], *(points.get(each) for each in table)]
        rows.append(row)
    return table_text(rows)


def student_json(results: Results, student: str) -> str:
    """Return one student's results."""
    notebooks = {name: paper.result for name, paper in results.papers_of(student).items()}
    return json.dumps({"student": student, "notebooks": notebooks}, indent=1, ensure_ascii=False)


def moodle_csv(results: Results) -> str:
    """Return the grading worksheet that Moodle's assignment takes.

    Moodle reads three columns of it: who, by the number in the folder's name; the grade; and when
    that was last changed, which is left empty. So is a grade for which a person has to look
    at what came: nothing is better than a zero that nobody meant.

    Raises
    ------
    NoIdentifierError
        If a student's number is not known.
    """
    rows: list[list[object]] = [["Identifier", "Full name", "Grade", "Last modified (grade)"]]
    for name, student in _known(results, "moodle", "Moodle").items():
        rows.append([f"Participant {student}", name, results.grade(name), None])
    return table_text(rows)


def canvas_csv(results: Results) -> str:
    """Return the gradebook that Canvas takes: a column for each notebook, to map to an assignment.

    Where a person has to look at what came, the grade is empty.

    Raises
    ------
    NoIdentifierError
        If a student's number is not known.
    """
    blank = [None, None, None]
    rows: list[list[object]] = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *results.tables],
        ["    Points Possible", None, *blank, *map(most_of, results.tables.values())],
    ]
    for name, student in _known(results, "canvas", "Canvas").items():
        papers = results.papers_of(name)
        scores = [
            papers[each].result["score"] if each in papers and papers[each].is_sure else None
            for each in results.tables
        ]
        rows.append([name, student, *blank, *scores])
    return table_text(rows)


def _known(results: Results, system: str, called: str) -> Mapping[str, str]:
    """Return the students' numbers, or say that the platform did not pack what was handed in."""
    unknown = [
        name
        for name, student in results.students.items()
        if student.system != system or not student.identifier
    ]
    if unknown:
        raise NoIdentifierError(
            f"--for {system}: {called} knows students by the numbers in the names of its files, "
            f"and {len(unknown)} have none, {unknown[0]} for one. Give the zip as {called} packs "
            "it, with names not hidden from graders; grades.csv is there in any case."
        )
    return {name: student.identifier for name, student in results.students.items()}


PLATFORMS = {"moodle": moodle_csv, "canvas": canvas_csv}

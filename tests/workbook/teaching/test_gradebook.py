"""Files of grades, to the byte: who is sure of them, who waits, and who handed nothing in."""

import json

import pytest

from workbook.checks import Table
from workbook.teaching.batch import Outcome
from workbook.teaching.gradebook import (
    NoIdentifierError,
    canvas_csv,
    grades_csv,
    moodle_csv,
    student_json,
)
from workbook.teaching.results import Paper, Results
from workbook.teaching.submissions import Student


def table_of(name, *points):
    table = Table(name)
    for k, worth in enumerate(points):
        table.written(f"{name}-{'abc'[k]}", "Why?", points=worth)
    return table


def paper(student, notebook, *points, made_for=None):
    questions = [
        {"id": f"{notebook}-{'abc'[k]}", "points": each, "status": "correct", "message": "m"}
        for k, each in enumerate(points)
    ]
    result = {"score": sum(points), "max": 8.0, "questions": questions}
    outcome = Outcome(result, {}, {})
    return (student, notebook), Paper(student, notebook, "", "", outcome, result, {}, made_for)


def results(system):
    """Zoë has done both notebooks, Bo's second is another's, and Cy did the first alone."""
    papers = [
        paper("Zoë", "ink", 1.5, 2.0),
        paper("Zoë", "pen", 0.25),
        paper("Bo", "ink", 0.0, 2.0),
        paper("Bo", "pen", 4.0, made_for="Al"),
        paper("Cy", "ink", 3.0, 5.0),
    ]
    tables = {"ink": table_of("ink", 3, 5), "pen": table_of("pen", 4)}
    students = {name: Student(name, str(k), system) for k, name in enumerate(("Zoë", "Bo", "Cy"))}
    return Results(tables, students, dict(papers))


def test_a_table_for_a_spreadsheet_has_all_points_and_blanks_for_what_is_not_known():
    assert grades_csv(results("")).splitlines() == [
        "student,points,of,ink,ink of,ink-a,ink-b,pen,pen of,pen-a",
        "Zoë,3.75,12,3.5,8,1.5,2,0.25,8,0.25",
        "Bo,2,12,2,8,0,2,,4,",
        "Cy,8,12,8,8,3,5,,4,",
    ]


def test_moodle_gets_a_grade_where_nothing_is_in_doubt():
    found = results("moodle")
    found.unreadable.add("Cy")
    assert moodle_csv(found).splitlines() == [
        "Identifier,Full name,Grade,Last modified (grade)",
        "Participant 0,Zoë,3.75,",
        "Participant 1,Bo,,",
        "Participant 2,Cy,,",
    ]


def test_canvas_gets_a_column_for_each_notebook():
    assert canvas_csv(results("canvas")).splitlines() == [
        "Student,ID,SIS User ID,SIS Login ID,Section,ink,pen",
        "    Points Possible,,,,,8,4",
        "Zoë,0,,,,3.5,0.25",
        "Bo,1,,,,2,",
        "Cy,2,,,,8,",
    ]


def test_a_students_file_is_of_one_line_for_each_entry_and_keeps_its_letters():
    said = student_json(results(""), "Zoë")
    assert said.startswith('{\n "student": "Zoë",\n "notebooks": {\n  "ink": {\n')
    papers = results("").papers
    assert json.loads(said) == {
        "student": "Zoë",
        "notebooks": {name: papers["Zoë", name].result for name in ("ink", "pen")},
    }


@pytest.mark.parametrize(
    ("make", "system", "called"),
    [(moodle_csv, "moodle", "Moodle"), (canvas_csv, "canvas", "Canvas")],
)
def test_a_platform_that_cannot_know_all_students_is_told_who_and_what_to_do(make, system, called):
    found = results(system)
    found.students["Bo"] = Student("Bo", "", system)
    found.students["Cy"] = Student("Cy", "2", "elsewhere")
    with pytest.raises(NoIdentifierError) as caught:
        make(found)
    assert str(caught.value) == (
        f"--for {system}: {called} knows students by the numbers in the names of its files, and "
        f"2 have none, Bo for one. Give the zip as {called} packs it, with names not hidden from "
        "graders; grades.csv is there in any case."
    )

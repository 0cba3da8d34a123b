"""The chain: notebooks for a class, filled in by program, handed in, graded, and told about."""

import csv
import json
from collections import deque
from copy import deepcopy
from functools import partial

import nbformat
import pytest

from tests import ROOT
from workbook.checks import load
from workbook.notebooks.cells import first_line_id, without_marks
from workbook.teaching.batch import Grading
from workbook.teaching.grade import Options, grade_submissions
from workbook.teaching.grading import Limits, written_answers
from workbook.teaching.release import release
from workbook.teaching.worker import grade_here

GRADING = Grading(partial(grade_here, limits=Limits()), written_answers)
NAME = "01_pen_and_paper"
SLIP = "# q1-1\na = [0.2, 0.04]"  # the bias is missing
FOLLOWS = {
    "q1-2": "z = [0.1974, 0.0400]",
    "q1-3": "y = [0.4062]",
    "q1-4": "loss = 0.0088",
    "q1-5": "dL_dy = [-0.1876]",
    "q1-6": "dL_dW2 = [[-0.1876 * 0.1974, -0.1876 * 0.04]]",
    "q1-7": "dL_db2 = [-0.1876]",
    "q1-8": "dL_da = [-0.1876 * 0.7 * (1 - 0.1974**2), 0.1876 * 0.8 * (1 - 0.04**2)]\n"
    "dL_dW1 = [[da * 0.3, da * 0.4, da * -0.1] for da in dL_da]",
    "q1-9": "dL_db1 = [-0.1262, 0.1498]",
    "q1-10": "W2_updated = [[0.7 + 0.5 * 0.0370, -0.8 + 0.5 * 0.0075]]",
    "q1-11": "b2_updated = [0.3 + 0.5 * 0.1876]",
    "q1-12": "W1 = np.array([[0.1, 0.3, -0.5], [-0.2, 0.4, 0.6]])\n"
    "W1_updated = W1 - 0.5 * np.array(dL_dW1)",
    "q1-13": "b1_updated = [0.1 + 0.5 * 0.1262, 0.2 - 0.5 * 0.1498]",
}

# For a number as small as a[1] it does not show whether z is tanh(a): a person may have to say.
UNSURE = ("carried_forward", "needs_review")


def solved():
    return nbformat.read(ROOT / "notebooks" / f"{NAME}.ipynb", as_version=4)


def handed_out(folder, *students):
    """What each student gets from a release, or all if none is named: the learner's edition."""
    deque(release(folder, [ROOT / "notebooks" / f"{NAME}.ipynb"], students), maxlen=0)
    return [
        nbformat.read(folder / (name or "workbook") / f"{NAME}.ipynb", as_version=4)
        for name in students or [""]
    ]


def answers():
    """What stands in the solved notebook, by the questions' ids."""
    return {
        name: without_marks(cell.source)
        for cell in solved().cells
        if (name := first_line_id(cell)) and not name.endswith("-check")
    }


def filled(edition, answers):
    """The learner's edition with some answers typed in."""
    copy = deepcopy(edition)
    for cell in copy.cells:
        cell.source = answers.get(first_line_id(cell), cell.source)
    return copy


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class of three, graded: one with all, one with a slip, one who did nothing."""
    made, folder, out = (tmp_path_factory.mktemp(name) for name in ("made", "in", "out"))
    right = answers()
    own = {name: f"# {name}\n{code}" for name, code in FOLLOWS.items()}
    students = {"All": right, "Slip": right | {"q1-1": SLIP} | own, "Nothing": {}}
    (edition,) = handed_out(made)
    for name, typed in students.items():
        (folder / name).mkdir()
        nbformat.write(filled(edition, typed), folder / name / f"{NAME}.ipynb")
    return out, grade_submissions(folder, out, GRADING, Options(workers=1))


def questions(out, student):
    found = json.loads((out / f"{student.replace(' ', '_')}.json").read_text(encoding="utf-8"))
    return {each["id"]: each for each in found["notebooks"][NAME]["questions"]}


def test_who_has_all_right_has_all_points_but_those_that_a_person_gives(graded):
    out, results = graded
    written = sum(each.points for each in load("q1").values() if each.kind == "written")
    assert results.score("All") == results.max - written == 17.5
    assert {each["status"] for each in questions(out, "All").values()} == {
        "correct",
        "needs_review",
    }


def test_a_slip_costs_its_own_question_and_is_named(graded):
    out, results = graded
    found = questions(out, "Slip")
    assert found["q1-1"]["misconception"] == "the bias is missing"
    statuses = {name: found[name]["status"] for name in FOLLOWS}
    assert statuses.pop("q1-2") in UNSURE
    assert set(statuses.values()) == {"carried_forward"}
    assert results.score("All") - results.score("Slip") == load("q1")["q1-1"].points


def test_who_did_nothing_has_nothing_and_is_not_accused_of_anything(graded):
    out, results = graded
    assert results.score("Nothing") == 0
    assert {each["status"] for each in questions(out, "Nothing").values()} == {"missing"}


def test_the_pages_tell_it(graded):
    out, _ = graded
    page = (out / "feedback" / "Slip.html").read_text(encoding="utf-8")
    assert "It looks as if the bias is missing." in page
    assert "q1-11, q1-12, q1-13 your number" in page
    assert "the bias is missing" in (out / "class.html").read_text(encoding="utf-8")
    assert "<math" in (out / "written" / "q1-a.html").read_text(encoding="utf-8")


def test_the_grades_are_in_the_table(graded):
    out, _ = graded
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert {name: row["points"] for name, row in rows.items()} == {
        "All": "17.5",
        "Nothing": "0",
        "Slip": "17",
    }


# A class in which each student has numbers of their own

ADA, EMMY = "Ada Lovelace", "Emmy Noether"


def answers_of(student):
    """What is right with a student's own numbers."""
    truth = load("q1").variant(student).truth
    values = {
        question.id: f"# {question.id}\n{question.name} = {truth[question.name].tolist()}"
        for question in load("q1").values()
        if question.kind == "value"
    }
    return answers() | values


@pytest.fixture(scope="module")
def own_numbers(tmp_path_factory):
    """Ada has answered with her own numbers; Emmy's answers are Ada's."""
    made, folder, out = (tmp_path_factory.mktemp(name) for name in ("made", "in", "out"))
    for name, edition in zip((ADA, EMMY), handed_out(made, ADA, EMMY), strict=True):
        (folder / name).mkdir()
        nbformat.write(filled(edition, answers_of(ADA)), folder / name / f"{NAME}.ipynb")
    grade_submissions(folder, out, GRADING, Options(workers=1, variant_from_name=True))
    return out


def test_a_student_is_graded_with_the_numbers_that_the_release_has_drawn(own_numbers):
    statuses = {each["status"] for each in questions(own_numbers, ADA).values()}
    assert statuses == {"correct", "needs_review"}


def test_who_copies_another_students_numbers_is_wrong(own_numbers):
    found = questions(own_numbers, EMMY)
    assert {found[f"q1-{n}"]["status"] for n in (1, 10, 11, 12, 13)} == {"wrong"}
    assert found["q1-14"]["status"] == "correct"

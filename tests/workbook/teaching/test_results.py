"""What a class's results say together."""

from dataclasses import FrozenInstanceError, fields

import pytest

from tests.workbook.checks.sample import table
from tests.workbook.teaching import standin
from tests.workbook.teaching.standin import GRADING, RIGHT, SAMPLE, notebook
from workbook.teaching.batch import failed, grade_one
from workbook.teaching.results import (
    FAILED,
    Attention,
    Paper,
    Results,
    alike,
    attention_for,
    counts,
    distribution,
    misconceptions,
)
from workbook.teaching.submissions import Student

SLIP = RIGHT | {
    "q9-1": "a = [0.1242, 0.4085]",
    "q9-2": "z = [0.1236, 0.3872]",
    "q9-4": "total = 0.4509",
}
CLASS = {
    "Ada": RIGHT,
    "Bo": SLIP,
    "Cy": SLIP | {"q9-5": "def tanh_backward(dz, z):\n    return 1 - z * z"},
    "Di": {},
    "Ed": RIGHT | {"q9-7": "1 / 0", "q9-6": "1 / 0"},
}


def results_of(students):
    papers = {}
    for name, answers in students.items():
        content = answers if isinstance(answers, bytes) else notebook(answers)
        outcome = grade_one(GRADING, content, SAMPLE, "")
        papers[name, "sample"] = Paper(name, "sample", name, name, outcome, outcome.result)
    return Results({"sample": table}, {name: Student(name) for name in students}, papers)


@pytest.fixture(scope="module")
def results():
    return results_of(CLASS)


def test_each_question_counts_its_statuses(results):
    count = {each.question.id: each for each in counts(results)["sample"]}
    assert dict(count["q9-1"].statuses) == {"correct": 2, "wrong": 2, "missing": 1}
    assert count["q9-2"].statuses["carried_forward"] == 2
    assert (count["q9-2"].passed, count["q9-1"].passed) == (0.8, 0.4)
    assert {name: count[name].points for name in ("q9-1", "q9-2", "q9-a")} == {
        "q9-1": 2,
        "q9-2": 4,
        "q9-a": 0,
    }
    assert count["q9-a"].statuses["needs_review"] == 4 and count["q9-a"].read == 0


def test_misconceptions_come_commonest_first_with_the_hint_of_the_table(results):
    first, second = misconceptions(results)
    assert (first.question.id, first.name, first.students) == (
        "q9-1",
        "the sign is wrong",
        ("Bo", "Cy"),
    )
    assert first.hint == "Which way does it go?"
    assert (second.question.id, len(second.students)) == ("q9-5", 1)


def test_misconceptions_that_are_as_common_come_in_the_order_of_their_questions():
    wrong = {"q9-5": "def tanh_backward(dz, z):\n    return 1 - z * z"}
    first = {"q9-1": SLIP["q9-1"]}
    found = results_of({"Ada": RIGHT | wrong, "Bo": RIGHT | wrong | first})
    assert [each.question.id for each in misconceptions(found)] == ["q9-5", "q9-1"]
    found = results_of({"Ada": RIGHT | wrong, "Bo": RIGHT | first})
    assert [each.question.id for each in misconceptions(found)] == ["q9-1", "q9-5"]


def test_who_handed_in_nothing_has_no_grade(results):
    assert results.grade("Nobody") is None and results.score("Nobody") == 0
    assert (results.grade("Ada"), results.grade("Di")) == (8, 0)


def test_what_was_counted_cannot_be_changed_later(results):
    found = (
        distribution(results), counts(results)["sample"][0], misconceptions(results)[0],
        Attention("odd", "Ada", ""),
    )  # fmt: skip
    for each in found:
        with pytest.raises(FrozenInstanceError):
            setattr(each, fields(each)[0].name, None)


def test_every_student_is_in_one_bin_and_full_marks_in_the_last(results):
    found = distribution(results)
    assert sum(found.bins) == 5 and found.bins[0] == 1
    assert (found.max, found.median, found.mean) == (10, 6, 5.4)
    full = results_of({"Ada": RIGHT})
    full.papers["Ada", "sample"].result["score"] = 10
    assert distribution(full).bins == (0,) * 9 + (1,)


def test_a_class_of_nobody_has_a_distribution():
    assert sum(distribution(Results({}, {}, {})).bins) == 0


def test_what_has_its_points_and_a_doubt_passes():
    found = results_of({"Ada": RIGHT})
    for each in found.papers["Ada", "sample"].result["questions"][:1]:
        each["status"] = "needs_review"
    assert counts(found)["sample"][0].passed == 1


def test_written_answers_wait_until_they_are_read(results):
    assert results.waiting() == 4


def test_what_stopped_and_what_failed_needs_a_person(results):
    (stopped,) = attention_for(results.papers["Ed", "sample"], table)
    assert stopped.detail == "q9-6 (error), q9-7 (error)"
    assert list(attention_for(results.papers["Ada", "sample"], table)) == []
    outcome = failed(table, "KeyError: 3")
    (kind,) = attention_for(Paper("x", "sample", "", "", outcome, outcome.result), table)
    assert (kind.kind, kind.detail) == (FAILED, "sample: KeyError: 3")


def test_a_notebook_that_stopped_as_a_whole_is_told_in_a_word():
    paper = results_of({"Ada": b"no json"}).papers["Ada", "sample"]
    assert [each.detail for each in attention_for(paper, table)] == ["everything"]


def test_an_answer_that_is_right_and_unsure_needs_a_person():
    question = standin.entry(table["q9-1"], "", {}, table) | {"status": "needs_review"}
    paper = results_of({"Ada": {}}).papers["Ada", "sample"]
    paper.result = paper.result | {"questions": [question]}
    assert [each.detail for each in attention_for(paper, table)] == ["q9-1"]


def test_empty_notebooks_are_not_alike():
    found = results_of({"Ada": {}, "Bo": {}, "Cy": RIGHT, "Di": RIGHT})
    for paper in found.papers.values():
        paper.digest = str(paper.result["score"])
    assert [each.names for each in alike(found)] == [("Cy", "Di")]

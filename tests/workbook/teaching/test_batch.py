"""Many notebooks: none stops the rest, each is graded once, and where does not matter."""

from hashlib import sha256

import pytest

from tests.workbook.teaching import standin
from tests.workbook.teaching.standin import GRADING, RIGHT, SAMPLE, notebook
from workbook.teaching.batch import Grading, Job, Outcome, grade_all, grade_one, result_key

FAIL, DIE = {"q9-1": "# grader, fail"}, {"q9-1": "# worker, die"}


class Reader:
    """Gives a notebook's bytes."""

    def __init__(self, content):
        self.content = content

    def __call__(self):
        return self.content


def jobs_for(notebooks, limits=""):
    return {
        name: Job(
            Reader(content),
            SAMPLE,
            "",
            result_key(sha256(content).hexdigest(), SAMPLE, "", limits),
        )
        for name, content in notebooks.items()
    }


def class_of(size):
    return {f"s{k}": notebook(RIGHT | {"q9-4": f"total = {k}"}) for k in range(size)}


def scores(outcomes):
    return {name: outcome.result["score"] for name, outcome in outcomes.items()}


def test_an_outcome_survives_being_kept():
    long = RIGHT["q9-6"] + "\n\n    def __repr__(self):\n        return f'{type(self)} {self.z}'"
    outcome = grade_one(GRADING, notebook(RIGHT | {"q9-6": long}), SAMPLE, "")
    assert outcome.result["score"] == 8
    assert list(outcome.written) == ["q9-a"] and list(outcome.forms) == ["q9-6"]
    assert Outcome.loads(outcome.dumps()) == outcome


def test_a_mistake_in_the_grader_costs_one_notebook_and_is_told(tmp_path):
    found = grade_all(jobs_for(class_of(2) | {"x": notebook(FAIL)}), GRADING, tmp_path, workers=1)
    assert scores(found) == {"s0": 7, "s1": 7, "x": 0}
    assert found["x"].trouble == "RuntimeError: a mistake in the grader"
    assert {each["status"] for each in found["x"].result["questions"]} == {"error"}
    assert found["x"].result["max"] == found["s0"].result["max"]


def test_a_worker_that_dies_costs_one_notebook(tmp_path):
    notebooks = {"x": notebook(DIE)} | class_of(3)
    found = grade_all(jobs_for(notebooks), GRADING, tmp_path, workers=2)
    assert "process ended" in found.pop("x").trouble
    assert set(scores(found).values()) == {7}


def test_outcomes_come_in_the_order_of_the_jobs(tmp_path):
    jobs = jobs_for(class_of(5))
    assert list(grade_all(jobs, GRADING, tmp_path, workers=2)) == list(jobs)


def counted(calls):
    def grade(content, table, *, variant=""):
        calls.append(content)
        return standin.grade(content, table, variant=variant)

    return Grading(grade, standin.written)


def test_a_second_run_grades_nothing_anew(tmp_path):
    calls = []
    first = grade_all(jobs_for(class_of(3)), counted(calls), tmp_path, workers=1)
    second = grade_all(jobs_for(class_of(3)), counted(calls), tmp_path, workers=1)
    assert len(calls) == 3 and second == first


def test_a_run_that_was_stopped_goes_on(tmp_path):
    calls = []

    def stopping(content, table, *, variant=""):
        if len(calls) == 2:
            raise KeyboardInterrupt
        calls.append(content)
        return standin.grade(content, table)

    jobs = jobs_for(class_of(4))
    with pytest.raises(KeyboardInterrupt):
        grade_all(jobs, Grading(stopping, standin.written), tmp_path, workers=1)
    grade_all(jobs, counted(calls), tmp_path, workers=1)
    assert len(calls) == len(set(calls)) == 4


def test_what_the_grader_could_not_grade_is_tried_again(tmp_path):
    jobs = jobs_for({"x": notebook(FAIL)})
    grade_all(jobs, GRADING, tmp_path, workers=1)
    assert not list(tmp_path.iterdir())


def test_a_kept_outcome_that_is_damaged_is_made_again(tmp_path):
    jobs = jobs_for(class_of(1))
    grade_all(jobs, GRADING, tmp_path, workers=1)
    (kept,) = tmp_path.iterdir()
    kept.write_text("{}")
    assert scores(grade_all(jobs, GRADING, tmp_path, workers=1)) == {"s0": 7}


def test_one_notebook_handed_in_by_two_is_graded_once(tmp_path):
    calls = []
    content = notebook(RIGHT)
    found = grade_all(jobs_for({"a": content, "b": content}), counted(calls), tmp_path, workers=1)
    assert len(calls) == 1 and list(found) == ["a", "b"]


def test_an_outcome_depends_on_content_variant_limits_and_table(tmp_path):
    other = tmp_path / "other.py"
    other.write_text("from workbook.checks import Table\n\ntable = Table('other')\n")
    keys = {
        result_key("a", SAMPLE, "", ""),
        result_key("b", SAMPLE, "", ""),
        result_key("a", SAMPLE, "ada", ""),
        result_key("a", SAMPLE, "", "10 s"),
        result_key("a", str(other), "", ""),
    }
    assert len(keys) == 5

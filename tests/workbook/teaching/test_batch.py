"""Many notebooks: none stops the rest, each is graded once, and where does not matter."""

import re
from dataclasses import FrozenInstanceError
from hashlib import sha256
from inspect import signature

import pytest

from tests.workbook.teaching import standin
from tests.workbook.teaching.standin import GRADING, RIGHT, SAMPLE, notebook
from workbook.teaching import batch
from workbook.teaching.batch import Grading, Job, Outcome, grade_all, grade_one, result_key
from workbook.teaching.run import Options

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


class Bar:
    """Stands in for the bar that shows how far it is."""

    def __init__(self, **told):
        self.told, self.steps = told, []

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def update(self, count):
        self.steps.append(count)


def test_how_far_it_is_is_shown_where_somebody_looks(tmp_path, monkeypatch, capsys):
    same = notebook(RIGHT)
    jobs = jobs_for(class_of(1) | {"a": same, "b": same})
    grade_all(jobs_for(class_of(1)), GRADING, tmp_path, workers=1)
    bars = []
    monkeypatch.setattr(batch, "tqdm", lambda **told: bars.append(Bar(**told)) or bars[-1])
    grade_all(jobs, GRADING, tmp_path, workers=1)
    (bar,) = bars
    assert bar.told == {"total": 3, "desc": "grading", "unit": " notebooks", "disable": None}
    assert bar.steps == [1, 2]
    assert capsys.readouterr().err == ""  # as nobody looks here


def test_as_many_processes_as_cores_grade_unless_it_is_told():
    assert signature(grade_all).parameters["workers"].default == Options().workers == -1


def test_a_job_stays_what_it_is():
    (job,) = jobs_for(class_of(1)).values()
    with pytest.raises(FrozenInstanceError):
        job.variant = "B"


def test_other_code_of_the_grader_or_beside_the_table_grades_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "HOME", tmp_path)
    table = tmp_path / "mine" / "other.py"
    code = [tmp_path / "helpers" / "a.py", tmp_path / "workbook" / "deep" / "b.py"]
    code += [table, table.with_name("beside.py")]
    for path in (*code, tmp_path / "elsewhere.py"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("from workbook.checks import Table\n\ntable = Table('other')\n")
    digest = batch.grader_digest.__wrapped__  # which remembers nothing
    found = [digest(str(table))]
    for path in code:
        path.write_text("changed = 1\n")
        found.append(digest(str(table)))
    assert len(set(found)) == 5
    (tmp_path / "elsewhere.py").write_text("changed = 1\n")
    assert digest(str(table)) == found[-1]


def test_other_numbers_of_a_table_grade_anew():
    digest = batch.grader_digest.__wrapped__
    assert digest(SAMPLE) != digest("q1")


@pytest.mark.parametrize("variant", ["Zoë", "\ud800"])
def test_any_name_makes_a_key(variant):
    assert re.fullmatch("[0-9a-f]{64}", result_key("a", SAMPLE, variant, ""))


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

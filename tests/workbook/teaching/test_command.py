"""`workbook grade`, from the command line to what it says at its end."""

import subprocess
import sys
from dataclasses import dataclass
from types import ModuleType

import pytest

from tests import ROOT
from tests.workbook.teaching import standin
from tests.workbook.teaching.standin import RIGHT, SAMPLE, hand_in
from tests.workbook.test_cli import WITHOUT
from workbook.checks import Table
from workbook.cli import main
from workbook.teaching.results import Attention, Results
from workbook.teaching.terminal import told


@dataclass(frozen=True)
class Limits:
    seconds: float = 10


class Grader:
    walls = ("a wall", "another")

    def __init__(self, limits):
        self.limits = limits

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def grade(self, content, table, variant=""):
        return standin.grade(content, table, variant=variant)


@pytest.fixture
def isolated(monkeypatch):
    """Grading as the command finds it, without its processes: other tests are about them."""
    module = ModuleType("workbook.teaching.grading")
    module.Limits, module.Grader, module.written_answers = Limits, Grader, standin.written
    module.grade_notebook = lambda content, table, *, variant, limits: None
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.delitem(sys.modules, "workbook.teaching.worker", raising=False)
    yield
    sys.modules.pop("workbook.teaching.worker", None)


@pytest.fixture
def command(tmp_path, monkeypatch, isolated):
    monkeypatch.chdir(tmp_path)
    hand_in(tmp_path / "in", {"Ada": RIGHT, "Bo": {"q9-1": "1 / 0"}, "Cy": b"no json"})
    return ["grade", "in", "--out", "grades", "--table", SAMPLE, "--jobs", "1"]


def test_it_says_what_is_done_where_it_is_and_what_needs_a_person(command, tmp_path, capsys):
    assert main(command) == 0
    said = capsys.readouterr().out
    assert "Graded 3 students: 3 × sample." in said
    assert "Walls around each notebook: a wall, another." in said
    for name in ("grades.csv", "class.html", "feedback", "written.html", "written.csv"):
        assert (tmp_path / "grades" / name).exists() and name in said
    assert "1 written answer to read" in said
    assert "stopped with an error, or took too long: Bo" in said
    assert "a file that is no notebook: Cy" in said


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["grade", "absent", "--out", "grades"], "absent: there is no such folder or zip"),
        (["grade", "in", "--out", "in"], "in holds other things"),
        (["grade", "in", "--out", "grades", "--table", "tea.py"], "tea.py: there is no such file"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(command, options, reason):
    assert reason in main(options)


def test_a_platform_that_does_not_know_the_students_is_told(command):
    assert "--for moodle" in main([*command, "--for", "moodle"])


@pytest.mark.parametrize(
    "options",
    [
        ["grade", "in"],
        ["grade", "in", "--out", "x", "--jobs", "0"],
        ["grade", "in", "--out", "x", "--jobs", "all"],
        ["grade", "in", "--out", "x", "--for", "ilias"],
        ["grade", "in", "--out", "x", "--variant", "a", "--variant-from-name"],
    ],
)
def test_options_that_make_no_sense_are_refused(options, capsys):
    with pytest.raises(SystemExit):
        main(options)
    assert "usage" in capsys.readouterr().err


def test_no_jobs_at_all_is_told_in_words(capsys):
    with pytest.raises(SystemExit):
        main(["grade", "in", "--out", "x", "--jobs", "0"])
    assert "'0' is no whole number from 1 on" in capsys.readouterr().err


def test_a_missing_package_is_one_sentence_that_says_what_to_install():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(package="joblib"), "grade", "in", "--out", "x"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == (
        'joblib is not installed; it comes with the extra "teaching": '
        'pip install "backprop-workbook[teaching]"\n'
    )


def test_who_stops_it_is_told_that_nothing_is_lost(command, monkeypatch):
    def stop(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("workbook.teaching.run.grade_all", stop)
    assert "goes on from there" in main(command)


def test_another_limit_grades_anew(command, tmp_path):
    kept = tmp_path / "grades" / ".workbook-grade" / "kept"
    for options, count in (([], 3), ([], 3), (["--cell-seconds", "3"], 6)):
        assert main([*command, *options]) == 0
        assert len(list(kept.iterdir())) == count


def test_many_names_are_cut_short_and_no_wall_is_said_loudly(tmp_path):
    attention = [Attention("odd", f"s{k}", "") for k in range(9)]
    said = told(Results({}, {}, {}, attention), tmp_path, [])
    assert "odd: s0, s1, s2, s3, s4 and 4 more" in said
    assert "No walls stand" in said


def test_each_notebook_is_counted_by_itself(tmp_path):
    tables = {name: Table(name) for name in ("ink", "pen")}
    said = told(Results(tables, {}, {}), tmp_path, ["a wall"])
    assert said.startswith("Graded 0 students: 0 × ink, 0 × pen.\n")

"""workbook.cli: what is passed on, what is said, and how it ends, to the letter."""

import io
import sys
from argparse import ArgumentTypeError
from pathlib import Path
from types import SimpleNamespace

import pytest

from workbook import cli
from workbook.cli import at_least_1, main


@pytest.fixture
def given(monkeypatch):
    """What `workbook report` is told to make, instead of making it."""
    from workbook.report import book

    made = []

    def make_report(paths, output, **options):
        made.append((paths, output, options))
        return ["one", "two"]

    monkeypatch.setattr(book, "make_report", make_report)
    return made


def test_a_report_of_several_is_called_report_and_its_problems_are_told(given, capsys):
    assert main(["report", "a.ipynb", "x/b.ipynb"]) == 0
    nothing = {"title": "", "authors": [], "only_tagged": False, "exclude_input": False}
    assert given == [
        ([Path("a.ipynb"), Path("x/b.ipynb")], Path("report.pdf"), nothing | {"strict": False})
    ]
    assert capsys.readouterr() == ("report.pdf\n", "Boxed: one\nBoxed: two\n")


def test_a_report_of_one_has_its_name_and_every_option_is_passed_on(given, capsys):
    words = "report x/b.ipynb --author A --author B --title T --only-tagged --no-input --strict"
    assert main(words.split()) == 0
    options = {"title": "T", "authors": ["A", "B"], "only_tagged": True}
    assert given[0][1:] == (Path("b.pdf"), options | {"exclude_input": True, "strict": True})
    assert main(["report", "b.ipynb", "--output", "c.pdf"]) == 0
    assert given[1][1] == Path("c.pdf")


@pytest.mark.parametrize("word", ["0", "-1", "1.5", "x", "", "²"])
def test_what_is_no_whole_number_is_refused(word):
    with pytest.raises(ArgumentTypeError) as caught:
        at_least_1(word)
    assert str(caught.value) == f"{word!r} is no whole number from 1 on"


def test_whole_numbers_are_read():
    assert [at_least_1(word) for word in ("1", "2", "40")] == [1, 2, 40]


def test_no_command_and_an_unknown_one_end_with_status_2(capsys):
    for words in ([], ["nosuch"]):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 2
    assert "usage: workbook [-h] COMMAND" in capsys.readouterr().err


def test_help_says_what_each_command_does(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Tools around the workbook." in said
    for name, (run, _) in cli.COMMANDS.items():
        assert f"{name} {' '.join(run.__doc__.split())}" in said


def test_a_package_that_is_missing_is_one_sentence(monkeypatch):
    def run(arguments):
        raise ModuleNotFoundError("Install it.")

    monkeypatch.setitem(cli.COMMANDS, "start", (run, lambda parser: None))
    assert main(["start"]) == "Install it."


def released(monkeypatch, **changes):
    """What `workbook release` is told to make, instead of making it."""
    from workbook.teaching import release

    made = []

    def record(dest, notebooks, variants):
        made.append((dest, notebooks, variants))
        yield from ("one.zip", "two.zip")

    monkeypatch.setattr(release, "release", record)
    for name, change in changes.items():
        monkeypatch.setattr(release, name, change)
    return made


def test_a_release_is_told_file_by_file_and_where(monkeypatch, capsys):
    made = released(monkeypatch)
    assert main(["release", "out", "--variant", "A", "--notebooks", "a.ipynb", "b.ipynb"]) == 0
    assert made == [(Path("out"), [Path("a.ipynb"), Path("b.ipynb")], ["A"])]
    assert capsys.readouterr() == ("one.zip\ntwo.zip\nout\n", "")


def test_names_of_variants_are_read_and_told(monkeypatch, capsys):
    made = released(monkeypatch, names_in=lambda file: (["B", "C"], "in column Name"))
    words = ["release", "out", "--variant", "A", "--variants-from", "n.csv", "--notebooks", "a"]
    assert main(words) == 0
    assert made[0][2] == ["A", "B", "C"]
    assert capsys.readouterr().err == "n.csv: in column Name; names read: 2\n"


def test_all_notebooks_of_the_book_are_released_or_it_says_what_to_do(monkeypatch, tmp_path):
    from workbook.checks import finding

    made = released(monkeypatch)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.setattr(finding, "HOME", tmp_path)
    assert main(["release", "out"]) == (
        "The notebooks are not here; name them: workbook release DEST --notebooks NOTEBOOK …"
    )
    for name in ("b.ipynb", "a.ipynb", "c.txt"):
        (tmp_path / "notebooks" / name).touch()
    assert main(["release", "out"]) == 0
    assert [path.name for path in made[0][1]] == ["a.ipynb", "b.ipynb"]


@pytest.mark.parametrize("error", [OSError("disk full"), ValueError("no such name")])
def test_what_stops_a_release_or_a_start_is_told(monkeypatch, error):
    from workbook.learning import folder

    def fail(*arguments):
        raise error

    released(monkeypatch)
    monkeypatch.setattr("workbook.teaching.release.release", fail)
    assert main(["release", "out", "--notebooks", "a"]) == str(error)
    monkeypatch.setattr(folder, "start", fail)
    assert main(["start"]) == str(error)


def test_a_start_says_what_is_new_and_where_to_begin(monkeypatch, capsys):
    from workbook.learning import folder

    asked = []
    made = SimpleNamespace(said=["One.", "Two."], path=Path("work"))
    monkeypatch.setattr(folder, "start", lambda path: asked.append(path) or made)
    assert (main(["start"]), main(["start", "here"])) == (0, 0)
    assert asked == [None, Path("here")]
    assert capsys.readouterr().out == f"One.\nTwo.\n{Path('work/start.ipynb')}\n" * 2


@pytest.fixture
def grading(monkeypatch):
    """What `workbook grade` passes on, instead of grading."""
    from workbook.teaching import grading, run, terminal

    seen = {}

    class Grader:
        walls = ("a wall",)

        def __init__(self, limits):
            seen["limits"] = limits

        def __enter__(self):
            return self

        def __exit__(self, *error):
            seen["closed"] = True

    def grade_submissions(submissions, out, grading, options):
        seen.update(submissions=submissions, out=out, grading=grading, options=options)
        if "fails" in seen:
            raise seen["fails"]
        return "results"

    monkeypatch.setattr(grading, "Grader", Grader)
    monkeypatch.setattr(run, "grade_submissions", grade_submissions)
    monkeypatch.setattr(terminal, "told", lambda *given: seen.update(told=given) or "All told.")
    return seen


def test_grading_is_told_everything_and_says_what_came_of_it(grading, capsys):
    words = "grade in --out out --jobs 3 --variant-from-name --for canvas --written w.csv"
    words += " --cluster here:1 --cell-seconds 7 --table a.py --table b.py"
    assert main(words.split()) == 0
    options = grading["options"]
    told = (options.tables, options.workers, options.cluster, options.variant)
    assert told == (["a.py", "b.py"], 3, "here:1", "")
    assert (options.variant_from_name, options.platform, options.written) == (
        True,
        "canvas",
        Path("w.csv"),
    )
    assert grading["limits"].seconds == 7
    assert (grading["submissions"], grading["out"]) == (Path("in"), Path("out"))
    assert grading["told"] == ("results", Path("out"), ("a wall",), "canvas")
    assert grading["closed"] and capsys.readouterr().out == "All told.\n"


def test_grading_by_default_takes_all_cores_and_all_tables(grading):
    assert main(["grade", "in", "--out", "out"]) == 0
    options = grading["options"]
    assert (list(options.tables), options.workers, options.cluster) == ([], -1, "")
    assert (options.variant, options.variant_from_name) == ("", False)
    assert (options.platform, options.written) == ("", None)
    from workbook.teaching.grading import Limits

    assert grading["limits"] == Limits()


@pytest.mark.parametrize("error", [OSError("no walls"), RuntimeError("no"), ValueError("bad")])
def test_what_stops_grading_is_told(grading, error):
    grading["fails"] = error
    assert main(["grade", "in", "--out", "out"]) == str(error)


def test_grading_that_is_interrupted_says_how_to_go_on(grading):
    grading["fails"] = KeyboardInterrupt()
    assert main(["grade", "in", "--out", "out"]) == (
        "Stopped. What is graded so far is kept: the same command goes on from there."
    )


def test_all_tables_are_verified_where_none_is_named(monkeypatch, capsys):
    from workbook.checks import finding, verify

    monkeypatch.setattr(finding, "announced", lambda: {"q1": "", "q2": ""})
    monkeypatch.setattr(finding, "load", lambda where: where)
    found = {"q1": ["it is wrong"], "q2": []}

    class Found(str):
        @property
        def problems(self):
            return found[self]

    monkeypatch.setattr(verify, "verify", Found)
    assert main(["verify"]) == 1
    assert main(["verify", "q2"]) == 0
    assert capsys.readouterr().out == "q1\nq2\nq2\n"


def test_the_commands_are_these():
    assert list(cli.COMMANDS) == [
        *("start", "release", "report", "execute", "stamp", "verify", "grade")
    ]


def test_what_stops_a_report_is_told(monkeypatch):
    def fail(*paths, **options):
        raise OSError("disk full")

    monkeypatch.setattr("workbook.report.book.make_report", fail)
    assert main(["report", "a.ipynb"]) == "disk full"


class Piped(io.StringIO):
    """Standard output as another program reads it: what was flushed."""

    seen = ""

    def flush(self):
        self.seen = self.getvalue()


def test_a_notebook_is_told_before_its_cells_are_run(monkeypatch, tmp_path):
    path, seen = tmp_path / "n.ipynb", []
    path.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    monkeypatch.setattr(sys, "stdout", Piped())
    monkeypatch.setattr(
        "workbook.notebooks.execute.execute", lambda *_, **__: seen.append(sys.stdout.seen)
    )
    assert main(["execute", str(path)]) == 0
    assert seen == [f"{path}\n"]

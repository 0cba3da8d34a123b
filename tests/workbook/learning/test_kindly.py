"""Errors told kindly: what waits says for which question, and all else keeps its traceback."""

import json

import pytest
from IPython.core.interactiveshell import InteractiveShell

from workbook.checks import Table
from workbook.learning.kindly import EDITOR, SESSION, install

TABLE = Table("coffee")
TABLE.value("coffee-1", name="heat")(lambda: 60.0)
TABLE.value("coffee-2", name="pair")(lambda heat: [heat, heat])
TABLE.code("coffee-3", name="double", cases=lambda rng: [(1,)])(lambda a: 2 * a)
TABLE.code("coffee-4", name="Cup", cases=lambda rng: [()])(lambda: None)

HEAT = "# coffee-1\nheat = None"
PAIR = "# coffee-2\npair = [None, None]"
DOUBLE = "# coffee-3\ndef double(a):\n    raise NotImplementedError"
CUP = "# coffee-4\nclass Cup:\n    def fill(self):\n        raise NotImplementedError"


class Notebook:
    """A shell that keeps what it shows of each error."""

    def __init__(self, shell):
        self.shell, self.shown = shell, ""
        shell.colors = "nocolor"
        shell._showtraceback = self.keep

    def keep(self, kind, error, lines):
        self.shown = "\n".join(lines)

    def run(self, *cells):
        """Run cells, and return what is shown of the last one's error."""
        for cell in cells:
            self.shown = ""
            self.shell.run_cell(cell, store_history=True)
        return self.shown


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(SESSION, raising=False)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    shell = InteractiveShell()
    shell.history_manager.enabled = False
    shell.user_ns["check"] = TABLE.check
    install(shell)
    return Notebook(shell)


def waits_for(*questions):
    which = " and ".join(filter(None, [", ".join(questions[:-1]), questions[-1]]))
    them = "them" if len(questions) > 1 else "it"
    return f"○ This cell waits for {which}.\nAnswer {them} above, then run the cells down to here."


def plain(shown):
    return shown.replace("\x1b[1m", "").replace("\x1b[0m", "")


def save(folder, *sources, name="coffee.ipynb"):
    cells = [{"cell_type": "code", "source": source} for source in sources]
    (folder / name).write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return folder / name


@pytest.mark.parametrize(
    ("cells", "questions"),
    [
        ([HEAT, "print(2.0 * heat)"], ["coffee-1 heat"]),
        ([HEAT, "import math\nmath.sqrt(heat)"], ["coffee-1 heat"]),
        ([HEAT, "heat.real"], ["coffee-1 heat"]),
        ([PAIR, "print(sum(pair))"], ["coffee-2 pair"]),
        ([HEAT, PAIR, "print(heat + pair[0])"], ["coffee-1 heat", "coffee-2 pair"]),
        ([DOUBLE, "double(3)"], ["coffee-3 double"]),
        ([HEAT, DOUBLE, "double(heat)"], ["coffee-1 heat", "coffee-3 double"]),
        ([DOUBLE, "def twice(a):\n    return double(a)\n", "twice(3)"], ["coffee-3 double"]),
        ([DOUBLE, "list(map(double, [1]))"], ["coffee-3 double"]),
        (
            [HEAT, DOUBLE, CUP, "def work():\n    double(1)\n    Cup().fill(heat)", "work()"],
            ["coffee-1 heat", "coffee-3 double", "coffee-4 Cup"],
        ),
        ([CUP, "Cup().fill()"], ["coffee-4 Cup"]),
        ([CUP, "class Cup(Cup):\n    pass", "Cup().fill()"], ["coffee-4 Cup"]),
    ],
)
def test_a_cell_that_waits_for_answers_says_for_which(notebook, cells, questions):
    assert plain(notebook.run(*cells)) == waits_for(*questions)


def test_what_waits_is_told_in_bold_and_what_to_do_is_not(notebook):
    told = "\x1b[1m○ This cell waits for coffee-1 heat.\x1b[0m"
    rest = "Answer it above, then run the cells down to here."
    assert notebook.run(HEAT, "print(2.0 * heat)") == f"{told}\n{rest}"


def test_a_cell_that_checks_is_a_given_one_and_waits_like_any_other(notebook):
    shown = notebook.run(HEAT, "# coffee-1-check\nprint(2.0 * heat)")
    assert plain(shown) == waits_for("coffee-1 heat")


def test_where_programs_say_which_notebook_is_open_is_known():
    assert (SESSION, EDITOR) == ("JPY_SESSION_NAME", "__vsc_ipynb_file__")


def test_a_cell_that_needs_what_a_waiting_one_makes_waits_for_the_same(notebook):
    notebook.run(DOUBLE, "four = []\nfour.append(double(2))\neight = double(four)")
    waits = waits_for("coffee-3 double")
    assert plain(notebook.run("print(eight)")) == waits
    assert plain(notebook.run("(only,) = four")) == waits
    assert plain(notebook.run("sixteen = 2 * eight")) == waits
    assert plain(notebook.run("sixteen / 2")) == waits


def test_once_it_is_answered_errors_are_like_any_others(notebook):
    notebook.run(HEAT, "twice = 2.0 * heat")
    notebook.run(HEAT.replace("None", "60.0"), "twice = 2.0 * heat")
    assert "ZeroDivisionError" in notebook.run("twice / 0")
    assert "TypeError" in notebook.run("twice + None")


def test_the_questions_of_an_announced_table_are_found_by_their_ids(notebook):
    del notebook.shell.user_ns["check"]
    told = notebook.run("# q1-1\na = [None, None]", "# q1-4\nloss = None", "print(2.0 * loss)")
    assert plain(told) == waits_for("q1-4 loss")


def test_a_stub_is_known_by_the_cell_it_stands_in(notebook):
    notebook.run("# tea-7\ndef steep():\n    raise NotImplementedError")
    assert plain(notebook.run("steep()")) == waits_for("tea-7")


REAL = [
    [HEAT, "1 / 0"],
    [HEAT, "print(2.0 * heat, 1 / 0)".replace("2.0 * heat", "heat")],
    [HEAT, "int('heat')"],
    [HEAT, "print(undefined)"],
    [HEAT, "raise NotImplementedError"],
    [HEAT, "assert heat == 60"],
    ["other = None", "other + 1"],
    ["def helper():\n    raise NotImplementedError", "helper()"],
    [HEAT, "# coffee-3\ndef double(a):\n    return a + None", "double(1)"],
    [HEAT, "# coffee-3\ndef double(a):\n    return 2.0 * heat", "double(1)"],
    [HEAT, "# coffee-2\npair = [2.0 * heat, None]"],
    [DOUBLE, "# coffee-3\ndef double(a):\n    return nothing", "double(1)"],
    ["# coffee-3\ndef double(a):\n    if a:\n        x = 1\n    return x", "double(0)"],
    [
        "class Base:\n    def go(self):\n        raise NotImplementedError",
        "Base().go()",
    ],
]


@pytest.mark.parametrize("cells", REAL)
def test_an_error_of_ones_own_keeps_its_traceback(notebook, cells):
    shown = notebook.run(*cells)
    assert "Traceback" in shown and "○" not in shown


def test_an_error_inside_a_learners_function_is_shown_though_the_cell_reads_a_placeholder(notebook):
    wrong = "# coffee-3\ndef double(a):\n    return None * a"
    assert "return None * a" in notebook.run(HEAT, wrong, "print(heat, double(2))")


def test_an_answer_whose_cell_has_not_been_run(notebook):
    told = "○ Run the cells above first: heat is your answer to coffee-1."
    assert plain(notebook.run("print(heat)")) == told


@pytest.mark.parametrize("how", ["session", "editor", "folder"])
def test_a_name_that_a_cell_above_brings(notebook, tmp_path, monkeypatch, how):
    place = tmp_path if how == "folder" else tmp_path / "elsewhere"
    place.mkdir(exist_ok=True)
    saved = save(
        place, "import tools\nfrom more import plots", "cup = 1", "plots.show(cup)", "z = 1"
    )
    if how == "session":
        monkeypatch.setenv(SESSION, str(saved))
    elif how == "editor":
        notebook.shell.user_ns[EDITOR] = str(saved)
    told = "○ Run the cells above first: plots is defined in the first one."
    assert plain(notebook.run("plots.show(cup)")) == told
    notebook.shell.user_ns["plots"] = None
    notebook.run("plots = type('Plots', (), {'show': print})")
    told = "○ Run the cells above first: cup is defined in one of them."
    assert plain(notebook.run("plots.show(cup)")) == told


def test_a_cell_is_found_in_its_notebook_whatever_white_space_surrounds_it(notebook, tmp_path):
    save(tmp_path, "import tools", "print(tools)\n")
    told = "○ Run the cells above first: tools is defined in the first one."
    assert plain(notebook.run("\nprint(tools)  \n\n")) == told


def test_a_name_that_only_a_cell_below_brings_is_missing_like_any_other(notebook, tmp_path):
    save(tmp_path, "import tools", "print(cup)", "cup = 1")
    assert "Traceback" in notebook.run("print(cup)")


def test_a_notebook_that_cannot_be_read_is_none(notebook, tmp_path):
    (tmp_path / "broken.ipynb").write_text("{", encoding="utf-8")
    (tmp_path / "list.ipynb").write_text("[]", encoding="utf-8")
    assert "NameError" in notebook.run("print(cup)")


def test_a_check_keeps_its_own_words(notebook):
    shown = notebook.run(HEAT, 'check("coffee-1", heat=heat)')
    assert "coffee-1 heat: it is not answered yet" in shown


def test_an_error_that_has_words_of_its_own_keeps_them_though_the_cell_waits(notebook):
    own = (
        "class Own(TypeError):\n    def _render_traceback_(self):\n        return ['its own words']"
    )
    assert notebook.run(HEAT, own, "raise Own(f'{heat} is None')") == "its own words"


def test_whatever_goes_wrong_in_finding_the_cause_the_error_is_shown(notebook, monkeypatch):
    monkeypatch.setattr("workbook.learning.kindly.names_of", None)
    assert "TypeError" in notebook.run(HEAT, "2.0 * heat")


def test_a_second_install_and_another_handler_change_nothing(notebook):
    handler = notebook.shell.CustomTB
    install(notebook.shell)
    assert notebook.shell.CustomTB == handler

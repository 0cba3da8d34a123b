"""Which cells of a notebook answer which questions, which are run, and where one asks."""

import json
from dataclasses import FrozenInstanceError

import pytest

from tests.workbook.checks.sample import table
from tests.workbook.teaching.notebooks import code_cell
from workbook.checks import Table
from workbook.teaching.handed_in import NotANotebook, python_of, read


def submission(*cells):
    """Return what is read from code cells; a tuple is (id in the metadata, source)."""
    found = []
    for cell in cells:
        cell_id, source = cell if isinstance(cell, tuple) else ("", cell)
        found.append(code_cell(source))
        found[-1]["metadata"] = {"nbgrader": {"grade_id": cell_id}}
    return read(json.dumps({"nbformat": 4, "cells": found}).encode(), table)


def steps(*cells):
    """Return what is done, "0" for running the first cell and "q9-1" for asking."""
    found = submission(*cells).steps()
    return [step.question.id if step.question else str(step.cell) for step in found]


def test_the_id_in_the_metadata_counts_before_that_in_the_first_line():
    assert submission(("q9-1", "a = 1"), "# q9-2\nz = 1", ("q9-1", "# q9-2"), "b = 2").ids == [
        "q9-1", "q9-2", "q9-1", "",
    ]  # fmt: skip


def test_an_id_that_no_question_has_is_none():
    assert submission(("q7-1", "a = 1"), "# q9-77\nz = 1").ids == ["", ""]


def test_a_question_is_asked_at_its_check():
    assert steps("# q9-1\na = 1", "a = a", "# q9-1-check\ncheck()") == ["0", "1", "q9-1"]


def test_a_question_without_a_check_is_asked_behind_its_answer():
    assert steps("# q9-1\na = 1", "a = 3") == ["0", "q9-1"]


def test_each_copy_is_asked_for_itself():
    cells = ["# q9-1\na = 1", "# q9-1-check", "# q9-1\na = 2", "# q9-1\na = 3", "# q9-1-check"]
    assert steps(*cells) == ["0", "q9-1", "2", "q9-1", "3", "q9-1"]


def test_an_answer_without_its_id_is_found_by_its_check():
    assert steps("a = 1", "# q9-1-check\ncheck()") == ["0", "q9-1"]


def test_only_what_answers_need_is_run_and_no_check():
    cells = ["import numpy as np", "k = 2", "plot()", "# q9-1\na = [k]", "# q9-1-check\n1/0"]
    assert steps(*cells) == ["1", "3", "q9-1"]


def test_what_stands_below_its_user_is_run_too():
    assert steps("# q9-1\na = [k]", "k = 2", "j = 3") == ["0", "q9-1", "1"]


def test_all_that_answers_lack_is_looked_for_below_them():
    cells = ["# q9-1\na = [k]", "# q9-2\nz = [j]", "k = i", "j = 3", "i = 1", "h = 1"]
    assert steps(*cells) == ["0", "q9-1", "1", "q9-2", "2", "3", "4"]


def test_a_step_stays_what_it_is():
    with pytest.raises(FrozenInstanceError):
        submission("# q9-1\na = 1").steps()[0].cell = 1


@pytest.mark.parametrize(
    ("source", "python"),
    [
        ("a = 1", "a = 1"),
        ("%%time\na = 1", "a = 1"),
        ("# q9-1\n%%timeit -n 3\na = 1", "# q9-1\na = 1"),
        ("%%bash\nrm x", ""),
        ("%%html\n<b>", ""),
    ],
)
def test_cell_magics_are_taken_off(source, python):
    assert python_of(source).rstrip() == python


@pytest.mark.parametrize("source", ["%matplotlib inline", "!ls", "x = !ls", "np.tanh?", "%time x"])
def test_other_commands_ask_ipython(source):
    assert "get_ipython()" in python_of(source + "\na = 1")


def test_what_is_no_python_stays_what_it_is():
    assert python_of("a = = 1").rstrip() == "a = = 1"


def written(*texts):
    """Return the answer to a question in words from Markdown cells."""
    words = Table("words")
    words.written("w-1", "Why?")
    cells = [{"cell_type": "markdown", "metadata": {}, "source": text} for text in texts]
    return read(json.dumps({"nbformat": 4, "cells": cells}).encode(), words).written("w-1")


@pytest.mark.parametrize(
    ("texts", "answer"),
    [
        (["<!-- w-1 -->\nBecause."], "Because."),
        (["<!-- w-1 -->\n*Your answer:*"], ""),
        (["<!-- w-1 -->"], ""),
        (["<!-- w-1 -->\n*Your answer:* Because."], "Because."),
        (["<!-- w-1 -->\nFirst.", "<!-- w-1 -->\nLast.", "<!-- w-1 -->"], "Last."),
        (["Because."], ""),
        (["<!-- w-1 -->\na<!-- b -->c <!-- d -->e --> f <!-- g"], "ac e --> f <!-- g"),
    ],
)
def test_a_written_answer_is_what_was_written(texts, answer):
    assert written(*texts) == answer


def test_what_is_too_large_is_not_read(monkeypatch):
    monkeypatch.setattr("workbook.teaching.handed_in.LARGEST", 5)
    with pytest.raises(NotANotebook, match="larger"):
        submission("a = 1")


CODE = code_cell("a = 1")
NOTE = {"cell_type": "markdown", "metadata": {}, "source": "long"}


@pytest.mark.parametrize(
    ("notebook", "reason"),
    [
        ([], "the file is no notebook: it has no cells"),
        ({}, "the file is no notebook: it has no cells"),
        ({"worksheets": []}, "the notebook has an old format: open it in JupyterLab and save it"),
        (
            {"cells": [], "nbformat": 3},
            "the notebook has an old format: open it in JupyterLab and save it",
        ),
        ({"cells": {}}, "the file is no notebook: its cells are no list"),
        ({"cells": [CODE] * 2001}, "the notebook has more than 2,000 cells"),
        (
            {"cells": [code_cell("x" * 200_000)] * 11},
            "the notebook holds more than 2,000,000 characters of code",
        ),
    ],
)
def test_what_is_no_notebook_is_told_why(notebook, reason):
    with pytest.raises(NotANotebook) as caught:
        read(json.dumps(notebook).encode(), table)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b" \n", "the file is empty"),
        (b"{", "the file is no notebook: it is not JSON"),
        (b" " * (20 << 20) + b"{}", "the file is larger than 20 MB"),
    ],
)
def test_what_is_no_json_is_told_why(content, reason):
    with pytest.raises(NotANotebook) as caught:
        read(content, table)
    assert str(caught.value) == reason


def test_as_much_as_may_be_is_read():
    cells = [code_cell("x" * 200_000)] * 10 + [NOTE | {"source": ["l" * 200_001, 7]}]
    found = read(json.dumps({"cells": cells + [NOTE] * 1989}).encode(), table)
    assert [len(cell.source) for cell in found.cells] == [200_000] * 11 + [4] * 1989


def test_a_cell_without_what_it_should_have_is_an_empty_one():
    odd = [7, {}, {"source": 3, "metadata": []}, {"metadata": {"nbgrader": 1}}]
    odd.append({"metadata": {"nbgrader": {}}})
    found = read(json.dumps({"cells": odd}).encode(), table)
    empty = {"cell_type": "", "source": "", "metadata": {"nbgrader": {"grade_id": ""}}}
    assert found.cells == [empty] * 5


def test_so_much_for_ipython_that_it_would_take_too_long_stays_as_it_is(monkeypatch):
    source = "%time f('why? so')"
    for most, read_by_ipython in ((len(source), True), (len(source) - 1, False)):
        monkeypatch.setattr("workbook.teaching.handed_in.MOST_MAGIC", most)
        found = submission("# why?\na = 1", source).sources  # Python costs nothing
        assert ("get_ipython" in found[1], found[1] == source) == (
            read_by_ipython,
            not read_by_ipython,
        )

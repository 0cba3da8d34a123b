"""From a notebook to points: what each status means, and what a learner is told."""

import json
import re

import numpy as np
import pytest

from tests.workbook.checks.sample import table as sample
from tests.workbook.teaching.notebooks import answer, code_cell, content, solved
from workbook.checks import Table, load
from workbook.checks.written import Written
from workbook.teaching.grading import (
    Grader,
    Limits,
    Outcome,
    _asked,
    _ended,
    _grades,
    _of_words,
    _settled,
    grade_notebook,
    written_answers,
)
from workbook.teaching.handed_in import NotANotebook
from workbook.teaching.isolation.peer import TOO_LONG

LIMITS = Limits(seconds=5, notebook_seconds=60)
NOTEBOOKS = {
    "q1": "01_pen_and_paper",
    "q2": "02_gradient_check",
    "q3": "03_relu_pickle_test",
    "q4": "04_noisy_xor",
    "q5": "05_mnist",
}

table = Table("coffee")


@table.value("coffee-1")
def difference():
    """The difference in kelvin."""
    return 80 - 20


difference.mistake("the two are added", lambda: 80 + 20, "Would 0 come out in cold coffee?")


@table.value("coffee-2", points=2)
def loss(difference):
    """What it loses in a minute."""
    return 0.1 * difference


@table.code("coffee-3", cases=lambda rng: [(x,) for x in rng.random(4)], points=3)
def double(x):
    """Twice a number."""
    return 2 * x


table.written("coffee-w", "Why does it cool?", points=4)


@pytest.fixture(scope="module")
def grader():
    with Grader(LIMITS) as grader:
        yield grader


def handed_in(words="", **answers):
    """Return a notebook of answers, coffee_1="difference = 60", and one in words."""
    cells = [code_cell(f"# {name.replace('_', '-')}\n{source}") for name, source in answers.items()]
    cells.append({"cell_type": "markdown", "metadata": {}, "source": f"<!-- coffee-w -->\n{words}"})
    return json.dumps({"nbformat": 4, "cells": cells}).encode()


def graded(grader, question_id="coffee-3", /, **answers):
    """Return what becomes of one question."""
    grades = grader.grade(handed_in(**answers), table)
    return next(each for each in grades["questions"] if each["id"] == question_id)


def test_the_result_of_a_notebook(grader):
    data = handed_in(
        "Because.",
        coffee_1="difference = 100",
        coffee_2="loss = 0.1 * difference",
        coffee_3="def double(x): return x + x",
    )
    assert grader.grade(data, table) == {
        "score": 5,
        "max": 10,
        "questions": [
            {
                "id": "coffee-1",
                "points": 0,
                "max_points": 1,
                "status": "wrong",
                "message": "coffee-1 difference is not right yet.\nSeen: you have 100.\n"
                "It looks as if the two are added.\nNext: Would 0 come out in cold coffee?",
                "misconception": "the two are added",
            },
            {
                "id": "coffee-2",
                "points": 2,
                "max_points": 2,
                "status": "carried_forward",
                "message": "coffee-2 loss is right",
                "misconception": None,
            },
            {
                "id": "coffee-3",
                "points": 3,
                "max_points": 3,
                "status": "correct",
                "message": "coffee-3 double is right",
                "misconception": None,
            },
            {
                "id": "coffee-w",
                "points": None,
                "max_points": 4,
                "status": "needs_review",
                "message": "coffee-w is read by a person.",
                "misconception": None,
            },
        ],
    }


def test_what_is_not_there_is_missing(grader):
    grades = grader.grade(handed_in(coffee_1="difference = None"), table)
    assert {each["status"] for each in grades["questions"]} == {"missing"}
    assert grades["score"] == 0 and [each["points"] for each in grades["questions"]] == [0] * 4


@pytest.mark.parametrize(
    ("source", "status", "words"),
    [
        ("def double(x): raise NotImplementedError", "missing", "not answered yet"),
        ("def double(x): return x", "wrong", "factor 0.5"),
        ("def double(x): return x.no", "error", "at `def double(x): return x.no`"),
        ("double = 3", "wrong", "type int, not a function"),
        ("1 / 0", "error", "its cell fails: it raised ZeroDivisionError"),
    ],
)
def test_how_a_function_can_fail(grader, source, status, words):
    found = graded(grader, coffee_3=source)
    assert found["status"] == status and words in found["message"]


def test_an_answer_keeps_its_points_if_an_earlier_one_is_deleted(grader):
    assert graded(grader, "coffee-2", coffee_2="loss = 6.0")["status"] == "correct"


def test_hidden_inputs_are_told_to_nobody(grader):
    source = """
seen = []
def double(x):
    seen.append(x)
    if len(seen) > 5: raise ValueError(f"secret {x}")
    return 2 * x
"""
    found = graded(grader, coffee_3=source)
    assert found["points"] == 0 and "not on others" in found["message"]
    assert "secret" not in found["message"]


def test_a_notebook_without_time_left_is_told_so():
    limits = Limits(seconds=1, notebook_seconds=0.5)
    data = handed_in(coffee_1="while True: pass", coffee_3="def double(x): return 2 * x")
    found = grade_notebook(data, table, limits=limits)["questions"]
    assert [each["status"] for each in found] == ["timeout", "missing", "timeout", "missing"]


def test_a_cell_that_lacks_a_name_is_tried_once_more(grader):
    source = "factor.append(2)\ndef double(x): return factor[0] * x"
    data = json.loads(handed_in(coffee_3=source))
    data["cells"].append(code_cell("factor = []"))
    grades = grader.grade(json.dumps(data).encode(), table)
    assert grades["questions"][2]["status"] == "correct"


def test_a_value_used_twice_is_read_where_it_is_checked(grader):
    cells = [
        code_cell(source)
        for source in (
            "# coffee-1\ndifference = 60",
            "# coffee-1-check\ncheck()",
            "difference = 50",
            "# coffee-2\nloss = 0.1 * (difference + 10)",
        )
    ]
    data = json.dumps({"nbformat": 4, "cells": cells}).encode()
    assert [each["points"] for each in grader.grade(data, table)["questions"]] == [1, 2, 0, 0]


def test_answers_in_words():
    assert written_answers(handed_in("Because $2 > 1$."), table) == {"coffee-w": "Because $2 > 1$."}
    with pytest.raises(NotANotebook):
        written_answers(b"{}", table)


def with_one_epoch(notebook):
    """Let each training take one epoch: no answer follows from how well it ends."""
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        cell["source"] = re.sub(r"(\bepochs=|\bEPOCHS = .*, )\d+", r"\g<1>1", source)
    return notebook


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_solved_notebook_has_all_points_that_a_program_gives(grader, name):
    questions = load(name)
    grades = grader.grade(content(with_one_epoch(solved(NOTEBOOKS[name]))), questions)
    lost = [
        each
        for each in grades["questions"]
        if each["points"] != each["max_points"] and not isinstance(questions[each["id"]], Written)
    ]
    assert lost == []


def test_slips_in_a_notebook_are_named(grader):
    notebook = solved(NOTEBOOKS["q2"])
    question = load("q2")["q2-5"]
    source = """
class Tanh:
    def forward(self, a):
        self.z = np.tanh(a)
        return self.z
    def backward(self, dz):
        return dz * (1 - self.z)
"""
    answer(notebook, "q2-5", source)
    grades = grader.grade(content(notebook), load("q2"))
    found = next(each for each in grades["questions"] if each["id"] == question.id)
    assert (
        found["status"] == "wrong"
        and found["misconception"] == "the slope of tanh is taken as 1 − z, without the square"
    )


def test_a_grader_whose_process_was_ended_starts_another():
    data = handed_in(coffee_1="difference = 60")
    with Grader(LIMITS) as grader:
        before = grader.grade(data, table)
        grader._nursery._process.kill()
        assert grader.grade(data, table) == before


def test_grades_hold_plain_values_alone(grader):
    grades = grader.grade(handed_in(coffee_1="difference = 60"), table)
    assert json.loads(json.dumps(grades)) == grades
    assert not any(isinstance(v, np.generic) for each in grades["questions"] for v in each.values())


# Without a process


class Told:
    """Stands in for a peer: it has some values, may be gone, and may have no time left."""

    def __init__(self, gone="", allowance=5.0, **values):
        self.values, self.gone, self.allowance = values, gone, allowance
        self.forgotten = 0

    def forget(self):
        self.forgotten += 1

    def do(self, what, *names):
        if "odd" in self.values and len(names) > 1:
            raise ValueError("odd")
        return {name: self.values[name] for name in names if name in self.values}


STOPPED = Outcome("error", "its cell fails: odd")


@pytest.mark.parametrize(
    ("peer", "problem", "status", "message"),
    [
        (Told(difference=60), None, "correct", "coffee-1 difference is right"),
        (Told(difference=60), STOPPED, "correct", "coffee-1 difference is right"),
        (Told(), None, "missing", "coffee-1 difference: it is nowhere defined."),
        (Told(), STOPPED, "error", "coffee-1 difference: its cell fails: odd."),
        (Told(difference=7), STOPPED, "error", "coffee-1 difference: its cell fails: odd."),
        (Told(difference=60, allowance=0), None, "timeout",
         "coffee-1 difference: it takes too long."),
        (Told(difference=60, gone=TOO_LONG), None, "timeout",
         "coffee-1 difference: it takes too long."),
        (Told(difference=60, gone="left"), None, "error",
         "coffee-1 difference: it has ended Python, or left the rules."),
    ],
)  # fmt: skip
def test_what_becomes_of_a_question_is_told_to_the_word(peer, problem, status, message):
    found = _asked(table["coffee-1"], peer, problem, seed=1)
    assert (found.status, found.message, peer.forgotten) == (status, message, 1)


def test_an_earlier_answer_that_cannot_be_read_is_taken_as_right():
    found = _asked(table["coffee-2"], Told(odd=1, loss=6.0, difference=60), None, seed=1)
    assert found.status == "correct"


def test_a_table_without_an_answer_is_told_so():
    found = _grades(table, {"coffee-1": Outcome("correct", "m" * 6_000)})
    assert (found["score"], found["max"]) == (1, 10)
    assert [each["message"] for each in found["questions"]] == [
        "m" * 5_000,
        "coffee-2 loss: it has no cell.",
        "coffee-3 double: it has no cell.",
        f"{table['coffee-w'].title}: it has no cell.",
    ]


def test_how_a_process_ended_is_told():
    assert _ended(Told(TOO_LONG)) == Outcome("timeout", "its cell is stopped: it takes too long")
    assert _ended(Told("odd")) == Outcome(
        "error", "its cell has ended Python: by os._exit, a crash, or too much memory"
    )


def test_nothing_in_words_is_missing():
    question = table["coffee-w"]
    missing = Outcome("missing", f"{question.title}: nothing is written there.")
    assert _of_words("", question) == missing and missing.points(question) == 0
    assert _of_words("So.", question).points(question) is None


@pytest.mark.parametrize(
    ("first", "second", "zeros", "settled"),
    [
        ("correct", "needs_review", False, "correct"),
        ("carried_forward", "needs_review", False, "needs_review"),
        ("wrong", "carried_forward", False, "carried_forward"),
        ("wrong", "carried_forward", True, "wrong"),
        ("carried_forward", "carried_forward", True, "carried_forward"),
        ("correct", "wrong", False, "wrong"),
        ("missing", "missing", True, "missing"),
    ],
)
def test_what_is_known_of_earlier_answers_settles_the_later(first, second, zeros, settled):
    found = {"q9-1": Outcome("wrong", "m"), "q9-2": Outcome(first, "m")}
    found |= {"q9-3": Outcome(second, "m", None, zeros), "q9-5": Outcome("wrong", "m")}
    after = _settled(found, sample)
    assert after["q9-3"].status == settled
    if settled == "wrong" and second != "wrong":
        assert after["q9-3"].message == (
            "q9-3 slope is not right yet.\nSeen: 0, which follows from an answer that is not "
            "right.\nNext: Look at that one first."
        )
    assert after | {"q9-3": found["q9-3"]} == found and found["q9-3"].status == second

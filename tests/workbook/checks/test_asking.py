"""A check in a notebook: where it finds answers, and what it keeps from the learner's page."""

import json
import signal
import sys
import threading
import time

import numpy as np
import pytest

from tests.workbook.checks.diagnosis.cells import typed
from tests.workbook.checks.sample import table
from workbook.checks import NotRightYet, Table, TableError, progress
from workbook.checks.asking import CHARACTERS, LINES, ask

needs_an_alarm = pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="without alarms there is no time limit"
)


def told(question_id, seconds=5, variables=None, **answers):
    """What a check that fails says."""
    with pytest.raises(NotRightYet) as caught:
        ask(table[question_id], answers, variables or {}, seconds=seconds)
    return str(caught.value)


def in_a_notebook(source):
    """Run code as a cell would."""
    exec(source, {"check": table.check, "truth": table.truth})


# Where answers are found


def test_an_answer_that_is_not_given_is_taken_from_the_notebook(capsys):
    in_a_notebook("a = truth['a']\ncheck('q9-1')")
    assert "q9-1 a is right" in capsys.readouterr().out


def test_earlier_answers_are_taken_from_the_notebook_too(capsys):
    in_a_notebook("a = truth['a'] + 1\nz = __import__('numpy').tanh(a)\ncheck('q9-2')")
    assert "q9-2 z is right" in capsys.readouterr().out


def test_what_is_given_comes_before_what_stands_in_the_notebook(capsys):
    in_a_notebook("a = None\ncheck('q9-1', a=truth['a'])")
    assert "is right" in capsys.readouterr().out


def test_an_answer_that_is_nowhere_is_told_with_its_name():
    assert told("q9-1") == (
        "q9-1 a: there is no a yet.\nRun the cell above, in which you answer it."
    )


def test_an_earlier_answer_that_is_nowhere_is_told():
    assert "checked against your own a, which is missing" in told("q9-2", z=table.truth["z"])


def test_another_name_is_the_authors_mistake():
    with pytest.raises(TypeError, match="takes"):
        table.check("q9-1", b=1)


# An answer that does not end


@needs_an_alarm
def test_an_endless_loop_is_stopped_and_told():
    def tanh_backward(dz, z):
        while True:
            pass

    message = told("q9-5", seconds=0.1, tanh_backward=tanh_backward)
    assert "Seen: it still ran after 0.1 seconds." in message
    assert "Next: Look for a loop that never ends" in message


@needs_an_alarm
def test_a_loop_that_swallows_the_first_alarm_is_stopped_by_the_next():
    def tanh_backward(dz, z):
        try:
            time.sleep(30)
        except BaseException:
            time.sleep(30)

    assert "still ran" in told("q9-5", seconds=0.1, tanh_backward=tanh_backward)


@needs_an_alarm
def test_an_alarm_that_was_set_before_goes_on():
    rung = []
    before = signal.signal(signal.SIGALRM, lambda *_: rung.append(time.monotonic()))
    left, interval = signal.setitimer(signal.ITIMER_REAL, 0.3)
    start = time.monotonic()
    try:
        ask(table["q9-1"], {"a": table.truth["a"]}, {})
        told("q9-5", seconds=0.05, tanh_backward=lambda dz, z: time.sleep(30))
        while not rung and time.monotonic() < start + 10:
            time.sleep(0.01)
    finally:
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, left, interval)
    assert len(rung) == 1 and rung[0] - start >= 0.29


@needs_an_alarm
def test_a_check_within_an_answer_has_a_limit_of_its_own():
    def tanh_backward(dz, z):
        assert "still ran after 0.05" in told("q9-7", 0.05, relu_and_mask=lambda a: time.sleep(30))
        time.sleep(30)

    assert "still ran after 0.3" in told("q9-5", 0.3, tanh_backward=tanh_backward)


def test_in_another_thread_a_check_works_without_a_limit():
    done = []
    thread = threading.Thread(
        target=lambda: done.append(ask(table["q9-1"], {"a": table.truth["a"]}, {}))
    )
    thread.start()
    thread.join(30)
    assert done == [None]


def test_ctrl_c_still_stops_a_check():
    def tanh_backward(dz, z):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(table["q9-5"], {"tanh_backward": tanh_backward}, {})


# What an answer prints


def test_what_an_answer_prints_is_shown_in_short_before_the_result(capsys):
    def tanh_backward(dz, z):
        print("x" * 200_000)
        print("to stderr", file=sys.stderr)
        return dz * (1 - z * z)

    ask(table["q9-5"], {"tanh_backward": tanh_backward}, {})
    out, err = capsys.readouterr()
    shown, more, result = out.splitlines()
    assert shown == "x" * CHARACTERS
    each = 200_000 + len("\nto stderr\n")
    assert more == f"… {4 * each - CHARACTERS:,} more characters"
    assert "q9-5 tanh_backward is right" in result and err == ""


def test_of_many_lines_the_first_are_shown(capsys):
    def tanh_backward(dz, z):
        print("\n".join(map(str, range(100))))
        return dz

    told("q9-5", tanh_backward=tanh_backward)
    lines = capsys.readouterr().out.splitlines()
    assert lines[:-1] == [str(i) for i in range(LINES)]
    assert lines[-1].startswith("… ") and lines[-1].endswith(" more characters")


def test_a_learners_own_few_lines_are_shown_whole(capsys):
    def tanh_backward(dz, z):
        print("the shape is", dz.shape)
        return dz

    told("q9-5", tanh_backward=tanh_backward)
    assert "the shape is (1, 3)\nthe shape is (1, 3)\n" in capsys.readouterr().out


# Whatever an answer does is told in words


class Unprintable(Exception):
    def __str__(self):
        raise RuntimeError("no words")


class OwnBase(BaseException):
    pass


@pytest.mark.parametrize(
    "error", [Unprintable(), SystemExit(3), OwnBase("mine"), GeneratorExit(), RecursionError()]
)
def test_any_error_of_a_function_is_told(error):
    def tanh_backward(dz, z):
        raise error

    assert f"it raised {type(error).__name__}" in told("q9-5", tanh_backward=tanh_backward)


def test_a_function_that_is_wrong_on_its_first_call_only_is_told():
    calls = iter(["first"])

    def tanh_backward(dz, z):
        return dz * (1 - z * z) + bool(list(calls))

    assert "it was wrong at first" in told("q9-5", tanh_backward=tanh_backward)


def test_a_dict_with_odd_keys_is_told():
    assert "q9-7 relu_and_mask is not right yet" in told(
        "q9-7", relu_and_mask=lambda a: {0: a, None: a, (1, 2): "x"}
    )


class Thorny:
    """A value that cannot even be looked at."""

    def __array__(self, *_, **__):
        raise SystemExit("no array")

    def __repr__(self):
        raise Unprintable


class Empty(np.ndarray):
    @property
    def size(self):
        raise ZeroDivisionError("no size")


class BrokenClass:
    def __init__(self):
        raise OwnBase


@pytest.mark.parametrize(
    "a", [Thorny(), [Thorny(), 1], np.zeros(2).view(Empty), {"a": 1}, {1, 2}, "0.1", object, 1j]
)
def test_any_object_in_place_of_a_value_is_told(a):
    assert told("q9-1", a=a).startswith("q9-1 a is not right yet.\nSeen: ")


@pytest.mark.parametrize("layer", [BrokenClass, 3, "ReLU", type, Thorny()])
def test_any_object_in_place_of_a_class_is_told(layer):
    assert told("q9-6", ReLU=layer).startswith("q9-6 ReLU is not right yet.\nSeen: ")


def test_grading_by_a_program_has_no_limit_and_prints_as_ever(capsys):
    alarms = []

    def tanh_backward(dz, z):
        alarms.append(signal.getitimer(signal.ITIMER_REAL) if hasattr(signal, "getitimer") else 0)
        print("printed")
        return dz * (1 - z * z)

    outside = signal.getitimer(signal.ITIMER_REAL)[1] if hasattr(signal, "getitimer") else 0
    assert table.grade("q9-5", tanh_backward=tanh_backward).right
    assert capsys.readouterr().out == "printed\n" * 4
    assert all(not alarm or alarm[1] == outside for alarm in alarms)


# Hints, step by step


STRANGE = "def tanh_backward(dz, z):\n    slope = np.cos(3 * z)\n    return dz * slope"


def hinted(hint, source=STRANGE):
    """What a check says that is asked for so many steps."""
    answer = typed(source, "tanh_backward")
    with pytest.raises(NotRightYet) as caught:
        ask(table["q9-5"], {}, {"tanh_backward": answer}, hint=hint)
    return str(caught.value)


def test_a_check_says_how_to_ask_for_more():
    assert hinted(0).endswith('More: check("q9-5", hint=1)')


def test_each_step_tells_more_and_the_last_that_there_is_no_more():
    told = [hinted(steps) for steps in range(5)]
    assert "line 2" not in told[0]
    assert "Look at line 2 of your cell: slope = np.cos(3 * z)" in told[1]
    assert "not what the formula has" not in told[1]
    assert "Line 2, np.cos(3 * z): what is computed there is not what the formula has" in told[2]
    assert "It fails already for dz = " in told[3]
    assert told[3].endswith("That is all that can be told.") and told[4] == told[3]


def test_the_line_can_be_asked_for_where_the_mistake_has_a_name():
    told = hinted(1, "def tanh_backward(dz, z):\n    slope = 1 - z\n    return dz * slope")
    assert "It looks as if" in told and "Look at line 2 of your cell: slope = 1 - z" in told


def test_a_hint_on_other_data_is_asked_for_with_its_seed():
    answer = typed("def tanh_backward(dz, z):\n    return dz - 3 * z", "tanh_backward")
    with pytest.raises(NotRightYet, match=r'check\("q9-5", seed=7, hint=1\)'):
        ask(table["q9-5"], {}, {"tanh_backward": answer}, seed=7)


@pytest.mark.parametrize("variables", [{}, {"tanh_backward": None}])
def test_to_ask_for_a_hint_before_there_is_an_answer_does_no_harm(variables):
    with pytest.raises(NotRightYet) as caught:
        ask(table["q9-5"], {}, variables, hint=2)
    assert "all that can be told" not in str(caught.value)


def test_to_ask_for_a_hint_is_no_try(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / progress.FILE).write_text(progress.EMPTY, encoding="utf-8")
    hinted(0)
    hinted(1)
    hinted(2)
    kept = json.loads((tmp_path / progress.FILE).read_text(encoding="utf-8"))
    assert kept["questions"]["q9-5"]["tries"] == 1


@needs_an_alarm
def test_a_hint_on_what_never_ends_comes_back():
    answer = typed("def tanh_backward(dz, z):\n    while True:\n        s = 0", "tanh_backward")
    started = time.perf_counter()
    with pytest.raises(NotRightYet, match="still ran after"):
        ask(table["q9-5"], {}, {"tanh_backward": answer}, seconds=0.2, hint=1)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("hint", [-1, 99])
def test_any_number_of_steps_may_be_asked_for(hint):
    told = hinted(hint)
    assert told.endswith("hint=1)" if hint < 0 else "That is all that can be told.")


def test_a_right_answer_is_told_in_one_green_line_and_on_which_data(capsys):
    table.check("q9-1", a=table.truth["a"])
    table.check("q9-5", seed=3, tanh_backward=table["q9-5"].right)
    assert capsys.readouterr().out.splitlines() == [
        "\x1b[32m✓ q9-1 a is right\x1b[0m",
        "\x1b[32m✓ q9-5 tanh_backward is right on other data too\x1b[0m",
    ]


def test_the_authors_mistake_is_not_the_learners():
    def broken(x):
        raise ValueError

    question = Table("broken").code("b-1", name="f", cases=lambda rng: [(1,)])(broken)
    with pytest.raises(TableError, match="b-1: the right answer fails"):
        ask(question, {"f": abs}, {})


def test_what_is_printed_while_help_is_found_is_not_shown_again(capsys, monkeypatch):
    def noisy(answers, seed):
        print("here")
        print("there", file=sys.stderr)
        return []

    monkeypatch.setattr(table["q9-5"], "located", noisy)
    with pytest.raises(NotRightYet):
        ask(table["q9-5"], {"tanh_backward": lambda dz, z: dz * 3}, {}, hint=1)
    assert capsys.readouterr() == ("here\nthere\n", "")  # as the check itself printed it

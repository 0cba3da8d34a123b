"""`make bench` tells what a check takes, and which takes longest."""

import time

from benchmarks import checks
from benchmarks.checks import ALLOWED, known_mistakes, rights, timed
from benchmarks.mutated import questions


def test_it_tells_the_median_the_worst_and_which_that_is():
    waiting = {"quick": lambda: None, "short": lambda: None, "long": lambda: time.sleep(0.02)}
    comparison = timed("three", waiting, allowed=0.01)
    assert comparison.task == "three (3)"
    assert comparison.median("median") < 0.01 < 0.02 <= comparison.median("worst, long")
    assert comparison.kept("worst, long") is False
    assert timed("three", waiting, allowed=10.0).kept("worst, long") is True


def test_what_is_timed_is_the_check_of_a_right_answer_and_of_a_mistake():
    asked = [questions()["q1-1"], questions()["q1-17"]]
    assert all(check().right for check in rights(asked).values())
    results = [check() for check in known_mistakes(asked).values()]
    assert len(results) == sum(len(each.misconceptions) for each in asked)
    assert not any(result.right for result in results)


def test_all_answers_of_tables_and_of_people_are_timed(monkeypatch):
    seen = []
    monkeypatch.setattr(checks, "timed", lambda task, found, *_, **__: seen.append((task, found)))
    monkeypatch.setattr(checks, "corpus", lambda name: checks_of_one(name))
    list(checks.comparisons())
    assert [task.partition(",")[0] for task, _ in seen][:3] == [
        "check: right answers of the tables",
        "check: known mistakes of the tables",
        "check: right cells",
    ]
    for task, found in seen[2:]:
        (check,) = found.values()
        assert check().right is ("right" in task)


def checks_of_one(name):
    """Return the first right and the first wrong answer of a corpus."""
    from tests.answers import HERE, read

    answers = read(HERE / name / "q1.py")
    return [next(each for each in answers if each.right is so) for so in (True, False)]


def test_the_limit_is_what_the_others_are_compared_with():
    assert timed("one", {"a": lambda: None}, allowed=1.0).reference == ALLOWED

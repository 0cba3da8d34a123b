"""What people answer: right answers are right, wrong ones are refused, and most are understood.

Named is a mistake if the message finds words for it, located if each line that is pointed at is one
on which it stands. False is what is said as sure and is neither.
"""

import re
from collections import Counter
from contextlib import redirect_stdout
from functools import cache
from io import StringIO

import pytest

from tests.answers import corpus, grade, read

HALF_A = corpus("half_a")
SECOND = corpus("second")

# Taken for right though they are wrong, each for a reason.
ACCEPTED = {
    ("q2-2", "the input is not kept, only put into a local variable"): "under which name it is "
    "kept is the learner's affair; whether, q2-3 sees",
}

WORDS = 100  # of a message


@cache  # each takes a check up to a second
def told(answer):
    """Return the result of an answer's check, and all that can be told of it."""
    with redirect_stdout(StringIO()):
        result = grade(answer)
    return result, "\n".join([result.message, *result.steps])


def verdict(answer):
    """Say how far a wrong answer is understood."""
    result, words = told(answer)
    if result.right:
        return "accepted"
    if answer.named and re.search(answer.named, words, re.IGNORECASE):
        return "named"
    if result.locations and all(each.line in answer.marked for each in result.locations):
        return "located"
    sure = (result.looks_like and result.sure) or result.locations
    return "false" if sure else "unnamed"


@pytest.fixture(scope="module", params=["half_a", "second"])
def verdicts(request):
    """How far each wrong answer of a corpus is understood."""
    wrong = [answer for answer in corpus(request.param) if not answer.right]
    return {answer: verdict(answer) for answer in wrong}


def listed(verdicts, kind):
    return [str(answer) for answer, each in verdicts.items() if each == kind]


def test_most_wrong_answers_are_named_or_located(verdicts):
    counts = Counter(verdicts.values())
    assert counts["named"] + counts["located"] >= 0.85 * len(verdicts), listed(verdicts, "unnamed")


def test_hardly_any_is_told_another_mistake(verdicts):
    false = listed(verdicts, "false")
    assert len(false) <= 0.01 * len(verdicts), false


def test_no_wrong_answer_is_taken_for_right(verdicts):
    accepted = [each for each, kind in verdicts.items() if kind == "accepted"]
    assert [str(each) for each in accepted if (each.question_id, each.words) not in ACCEPTED] == []


@pytest.mark.parametrize("answer", [each for each in (*HALF_A, *SECOND) if each.right], ids=str)
def test_a_right_answer_is_right(answer):
    result, words = told(answer)
    assert result.right, words


@pytest.mark.parametrize("question_id", sorted({each.question_id for each in HALF_A}))
def test_a_message_is_short(question_id):
    for answer in HALF_A:
        if answer.question_id == question_id and not answer.right:
            assert len(told(answer)[0].message.split()) <= WORDS


# The reader itself

CELLS = """\
# %% q1-2 wrong: tan in place of tanh
# named: tan\\b
z = np.tan(a)  #!

# %% q1-2 right: entry by entry
z = [np.tanh(a[0]),
     np.tanh(a[1])]
"""


def test_answers_are_read_with_what_is_known_of_them(tmp_path):
    path = tmp_path / "q1.py"
    path.write_text(CELLS, encoding="utf-8")
    wrong, right = read(path)
    assert (wrong.question_id, wrong.right, wrong.words) == ("q1-2", False, "tan in place of tanh")
    assert (wrong.named, wrong.marked, wrong.source) == (r"tan\b", {1}, "z = np.tan(a)\n")
    assert right.right and right.source.count("\n") == 2


def test_what_an_answer_changes_is_not_there_for_the_next(tmp_path):
    path = tmp_path / "q1.py"
    path.write_text(CELLS.replace("z = np.tan(a)", "a[:] = 0\nz = a"), encoding="utf-8")
    spoiling, right = read(path)
    grade(spoiling)
    assert grade(right).right

"""`check`, as a learner meets it in a cell."""

import pytest

from tests.workbook.checks.sample import TABLE
from workbook import checks as exercises
from workbook.checks import NotRightYet, check, grade


@pytest.fixture(autouse=True)
def sample_table(monkeypatch):
    monkeypatch.setattr(exercises, "table", lambda question_id: TABLE)


def test_a_right_answer_prints_one_green_line(capsys):
    check("q9-1", a=TABLE.truth["a"])
    assert capsys.readouterr().out == "\x1b[32m✓ q9-1 a is right\x1b[0m\n"


def test_a_hidden_test_says_that_its_data_are_other(capsys):
    check("q9-5", tanh_backward=TABLE["q9-5"].reference, seed=704)
    assert "is right on other data too" in capsys.readouterr().out


def test_a_wrong_answer_raises_an_assertion_that_starts_with_the_question():
    with pytest.raises(AssertionError, match=r"^q9-1 a is not right yet"):
        check("q9-1", a=-TABLE.truth["a"])


def test_jupyter_shows_the_message_without_a_traceback():
    with pytest.raises(NotRightYet) as caught:
        check("q9-1", a=-TABLE.truth["a"])
    shown = "\n".join(caught.value._render_traceback_())
    assert "the sign is wrong" in shown and "Traceback" not in shown


def test_several_likely_misconceptions_are_at_most_three():
    result = grade("q9-2", z=[0.0, 0.0], a=[0.0, 0.0])
    assert len(result.looks_like) <= 3


def test_wrong_names_are_the_authors_mistake():
    with pytest.raises(TypeError, match="takes"):
        check("q9-2", z=TABLE.truth["z"])


def test_an_unknown_question_is_the_authors_mistake(monkeypatch):
    monkeypatch.undo()
    with pytest.raises(KeyError, match="no notebook"):
        check("q77-1", a=1)

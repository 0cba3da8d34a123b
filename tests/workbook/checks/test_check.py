"""A check, as a learner meets it in a cell."""

from importlib.metadata import EntryPoint

import pytest

from tests.workbook.checks.sample import table
from workbook import check
from workbook.checks import NotRightYet, Table, finding


@pytest.fixture(autouse=True)
def announced_sample(monkeypatch):
    point = EntryPoint("q9", "tests.workbook.checks.sample:table", finding.GROUP)
    monkeypatch.setattr(finding, "announced", lambda: {"q9": point})


def test_a_right_answer_prints_one_green_line(capsys):
    check("q9-1", a=table.truth["a"])
    assert capsys.readouterr().out == "\x1b[32m✓ q9-1 a is right\x1b[0m\n"


def test_a_hidden_test_says_that_its_data_are_other(capsys):
    check("q9-5", tanh_backward=table["q9-5"].right, seed=704)
    assert "is right on other data too" in capsys.readouterr().out


def test_a_wrong_answer_raises_an_assertion_that_starts_with_the_question():
    with pytest.raises(AssertionError, match=r"^q9-1 a is not right yet"):
        check("q9-1", a=-table.truth["a"])


def test_jupyter_shows_the_message_without_a_traceback():
    with pytest.raises(NotRightYet) as caught:
        check("q9-1", a=-table.truth["a"])
    shown = "\n".join(caught.value._render_traceback_())
    assert "the sign is wrong" in shown and "Traceback" not in shown


def test_of_several_likely_misconceptions_three_are_named():
    guesses = Table("guesses")
    square = guesses.code("g-1", name="square", cases=lambda rng: [(3,)])(lambda a: a * a)
    for number in range(4):
        square.mistake(f"guess {number}", lambda a: 2 * a)
    message = square.grade({"square": lambda a: a + a}).message
    assert [f"guess {number}" in message for number in range(4)] == [True, True, True, False]


def test_wrong_names_are_the_authors_mistake():
    with pytest.raises(TypeError, match="takes"):
        check("q9-2", y=table.truth["z"])


def test_answers_that_are_not_given_are_those_of_the_notebook(capsys):
    exec("a = truth['a']\nz = truth['z']\ncheck('q9-2')", {"check": check, "truth": table.truth})
    assert "q9-2 z is right" in capsys.readouterr().out


def test_an_unknown_question_is_the_authors_mistake_and_the_nearest_is_told():
    with pytest.raises(KeyError, match="no question q9-11 in sample; did you mean q9-1"):
        check("q9-11", a=1)


def test_a_question_of_no_table_is_told_which_tables_there_are_near():
    with pytest.raises(KeyError, match="no installed table has questions that begin with q8"):
        check("q8-1", a=1)


def test_an_answer_in_words_is_for_a_person():
    with pytest.raises(TypeError, match="graded by a person"):
        table.grade("q9-a", answer="Because …")

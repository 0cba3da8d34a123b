"""What all kinds of question promise, before anything is asked."""

from dataclasses import fields

import pytest

from tests.workbook.checks.sample import table
from workbook.checks import SHAPES, Table, TableError
from workbook.checks.code import Code
from workbook.checks.question import HIDDEN_SEED, Checked, Question, nearest, parameters_of
from workbook.checks.value import Value
from workbook.checks.verify import SEEDS
from workbook.checks.written import Written

KINDS = (Question, Checked, Value, Code, Written)


@pytest.mark.parametrize("kind", KINDS)
def test_all_of_a_question_is_given_by_name(kind):
    assert all(field.kw_only for field in fields(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_itself_alone_and_can_be_a_key(kind):
    assert kind.__eq__ is object.__eq__ and kind.__hash__ is object.__hash__


def test_mistakes_are_added_and_not_given_nor_shown():
    (mistakes,) = (field for field in fields(Value) if field.name == "misconceptions")
    assert not mistakes.init and not mistakes.repr
    assert "sign is wrong" not in repr(table["q9-1"])


def test_functions_are_tried_on_one_sample_a_square_a_wide_and_a_tall_matrix():
    """Records of what is told hold numbers that were drawn in these shapes."""
    assert SHAPES == ((1, 3), (4, 4), (2, 7), (7, 2))


def test_hidden_data_are_none_of_those_that_a_learner_is_shown():
    assert SEEDS == (0, 1, HIDDEN_SEED) and len(set(SEEDS)) == 3


@pytest.mark.parametrize("name", ["seed", "variant", "hint", "lambda", "", "a b"])
def test_an_answer_has_a_name_that_a_check_can_be_called_with(name):
    with pytest.raises(TableError, match="q1-1: an answer cannot be called"):
        Checked(id="q1-1", name=name, right=abs)
    assert Checked(id="q1-1", name="seeds", right=abs).takes == ("seeds",)


@pytest.mark.parametrize("id", ["q1", "q1-", "-1", "q1-1-check", "q1 1", "q1-1é", ""])
def test_an_id_is_two_words_with_a_dash(id):
    with pytest.raises(TableError) as refused:
        Question(id=id)
    assert str(refused.value) == f'{id!r} is no id: write "coffee-1", of letters and digits'


@pytest.mark.parametrize("points", [-1, -0.5, "1", None])
def test_points_are_a_number_that_takes_nothing_away(points):
    with pytest.raises(TableError) as refused:
        Question(id="q1-1", points=points)
    assert str(refused.value) == f"q1-1: points must be a number ≥ 0, not {points!r}"
    assert Question(id="q1-1", points=0).points == 0


def test_a_question_by_itself_takes_its_name_needs_all_and_varies_not():
    question = Question(id="q1-1", name="a")
    assert question.title == "q1-1 a" and Question(id="q1-1").title == "q1-1"
    assert question.takes == ("a",) and question.optional == frozenset()
    assert question.variant({}, {}, 3) is question
    assert question.located({"a": 1}) == []
    assert (question.asks, question.points, question.hint) == ("", 1.0, "")
    with pytest.raises(NotImplementedError):
        question.grade({"a": 1})


@pytest.mark.parametrize("names", [["b"], ["a", "b", "c"], []])
def test_answers_of_other_names_are_refused(names):
    numbers = Table("numbers")
    numbers.value("n-1", name="a")(lambda: 1.0)
    numbers.value("n-2", name="b")(lambda a: 2 * a)
    with pytest.raises(TypeError) as refused:
        numbers["n-2"].grade(dict.fromkeys(names, 1.0))
    assert str(refused.value) == f"n-2 takes ['a', 'b'], got {names}"


def test_the_right_answer_can_be_called_and_derived_from():
    assert table["q9-1"]() == pytest.approx(table.truth["a"])
    assert table["q9-5"](2.0, z=0.5) == 1.5

    class Own(table["q9-6"]):
        pass

    assert Own.__bases__ == (table["q9-6"].right,)


def test_a_mistake_may_be_a_decorator_and_comes_back_as_it_was():
    question = Checked(id="q1-1", name="a", right=abs)
    assert question.mistake("it is the length", len, "Count.") is len

    @question.mistake("the sign is kept", hint="Why?", equivalent="all are positive", uses="b")
    def kept(b):
        return b

    first, second = question.misconceptions
    assert (first.name, first.answer, first.hint, first.uses) == (
        "it is the length",
        len,
        "Count.",
        (),
    )
    assert second.answer is kept and second.name == "the sign is kept"
    assert (second.hint, second.equivalent, second.uses) == ("Why?", "all are positive", ("b",))
    question.mistake("two are taken", max, uses=["b", "c"])
    assert question.misconceptions[2].uses == ("b", "c")


def test_mistakes_of_one_name_and_what_cannot_be_called_are_refused():
    question = Checked(id="q1-1", name="a", right=abs)
    question.mistake("it is the length", len)
    with pytest.raises(TableError) as refused:
        question.mistake("it is the length", max)
    assert str(refused.value) == "q1-1: two misconceptions are called 'it is the length'"
    with pytest.raises(TableError) as refused:
        question.mistake("it is 3", 3)
    assert str(refused.value) == "q1-1, 'it is 3': its answer must be a function or class"
    assert [each.name for each in question.misconceptions] == ["it is the length"]


def test_parameters_are_those_without_a_default():
    assert parameters_of(lambda a, b, *, c, h=1e-6: 0) == ("a", "b", "c")


def test_the_nearest_known_name_is_told_if_one_is_near():
    assert nearest("alpha", ["alhpa", "alpa", "beta"]) in (
        "; did you mean alhpa?",
        "; did you mean alpa?",
    )
    assert nearest("q9-1", ["xyz"]) == ""

"""Writing questions down: what a table takes, and what it refuses, in words."""

import numpy as np
import pytest

from workbook.checks import SHAPES, Table, TableError


@pytest.fixture
def table():
    return Table("coffee")


@pytest.fixture
def heat(table):
    @table.value("coffee-1", points=2, hint="How hot?")
    def heat():
        """The heat, in kelvin."""
        return 60

    return heat


def arrays(rng):
    return [(rng.standard_normal(shape),) for shape in SHAPES]


def test_a_question_is_named_after_its_function_and_asks_what_its_docstring_says(table, heat):
    assert (heat.id, heat.name, heat.asks) == ("coffee-1", "heat", "The heat, in kelvin.")
    assert (heat.points, heat.hint) == (2, "How hot?")
    assert table["coffee-1"] is heat and table.truth == {"heat": 60}


def test_one_right_answer_may_serve_several_questions(table):
    def double(a):
        """Twice a."""
        return 2 * a

    for number in (1, 2):
        table.code(f"coffee-{number}", name="twice", asks="Again.", cases=arrays)(double)
    assert [(question.name, question.asks) for question in table.values()] == [
        ("twice", "Again.")
    ] * 2


def test_questions_keep_the_order_in_which_they_are_asked(table):
    for name in "cab":
        table.written(f"coffee-{name}")
    assert list(table) == ["coffee-c", "coffee-a", "coffee-b"]


def test_another_way_is_optional(table, heat):
    @table.value("coffee-2")
    def cold():
        return -60

    @table.value("coffee-3", also=lambda cold: 1 - cold)
    def hotter(heat):
        return heat + 1

    assert hotter.takes == ("hotter", "heat", "cold")
    assert table.grade("coffee-3", hotter=61, heat=60).right
    assert table.grade("coffee-3", hotter=31, heat=60, cold=-30).right


def test_a_mistake_can_decorate_what_is_wrong(table):
    @table.code("coffee-1", cases=arrays)
    def double(a):
        return 2 * a

    @double.mistake("it is squared", hint="Try 3.")
    def squared(a):
        return a * a

    assert squared(3) == 9
    assert [m.name for m in double.grade({"double": squared}).looks_like] == ["it is squared"]


def test_a_mistake_may_name_the_earlier_answers_that_it_takes(table, heat):
    @table.value("coffee-2")
    def hotter(heat):
        return heat + 1

    hotter.mistake("one is lost", lambda old: old - 1, uses=("heat",))
    assert "one is lost" in table.grade("coffee-2", hotter=59, heat=60).message


def test_two_equal_ids_are_refused(table, heat):
    with pytest.raises(TableError, match="coffee-1: two questions have this id"):
        table.written("coffee-1")


def test_two_answers_of_one_name_are_refused(table, heat):
    with pytest.raises(TableError, match="coffee-2: heat is asked for already"):
        table.value("coffee-2", name="heat")(lambda: 1)


def test_a_parameter_that_is_no_earlier_answer_is_refused_and_the_nearest_told(table, heat):
    with pytest.raises(TableError, match=r"coffee-2: the right answer takes haet.*mean heat"):
        table.value("coffee-2", name="hotter")(lambda haet: haet + 1)


def test_a_mistake_with_a_misspelt_parameter_is_refused_where_it_stands(table, heat):
    hotter = table.value("coffee-2", name="hotter")(lambda heat: heat + 1)
    with pytest.raises(TableError, match=r"coffee-2: 'it is hot' takes haet.*mean heat"):
        hotter.mistake("it is hot", lambda haet: haet)


def test_a_right_answer_that_fails_is_refused(table):
    with pytest.raises(TableError, match=r"coffee-1: the right answer cannot be computed .*zero"):
        table.value("coffee-1", name="heat")(lambda: 1 // 0)


@pytest.mark.parametrize("value", [None, "hot", [1, [2, 3]]])
def test_a_right_answer_that_is_no_number_is_refused(table, value):
    with pytest.raises(TableError, match="coffee-1"):
        table.value("coffee-1", name="heat")(lambda: value)


def test_a_case_that_is_no_tuple_is_refused(table):
    with pytest.raises(TableError, match=r"coffee-1: case 1 is of type ndarray.*write \(x,\)"):
        table.code("coffee-1", name="f", cases=lambda rng: [np.ones(3)])(np.exp)


def test_a_question_without_a_case_is_refused(table):
    with pytest.raises(TableError, match="coffee-1: there is no case"):
        table.code("coffee-1", name="f", cases=lambda rng: [])(np.exp)


def test_a_mistake_that_cannot_be_called_with_a_case_is_refused(table):
    f = table.code("coffee-1", name="f", cases=arrays)(lambda a: a)
    with pytest.raises(TableError, match="'b is ignored' cannot be called with a case's 1 arg"):
        f.mistake("b is ignored", lambda a, b: a)


def test_a_mistake_that_is_no_function_is_refused(table, heat):
    with pytest.raises(TableError, match="must be a function"):
        heat.mistake("it is 3", 3)


def test_two_mistakes_of_one_name_are_refused(table, heat):
    heat.mistake("it is cold", lambda: 0)
    with pytest.raises(TableError, match="two misconceptions are called 'it is cold'"):
        heat.mistake("it is cold", lambda: 1)

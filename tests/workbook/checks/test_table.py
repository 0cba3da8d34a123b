"""Writing questions down: what a table takes, and what it refuses, in words."""

import numpy as np
import pytest

from tests.workbook.checks.sample import table as sample
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


def test_a_value_mistake_that_fails_is_refused_where_it_stands(table, heat):
    with pytest.raises(TableError, match=r"coffee-1: 'it is torn' cannot be computed .*ZeroDivis"):
        heat.mistake("it is torn", lambda: 1 // 0)
    with pytest.raises(TableError, match=r"coffee-1: 'nothing' cannot be .*gives None"):
        heat.mistake("nothing", lambda: None)


def test_a_decorated_function_can_be_used_in_its_mistakes(table, heat):
    heat.mistake("it is twice that", lambda: 2 * heat())
    assert "twice that" in table.grade("coffee-1", heat=120).message


def test_a_class_can_be_derived_from_a_decorated_class(table):
    @table.code("coffee-1", cases=lambda rng: [(3,)], probe=lambda cls, a: {"f": cls().f(a)})
    class Double:
        """A class with f."""

        def f(self, a):
            return 2 * a

    @Double.mistake("it adds one")
    class AddsOne(Double):
        def f(self, a):
            return super().f(a) + 1

    assert issubclass(AddsOne, Double.right)
    assert "it adds one" in table.grade("coffee-1", Double=AddsOne).message


def test_parameters_with_a_default_are_no_earlier_answers(table, heat):
    for factor in (2, 3):
        heat.mistake(f"it is {factor} times that", lambda factor=factor: 60 * factor)
    assert "3 times" in table.grade("coffee-1", heat=180).message


def test_one_used_answer_may_be_named_without_a_tuple(table, heat):
    hotter = table.value("coffee-2", name="hotter")(lambda heat: heat + 1)
    hotter.mistake("one is lost", lambda old: old - 1, uses="heat")
    assert hotter.misconceptions[0].uses == ("heat",)


@pytest.mark.parametrize("question_id", ["coffee", "coffee 1", "coffee-1-check", "", "1"])
def test_what_is_no_id_is_refused(table, question_id):
    with pytest.raises(TableError, match="is no id"):
        table.written(question_id)


def test_ids_of_a_table_begin_alike(table, heat):
    with pytest.raises(
        TableError, match="tea-1: all ids of a table begin alike, here with coffee-"
    ):
        table.written("tea-1")


@pytest.mark.parametrize("points", [-1, "2"])
def test_points_that_are_no_points_are_refused(table, points):
    with pytest.raises(TableError, match="coffee-1: points must be a number ≥ 0"):
        table.written("coffee-1", points=points)


@pytest.mark.parametrize("cases", [None, lambda: [(1,)], lambda rng: None, arrays(np.random)])
def test_cases_that_cannot_be_made_are_refused(table, cases):
    with pytest.raises(TableError, match="coffee-1: `cases` must be a function that takes"):
        table.code("coffee-1", name="f", cases=cases)(np.exp)


@pytest.mark.parametrize(
    ("details", "right", "words"),
    [
        ({}, lambda a: None, r"gives None for result \(is a `return` missing\?\), on case 1"),
        ({}, lambda a: 1 // 0, "fails: it raised ZeroDivisionError"),
        (
            {},
            lambda a: (a, 1.0),
            "gives parts of different lengths for result: name them with `returns`",
        ),
        ({"probe": lambda f, a: None}, np.exp, "must give a dict of named parts"),
        ({"probe": lambda f, a: {}}, np.exp, "must give a dict of named parts"),
    ],
)
def test_a_right_answer_that_cannot_be_compared_is_the_authors_mistake(
    table, details, right, words
):
    f = table.code("coffee-1", name="f", cases=arrays, **details)(right)
    with pytest.raises(TableError, match=f"coffee-1: the right answer {words}"):
        f.grade({"f": np.exp})


def test_a_refused_question_leaves_the_table_as_it_was(table, heat):
    with pytest.raises(TableError):
        table.value("coffee-1", name="cold")(lambda: -60)
    assert list(table) == ["coffee-1"] and table.truth == {"heat": 60}


@pytest.mark.parametrize("name", ["seed", "if", "a b", "<lambda>", ""])
def test_a_name_that_no_answer_can_have_is_refused(table, name):
    with pytest.raises(TableError, match="coffee-1: an answer cannot be called"):
        table.value("coffee-1", name=name)(lambda: 60)


def test_a_right_answer_that_cannot_be_called_with_a_case_is_refused(table):
    with pytest.raises(TableError, match="coffee-1: the right answer cannot be called with a case"):
        table.code("coffee-1", name="f", cases=arrays)(lambda a, b: a)


def test_a_case_that_cannot_be_copied_is_refused(table):
    with pytest.raises(TableError, match="coffee-1: a case cannot be copied"):
        table.code("coffee-1", name="f", cases=lambda rng: [(iter([1]), np)])(lambda a, b: a)


def test_unexpected_names_are_the_authors_mistake(table, heat):
    with pytest.raises(TypeError, match=r"coffee-1 takes \['heat'\], got \['cold', 'heat'\]"):
        table.grade("coffee-1", heat=60, cold=1)


def test_a_misspelt_detail_of_a_mistake_is_told(table, heat):
    with pytest.raises(TypeError, match="equivalnt"):
        heat.mistake("it is cold", lambda: 0, equivalnt="so")


# Refusals, word by word


@pytest.mark.parametrize(
    ("ask", "error", "words"),
    [
        (
            lambda: sample["q9-11"],
            KeyError,
            "there is no question q9-11 in sample; did you mean q9-1?",
        ),
        (lambda: sample["x"], KeyError, "there is no question x in sample"),
        (lambda: sample.grade("q9-1"), TypeError, "q9-1 takes ['a'], got []"),
        (lambda: sample.grade("q9-2", z=1), TypeError, "q9-2 takes ['a', 'z'], got ['z']"),
        (lambda: sample.grade("q9-1", a=1, b=2), TypeError, "q9-1 takes ['a'], got ['a', 'b']"),
        (
            lambda: sample.grade("q9-a", answer="Because"),
            TypeError,
            "q9-a is answered in words and graded by a person",
        ),
        (
            lambda: Table("t").written("nothing"),
            TableError,
            "'nothing' is no id: write \"coffee-1\", of letters and digits",
        ),
        (
            lambda: Table("t").written("t-1", points=-0.5),
            TableError,
            "t-1: points must be a number ≥ 0, not -0.5",
        ),
        (
            lambda: Table("t").value("t-1", name="seed")(lambda: 1),
            TableError,
            "t-1: an answer cannot be called 'seed'; name it with `name=`",
        ),
        (
            lambda: Table("t").value("t-1", name="x")(lambda w: 1),
            TableError,
            "t-1: the right answer takes w, which is no given number, nor an answer of an earlier "
            "question",
        ),
    ],
)
def test_a_refusal_says_what_was_seen_and_what_to_do(ask, error, words):
    with pytest.raises(error) as raised:
        ask()
    assert raised.value.args == (words,)


def test_points_may_be_nought_and_halves():
    table = Table("t")
    assert table.written("t-1", points=0).points == 0 and table.written("t-2", points=0.5)
    assert table.written("t-3").points == 1.0

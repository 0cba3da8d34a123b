"""What is told of a table that cannot do what it promises."""

import numpy as np
import pytest

from tests.workbook.checks.sample import table as sample
from workbook.checks import Result, Table
from workbook.checks.question import HIDDEN_SEED
from workbook.checks.verify import SEEDS, Verification, verify


def arrays(rng):
    return [(rng.standard_normal(3),) for _ in range(3)]


@pytest.fixture
def table():
    return Table("coffee")


@pytest.fixture
def double(table):
    @table.code("coffee-1", cases=arrays)
    def double(a):
        """Return twice a."""
        return 2 * a

    return double


def test_a_sound_table_has_no_problems_and_is_counted():
    found = verify(sample)
    assert found.problems == []
    assert (found.misconceptions, found.named) == (9, 9)
    assert str(found).startswith("sample: 9 questions, 9 misconceptions known, 9 of them named")


def problem(table):
    (words,) = verify(table).problems
    return words


def test_a_misconception_that_is_taken_for_right(table, double):
    double.mistake("it is the sum", lambda a: a + a, "Add up.")
    assert problem(table) == "coffee-1: it is taken for right that it is the sum"


def test_a_misconception_may_declare_why_it_cannot_be_seen(table, double):
    double.mistake("it is the sum", lambda a: a + a, "Add up.", equivalent="a + a is 2 a")
    assert verify(table).problems == []


def test_a_misconception_without_a_hint(table, double):
    double.mistake("it is squared", np.square)
    assert problem(table) == "coffee-1: there is no hint for who believes that it is squared"


def test_two_misconceptions_that_give_the_same(table, double):
    double.mistake("it is squared", np.square, "Try 3.")
    double.mistake("it is multiplied by itself", lambda a: a * a, "Try 3.")
    assert "cannot be told from the other: it is squared / it is mult" in problem(table)


def test_values_that_give_the_same(table):
    @table.value("coffee-1")
    def heat():
        """The heat."""
        return 60

    heat.mistake("it is cold", lambda: 0, "Touch it.")
    heat.mistake("it is nothing", lambda: 0.0, "Touch it.")
    assert "it is cold / it is nothing" in problem(table)


def test_a_misconception_that_is_crowded_out(table, double):
    for number in range(4):
        double.mistake(
            f"guess {number}", np.square, "Try 3.", equivalent="" if number == 3 else "all alike"
        )
    assert problem(table) == "coffee-1: it is not named that guess 3"


def test_a_right_answer_that_differs_from_call_to_call(table):
    noise = np.random.default_rng(0)

    @table.code("coffee-1", cases=arrays)
    def random(a):
        """Return noise."""
        return noise.random()

    assert "what should be right is refused" in verify(table).problems[0]


def test_a_question_that_does_not_say_what_it_asks(table):
    table.value("coffee-1", name="heat")(lambda: 60)
    assert "nothing says what is asked" in problem(table)


def test_a_formula_that_is_no_question(table):
    table.written("coffee-a", "Why?", formula="coffee-7")
    assert problem(table) == "coffee-a: its formula coffee-7 is no question that code answers"


def test_an_empty_table(table):
    assert problem(table) == "it has no questions"


def test_a_written_question_without_words(table):
    table.written("coffee-a")
    assert problem(table) == "coffee-a: nothing says what is asked"


def test_a_right_answer_that_fails_is_told_beside_the_rest(table, double):
    @table.code("coffee-2", cases=arrays)
    def broken(a):
        """Return something."""

    double.mistake("it is squared", np.square)
    first, second = verify(table).problems
    assert "coffee-1: there is no hint" in first
    assert "coffee-2: the right answer gives None" in second


def notes(table):
    return " / ".join(verify(table).notes)


def test_notes_are_no_problems_and_are_shown(table, double):
    found = verify(table)
    assert found.problems == [] and len(found.notes) == 2
    assert "(worth a look) coffee-1: no mistake is known" in str(found)


def test_a_mistake_of_which_every_case_fails_is_noted(table, double):
    double.mistake("it is torn", lambda a: a + "b", "Try 3.")
    double.mistake("it fails for some", lambda a: a if a[0] > 0 else 1 / 0, "Try 3.")
    assert "every case fails where it is torn: it raised" in notes(table)
    assert "it fails for some" not in notes(table)


def test_a_value_so_small_that_0_is_right_is_noted(table):
    @table.value("coffee-1", hint="Weigh it.")
    def mass():
        """The mass, in kg."""
        return 6.674e-11

    mass.mistake("it is 1", lambda: 1, "No.")
    assert "coffee-1: 0 is near enough to be right" in notes(table)


def test_every_seed_is_tried_and_that_of_hidden_tests_too(table):
    assert set(SEEDS) >= {0, HIDDEN_SEED} and len(SEEDS) == 3
    seen = []

    def watched(rng):
        seen.append(rng.bit_generator.seed_seq.entropy)
        return arrays(rng)

    @table.code("coffee-1", cases=watched)
    def double(a):
        """Return twice a."""
        return 2 * a

    verify(table)
    assert set(seen) == set(SEEDS)


def test_a_mistake_that_two_decimals_hide_is_noted(table):
    @table.value("coffee-1", hint="Add up.")
    def heat():
        """The heat."""
        return 60.001

    heat.mistake("a thousandth is lost", lambda: 60.0, "Count.")
    assert "written with two decimals it is taken for right that a thousandth is" in notes(table)


def test_what_is_told_apart_though_declared_equivalent_is_noted(table, double):
    double.mistake("it is squared", np.square, "Try 3.", equivalent="so they say")
    assert "it is told apart, though declared equivalent, that it is squared" in notes(table)


def test_an_own_gradient_that_always_fails(table):
    @table.code("coffee-1", cases=arrays, own_gradient=lambda f, a: 1 / 0)
    def double(a):
        """Return twice a."""
        return 2 * a

    assert problem(table) == "coffee-1: its own_gradient fails on every case"


def test_a_placeholder_that_is_taken_for_an_answer(table, double, monkeypatch):
    def careless(answers, seed):
        return Result(title="coffee-1", right=answers["double"] is double.right)

    monkeypatch.setattr(double, "_grade", careless)
    assert problem(table) == "coffee-1: a placeholder is taken for an answer"


def test_what_is_found_is_told_line_by_line(table):
    found = Verification(table)
    assert str(found) == "coffee: 0 questions, 0 misconceptions known, 0 of them named"
    found.problems += ["it has no questions"]
    found.notes += ["it is short"]
    assert str(found).splitlines()[1:] == [
        "  it has no questions",
        "  (worth a look) it is short",
    ]


def test_how_every_case_fails_is_told_of_the_first_that_a_learner_is_shown(table, double):
    def fails(a):
        raise ValueError(f"{a[0]:.6f}")

    double.mistake("it fails", fails, "Read what it says.")
    number = np.random.default_rng(0).standard_normal(3)[0]
    (note,) = (each for each in verify(table).notes if "every case fails" in each)
    assert note.startswith(
        f"coffee-1: every case fails where it fails: it raised ValueError: {number:.6f}"
    )


def test_why_the_right_answer_is_refused_is_told(table):
    calls = []

    @table.code("coffee-1", cases=arrays)
    def count(a):
        """The number of calls."""
        calls.append(a)
        return len(calls)

    (first, *_) = verify(table).problems
    assert first.startswith("coffee-1: what should be right is refused: coffee-1 count is not")

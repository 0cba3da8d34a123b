"""Variants of a table: the same questions over numbers that are drawn from a text."""

import numpy as np
import pytest

from workbook.checks import Table, TableError
from workbook.checks.variants import plain
from workbook.checks.verify import verify


@pytest.fixture
def table():
    """A table with a given number that may be drawn as 2, where half and less 2 are the same."""
    table = Table("coffee")
    table.given("cups", 3, draw=lambda rng: rng.integers(1, 6))
    table.given("price", 4)

    @table.value("coffee-1", hint="Count.")
    def sum(cups, price):
        """What all cups cost."""
        return cups * price

    sum.mistake("the numbers are added", lambda cups, price: cups + price, "Draw them.")

    @table.value("coffee-2", hint="Which is it?")
    def left(sum, cups):
        """What is left of the sum when each cup costs 1 less."""
        return sum - cups

    left.mistake("nothing has changed", lambda sum: sum, "Each is cheaper.")
    left.mistake("one cup only is cheaper", lambda sum: sum - 1, "Each is cheaper.")

    @table.code("coffee-3", cases=lambda rng: [(rng.standard_normal(3),)], hint="Twice.")
    def double(a):
        """Twice a."""
        return 2 * a

    table.written("coffee-a", "Why?")
    return table


def test_right_answers_and_mistakes_take_given_numbers_and_checks_do_not(table):
    assert table["coffee-1"].takes == ("sum",)
    assert table["coffee-2"].takes == ("left", "sum")
    assert table.grade("coffee-1", sum=12).right
    assert "are added" in table.grade("coffee-1", sum=7).message
    assert table.grade("coffee-2", left=10, sum=13).right


def test_given_numbers_have_no_rounding(table):
    assert not table.grade("coffee-1", sum=12.02).right


def test_a_variant_asks_the_same_over_other_numbers(table):
    drawn = [table.variant(f"student {i}") for i in range(20)]
    assert all(list(each) == list(table) for each in drawn)
    assert {int(each.numbers["cups"]) for each in drawn} == {2, 3, 4, 5}
    for each in drawn:
        cups = each.numbers["cups"]
        assert each.numbers["price"] == 4
        assert each.truth == {"sum": 4 * cups, "left": 3 * cups}
        assert each.grade("coffee-2", left=3 * cups, sum=4 * cups).right


def test_the_table_is_as_it_was(table):
    table.variant("ada")
    assert table.truth == {"sum": 12, "left": 9} and table.numbers["cups"] == 3


def test_numbers_that_hide_a_mistake_are_not_drawn(table):
    """With one cup, all cups and one cup are the same."""
    assert all(table.variant(f"student {i}").numbers["cups"] != 1 for i in range(20))


@pytest.mark.parametrize(
    ("others", "mistake"),
    [(5, {2: 4.001, 3: 5, 4: 6}), (6.001, {2: 4, 3: 6.001, 4: 6})],
    ids=["with two decimals", "in full"],
)
def test_a_mistake_that_is_refused_but_not_named_stays_refused(others, mistake):
    table = Table("coffee")
    table.given("cups", 3, draw=lambda rng: rng.integers(1, 3) * 2)
    double = table.value("coffee-1", name="double")(lambda cups: 2 * cups)
    for name in "abc":
        double.mistake(name, lambda: others)
    double.mistake("d", lambda cups: mistake[int(cups)])
    known = table.grade("coffee-1", double=others).looks_like
    assert [each.name for each in known] == list("abc")
    assert {int(table.variant(f"student {i}").numbers["cups"]) for i in range(9)} == {4}


def test_a_mistake_that_is_named_stays_named():
    """With two cups a, b and c give what d gives, and come before it."""
    table = Table("coffee")
    table.given("cups", 3, draw=lambda rng: rng.integers(1, 3) * 2)
    double = table.value("coffee-1", name="double")(lambda cups: 2 * cups)
    for name, answers in {"a": (5, 7), "b": (5, 7), "c": (5, 5), "e": (9, 5), "f": (9, 5)}.items():
        double.mistake(name, lambda cups, answers=answers: answers[int(cups != 2)])
    double.mistake("d", lambda cups: 5 if cups == 2 else 7)
    assert {int(table.variant(f"student {i}").numbers["cups"]) for i in range(9)} == {4}


def test_at_a_glance_three_mistakes_are_named_at_most():
    table = Table("coffee")
    double = table.value("coffee-1", name="double")(lambda: 6.0)
    for name in "abcd":
        double.mistake(name, lambda: 5)
    seen = [
        (right, [each.name for each in known])
        for right, known in double.at_a_glance([6.0, [[6.0]], 5.0, 7.0], {})
    ]
    assert seen == [(True, []), (True, []), (False, list("abc")), (False, [])]


def test_what_the_first_numbers_do_not_tell_others_need_not(table):
    table["coffee-1"].mistake("it is 12", lambda: 12, "Not always.", equivalent="it is 3 times 4")
    assert any(table.variant(f"student {i}").numbers["cups"] == 3 for i in range(20))


def test_numbers_from_which_nothing_follows_are_not_drawn(table):
    table["coffee-1"].mistake("divided", lambda cups: 1 / (5 - cups) + 0 * int(1 / (5 - cups)), "?")
    assert all(table.variant(f"student {i}").numbers["cups"] != 5 for i in range(20))


def test_a_fact_is_true_in_every_variant(table):
    table.fact("more than three are drunk, or three", lambda cups, sum: cups >= 3 and sum >= 12)
    assert all(table.variant(f"student {i}").numbers["cups"] >= 3 for i in range(20))


def test_a_fact_that_is_none_is_refused(table):
    with pytest.raises(TableError, match="it is not so that four are drunk"):
        table.fact("four are drunk", lambda cups: cups == 4)


def test_a_table_that_no_draw_fits_is_refused():
    table = Table("coffee")
    table.given("cups", 3, draw=lambda rng: 1)
    table.fact("three are drunk", lambda cups: cups == 3)
    with pytest.raises(TableError, match="coffee: none of 2000 draws"):
        table.variant("ada")


def test_verify_tells_of_numbers_that_cannot_be_drawn(table):
    assert not any("draws" in problem for problem in verify(table).problems)
    other = Table("tea")
    other.given("cups", 3, draw=lambda rng: 1)
    other.fact("three are drunk", lambda cups: cups == 3)
    assert any("none of 2000 draws" in problem for problem in verify(other).problems)


def test_the_same_text_has_the_same_variant_however_it_is_typed(table):
    assert table.variant("Ada  Lovelace ") is table.variant("ada lovelace")
    assert table.variant("") is table and table.variant(" \t") is table
    assert table.variant("ada").text == "ada" and table.text == ""


@pytest.mark.parametrize(
    ("text", "other"),
    [("Zoë Müller", "zoe\u0308  MULLER "), ("Straße", "STRASSE"), ("ﬁne", "fine"), ("Å", "å")],
)
def test_capitals_accents_and_spaces_make_no_difference(text, other):
    assert plain(text) == plain(other)


def test_a_text_is_compared_in_small_letters_with_single_spaces():
    assert plain(" Zoë  Müller\t") == "zoe muller"


def test_letters_of_other_scripts_make_a_difference():
    assert len({plain(name) for name in ("李雷", "韩梅梅", "Анна", "Инна", "-")}) == 5


def test_random_inputs_are_others_too(table):
    def inputs(of, seed):
        seen = []
        of.grade("coffee-3", seed=seed, double=lambda a: seen.append(a) or 2 * a)
        return seen[0].tolist()

    tables = table, table.variant("ada"), table.variant("bob")
    drawn = [inputs(each, seed) for each in tables for seed in (0, 704)]
    assert len({tuple(each) for each in drawn}) == 6
    assert inputs(table.variant("ada"), 0) == drawn[2]
    assert inputs(table, 0) == np.random.default_rng(0).standard_normal(3).tolist()


def test_a_variant_knows_the_mistakes_in_functions_too(table):
    table["coffee-3"].mistake("not doubled", lambda a: a, "Twice.")
    assert "not doubled" in table.variant("ada").grade("coffee-3", double=lambda a: a).message


@pytest.mark.parametrize("name", ["sum", "cups"])
def test_a_given_number_needs_a_name_of_its_own(table, name):
    with pytest.raises(TableError, match=f"{name} is (asked for|given) already"):
        table.given(name, 3)


def test_an_answer_called_like_a_given_number_is_refused(table):
    with pytest.raises(TableError, match="coffee-4: price is given already"):
        table.value("coffee-4", name="price")(lambda: 4)


def test_a_given_number_is_not_changed_by_who_takes_it(table):
    def doubles(price):
        price *= 2
        return price

    with pytest.raises(TableError, match="cannot be computed"):
        table.value("coffee-4", name="twice")(doubles)
    assert table.numbers["price"] == 4

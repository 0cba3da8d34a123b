"""What wrong numbers have in common with right ones: every relation, its words and its numbers."""

import numpy as np
import pytest

from tests.workbook.recorded import number_words
from workbook.checks.diagnosis.evidence import UNKNOWN, Seen
from workbook.checks.diagnosis.relations import Factor, factors, last_relations, relations


def seen_of(given, cases=None, arguments=("X", "h")):
    """Return what is seen where `given` makes a wrong answer of what is right."""
    rng = np.random.default_rng(5)
    if cases is None:
        cases = [(rng.random((n, 2)) + 0.1, 0.5 * n) for n in (1, 3, 4)]
    expected = [{"z": np.tanh(case[0]), "y": 1 / (1 + case[0])} for case in cases]
    return Seen(cases, expected, [given(each) for each in expected], arguments)


def wrong(right):
    return {name: 3 * value + 0.25 for name, value in right.items()}


def lines(relations, seen):
    """Return how each relation is told, and what it gives for the part z of the second case."""
    for each in relations:
        yield f"{each.name} ({each.size}{', sure' if each.sure else ''}) {each.hint}"
        for name in seen.expected[0]:
            gives = each.gives(1, name)
            yield f"  {name}: {'unknown' if gives is UNKNOWN else number_words(gives)}"


@pytest.mark.filterwarnings("error")
def test_all_relations_are_as_recorded(note):
    seen = seen_of(wrong)
    note(*lines(relations(seen), seen))


@pytest.mark.filterwarnings("error")
def test_the_last_relations_are_as_recorded(note):
    seen = seen_of(wrong)
    note(*lines(last_relations(seen), seen))


def test_what_is_right_to_some_digits_is_the_last_relation_of_all(note):
    seen = seen_of(lambda right: {name: value * (1 + 1e-4) for name, value in right.items()})
    note(*lines(last_relations(seen), seen))


@pytest.mark.parametrize(("by", "is_near"), [(0.0009, True), (0.0011, False)])
def test_the_first_digits_are_right_up_to_a_thousandth_of_the_largest(by, is_near):
    seen = seen_of(lambda right: {name: each + by * each.max() for name, each in right.items()})
    told = [each.name for each in last_relations(seen)]
    nearly = "something small is added, cut off or rounded: the first digits are right"
    assert told.count(nearly) == 2 * is_near


@pytest.mark.parametrize(("c", "told"), [(1 + 2e-3, 2), (1 + 0.5e-3, 0), (1 - 2e-3, 2)])
def test_a_free_factor_is_told_if_it_is_not_nearly_1(c, told):
    seen = seen_of(lambda right: {name: c * value for name, value in right.items()})
    names = [each.name for each in last_relations(seen)]
    assert names.count("a factor is wrong, the same one for all entries and inputs") == told


def test_factors_are_as_recorded(note):
    seen = seen_of(wrong)
    note(*(f"{each.name}: {number_words(each.values)} {each.hint}" for each in factors(seen)))


def test_of_vectors_the_number_of_entries_is_a_factor(note):
    cases = [(np.arange(1.0, n), True, 2) for n in (3, 5)]
    seen = seen_of(wrong, cases, ("a", "b", "k"))
    note(*(f"{each.name}: {number_words(each.values)} {each.hint}" for each in factors(seen)))


def test_of_empty_cases_no_size_is_a_factor(note):
    cases = [(0.5,), (np.zeros((0,)),)]
    seen = Seen(cases, [{"z": np.ones(2)}] * 2, [{"z": np.zeros(2)}] * 2, ("x",))
    note(*(each.name for each in factors(seen)))


def test_two_factors_are_told_together():
    both = Factor((2.0, 3.0), "one", "Why?").times(Factor((0.5, 4.0), "two", "How?"))
    assert both == Factor((1.0, 12.0), "one, and two", "Why?")


def test_parts_that_have_changed_places_are_told_together():
    seen = seen_of(lambda right: {"z": right["y"], "y": right["z"]})
    found = {each.name: each for each in relations(seen)}
    assert "z and y have changed places" in found
    assert "z is what belongs in y" not in found
    exchanged = found["z and y have changed places"]
    np.testing.assert_array_equal(exchanged.gives(2, "z"), seen.expected[2]["y"])


def test_a_part_that_holds_another_is_told_alone():
    seen = seen_of(lambda right: {"z": right["y"], "y": right["y"]})
    names = [each.name for each in relations(seen)]
    assert "z is what belongs in y" in names
    assert "y is what belongs in z" not in names and "z and y have changed places" not in names


def test_truth_values_are_scaled_by_nothing():
    expected = [{"it is so": np.array([True, False])}] * 2
    given = [{"it is so": np.array([False, True])}] * 2
    seen = Seen([(1.0,), (2.0,)], expected, given, ("h",))
    for each in [*relations(seen), *last_relations(seen)]:
        if "belongs in" not in each.name and "comes back" not in each.name:
            assert each.gives(0, "it is so") is UNKNOWN

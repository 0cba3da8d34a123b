"""Arithmetic on paper: what rounding on the way makes of a result."""

import numpy as np

from tests.workbook.recorded import number_words
from workbook.checks.diagnosis.paper import rounded_inputs, rounded_inside

NUMBERS = {
    "a": np.array([0.123456, 0.654321]),
    "b": np.array(0.777777),
    "c": np.array([[0.111111], [0.987654]]),
    "d": np.array(2.345678),
}


def taken(names):
    return {name: NUMBERS[name] for name in names}


def inside(function, taken_names, rounded):
    found = rounded_inside(function, taken(taken_names), rounded)
    return [f"{number_words(each)} {type(each).__name__}" for each in found]


def test_up_to_three_names_are_rounded_each_in_its_own_way(note):
    for names in ("", "a", "ab", "abc"):
        ways = list(rounded_inputs(taken("abcd"), list(names)))
        assert len(ways) == 4 ** len(names)
        note(names, *(" ".join(map(number_words, way)) for way in ways))


def test_four_names_are_rounded_alike(note):
    ways = list(rounded_inputs(taken("abcd"), list("abcd")))
    assert len(ways) == 4
    note(*(" ".join(map(number_words, way)) for way in ways))


def test_each_operation_on_the_way_is_rounded_all_or_one(note):
    note(*inside(lambda a, b: np.tanh(a * b) + b**2, "ab", ["a"]))
    note(*inside(lambda a, b: a + b, "ab", []))
    note(*inside(lambda c, a: (c @ a[None]).sum(axis=0), "ca", ["c", "a"]))


def test_of_many_operations_the_first_eight_are_rounded_alone(note):
    def sums(a):
        for _ in range(10):
            a = a * 1.1
        return a

    found = inside(sums, "a", [])
    assert len(found) == 3 * (1 + 8)
    note(*found)


def test_truth_values_and_whole_numbers_are_not_rounded(note):
    note(*inside(lambda a: np.where(a > 0.5, 1, 0), "a", ["a"]))
    note(*inside(lambda a: np.divmod(a, 0.1)[0], "a", []))


def test_a_function_that_fails_gives_nothing():
    assert inside(lambda a: 1 / (int(a[0] * 100) - 12), "a", ["a"]) == []

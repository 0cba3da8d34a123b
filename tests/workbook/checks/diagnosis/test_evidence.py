"""What is wrong, where it is wrong, and what wrong numbers prove."""

import numpy as np
import pytest

from workbook.checks.diagnosis.evidence import (
    ENTRIES,
    MISSING,
    MOST_TELLING,
    UNKNOWN,
    Seen,
    agree,
    arguments_of,
    numbers,
    part_of,
    samples,
)
from workbook.checks.observing import Failure

FAILED = Failure(ValueError("a"))


def seen(given, right=None, cases=None, arguments=()):
    """Return what is seen of one part on each case; right are zeros, by itself."""
    right = [np.zeros(np.shape(each)) for each in given] if right is None else right
    cases = [(1.0,)] * len(given) if cases is None else cases
    observed = [each if isinstance(each, Failure) else {"z": each} for each in given]
    return Seen(cases, [{"z": each} for each in right], observed, arguments)


def test_a_part_is_had_by_its_name():
    assert part_of({"z": 3}, "z") == 3
    assert part_of({"z": 3}, "y") is MISSING
    assert part_of(FAILED, "z") is FAILED


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (1.0, 1.0, True),
        (1.0, 2.0, False),
        (FAILED, Failure(ValueError("b")), True),
        (FAILED, Failure(TypeError("a")), False),
        (FAILED, 1.0, False),
        (1.0, FAILED, False),
        (MISSING, MISSING, True),
        (None, None, True),
        (UNKNOWN, UNKNOWN, False),
        (MISSING, 1.0, False),
        (1.0, None, False),
        (None, MISSING, False),
    ],
)
def test_what_agrees(one, other, expected):
    assert agree(one, other) is expected


@pytest.mark.parametrize(
    "value", [MISSING, UNKNOWN, None, FAILED, [[1], [1, 2]], ["a"], [], [None]]
)
def test_what_is_no_numbers(value):
    assert numbers(value) is None


@pytest.mark.parametrize("value", [0, [1.5], [[True]], np.ones((2, 0, 1)).sum(1)])
def test_what_is_numbers(value):
    np.testing.assert_array_equal(numbers(value), np.asarray(value))


def test_wrong_are_the_parts_by_the_cases_in_which_they_are():
    expected = [{"a": 1.0, "b": 2.0}, {"a": 1.0, "b": 2.0, "c": 3.0}, Failure(KeyError())]
    given = [{"a": 1.0, "b": 0.0}, {"a": 1.0, "b": 0.0}, {"a": 1.0}]
    found = Seen([(1,)] * 3, expected, given)
    assert found.wrong == {"a": [2], "b": [0, 1, 2], "c": [1, 2]}
    assert list(found.all) == [0, 1, 2]
    assert found.has(1, "c") and not found.has(0, "c")
    assert list(found.right_parts(0)) == [("a", 1.0)] and list(found.right_parts(2)) == []


CASES = [(np.ones((1, 2)), "tanh"), (np.ones((3, 2)), "relu"), (np.ones((1, 4)), "relu")]


@pytest.mark.parametrize(
    ("arguments", "wrong", "words"),
    [
        (("X", "name"), [1, 2], "with name = 'relu'"),
        (("X", "name"), [0], "with name = 'tanh'"),
        (("X", "name"), [1], "for more than one sample"),
        (("X", "name"), [0, 2], "for a single sample"),
        (("X",), [0], None),
        (("X", "name"), [0, 1], None),
        (("X", "name", "more"), [1], "for more than one sample"),
    ],
)
def test_the_condition_under_which_it_is_wrong(arguments, wrong, words):
    found = Seen(CASES, [{}] * 3, [{}] * 3, arguments)
    assert found.condition(wrong) == words


def test_without_a_single_sample_nothing_is_said_of_samples():
    found = Seen([(np.ones((3, 2)),), (np.ones((2, 2)),)], [{}] * 2, [{}] * 2)
    assert found.condition([0, 1]) is None


@pytest.mark.parametrize(
    ("given", "right", "told_apart"),
    [
        ([np.array([0.5])], None, True),
        ([np.array([2])], None, True),
        ([np.array([1.0, -1.0, 0.0])], None, False),
        ([np.array([True])], [np.array([False])], False),
        ([np.array([1.0, 1.0])], [np.array([0.0])], True),
        ([np.array([True, True])], [np.array([False])], False),
        ([FAILED], [np.zeros(1)], False),
        ([FAILED, np.zeros(1)], [np.zeros(1)] * 2, True),
        ([FAILED, np.ones(1)], [np.zeros(1)] * 2, True),
        ([None, None], [np.zeros(1)] * 2, False),
    ],
)
def test_truth_values_and_zeros_and_ones_do_not_tell_mistakes_apart(given, right, told_apart):
    assert seen(given, right).is_told_apart("z") is told_apart


@pytest.mark.parametrize(
    ("given", "strong"),
    [
        ([np.sqrt(np.arange(2, 2 + ENTRIES) + 0.123)], True),
        ([np.sqrt(np.arange(2, 1 + ENTRIES) + 0.123)], False),
        ([np.sqrt([2.123]), np.sqrt([3.123])], True),
        ([np.sqrt([2.123]), np.sqrt([2.123])], False),
        ([np.sqrt([2.123]), np.sqrt([2.123 + 1e-8])], True),
        ([np.sqrt([2.123]), np.sqrt([2.123]) + 1e-11], False),
        ([np.sqrt([2.123]), np.array([0.5])], False),
        ([np.sqrt([2.123]), np.array([1 / 11])], False),
        ([np.sqrt([2.123]), np.array([1 / 12])], False),
        ([np.sqrt([2.123]), np.array([1 / 13])], True),
        ([np.sqrt([2.123]), np.array([np.nan])], False),
        ([np.sqrt([2.123]), np.array([7])], False),
        ([np.sqrt([2.123]), FAILED], False),
    ],
)
def test_numbers_that_could_hardly_come_by_chance_are_strong(given, strong):
    right = [np.zeros(1 if each is FAILED else each.shape) for each in given]
    assert seen(given, right).is_strong("z", range(len(given))) == strong


def test_entries_that_are_right_prove_nothing():
    values = np.sqrt(np.arange(2, 2 + ENTRIES) + 0.123)
    right = values.copy()
    right[1:] = 0
    assert not seen([values], [right]).is_strong("z", [0])
    right[0] = 0
    assert seen([values], [right]).is_strong("z", [0])


def test_of_another_shape_every_entry_counts():
    values = np.sqrt(np.arange(2, 2 + ENTRIES) + 0.123)
    assert seen([values], [values[:, None]]).is_strong("z", [0])


def test_only_the_first_entries_are_looked_at():
    values = np.zeros(MOST_TELLING + ENTRIES)
    values[-ENTRIES:] = np.sqrt(np.arange(2, 2 + ENTRIES) + 0.123)
    assert not seen([values]).is_strong("z", [0])
    assert seen([values[ENTRIES:]]).is_strong("z", [0])


@pytest.mark.parametrize(
    ("case", "n"),
    [
        ((np.ones((3, 2)),), 3),
        (("tanh", np.ones((4, 2))), 4),
        ((np.float64(2), np.ones((4, 2))), 4),
        ((np.ones(3), np.ones((4, 2))), 0),
        ((np.ones((2, 3, 4)),), 0),
        ((1.0,), 0),
        ((np.array(1.0), np.ones((4, 2))), 4),
    ],
)
def test_samples_are_the_rows_of_the_first_array(case, n):
    assert samples(case) == n


def test_the_names_of_arguments_are_those_of_a_function():
    assert arguments_of(lambda cls, X, h=1: X) == ["cls", "X", "h"]
    assert arguments_of(lambda cls, X, h=1: X, 1) == ["X", "h"]
    assert arguments_of(3) == []

"""The words for wrong code: the next step follows from what has failed."""

import numpy as np
import pytest

from workbook.checks.diagnosis.words import (
    FEW,
    ON_ERROR,
    ON_NAN,
    ON_NOTHING,
    ON_SHAPE,
    describe,
    next_step,
    smallest,
)
from workbook.checks.observing import Failure

RIGHT = {"dW": np.ones((2, 3)), "the order is random": True}


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        (Failure(ZeroDivisionError()), ON_ERROR),
        ({"dW": None}, ON_NOTHING),
        ({"dW": np.ones((3, 2))}, ON_SHAPE),
        ({"dW": [[1], [2, 3]]}, ON_SHAPE),
        ({"dW": np.full((2, 3), np.nan)}, ON_NAN),
        ({"dW": 2 * np.ones((2, 3))}, ""),
        ({"the order is random": False}, ""),
    ],
)
def test_the_next_step_is_by_what_has_failed(given, hint):
    seen = given if isinstance(given, Failure) else RIGHT | given
    assert next_step(seen, RIGHT) == hint


def test_other_parts_than_asked_for_are_the_questions_own_affair():
    assert next_step({"db": 1}, RIGHT) == ""


def test_the_smallest_case_is_shown_by_the_names_of_its_arguments():
    cases = [(np.ones((7, 2)), 0.5), (np.array([0.25]), 0.5)]
    assert smallest(cases, ("x", "h")) == "x = [0.25], h = 0.5"


def test_of_a_large_array_its_shape_is_shown():
    assert smallest([(np.ones(FEW + 1),)], ()) == f"an array of shape ({FEW + 1},)"


def test_a_dict_and_a_list_of_arrays_stay_short():
    told = smallest([({"W": np.ones(2)}, [np.ones((9, 9))] * 20)], ("p", "weights"))
    assert told == "p = a dict of W, weights = a list of 20"


# What is said of one case

MATRIX = np.ones((2, 3))


def said(given, expected, case=(MATRIX,), own_gradient=None):
    """Return what is said of parts on one case."""
    return describe([case], [expected], [given], 0, own_gradient)


ON_2_3 = ", on inputs of shape (2, 3)"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, "the result is None (is a `return` missing?)"),
        ([[1], [1, 2]], "the result has rows of different lengths"),
        (np.ones(3), "the result has shape (3,) where (2, 3) is asked for"),
        (
            np.ones((3, 2)),
            "the result has shape (3, 2) where (2, 3) is asked for (is it transposed?)",
        ),
        (np.full((2, 3), "a"), "the result holds str_, not numbers"),
        (np.full((2, 3), np.inf), "the result holds nan or infinity"),
        (3 * np.arange(6.0).reshape(2, 3), "the result is off by the factor 3"),
        (np.arange(6.0).reshape(2, 3) / 3, "the result is off by the factor 0.333"),
        (-np.arange(6.0).reshape(2, 3), "the result is off by the factor -1"),
        (np.arange(6.0).reshape(2, 3) + [[0, 0, 1]] * 2, "the result has 4 of 6 entries right"),
        (np.arange(6.0).reshape(2, 3) + 7, "the result has wrong numbers"),
        (np.arange(6.0).reshape(2, 3) + 0.0049, "the result is right in its first digits only"),
        (np.arange(6.0).reshape(2, 3) + 0.0051, "the result has wrong numbers"),
        (np.zeros((2, 3)), "the result has 1 of 6 entries right"),
    ],
)
def test_how_one_result_differs(given, words):
    expected = np.arange(6.0).reshape(2, 3)
    assert said({"result": given}, {"result": expected}) == words + ON_2_3


def test_a_square_matrix_may_be_transposed():
    square = np.array([[1.0, 2], [3, 4]])
    assert said({"W": square.T}, {"W": square}, ()) == "W is transposed"


@pytest.mark.parametrize(
    ("given", "case", "words"),
    [
        (2.0, (0.25,), "the result is off by the factor 0.667, on the input 0.25"),
        (0.0, (0.123456, 2), "the result is wrong, on the input 0.1235, 2"),
        (3.0000001 + 1e-5, (), "the result is right in its first digits only"),
        (
            7.0,
            (np.tanh, "a", [1, 2.5]),
            "the result is off by the factor 2.33, on the input tanh, a, [1, 2.5]",
        ),
        (
            7.0,
            ([np.ones(2), 3], (1, 2)),
            "the result is off by the factor 2.33, on inputs of shape (2,)",
        ),
    ],
)
def test_how_one_number_differs_and_on_what_input(given, case, words):
    assert said({"result": given}, {"result": 3.0}, case) == words


@pytest.mark.parametrize(
    ("given", "expected", "words"),
    [
        ({"result": 3}, {"a": 1, "b": 2}, "a and b are asked for, and one int came back"),
        ({"result": None}, {"a": 1, "b": 2}, "a and b are asked for, and nothing came back"),
        ({"a": 1, "c": 2}, {"result": 1}, "a single result is asked for, and a, c came back"),
        ({}, {"a": 1}, "a are asked for, and an empty dict came back"),
    ],
)
def test_other_parts_than_those_asked_for(given, expected, words):
    assert said(given, expected) == words


def test_an_error_is_told_with_its_input():
    failure = Failure(ZeroDivisionError("division by zero"))
    assert said(failure, RIGHT, (0.5,)) == (
        "it raised ZeroDivisionError: division by zero, on the input 0.5"
    )
    assert said({"z": 1}, failure, (0.5,)) == (
        "it answers where an error is expected, on the input 0.5"
    )


def test_a_fact_that_does_not_hold():
    given = RIGHT | {"the order is random": False}
    assert said(given, RIGHT, (0.5,)) == "it is not so that the order is random, on the input 0.5"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["a"], "; a is right"),
        (["a", "b"], "; a and b are right"),
        (["a", "b", "c"], "; a and b and c are right"),
        (["a", "b", "c", "d"], "; 4 other parts are right"),
        (["one two three four five six seven eight nine ten eleven twelve"], None),
        (["one two three four five six seven eight nine ten eleven twelve 13"], 1),
    ],
)
def test_what_is_right_is_told_as_far_as_it_is_short(names, words):
    if words is None:
        words = f"; {names[0]} is right"
    elif words == 1:
        words = "; 1 other part is right"
    right = dict.fromkeys(names, 1.0)
    assert said(right | {"z": 0.0}, {"z": 1.0} | right, ()) == f"z is wrong{words}"


def factors(c, sizes=(1, 3, 4), given=None):
    """Return what is said where each case is off by its factor; N is its number of samples."""
    cases = [(np.ones((n, 2)),) for n in sizes]
    expected = [{"result": np.arange(1.0, 3)} for _ in cases]
    given = given or [{"result": c(n) * np.arange(1.0, 3)} for n in sizes]
    return describe(cases, expected, given, 1, None).partition(", on")[0]


@pytest.mark.parametrize(
    ("c", "words"),
    [
        (lambda n: n, "is N times too large, N being the number of samples"),
        (lambda n: 1 / n, "is N times too small, N being the number of samples"),
        (lambda n: 2, "is off by the factor 2"),
        (lambda n: 1 / 3, "is off by the factor 0.333"),
        (lambda n: n + 1, "has wrong numbers"),
        (lambda n: 1 + 0.9e-3, "is right in its first digits only"),
        (lambda n: 1 + 2e-3, "is off by the factor 1"),
        (lambda n: 2e-9, "is off by the factor 2e-09"),
        (lambda n: 0.5e-9, "has wrong numbers"),
    ],
)
def test_a_factor_is_told_if_it_is_the_same_or_the_number_of_samples(c, words):
    assert factors(c) == f"the result {words}"


def test_no_factor_is_told_where_one_case_has_another():
    right = np.arange(1.0, 3)
    wrong = "the result has wrong numbers"
    for other in ({"result": right * 3}, Failure(ValueError()), {"result": right + 1}):
        assert factors(None, given=[{"result": 2 * right}, {"result": 2 * right}, other]) == wrong


# Gradients that fit the own forward pass, or do not


FITS = "Your backward pass is the right derivative of your forward pass: look at the forward"
AGAINST = "A numerical gradient of your own forward pass contradicts your backward"
FORWARD_RIGHT = (
    "Your forward pass is right, and a numerical gradient of it contradicts your backward"
)


@pytest.mark.parametrize(
    ("forward", "backward", "numerical", "words"),
    [
        (2.0, 2.0, 2.0, FITS),
        (2.0, 2.0, 2.0 * (1 + 0.9e-4), FITS),
        (2.0, 2.0, 2.0 * (1 + 2e-4), AGAINST),
        (2.0, 2.0, 3.0, AGAINST),
        (1.0, 2.0, 3.0, FORWARD_RIGHT),
        (1.0, 2.0, 2.0, ""),
        (2.0, 1.0, 3.0, ""),
    ],
)
def test_the_gradient_is_held_against_the_own_forward_pass(forward, backward, numerical, words):
    right = {"forward": np.array([1.0, 3.0]), "backward": np.array([1.0, 4.0])}
    given = {"forward": right["forward"] ** forward, "backward": right["backward"] ** backward}
    own = {"backward": given["backward"] * numerical / backward}
    told = said(given, right, (), lambda: own)
    assert told.partition(". ")[2] == words


def test_a_forward_pass_that_fails_elsewhere_says_nothing():
    def fails():
        raise ValueError

    right = {"forward": np.array([1.0, 3.0]), "backward": np.array([1.0, 4.0])}
    assert said(right | {"backward": np.zeros(2)}, right, (), fails) == (
        "backward has wrong numbers; forward is right"
    )


# The smallest case


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ((np.arange(12.0),), "[ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11.]"),
        ((np.array([[1.234, 2.0], [3.0, 4.0]]),), "[[1.23, 2.  ], [3.  , 4.  ]]"),
        ((np.ones(13),), "an array of shape (13,)"),
        ((np.random.default_rng(0),), "a random generator"),
        (({"W": 1, "b": 2},), "a dict of W, b"),
        (([1, 2.123456, "a"],), "[1, 2.123, a]"),
        (([np.ones(13), np.ones(2)],), "[an array of shape (13,), [1., 1.]]"),
        ((["x" * 118],), f"[{'x' * 118}]"),
        ((["x" * 119],), "a list of 1"),
        ((0.12345678, np.tanh, True), "0.1235, tanh, True"),
        ((), ""),
    ],
)
def test_how_arguments_are_shown(case, words):
    assert smallest([case], ()) == words


def test_the_smallest_case_has_the_fewest_entries_in_all():
    lists = ([np.ones(2), [1.0, 2.0]],)
    nested = ({"a": np.ones(2), "b": [1.0]},)
    assert smallest([(np.ones(5),), lists], ("x",)).startswith("x = [[1., 1.]")
    assert smallest([lists, nested], ("x", "y")) == "x = a dict of a, b"

"""The words for wrong code: the next step follows from what has failed."""

import numpy as np
import pytest

from workbook.checks.diagnosis.words import (
    FEW,
    ON_ERROR,
    ON_NAN,
    ON_NOTHING,
    ON_SHAPE,
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

"""Mistakes that show only where numbers are very large, or all zero."""

import numpy as np
import pytest

from workbook.checks.diagnosis.evidence import UNKNOWN, Seen
from workbook.checks.diagnosis.extremes import extremes
from workbook.checks.observing import Failure

NAN, ZERO = np.array([np.nan, 1.0]), ZeroDivisionError("division by zero")
RIGHT = np.array([3.0, -4.0])


class Node:
    def __init__(self, value):
        self.value = value


def told(sizes, given):
    """Return what explains answers on cases whose largest number is as given; None is right."""
    cases = [(np.array([size, 0.0]), "tanh") for size in sizes]
    right = {"z": RIGHT}
    observed = [
        right if each is None else each if isinstance(each, Failure) else {"z": each}
        for each in given
    ]
    return list(extremes(Seen(cases, [right] * len(cases), observed)))


@pytest.mark.parametrize("broken", [NAN, np.array([np.inf, 0]), Failure(OverflowError())])
@pytest.mark.parametrize("large", [301, -1000])
def test_what_breaks_for_large_numbers_only_overflows(large, broken):
    (found,) = told([2, 300 - 1, large], [None, None, broken])
    assert (found.name, found.hint, found.size, found.sure) == (
        "large numbers overflow, or small ones underflow: what is right for small inputs gives "
        "nan, infinity or an error for large ones",
        "Try inputs of 1000 and −1000 by hand. Which step of yours cannot hold its result?",
        0,
        True,
    )
    assert found.gives(2, "z") is (broken if isinstance(broken, Failure) else found.gives(2, "z"))
    assert found.gives(2, "another part") is UNKNOWN


@pytest.mark.parametrize(
    ("sizes", "given"),
    [
        ([2, 300], [None, NAN]),  # not large enough
        ([301, 302], [None, NAN]),  # another large one is right
        ([2, 1000], [None, RIGHT + 1]),  # wrong, and not broken
        ([2, 1000], [None, Failure(TypeError())]),
        ([1000, 1000], [NAN, NAN]),  # nothing to compare with
        ([0, 1000], [None, NAN]),
        ([2, 0], [None, RIGHT]),
    ],
)
def test_nothing_is_told_where_it_may_be_something_else(sizes, given):
    assert told(sizes, given) == []


@pytest.mark.parametrize("broken", [NAN, Failure(ZERO)])
def test_what_breaks_where_all_is_zero_divides_by_it(broken):
    (found,) = told([2, 0, 5], [None, broken, None])
    assert found.name == (
        "0/0 is not treated: where all inputs are zero, a division by zero is done"
    )
    assert found.hint == (
        "What should come out where all inputs are zero? What does your code divide by then?"
    )
    assert found.size == 0


@pytest.mark.parametrize(
    ("size", "value", "is_clipped"),
    [
        (21, RIGHT / 2, True),
        (21, RIGHT * (1 + 0.9e-6) - [1, 0], True),
        (20, RIGHT / 2, False),
        (21, RIGHT * (1 + 2e-6) - [1, 0], False),
        (21, RIGHT * [1, 1.5], False),
        (21, NAN, False),
        (21, np.ones(3), False),
        (21, Failure(ValueError()), False),
    ],
)
def test_what_is_too_small_for_large_inputs_only_is_clipped(size, value, is_clipped):
    found = told([20 - 1, size], [None, value])
    assert len(found) == is_clipped
    if is_clipped:
        assert (found[0].name, found[0].hint, found[0].size) == (
            "something keeps a large loss from growing: a clip, or a small number inside a "
            "logarithm, which hides how wrong a sample is",
            "Which loss has a sample whose logit is 100, on the wrong side? What does yours say?",
            1,
        )


def test_numbers_inside_nodes_and_lists_count():
    right = [{"z": RIGHT}] * 2
    for large in (Node(np.array([400.0])), [1.0, np.array([-400.0])], (2.0, 400)):
        seen = Seen([(1.0,), (large,)], right, [{"z": RIGHT}, {"z": NAN}])
        assert len(list(extremes(seen))) == 1

"""Numbers as learners give them: each with half a unit of its last decimal."""

from dataclasses import FrozenInstanceError
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from workbook.checks.reading import MOST, Given, Missing, NotANumber, fixed, read


@pytest.mark.parametrize(
    ("answer", "half_unit"),
    [
        (3, 0.005),
        (0.3, 0.005),
        (0.25, 0.005),
        (-0.25, 0.005),
        (0.125, 0.0005),
        (0.1234, 0.00005),
        (1e-3, 0.0005),
        (1e9, 0.005),
        (Decimal("0.12"), 0.005),
        (Fraction(1, 8), 0.0005),
        (np.float32(0.125), 0.0005),
        (True, 0.005),
        (np.nan, 0.0),
        (np.inf, 0.0),
    ],
)
def test_half_a_unit_of_the_last_decimal_of_two_at_least(answer, half_unit):
    given = read(answer)
    assert given.value.shape == given.half_unit.shape == ()
    eps = float(np.finfo(np.float32 if isinstance(answer, np.float32) else float).eps)
    rounding = 32 * eps * max(1.0, abs(float(answer))) if half_unit and half_unit < 1 else 0
    np.testing.assert_allclose(given.half_unit, half_unit + rounding, rtol=1e-12)


def test_each_entry_has_a_precision_of_its_own():
    given = read([[0.5, 0.1234], [2, 0.333]])
    assert given.value.tolist() == [[0.5, 0.1234], [2.0, 0.333]]
    np.testing.assert_allclose(given.half_unit, [[0.005, 0.00005], [0.005, 0.0005]], rtol=1e-9)


@pytest.mark.parametrize(("kind", "digits"), [(np.float32, 0.05), (np.float16, 0.05)])
def test_an_array_is_read_with_its_own_digits(kind, digits):
    """0.1 in float32 is 0.1, though as a float64 it has many digits more."""
    given = read(np.array([0.1], kind))
    rounding = np.spacing(kind(0.1)) if kind is np.float16 else 32 * np.finfo(kind).eps
    np.testing.assert_allclose(given.half_unit, 0.005 + float(rounding), rtol=1e-12)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (iter([1]), "it is a list_iterator, which can be read only once: write list(…) around it"),
        ([[1, 2], [3]], "its rows have different lengths"),
        ([np.ones(2), 1.0], "its rows have different lengths"),
        ([np.ones((2, 2)), np.ones((2, 3))], "its rows have different lengths"),
        (np.zeros(MOST + 1), "it holds 50,001 numbers"),
        (["0.3"], "it holds the text '0.3'; write a number, with a decimal point"),
        ([1j], "it holds a complex, not a number"),
        ([{}], "it holds a dict, not a number"),
        (10**400, "it holds a number that is too large"),
        (Decimal("sNaN"), "it holds what is called a number, and is none"),
    ],
)
def test_what_cannot_be_read_is_told_why(answer, words):
    with pytest.raises(NotANumber) as error:
        read(answer)
    assert str(error.value) == words and not isinstance(error.value, Missing)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "it is not answered yet"),
        ([None, None], "it is not answered yet"),
        ([], "it is not answered yet"),
        ([None, 1, 2], "1 of its 3 entries are still None"),
        ([None, [1, 2], None], "2 of its 3 entries are still None"),
    ],
)
def test_what_is_missing_is_counted(answer, words):
    with pytest.raises(Missing) as error:
        read(answer)
    assert str(error.value) == words


def test_as_many_numbers_as_allowed_can_be_read():
    assert read(np.zeros(MOST)).value.shape == (MOST,)


def test_numbers_that_have_not_been_rounded_have_no_half_unit():
    given = Given.exact([[1, 2, 3]])
    assert given.value.tolist() == [[1.0, 2.0, 3.0]] and given.value.dtype == float
    assert given.half_unit.tolist() == [[0.0, 0.0, 0.0]]


def test_shapes_change_together():
    given = Given(np.array([[1.0, 2, 3]]), np.array([[0.1, 0.2, 0.3]]))
    assert given.reshaped((3,)).value.tolist() == [1, 2, 3]
    assert given.reshaped((3,)).half_unit.tolist() == [0.1, 0.2, 0.3]
    assert given.transposed.value.tolist() == [[1], [2], [3]]
    assert given.transposed.half_unit.tolist() == [[0.1], [0.2], [0.3]]


def test_fixed_numbers_are_copies_that_nobody_changes():
    mine = np.array([1, 2])
    array = fixed(mine)
    mine[0] = 7
    assert array.tolist() == [1.0, 2.0] and array.dtype == float
    with pytest.raises(ValueError):
        array[0] = 3


def test_what_was_given_stays_as_it_was_given():
    given = read([0.5, 0.25])
    with pytest.raises(FrozenInstanceError):
        given.value = np.zeros(2)

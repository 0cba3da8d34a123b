"""The stable functions equal their formulas, at any size, on real and complex arrays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from helpers.functions import floats, log_sum_exp, one_hot, relu, sigmoid, softmax, softplus

FORMULAS = {
    relu: lambda a: a * (a > 0),
    sigmoid: lambda a: 1 / (1 + np.exp(-a)),
    softplus: lambda a: np.log(1 + np.exp(a)),
    log_sum_exp: lambda a: np.log(np.exp(a).sum(axis=-1)),
    softmax: lambda a: np.exp(a) / np.exp(a).sum(axis=-1, keepdims=True),
}
each_function = pytest.mark.parametrize("function", FORMULAS)
anything = arrays(np.float64, array_shapes(max_dims=3), elements=st.floats(-1e4, 1e4))
moderate = arrays(np.float64, array_shapes(max_dims=3), elements=st.floats(-20, 20))


@each_function
@given(a=moderate)
def test_equals_its_formula(function, a):
    np.testing.assert_allclose(function(a), FORMULAS[function](a), rtol=1e-12, atol=1e-14)


@each_function
def test_equals_its_formula_on_complex_numbers(function, rng):
    a = rng.standard_normal((4, 5)) + 0.5j * rng.standard_normal((4, 5))
    np.testing.assert_allclose(function(a), FORMULAS[function](a), rtol=1e-12)


@each_function
@given(a=anything)
def test_is_finite_for_large_numbers(function, a):
    assert np.isfinite(function(a)).all()


@each_function
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex128])
def test_keeps_the_dtype_without_warnings_at_ten_thousand(function, dtype):
    value = function(np.array([[1e4, -1e4, 0], [-1e4, -1e4, -1e4]], dtype))
    assert value.dtype == dtype
    assert np.isfinite(value).all()


@pytest.mark.parametrize("function", [relu, sigmoid, softplus])
def test_takes_whole_numbers(function):
    a = np.array([-3, 0, 2])
    np.testing.assert_array_equal(function(a), function(a.astype(float)))


@each_function
def test_takes_a_list(function):
    np.testing.assert_array_equal(function([-3, 0, 2]), function(np.array([-3, 0, 2])))


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.longdouble])
def test_sigmoid_is_right_to_the_last_digits_on_both_sides(dtype):
    """On the left its size is e^a: an error of one part in 2⁵³ of 1 would be all there is."""
    limit = np.log(np.finfo(dtype).tiny)
    a = np.linspace(limit, -limit, 2001).astype(dtype)
    wide = np.longdouble(a)
    exact = np.where(wide < 0, np.exp(wide), 1) / (1 + np.exp(-np.abs(wide)))
    np.testing.assert_allclose(sigmoid(a), exact, rtol=4 * np.finfo(dtype).eps)
    assert sigmoid(a).dtype == dtype
    assert (np.diff(sigmoid(a)) >= 0).all()


@pytest.mark.parametrize("direction", [1j, -1j])
def test_the_complex_step_through_sigmoid_is_right_to_the_last_digits_on_both_sides(direction):
    a = np.concatenate([np.linspace(-600, 600, 2001), [0.0, -0.0, 1e-20, -1e-20]])
    h = 1e-40
    slope = (sigmoid(a + direction * h) / direction).real / h
    e = np.exp(-np.abs(a))
    np.testing.assert_allclose(slope, e / (1 + e) ** 2, rtol=1e-14)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_infinities_give_the_limits_and_nan_stays_nan(dtype):
    a = np.array([-np.inf, np.inf, np.nan], dtype)
    np.testing.assert_array_equal(sigmoid(a), [0, 1, np.nan])
    np.testing.assert_array_equal(softplus(a), [0, np.inf, np.nan])
    np.testing.assert_array_equal(softmax([a[0], 0]), [0, 1])


@pytest.mark.parametrize("function", [relu, sigmoid, softplus])
def test_the_largest_numbers_overflow_nothing(function):
    largest = np.finfo(np.float64).max
    ends = {relu: [0, largest], sigmoid: [0, 1], softplus: [0, largest]}
    np.testing.assert_array_equal(function([-largest, largest]), ends[function])


@each_function
@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.bool_])
@given(seed=st.integers(0, 100))
def test_small_integers_are_numbers_and_no_remainders(function, dtype, seed):
    a = np.random.default_rng(seed).integers(0, 256, (3, 4)).astype(dtype)
    np.testing.assert_array_equal(function(a), function(a.astype(float)))
    assert function(a).dtype == np.float64


def test_log_sum_exp_and_softmax_over_everything(rng):
    a = rng.standard_normal((3, 4))
    np.testing.assert_allclose(log_sum_exp(a, axis=None), np.log(np.exp(a).sum()), rtol=1e-14)
    assert log_sum_exp(a, axis=None).shape == ()
    assert log_sum_exp(a, axis=None, keepdims=True).shape == (1, 1)
    np.testing.assert_allclose(softmax(a, axis=None), np.exp(a) / np.exp(a).sum(), rtol=1e-14)


def test_floats_returns_what_is_good_as_it_is_and_casts_the_rest():
    for dtype in (np.float16, np.float32, np.float64, np.complex64, np.complex128):
        x = np.ones(3, dtype)
        assert floats(x) is x
        assert floats(x, x.dtype) is x
    assert floats(np.ones(3, int), np.float32).dtype == np.float32
    assert floats(np.ones(3, np.float64), np.float32).dtype == np.float32
    assert floats(np.ones(3, np.float32), np.complex128).dtype == np.complex128
    np.testing.assert_array_equal(floats(np.array([1 + 2j]), np.float64), [1 + 2j])
    assert floats([[1, 2], [3, 4]]).shape == (2, 2)


def test_floats_makes_an_array_of_what_can_be_one():
    class Column:
        """As the columns of a table are: `mask` is a method of theirs, and hides nothing."""

        mask = None

        def __array__(self, dtype=None, copy=None):
            return np.array([1.0, 2.0])

    np.testing.assert_array_equal(floats(Column()), [1, 2])
    assert isinstance(floats([1j, 2]), np.ndarray)
    assert isinstance(floats([1.0, 2]), np.ndarray)


def test_values_at_the_far_ends():
    a = np.array([-1e4, 0, 1e4])
    np.testing.assert_array_equal(sigmoid(a), [0, 0.5, 1])
    np.testing.assert_array_equal(softplus(a), [0, np.log(2), 1e4])
    np.testing.assert_array_equal(relu(a), [0, 0, 1e4])
    np.testing.assert_array_equal(softmax(a), [0, 0, 1])
    assert log_sum_exp(a) == 1e4


@given(a=anything)
def test_softmax_sums_to_one_and_forgets_a_shift(a):
    np.testing.assert_allclose(softmax(a).sum(axis=-1), 1, rtol=1e-12)
    np.testing.assert_allclose(softmax(a + 8), softmax(a), atol=1e-11)


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_log_sum_exp_and_softmax_along_any_axis(axis, rng):
    a = rng.standard_normal((3, 4, 5))
    total = np.log(np.exp(a).sum(axis=axis))
    np.testing.assert_allclose(log_sum_exp(a, axis=axis), total, rtol=1e-14)
    kept = log_sum_exp(a, axis=axis, keepdims=True)
    assert kept.ndim == 3
    np.testing.assert_allclose(softmax(a, axis=axis), np.exp(a - kept), rtol=1e-14)


@given(st.lists(st.integers(0, 6)))
def test_one_hot_puts_a_single_one_in_the_column_of_the_label(labels):
    rows = one_hot(np.array(labels, int), 7, dtype=np.float32)
    assert rows.shape == (len(labels), 7)
    assert rows.dtype == np.float32
    np.testing.assert_array_equal(rows.sum(axis=1), np.ones(len(labels)))
    np.testing.assert_array_equal(rows.argmax(axis=1), labels)


@pytest.mark.parametrize("labels", [[0, 3], [-1, 0], [0.0, 1.0], [[0, 1]], 1, [True, False], ["0"]])
def test_one_hot_refuses_what_is_no_label(labels):
    labels = np.array(labels)
    with pytest.raises(ValueError) as error:
        one_hot(labels, 3)
    assert str(error.value) == (
        f"labels must lie in 0 … 2, got {labels.min()} … {labels.max()}"
        if labels.dtype.kind == "i" and labels.ndim == 1
        else f"labels must be whole numbers of shape (N,), got {labels.dtype} {labels.shape}"
    )


def test_one_hot_takes_the_room_of_its_rows_alone():
    """A square of all classes would be 298 GiB."""
    assert one_hot([1], 200_000).nonzero() == (np.array([0]), np.array([1]))

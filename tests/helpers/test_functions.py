"""The stable functions equal their formulas, at any size, on real and complex arrays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from helpers.functions import log_sum_exp, one_hot, relu, sigmoid, softmax, softplus

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
    with pytest.raises(ValueError, match="labels must"):
        one_hot(np.array(labels), 3)

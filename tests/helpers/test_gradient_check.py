"""The gradient check says right of what is right, and never of what is wrong."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.verdicts import FAMILIES, name, of_all_scales, planted, smooth
from helpers import Network, central_difference, check_gradient, complex_step, half_mse
from helpers.gradient_check import rounding_noise
from tests.helpers.cases import each_case, random_case, random_network

METHODS = [central_difference, complex_step]
each_family = pytest.mark.parametrize("family", FAMILIES, ids=name)
each_method = pytest.mark.parametrize("method", METHODS)
seeds = st.integers(0, 2**32 - 1)


@pytest.fixture
def case(rng):
    """Return a network whose gradients are of ordinary size, inputs, targets and a loss."""
    net = random_network([3, 4, 2], "tanh", rng)
    return net, rng.standard_normal((5, 3)), rng.standard_normal((5, 2)), half_mse


def said(report):
    """Return all verdicts that a report holds."""
    return {str(verdict) for check in report for verdict in check.verdicts.flat}


# --- right -------------------------------------------------------------------------------------


@each_case
def test_the_gradient_of_an_ordinary_network_is_not_wrong(activation, loss, batch, rng):
    net, X, t = random_case(activation, loss, batch, rng)
    assert said(check_gradient(net, X, t, loss)) <= {"right", "undecidable"}
    assert said(check_gradient(net, X, t, loss, complex_step)) <= {"right", "undecidable"}


@each_method
@each_family
@settings(max_examples=8)
@given(seeds)
def test_no_right_gradient_is_called_wrong(family, method, seed):
    assert check_gradient(*family(np.random.default_rng(seed)), method).wrong == []


@each_method
def test_the_gradient_of_a_network_of_ordinary_size_is_right(case, method):
    report = check_gradient(*case, method)
    assert said(report) == {"right"}
    assert report.verdict == "right"


def test_the_complex_step_decides_of_tiny_gradients(case):
    net, X, t, loss = case
    assert "undecidable" in said(check_gradient(net, 1e-10 * X, t, loss))
    assert said(check_gradient(net, 1e-10 * X, t, loss, complex_step)) == {"right"}


def test_a_gradient_of_zero_is_right_where_nothing_moves_the_loss(case):
    net, X, t, loss = case
    X[:, 1] = 0
    check = check_gradient(net, X, t, loss)["W1"]
    np.testing.assert_array_equal(check.backprop[:, 1], 0)
    assert set(check.verdicts[:, 1]) == {"right"}


# --- wrong -------------------------------------------------------------------------------------


@each_method
@pytest.mark.parametrize("where", ["a whole parameter", "its largest entry", "a random entry"])
@settings(max_examples=15)
@given(seeds, st.sampled_from(FAMILIES), st.floats(-6, -1))
def test_no_error_above_the_tolerance_is_called_right(where, method, seed, family, exponent):
    rng = np.random.default_rng(seed)
    case = family(rng)
    if found := planted(rng, case, where, 10**exponent):
        gradient, key, entries = found
        verdicts = check_gradient(*case, method, gradient=gradient)[key].verdicts
        assert "right" not in verdicts[entries]


@each_method
@pytest.mark.parametrize("key", ["W1", "b1", "W2", "b2"])
@pytest.mark.parametrize("factor", [0, -1, 2, 1.00001, np.nan, np.inf])
def test_a_wrong_parameter_is_named(key, factor, method, case):
    g = case[0].loss_and_gradient(*case[1:])[1]
    with np.errstate(invalid="ignore"):
        case[0].named(g)[key][...] *= factor
    report = check_gradient(*case, method, gradient=g)
    assert report.wrong == [key]
    assert set(report[key].verdicts.flat) == {"wrong"}
    assert report.verdict == report[key].verdict == "wrong"


def test_a_wrong_backward_pass_is_seen(case):
    net = case[0]
    right = net.backward

    def backward(dy):
        right(dy)
        net.named(net.gradient)["W1"][...] *= 1.01
        return net.gradient

    net.backward = backward
    assert check_gradient(*case).wrong == ["W1"]


@given(seeds, st.floats(1e-10, 1e8))
@settings(max_examples=10)
def test_the_scale_of_the_loss_is_of_no_consequence(seed, scale):
    net, X, t, loss = smooth(np.random.default_rng(seed))

    def scaled(y, t):
        value, dy = loss(y, t)
        return scale * value, scale * dy

    for check, other in zip(
        check_gradient(net, X, t, loss, complex_step),
        check_gradient(net, X, t, scaled, complex_step),
        strict=True,
    ):
        np.testing.assert_array_equal(check.verdicts, other.verdicts)


def test_the_tolerance_is_the_callers(case):
    g = case[0].loss_and_gradient(*case[1:])[1]
    case[0].named(g)["W1"][...] *= 1.01
    assert check_gradient(*case, tolerance=1e-3, gradient=g).wrong == ["W1"]
    assert check_gradient(*case, tolerance=4e-2, gradient=g).verdict == "right"


# --- at a kink ---------------------------------------------------------------------------------


def one_unit(w, b, v=1.0):
    """Return v · relu(w x + b), a network of four parameters."""
    net = Network([1, 1, 1], "relu")
    net.theta = [w, b, v, 0.0]
    return net


@each_method
@pytest.mark.parametrize("backprops", [0.0, 1.0, 0.3])
def test_at_a_kink_any_slope_from_side_to_side_will_do(method, backprops):
    net, X, t = one_unit(1.0, 0.0), np.array([[0.0], [2.0]]), np.array([[-3.0], [3.0]])
    g = net.loss_and_gradient(X, t, half_mse)[1]
    # The slope of b is −½ of the second sample, and on the right 3/2 of the first besides.
    net.named(g)["b1"][0] = -0.5 + 1.5 * backprops
    report = check_gradient(net, X, t, half_mse, method, gradient=g)
    assert report["b1"].verdict == "at a kink"
    assert report["W1"].verdict == report["W2"].verdict == "right"
    assert report.verdict == "at a kink"


@each_method
@pytest.mark.parametrize("backprops", [-0.1, 1.1])
def test_beyond_both_sides_of_a_kink_a_slope_is_wrong(method, backprops):
    net, X, t = one_unit(1.0, 0.0), np.array([[0.0], [2.0]]), np.array([[-3.0], [3.0]])
    g = net.loss_and_gradient(X, t, half_mse)[1]
    net.named(g)["b1"][0] = -0.5 + 1.5 * backprops
    assert check_gradient(net, X, t, half_mse, method, gradient=g).wrong == ["b1"]


@each_method
@pytest.mark.parametrize("distance", [1e-6, -1e-6])
def test_beside_a_kink_backprop_is_right(method, distance):
    net, X, t = one_unit(1.0, distance), np.array([[0.0], [2.0]]), np.array([[-3.0], [3.0]])
    assert check_gradient(net, X, t, half_mse, method)["b1"].verdict == "right"


@each_method
def test_a_kink_with_a_slope_on_one_side_alone_is_one(method):
    """Of the weight on the left, for the input is negative; of the bias on the right."""
    report = check_gradient(one_unit(1.0, 1.0), [[-1.0]], [[2.0]], half_mse, method)
    assert report["W1"].verdict == report["b1"].verdict == "at a kink"


@each_method
def test_a_kink_of_the_loss_is_not_called_wrong(method):
    """Its gradient jumps with one rounding, which may be too much noise to speak of a kink."""

    def absolute(y, t):
        residual = y - t
        size = np.where(residual.real < 0, -residual, residual)
        return size.sum(axis=(-2, -1)) / y.shape[-2], np.sign(residual.real) / y.shape[-2]

    net = Network([1, 1])
    net.theta = [1.0, 0.0]
    X, t = np.array([[1.0], [2.0], [-1.0]]), np.array([[1.0], [0.0], [-1.0]])
    assert said(check_gradient(net, X, t, absolute, method)) <= {"at a kink", "undecidable"}


# --- what it refuses ---------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float32, np.float16, np.longdouble])
def test_refuses_anything_but_float64_and_says_why(dtype):
    if np.dtype(dtype) == np.float64:
        pytest.skip("long double is double on this machine")
    net = Network([2, 1], dtype=dtype)
    with pytest.raises(TypeError, match=f"check gradients in float64, not {np.dtype(dtype)}: a"):
        check_gradient(net, np.ones((1, 2)), np.ones((1, 1)), half_mse)


def test_refuses_a_crowd():
    net = Network([2, 1], seed=[1, 2])
    with pytest.raises(ValueError, match=r"theta must have shape \(P,\), got \(2, 3\): check one"):
        check_gradient(net, np.ones((1, 2)), np.ones((1, 1)), half_mse)


def test_refuses_a_method_whose_noise_it_does_not_know(case):
    with pytest.raises(ValueError, match=r"^method must be central_difference or complex_step$"):
        check_gradient(*case, method=lambda f, theta: theta)


def test_refuses_a_loss_without_a_slope(case):
    net, X, t, loss = case
    with pytest.raises(ValueError, match=r"^the loss is nan: there is no slope to compare with$"):
        check_gradient(net, X, t * np.nan, loss)


def test_refuses_a_gradient_of_another_shape(case):
    net, X, t, loss = case
    parts = net.named(net.loss_and_gradient(X, t, loss)[1])
    with pytest.raises(ValueError, match=r"^the gradient of b1 has shape \(5, 4\), not \(4,\)$"):
        check_gradient(*case, gradient=parts | {"b1": np.ones((5, 4))})
    with pytest.raises(ValueError, match=r"^gradient must have the keys W1, b1, W2, b2, got W1$"):
        check_gradient(*case, gradient={"W1": parts["W1"]})
    with pytest.raises(ValueError, match="cannot reshape"):
        check_gradient(*case, gradient=np.ones(3))


def test_a_gradient_is_taken_as_a_vector_or_by_name(case):
    g = case[0].loss_and_gradient(*case[1:])[1]
    by_name = check_gradient(*case, gradient=case[0].named(g))
    assert str(by_name) == str(check_gradient(*case, gradient=g)) == str(check_gradient(*case))


# --- the noise ---------------------------------------------------------------------------------


@given(seeds)
@settings(max_examples=15)
def test_the_noise_covers_the_difference_to_a_finer_precision(seed):
    """Extended precision, where the machine has it, tells the true error of a loss and gradient."""
    if np.finfo(np.longdouble).eps == np.finfo(np.float64).eps:
        pytest.skip("long double is double on this machine")
    net, X, t, loss = of_all_scales(np.random.default_rng(seed))
    value, g = net.loss_and_gradient(X, t, loss)
    fine = net.at(net.theta.astype(np.longdouble))
    true_value, true_g = fine.loss_and_gradient(
        X.astype(np.longdouble), t.astype(np.longdouble), loss
    )
    of_loss, of_gradient = rounding_noise(net, X, t, loss)
    assert abs(value - true_value) <= of_loss
    assert np.all(np.abs(g - true_g) <= of_gradient)


# --- the report --------------------------------------------------------------------------------


def test_the_report_holds_both_gradients_under_each_name(case):
    net, X, t, loss = case
    report = check_gradient(*case)
    gradient = net.loss_and_gradient(X, t, loss)[1]
    numerical = net.named(central_difference(net.loss_function(X, t, loss), net.theta))
    for key, g in net.named(gradient).items():
        np.testing.assert_array_equal(report[key].backprop, g)
        np.testing.assert_array_equal(report[key].numerical, numerical[key])
        assert report[key].noise.shape == report[key].verdicts.shape == g.shape


def kinked(gradient=None):
    """Return the report of a network at a kink, whose gradients are the same on all machines."""
    net = Network([2, 1, 1], "relu")
    net.theta = [1.0, 1.0, 0.0, 1.0, 0.0]
    X, t = np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([[0.0], [1.0]])
    return check_gradient(net, X, t, half_mse, complex_step, gradient=gradient)


TABLE = """\
     shape    ‖backprop‖   ‖numerical‖  relative error
W1  (1, 2)  1.414214e+00  1.414214e+00         0.0e+00  at a kink
b1    (1,)  1.000000e+00  1.000000e+00         0.0e+00  at a kink
W2  (1, 1)  2.000000e+00  2.000000e+00         0.0e+00  right
b2    (1,)  5.000000e-01  5.000000e-01         0.0e+00  right
"""
AT_A_KINK = """
At a kink the slopes to the left and to the right differ, and backprop's is one of them or \
between. Move the data or the biases a little, and check again."""
WRONG = """
Wrong: look at the backward pass of b1 first, since errors travel from the output towards the \
input.
"""


def test_the_report_prints_as_a_table_and_says_what_to_do():
    report = kinked()
    assert str(report) == repr(report) == TABLE + AT_A_KINK


def test_what_is_wrong_is_told_first():
    half_wrong = kinked(np.array([3.0, 1.0, 1.5, 2.0, 0.5]))
    lines = str(half_wrong).splitlines()
    assert lines[1].endswith("  wrong in 1 of 2 entries, at a kink in 1")
    assert lines[2] == "b1    (1,)  1.500000e+00  1.000000e+00         2.0e-01  wrong"
    assert str(half_wrong).endswith(WRONG + AT_A_KINK)
    assert half_wrong.wrong == ["W1", "b1"]


def test_what_is_undecidable_is_told_with_what_to_do(case):
    net, X, t, loss = case
    report = check_gradient(net, 1e-10 * X, t, loss, tolerance=1e-5)
    assert report.verdict == report["W1"].verdict == report["W1"].summary == "undecidable"
    assert str(report).endswith(
        "\n\nUndecidable: rounding is too large there to see a relative error of 1e-05. Check "
        "with method=complex_step, or with weights and data of ordinary size."
    )

"""Four roads to every network's gradient agree; the numerical ones are as said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import helpers.gradients
from helpers import (
    Network,
    central_difference,
    complex_step,
    forward_difference,
    relative_error,
    step_sweep,
)
from tests.helpers.cases import (
    ACTIVATIONS,
    BATCHES,
    CENTRAL,
    EXACT,
    LOSSES,
    TENSOR_LOSSES,
    each_case,
    flat,
    random_case,
    random_network,
    tensor_outputs,
)

METHODS = [forward_difference, central_difference, complex_step]


# --- four roads --------------------------------------------------------------------------------


@each_case
def test_four_roads_to_the_gradient_of_a_loss_agree(activation, loss, batch, rng):
    net, X, t = random_case(activation, loss, batch, rng)
    value, gradient = net.loss_and_gradient(X, t, loss)

    parameters, y = tensor_outputs(net, X)
    tensor_loss = TENSOR_LOSSES[loss](y, t)
    tensor_loss.backward()
    f = net.loss_function(X, t, loss)

    assert tensor_loss.value == pytest.approx(value, rel=EXACT, abs=EXACT)
    assert relative_error(gradient, flat(parameters)) <= EXACT
    if loss.__name__ == "softmax_cross_entropy" and batch[1][-1] == 1:
        return  # one logit: the loss is 0 whatever it is, and so is the gradient
    assert relative_error(gradient, complex_step(f, net.theta)) <= EXACT
    assert relative_error(gradient, central_difference(f, net.theta)) <= CENTRAL


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("batch", BATCHES, ids=str)
def test_four_roads_agree_for_a_random_cotangent(activation, batch, rng):
    """L = Σ c · y with random c: no symmetry of a loss can hide an error."""
    N, sizes = batch
    net = random_network(sizes, activation, rng)
    X, c = rng.standard_normal((N, sizes[0])), rng.standard_normal((N, sizes[-1]))
    net.forward(X)
    gradient = net.backward(c).copy()

    parameters, y = tensor_outputs(net, X)
    y.backward(c)

    def f(theta):
        return np.sum(c * net.at(theta).forward(X), axis=(-2, -1))

    assert relative_error(gradient, flat(parameters)) <= EXACT
    assert relative_error(gradient, complex_step(f, net.theta)) <= EXACT
    assert relative_error(gradient, central_difference(f, net.theta)) <= CENTRAL


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", LOSSES)
def test_gradients_stay_finite_where_units_are_saturated(activation, loss):
    """Pre-activations of ±10⁴ in both layers, without a warning on any road."""
    net = Network([2, 3, 2], activation)
    net.set_parameters(W1=[[1, 1], [-1, -1], [1, -1]], W2=[[1e4, -1e4, 1], [-1e4, 1e4, 1]])
    X, t = np.array([[5e3, 5e3], [-5e3, -5e3]]), np.array([[0.0, 1.0], [1.0, 0.0]])
    assert np.abs(net.forward(X)).max() >= 1e4 - 1
    value, gradient = net.loss_and_gradient(X, t, loss)
    parameters, y = tensor_outputs(net, X)
    tensor_loss = TENSOR_LOSSES[loss](y, t)
    tensor_loss.backward()
    f = net.loss_function(X, t, loss)
    for numbers in (
        value,
        gradient,
        tensor_loss.value,
        flat(parameters),
        complex_step(f, net.theta),
        central_difference(f, net.theta),
    ):
        assert np.isfinite(numbers).all()
    assert relative_error(gradient, flat(parameters)) <= EXACT
    assert relative_error(gradient, complex_step(f, net.theta)) <= EXACT


# --- the numerical roads -----------------------------------------------------------------------


def quartic(theta):
    """Return Σ θ_i⁴ + θ_0 θ_1, for one theta or a stack."""
    return np.sum(theta**4, axis=-1) + theta[..., 0] * theta[..., 1]


def quartic_gradient(theta):
    gradient = 4 * theta**3
    gradient[:2] += theta[[1, 0]]
    return gradient


@pytest.mark.parametrize(
    ("method", "tolerance"),
    [(forward_difference, 1e-6), (central_difference, 1e-9), (complex_step, 1e-15)],
)
@given(theta=st.lists(st.floats(-3, 3), min_size=2, max_size=12).map(np.array))
def test_is_close_to_the_true_gradient(method, tolerance, theta):
    error = np.max(np.abs(method(quartic, theta) - quartic_gradient(theta)))
    assert error <= tolerance * (1 + np.max(np.abs(theta)) ** 4) * 10


@pytest.mark.parametrize(("method", "order"), [(forward_difference, 1), (central_difference, 2)])
def test_error_falls_with_the_promised_order(method, order):
    theta = np.array([0.3, -0.7, 1.1])
    coarse, fine = step_sweep(quartic, theta, quartic_gradient(theta), [1e-2, 1e-3], method)
    assert np.log10(coarse / fine) == pytest.approx(order, abs=0.1)


def test_the_step_suits_large_parameters():
    theta = np.array([1e6, -2e6])
    assert relative_error(central_difference(quartic, theta), quartic_gradient(theta)) < 1e-9


def test_the_complex_step_can_be_as_small_as_it_likes():
    theta = np.array([0.3, -0.7, 1.1])
    errors = step_sweep(quartic, theta, quartic_gradient(theta), [1e-10, 1e-100], complex_step)
    assert isinstance(errors, np.ndarray) and errors.shape == (2,)
    assert max(errors) < 1e-15


@pytest.mark.parametrize("method", METHODS)
def test_taken_in_small_blocks_it_is_the_same(method, monkeypatch, rng):
    theta = rng.standard_normal(13)
    whole = method(quartic, theta)
    monkeypatch.setattr(helpers.gradients, "BLOCK", 70)
    rows = []

    def f(stack):
        rows.append(stack.shape[:-1])
        return quartic(stack)

    np.testing.assert_array_equal(method(f, theta), whole)
    assert max(rows) <= (70 // 13,)


@pytest.mark.parametrize("method", METHODS)
def test_theta_is_left_as_it_was(method):
    theta = np.array([1, 2, 3])
    method(quartic, theta)
    assert theta.dtype == int
    np.testing.assert_array_equal(theta, [1, 2, 3])


@pytest.mark.parametrize("method", METHODS)
def test_takes_a_function_of_one_theta_if_vectorised(method, rng):
    theta = rng.standard_normal(5)
    one_by_one = np.vectorize(quartic, signature="(p)->()")
    np.testing.assert_allclose(method(one_by_one, theta), method(quartic, theta), rtol=1e-6)


@pytest.mark.parametrize("method", METHODS)
def test_refuses_a_function_that_does_not_know_stacks(method):
    rows = 6 if method is central_difference else 3
    with pytest.raises(ValueError) as error:
        method(np.sum, np.ones(3))
    assert str(error.value) == f"f must map a stack (R, 3) to (R,): {rows} rows gave ()"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", [(), (2, 3), (0,)])
def test_refuses_a_theta_that_is_no_vector(method, shape):
    with pytest.raises(ValueError) as error:
        method(quartic, np.ones(shape))
    assert str(error.value) == f"theta must have shape (P,), got {shape}"


@pytest.mark.parametrize("method", METHODS)
def test_takes_theta_as_a_list(method, rng):
    theta = rng.standard_normal(3)
    np.testing.assert_array_equal(method(quartic, theta.tolist()), method(quartic, theta))


def test_the_complex_step_refuses_a_function_that_drops_imaginary_parts_of_some_terms(rng):
    def f(theta):
        return (theta**2).sum(axis=-1) + np.abs(theta).sum(axis=-1)

    with pytest.raises(TypeError, match="lost the imaginary part"):
        complex_step(f, rng.standard_normal(4))


def test_the_complex_step_takes_the_side_that_a_kink_is_left_on():
    np.testing.assert_array_equal(
        complex_step(lambda theta: np.maximum(theta, 0).sum(axis=-1), np.zeros(3)), np.ones(3)
    )


def test_the_complex_step_is_exact_for_parameters_in_float32(rng):
    theta = rng.standard_normal(4).astype(np.float32)
    exact = quartic_gradient(theta.astype(float))
    np.testing.assert_allclose(complex_step(quartic, theta), exact, rtol=1e-14)


@pytest.mark.parametrize("method", [central_difference, complex_step])
def test_single_entries_are_those_of_the_whole(method, rng):
    theta = rng.standard_normal(7)
    some = np.array([5, 0, 2])
    np.testing.assert_array_equal(
        method(quartic, theta, entries=some), method(quartic, theta)[some]
    )
    assert method(quartic, theta, entries=some[:0]).shape == (0,)


@pytest.mark.parametrize("lossy", [lambda theta: np.abs(theta), lambda theta: theta.real])
def test_the_complex_step_refuses_a_function_that_drops_the_imaginary_part(lossy):
    with pytest.raises(TypeError) as error:
        complex_step(lambda theta: lossy(theta).sum(axis=-1), np.array([1.0, 2.0]))
    assert str(error.value) == (
        "f lost the imaginary part that carries its derivative: look for abs, .real, float() or "
        "an array that was made for real numbers"
    )


def test_the_complex_step_believes_a_right_function_of_one_huge_parameter():
    """Real steps that its rounding swallows would show another slope."""
    huge = np.array([1e9, 0.0])
    gradient = complex_step(lambda theta: (theta - huge).sum(axis=-1), huge)
    np.testing.assert_array_equal(gradient, [1, 1])


# --- comparing ---------------------------------------------------------------------------------


def test_relative_error_runs_from_equal_to_opposite(rng):
    g = rng.standard_normal((3, 4))
    assert relative_error(g, g) == 0
    assert relative_error(g, -g) == pytest.approx(1)
    assert relative_error(g, 3 * g) == pytest.approx(0.5)
    assert relative_error(g, 0 * g) == 1
    assert relative_error(0 * g, 0 * g) == 0


@given(st.floats(1e-290, 1e290), st.integers(0, 2**32 - 1))
def test_relative_error_is_symmetric_and_has_no_unit(scale, seed):
    g, n = np.random.default_rng(seed).standard_normal((2, 6))
    assert relative_error(g, n) == pytest.approx(relative_error(scale * n, scale * g))


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, bool, np.float16, np.float32])
def test_relative_error_is_no_modular_arithmetic(dtype):
    assert relative_error(np.array([0], dtype), np.array([1], dtype)) == 1
    assert relative_error(np.array([1], dtype), np.array([0], dtype)) == 1


def test_relative_error_above_one_says_that_shapes_differ(rng):
    g = rng.standard_normal(4)
    assert relative_error(rng.standard_normal((20, 4)), g) > 1

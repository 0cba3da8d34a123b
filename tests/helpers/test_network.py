"""A network is one vector with views; a crowd of R networks behaves as its members alone."""

import copy
import pickle
from itertools import pairwise

import numpy as np
import pytest

import helpers.network
from helpers import Network, central_difference, complex_step, half_mse, relative_error
from tests.helpers.cases import (
    ACTIVATIONS,
    EXACT,
    LOSSES,
    each_case,
    random_case,
    random_network,
    random_targets,
)

# --- one vector --------------------------------------------------------------------------------


def test_parameters_are_views_of_theta_in_order():
    net = Network([2, 3, 1])
    net.theta = np.arange(13)
    named = net.named_parameters()
    assert list(named) == ["W1", "b1", "W2", "b2"]
    np.testing.assert_array_equal(named["W1"], [[0, 1], [2, 3], [4, 5]])
    np.testing.assert_array_equal(named["b1"], [6, 7, 8])
    np.testing.assert_array_equal(named["W2"], [[9, 10, 11]])
    np.testing.assert_array_equal(named["b2"], [12])
    named["W2"][0, 1] = -1
    assert net.theta[10] == -1
    assert all(np.shares_memory(part, net.theta) for part in named.values())


def test_gradients_are_views_of_gradient_in_the_same_order(rng):
    net = random_network([2, 3, 1], "tanh", rng)
    net.forward(rng.standard_normal((5, 2)))
    gradient = net.backward(rng.standard_normal((5, 1)))
    assert gradient is net.gradient
    named = net.named(net.gradient)
    for layer, k in zip(net.layers[::2], (1, 2), strict=True):
        assert np.shares_memory(layer.dW, gradient)
        np.testing.assert_array_equal(layer.dW, named[f"W{k}"])
        np.testing.assert_array_equal(layer.db, named[f"b{k}"])
    np.testing.assert_array_equal(
        gradient, np.concatenate([part.ravel() for part in named.values()])
    )


def test_a_step_on_theta_moves_the_outputs(rng):
    net = random_network([2, 3, 1], "relu", rng)
    X = rng.standard_normal((5, 2))
    before = net.forward(X)
    net.theta += 1
    after = net.forward(X)
    assert not np.allclose(before, after)
    net.theta -= 1
    np.testing.assert_allclose(net.forward(X), before, rtol=1e-12, atol=1e-12)


def test_assigning_theta_copies(rng):
    net = Network([2, 1])
    values = np.array([1.0, 2, 3])
    net.theta = values
    values[:] = 0
    np.testing.assert_array_equal(net.theta, [1, 2, 3])
    with pytest.raises(ValueError, match="broadcast"):
        net.theta = np.ones(4)


def test_at_uses_the_given_vector_and_leaves_the_network(rng):
    net = random_network([2, 3, 1], "tanh", rng)
    kept = net.theta.copy()
    theta = rng.standard_normal(net.theta.shape)
    other = net.at(theta)
    assert other.theta is theta
    assert repr(other) == repr(net)
    other.loss_and_gradient(np.ones((1, 2)), np.ones((1, 1)), half_mse)
    np.testing.assert_array_equal(net.theta, kept)
    np.testing.assert_array_equal(net.gradient, 0 * kept)


@pytest.mark.parametrize(
    "duplicate", [copy.copy, copy.deepcopy, lambda net: pickle.loads(pickle.dumps(net))]
)
@pytest.mark.parametrize("R", [None, 3])
def test_a_copied_or_pickled_network_still_learns(duplicate, R, rng):
    """Its layers' parameters must be views of its own theta, not copies of copies."""
    net = random_network([2, 3, 1], "tanh", rng, R)
    X, t = rng.standard_normal((5, 2)), rng.standard_normal((5, 1))
    other = duplicate(net)
    assert repr(other) == repr(net)
    for own, of_net in zip(
        other.loss_and_gradient(X, t, half_mse), net.loss_and_gradient(X, t, half_mse), strict=True
    ):
        np.testing.assert_array_equal(own, of_net)
    other.theta = 0
    np.testing.assert_array_equal(other.forward(X), np.zeros_like(net.forward(X)))


def test_loss_and_gradient_are_the_callers_to_keep(rng):
    net, X, t = random_case("tanh", half_mse, (5, [2, 3, 1]), rng)
    _, gradient = net.loss_and_gradient(X, t, half_mse)
    kept = gradient.copy()
    net.loss_and_gradient(-X, t, half_mse)
    np.testing.assert_array_equal(gradient, kept)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_forward_is_the_formula(activation, rng):
    net = random_network([3, 4, 2], activation, rng)
    W1, b1, W2, b2 = net.named_parameters().values()
    f = {
        "relu": lambda a: np.where(a > 0, a, 0),
        "tanh": np.tanh,
        "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    }[activation]
    X = rng.standard_normal((5, 3))
    np.testing.assert_allclose(net.forward(X), f(X @ W1.T + b1) @ W2.T + b2, rtol=1e-12)


# --- beginnings --------------------------------------------------------------------------------


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_initial_weights_have_the_promised_variance_and_biases_are_zero(activation):
    sizes = [200, 300, 100]
    named = Network(sizes, activation, seed=0).named_parameters()
    for k, (n_in, n_out) in enumerate(pairwise(sizes), start=1):
        variance = 2 / n_in if activation == "relu" else 2 / (n_in + n_out)
        W = named[f"W{k}"]
        assert W.var() == pytest.approx(variance, rel=0.03)
        assert abs(W.mean()) < 0.03 * W.std()
        np.testing.assert_array_equal(named[f"b{k}"], np.zeros(n_out))


def test_the_seed_decides():
    a, b, c = (Network([3, 4, 2], seed=seed).theta for seed in (1, 1, 2))
    np.testing.assert_array_equal(a, b)
    assert not np.allclose(a, c)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_all_numbers_have_the_dtype_asked_for(dtype, rng):
    net = Network([3, 4, 2], "sigmoid", seed=0, dtype=dtype)
    X, t = (rng.standard_normal(shape).astype(dtype) for shape in [(5, 3), (5, 2)])
    value, gradient = net.loss_and_gradient(X, t, half_mse)
    assert {net.theta.dtype, net.forward(X).dtype, value.dtype, gradient.dtype} == {np.dtype(dtype)}


def test_float32_is_float64_to_seven_digits(rng):
    net, X, t = random_case("tanh", half_mse, (6, [2, 10, 10, 1]), rng)
    single = Network(net.sizes, net.activation, dtype=np.float32)
    single.theta = net.theta
    X, t = X.astype("f4"), t.astype("f4")
    assert (
        relative_error(
            net.loss_and_gradient(X, t, half_mse)[1], single.loss_and_gradient(X, t, half_mse)[1]
        )
        < 1e-6
    )


def test_takes_whole_numbers_as_inputs(rng):
    net = random_network([2, 3, 1], "relu", rng)
    X = np.array([[1, -2], [0, 3]])
    np.testing.assert_array_equal(net.forward(X), net.forward(X.astype(float)))


def test_takes_lists_as_inputs_and_targets(rng):
    net, X, t = random_case("tanh", half_mse, (5, [3, 4, 2]), rng)
    value, gradient = net.loss_and_gradient(X, t, half_mse)
    from_lists = net.loss_and_gradient(X.tolist(), t.tolist(), half_mse)
    assert from_lists[0] == value
    np.testing.assert_array_equal(from_lists[1], gradient)
    f = net.loss_function(X.tolist(), t.tolist(), half_mse)
    assert f(net.theta) == value


def test_repr_says_what_it_is():
    assert repr(Network([2, 10, 10, 1])) == "Network([2, 10, 10, 1], 'relu', 151 parameters)"
    assert repr(Network([2, 1], seed=[1, 2])) == "Network(2 × [2, 1], 'relu', 3 parameters)"


# --- crowds ------------------------------------------------------------------------------------


@each_case
@pytest.mark.parametrize("R", [1, 4])
@pytest.mark.parametrize("own", [False, True], ids=["shared X", "own X"])
def test_a_crowd_has_the_losses_and_gradients_of_its_members(activation, loss, batch, R, own, rng):
    N, sizes = batch
    net = random_network(sizes, activation, rng, R)
    lead = (R, N) if own else (N,)
    X = rng.standard_normal((*lead, sizes[0]))
    t = random_targets(loss, (*lead, sizes[-1]), rng)
    values, gradients = net.loss_and_gradient(X, t, loss)
    assert values.shape == (R,)
    assert gradients.shape == net.theta.shape
    for k in range(R):
        alone = net.at(net.theta[k].copy())
        value, gradient = alone.loss_and_gradient(X[k] if own else X, t[k] if own else t, loss)
        assert values[k] == pytest.approx(value, rel=EXACT, abs=EXACT)
        assert relative_error(gradients[k], gradient) <= EXACT


def test_a_crowd_starts_as_its_seeds_alone():
    crowd = Network([3, 4, 2], "tanh", seed=[5, 6, 7])
    for theta, seed in zip(crowd.theta, [5, 6, 7], strict=True):
        np.testing.assert_array_equal(theta, Network([3, 4, 2], "tanh", seed=seed).theta)


def test_names_in_a_crowd_have_a_leading_axis():
    named = Network([3, 4, 2], seed=range(5)).named_parameters()
    assert {name: part.shape for name, part in named.items()} == {
        "W1": (5, 4, 3),
        "b1": (5, 4),
        "W2": (5, 2, 4),
        "b2": (5, 2),
    }


# --- the loss as a function of theta -----------------------------------------------------------


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("chunk", [1, 100, 1 << 15])
def test_loss_function_is_the_loss_for_one_theta_and_for_stacks(loss, chunk, monkeypatch, rng):
    monkeypatch.setattr(helpers.network, "CHUNK", chunk)
    net, X, t = random_case("tanh", loss, (5, [2, 3, 2]), rng)
    f = net.loss_function(X, t, loss)
    thetas = rng.standard_normal((11, net.theta.size))
    values = f(thetas)
    assert values.shape == (11,)
    for theta, value in zip(thetas, values, strict=True):
        assert f(theta) == pytest.approx(value, rel=EXACT)
        assert net.at(theta).loss_and_gradient(X, t, loss)[0] == pytest.approx(value, rel=EXACT)


def test_loss_function_never_runs_backward(monkeypatch, rng):
    net, X, t = random_case("relu", half_mse, (5, [2, 3, 1]), rng)
    monkeypatch.delattr(Network, "backward")
    f = net.loss_function(X, t, half_mse)
    assert relative_error(central_difference(f, net.theta), complex_step(f, net.theta)) < 1e-7


# --- refusals ----------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [[], [3], [3, 0], [3, -1, 2]])
def test_refuses_sizes_without_layers_or_units(sizes):
    with pytest.raises(ValueError, match="sizes must be two or more positive numbers"):
        Network(sizes)


@pytest.mark.parametrize("sizes", [[2, 2.5, 1], "231"])
def test_refuses_sizes_that_are_no_whole_numbers(sizes):
    with pytest.raises(TypeError, match="integer"):
        Network(sizes)


@pytest.mark.parametrize("dtype", [int, bool, complex])
def test_refuses_a_dtype_that_cannot_hold_its_weights(dtype):
    with pytest.raises(ValueError, match="floating-point"):
        Network([2, 1], dtype=dtype)


def test_refuses_an_unknown_activation():
    with pytest.raises(ValueError, match=r"one of \['relu', 'sigmoid', 'tanh'\], got 'gelu'"):
        Network([2, 1], "gelu")


@pytest.mark.parametrize("shape", [(2,), (5, 3), (2, 5), (4, 5, 1), ()])
def test_refuses_inputs_of_another_width(shape):
    with pytest.raises(ValueError, match=r"inputs must have shape \(N, 2\), got") as error:
        Network([2, 3, 1]).forward(np.ones(shape))
    assert str(shape) in str(error.value)


@pytest.mark.parametrize("shape", [(12,), (14,), (), (13, 2)])
def test_refuses_a_vector_of_another_size(shape):
    with pytest.raises(ValueError, match=r"sizes \[2, 3, 1\] take 13 parameters, got"):
        Network([2, 3, 1]).at(np.ones(shape))


def test_set_parameters_copies_by_name():
    net = Network([2, 3, 1], seed=0)
    b1 = np.array([1.0, 2, 3])
    net.set_parameters(b1=b1, W2=[[4, 5, 6]])
    b1[:] = 0
    np.testing.assert_array_equal(net.named_parameters()["b1"], [1, 2, 3])
    np.testing.assert_array_equal(net.named_parameters()["W2"], [[4, 5, 6]])


@pytest.mark.parametrize(
    "wrong", [{"W2": np.ones(3)}, {"W2": 1}, {"b1": np.ones((3, 1))}, {"W3": 1}, {"w1": 1}]
)
def test_set_parameters_changes_all_or_nothing(wrong):
    net = Network([2, 3, 1], seed=0)
    kept = net.theta.copy()
    (name,) = wrong
    with pytest.raises(ValueError, match=name):
        net.set_parameters(b2=[7], **wrong)
    np.testing.assert_array_equal(net.theta, kept)


def refusal(kind, call, *args, **options):
    with pytest.raises(kind) as error:
        call(*args, **options)
    return str(error.value)


@pytest.mark.parametrize("sizes", [[True, 2], [2, True], [True, True]])
def test_refuses_bools_as_sizes(sizes):
    message = refusal(ValueError, Network, sizes)
    assert message == f"sizes must be two or more positive numbers, got {sizes}"


def test_refuses_a_crowd_without_seeds():
    message = refusal(ValueError, Network, [2, 1], seed=[])
    assert message == "a crowd needs a seed for each of its networks, got none"


@pytest.mark.parametrize("shape", [(2, 3, 13), (0, 13), (1, 1, 1, 13)])
def test_refuses_crowds_of_crowds_and_of_none(shape):
    message = refusal(ValueError, Network([2, 3, 1]).at, np.ones(shape))
    assert message == f"theta must be (P,) or (R, P) with R ≥ 1, got {shape}"


@pytest.mark.parametrize("shape", [(12,), (14,), (), (13, 1)])
def test_names_only_what_is_laid_out_like_theta(shape):
    message = refusal(ValueError, Network([2, 3, 1]).named, np.ones(shape))
    assert message == f"layer sizes [2, 3, 1] take 13 parameters, got {shape}"


@pytest.mark.parametrize(
    ("seed", "shape", "expected"),
    [
        (0, (3, 5, 2), "(N, 2)"),
        (0, (1, 5, 2), "(N, 2)"),
        ([0], (3, 5, 2), "(N, 2) or (1, N, 2)"),
        ([0, 1], (3, 5, 2), "(N, 2) or (2, N, 2)"),
        ([0, 1], (2, 2, 5, 2), "(N, 2) or (2, N, 2)"),
    ],
)
def test_refuses_inputs_of_their_own_for_another_number_of_networks(seed, shape, expected):
    message = refusal(ValueError, Network([2, 3, 1], seed=seed).forward, np.ones(shape))
    assert message == f"inputs must have shape {expected}, got {shape}"


def test_backward_without_forward_is_told():
    message = refusal(RuntimeError, Network([2, 3, 1]).backward, np.ones((4, 1)))
    assert message == "backward uses what forward has stored: call forward first"


@pytest.mark.parametrize("sizes", [[2, 1], [2, 3, 1]])
def test_backward_after_a_forward_on_other_data_is_told(sizes):
    net = Network(sizes)
    dy = half_mse(net.forward(np.ones((4, 2))), np.ones((4, 1)))[1]
    net.forward(np.ones((7, 2)))
    message = refusal(ValueError, net.backward, dy)
    assert message == "∂L/∂(output) must have the output's (7, 1), got (4, 1)"


@pytest.mark.parametrize("seed", [0, [0], [0, 1]])
def test_a_loss_that_is_not_one_number_for_each_network_is_refused(seed):
    """(N,) would pass for the losses of a crowd of N."""
    net, X, t = Network([2, 3, 1], seed=seed), np.ones((5, 2)), np.ones((5, 1))

    def per_sample(y, t):
        return ((y - t) ** 2).sum(axis=-1), 2 * (y - t)

    own = net.theta.shape[:-1]
    expected = (
        f"a loss must be one number for each network, {own}, got {(*own, 5)}: "
        "sum it over the outputs and average it over the samples"
    )
    assert refusal(ValueError, net.loss_and_gradient, X, t, per_sample) == expected
    assert refusal(ValueError, net.loss_function(X, t, per_sample), net.theta) == expected


def test_a_loss_may_be_a_number_of_python():
    net, X, t = Network([2, 1], seed=0), np.ones((5, 2)), np.ones((5, 1))

    def as_float(y, t):
        value, dy = half_mse(y, t)
        return float(value), dy

    assert net.loss_and_gradient(X, t, as_float)[0] == half_mse(net.forward(X), t)[0]


@pytest.mark.parametrize("shape", [(2,), (3, 5, 2), ()])
def test_loss_function_takes_one_set_of_inputs(shape):
    message = refusal(ValueError, Network([2, 1]).loss_function, np.ones(shape), None, half_mse)
    assert message == f"inputs must have shape (N, 2), got {shape}"


@pytest.mark.parametrize("values", [np.ones(3) + 1j, [1, 2, 1j]])
def test_parameters_drop_no_imaginary_part(values):
    net = Network([2, 1], seed=0)
    kept = net.theta.copy()
    with pytest.raises(TypeError, match="Cannot cast array data from"):
        net.theta = values
    with pytest.raises(TypeError, match="Cannot cast array data from"):
        net.set_parameters(b1=[1], W1=[[1, 1j]])
    np.testing.assert_array_equal(net.theta, kept)


def test_parameters_need_not_be_finite():
    net = Network([2, 1], seed=0)
    net.set_parameters(W1=[[np.nan, np.inf]])
    np.testing.assert_array_equal(net.theta, [np.nan, np.inf, 0])


def test_float32_networks_compute_in_float32_whatever_comes_in(rng):
    net = Network([3, 4, 2], "tanh", seed=0, dtype=np.float32)
    X, t = rng.standard_normal((5, 3)), rng.standard_normal((5, 2))
    expected = net.loss_and_gradient(X.astype("f4"), t.astype("f4"), half_mse)
    for own, other in zip(net.loss_and_gradient(X, t, half_mse), expected, strict=True):
        assert own.dtype == np.float32
        np.testing.assert_array_equal(own, other)
    assert net.backward(np.ones((5, 2))).dtype == np.float32


def test_complex_inputs_keep_their_imaginary_part(rng):
    net, X, _ = random_case("tanh", half_mse, (5, [3, 4, 2]), rng)
    direction, h = rng.standard_normal(X.shape), 1e-6
    slope = (net.forward(X + h * direction) - net.forward(X - h * direction)) / (2 * h)
    np.testing.assert_allclose(net.forward(X + 1e-30j * direction).imag / 1e-30, slope, atol=1e-8)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"W3": 1}, "no parameter 'W3'; there are W1, b1, W2, b2"),
        ({"W2": np.ones(3)}, "W2 has shape (1, 3), got (3,)"),
        ({"b1": 1}, "b1 has shape (3,), got ()"),
    ],
)
def test_set_parameters_says_what_it_has(changes, message):
    assert refusal(ValueError, Network([2, 3, 1]).set_parameters, **changes) == message


@pytest.mark.parametrize("shape", [(), (2,), (3, 5, 2)])
def test_a_loss_function_takes_inputs_that_all_share(shape):
    net = Network([2, 3, 1], seed=[0, 1, 2])
    message = refusal(ValueError, net.loss_function, np.ones(shape), np.ones((5, 1)), half_mse)
    assert message == f"inputs must have shape (N, 2), got {shape}"


@pytest.mark.parametrize("sizes", [[], [3], [3, 0], (3, -1, 2)])
def test_refused_arguments_are_told(sizes):
    message = refusal(ValueError, Network, sizes)
    assert message == f"sizes must be two or more positive numbers, got {sizes}"
    message = refusal(ValueError, Network, [2, 1], dtype=int)
    assert message == "dtype must be one of floating-point numbers, got int64"
    message = refusal(ValueError, Network, [2, 1], "gelu")
    assert message == "activation must be one of ['relu', 'sigmoid', 'tanh'], got 'gelu'"


def test_a_loss_function_holds_no_more_than_a_chunk_at_once(monkeypatch):
    net, seen = Network([2, 3, 1], seed=0), []

    def loss(y, t):
        seen.append(y.shape)
        return half_mse(y, t)

    monkeypatch.setattr("helpers.network.CHUNK", 30)
    f = net.loss_function(np.ones((5, 2)), np.ones((5, 1)), loss)
    values = f(np.tile(net.theta, (5, 1)))
    assert seen == [(2, 5, 1), (2, 5, 1), (1, 5, 1)]  # 30 // (5 samples · 3 units) networks
    np.testing.assert_array_equal(values, np.full(5, f(net.theta)))

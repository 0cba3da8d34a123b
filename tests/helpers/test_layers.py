"""Each layer's backward pass, for a random cotangent, against roads that know nothing of it."""

import numpy as np
import pytest

from helpers import (
    Linear,
    ReLU,
    Sigmoid,
    Tanh,
    Tensor,
    central_difference,
    complex_step,
    relative_error,
)
from tests.helpers.cases import CENTRAL, EXACT

# (N, in, out): one sample, as many as inputs, one output, many, one of each.
SHAPES = [(1, 3, 4), (3, 3, 2), (6, 4, 1), (5, 2, 7), (1, 1, 1), (4, 4, 4)]
CROWDS = [(), (3,)]

FORWARD = {
    "linear": lambda X, W, b: Linear(W, b).forward(X),
    "tanh": lambda a: Tanh().forward(a),
    "sigmoid": lambda a: Sigmoid().forward(a),
    "relu": lambda a: ReLU().forward(a),
}
IN_TENSORS = {
    "linear": lambda X, W, b: X @ W.T + b.reshape(*b.shape[:-1], 1, b.shape[-1]),
    "tanh": lambda a: a.tanh(),
    "sigmoid": lambda a: a.sigmoid(),
    "relu": lambda a: a.relu(),
}

each_layer = pytest.mark.parametrize("name", FORWARD)
each_shape = pytest.mark.parametrize("shape", SHAPES)
each_crowd = pytest.mark.parametrize("crowd", CROWDS, ids=["one", "crowd"])


def random_inputs(name, shape, crowd, rng):
    """Return what the layer takes. A random number is no kink of a ReLU, and not within a step."""
    N, n_in, n_out = shape
    X, W, b = (*crowd, N, n_in), (*crowd, n_out, n_in), (*crowd, n_out)
    return [rng.standard_normal(s) for s in ([X, W, b] if name == "linear" else [X])]


def backprop(name, inputs, cotangent):
    """Return ∂L/∂input for each input, from the layer's own backward pass."""
    if name == "linear":
        X, W, b = inputs
        layer = Linear(W, b)
        layer.forward(X)
        return [layer.backward(cotangent), layer.dW, layer.db]
    layer = {"tanh": Tanh, "sigmoid": Sigmoid, "relu": ReLU}[name]()
    layer.forward(*inputs)
    return [layer.backward(cotangent)]


def numerical(name, inputs, cotangent, method):
    """Return the same by `method`, from forward passes of L = Σ cotangent · output alone."""
    ends = np.cumsum([part.size for part in inputs])

    def f(theta):
        parts = np.split(theta, ends[:-1])
        parts = [part.reshape(own.shape) for part, own in zip(parts, inputs, strict=True)]
        return np.sum(cotangent * FORWARD[name](*parts))

    theta = np.concatenate([part.ravel() for part in inputs])
    gradient = method(np.vectorize(f, signature="(p)->()"), theta)
    parts = np.split(gradient, ends[:-1])
    return [part.reshape(own.shape) for part, own in zip(parts, inputs, strict=True)]


def autodiff(name, inputs, cotangent):
    tensors = [Tensor(part) for part in inputs]
    IN_TENSORS[name](*tensors).backward(cotangent)
    return [tensor.grad for tensor in tensors]


@each_layer
@each_shape
@each_crowd
def test_backward_agrees_with_three_other_roads(name, shape, crowd, rng):
    inputs = random_inputs(name, shape, crowd, rng)
    cotangent = rng.standard_normal(FORWARD[name](*inputs).shape)
    own = backprop(name, inputs, cotangent)
    for tolerance, others in [
        (EXACT, autodiff(name, inputs, cotangent)),
        (EXACT, numerical(name, inputs, cotangent, complex_step)),
        (CENTRAL, numerical(name, inputs, cotangent, central_difference)),
    ]:
        for gradient, other, part in zip(own, others, inputs, strict=True):
            assert gradient.shape == part.shape
            assert relative_error(gradient, other) <= tolerance


@each_shape
def test_linear_is_the_sum_over_its_inputs(shape, rng):
    X, W, b = random_inputs("linear", shape, (), rng)
    a = Linear(W, b).forward(X)
    for n, j in np.ndindex(a.shape):
        assert a[n, j] == pytest.approx(sum(W[j] * X[n]) + b[j], rel=1e-13)


def test_linear_leaves_its_inputs_as_they_were(rng):
    inputs = random_inputs("linear", (4, 3, 2), (), rng)
    kept = [part.copy() for part in inputs]
    backprop("linear", inputs, rng.standard_normal((4, 2)))
    for part, before in zip(inputs, kept, strict=True):
        np.testing.assert_array_equal(part, before)


def test_linear_overwrites_its_gradients(rng):
    X, W, b = random_inputs("linear", (4, 3, 2), (), rng)
    layer = Linear(W, b)
    layer.forward(X)
    da = rng.standard_normal((4, 2))
    layer.backward(da)
    dW, db = layer.dW, layer.db
    layer.backward(2 * da)
    assert layer.dW is dW
    assert layer.db is db
    np.testing.assert_allclose(dW, 2 * da.T @ X, rtol=1e-14)
    np.testing.assert_allclose(db, 2 * da.sum(axis=0), rtol=1e-14)


def test_a_crowd_shares_inputs_of_one(rng):
    _, W, b = random_inputs("linear", (5, 3, 2), (4,), rng)
    X, da = rng.standard_normal((5, 3)), rng.standard_normal((4, 5, 2))
    layer = Linear(W, b)
    a = layer.forward(X)
    dX = layer.backward(da)
    for k in range(4):
        alone = Linear(W[k], b[k])
        assert relative_error(a[k], alone.forward(X)) <= EXACT
        assert relative_error(dX[k], alone.backward(da[k])) <= EXACT
        assert relative_error(layer.dW[k], alone.dW) <= EXACT
        assert relative_error(layer.db[k], alone.db) <= EXACT


def test_relu_has_slope_zero_at_zero():
    layer = ReLU()
    layer.forward(np.array([[-1.0, -0.0, 0.0, 1e-300, 2.0]]))
    np.testing.assert_array_equal(layer.backward(np.full((1, 5), 3.0)), [[0, 0, 0, 3, 3]])


@each_layer
@pytest.mark.parametrize("size", [1e4, -1e4])
def test_large_pre_activations_stay_finite(name, size, rng):
    inputs = [part * abs(size) + size for part in random_inputs(name, (4, 3, 2), (), rng)]
    cotangent = rng.standard_normal(FORWARD[name](*inputs).shape)
    gradients = backprop(name, inputs, cotangent) + autodiff(name, inputs, cotangent)
    gradients += numerical(name, inputs, cotangent, complex_step)
    assert all(np.isfinite(gradient).all() for gradient in gradients)


# --- refusals ----------------------------------------------------------------------------------


def refusal(kind, call, *args):
    with pytest.raises(kind) as error:
        call(*args)
    return str(error.value)


LAYERS = {
    "linear": lambda: Linear(np.ones((4, 3)), np.ones(4)),
    "tanh": Tanh,
    "sigmoid": Sigmoid,
    "relu": ReLU,
}


@each_layer
def test_backward_needs_a_forward(name):
    message = refusal(RuntimeError, LAYERS[name]().backward, np.ones((2, 4)))
    assert message == "backward uses what forward has stored: call forward first"


@each_layer
@pytest.mark.parametrize("shape", [(), (1,), (2, 1), (1, 2), (3, 2), (1, 2, 2)])
def test_backward_needs_the_shape_of_the_last_output(name, shape):
    layer = LAYERS[name]()
    layer.forward(np.ones((7, 3)))
    output = layer.forward(np.ones((2, 3)))
    message = refusal(ValueError, layer.backward, np.ones(shape))
    assert message == f"∂L/∂(output) must have the output's {output.shape}, got {shape}"


@pytest.mark.parametrize(
    ("W", "b"), [((4, 3), ()), ((4, 3), (1,)), ((4, 3), (3,)), ((4,), (4,)), ((2, 4, 3), (4,))]
)
def test_linear_needs_a_bias_for_each_unit(W, b):
    message = refusal(ValueError, Linear, np.ones(W), np.ones(b))
    assert message == f"W {W} and b {b} must be (out, in) and (out,)"


@pytest.mark.parametrize("shape", [(), (3,), (2, 4), (2, 1), (3, 2, 4)])
def test_linear_needs_inputs_for_each_weight(shape):
    message = refusal(ValueError, LAYERS["linear"]().forward, np.ones(shape))
    assert message == f"W (4, 3) takes no inputs {shape}"


def test_a_crowd_of_layers_needs_inputs_for_each_or_for_all():
    layer = Linear(np.ones((2, 4, 3)), np.ones((2, 4)))
    message = refusal(ValueError, layer.forward, np.ones((5, 6, 3)))
    assert message == "W (2, 4, 3) takes no inputs (5, 6, 3)"


def test_linear_keeps_floats_as_views_and_makes_floats_of_the_rest():
    W, b = np.ones((4, 3), np.float32), np.ones(4, np.float32)
    assert Linear(W, b).W is W
    assert Linear(W, b).b is b
    assert Linear([[1, 2]], [3]).W.dtype == np.float64

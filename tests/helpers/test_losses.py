"""Each loss equals its definition, its gradient the other roads', and it refuses other shapes."""

import numpy as np
import pytest

from helpers import (
    Tensor,
    bce_with_logits,
    central_difference,
    complex_step,
    half_mse,
    mse,
    relative_error,
    sigmoid,
    softmax,
    softmax_cross_entropy,
)
from tests.helpers.cases import CENTRAL, EXACT, LOSSES, TENSOR_LOSSES, random_targets

# (N, C): one sample, as many as outputs, one output, many.
SHAPES = [(1, 3), (3, 3), (6, 1), (2, 9), (1, 1)]

each_loss = pytest.mark.parametrize("loss", LOSSES)
each_shape = pytest.mark.parametrize("shape", SHAPES)

# What one output adds to the loss of its sample.
DEFINITIONS = {
    half_mse: lambda y, t: 0.5 * (y - t) ** 2,
    mse: lambda y, t: (y - t) ** 2,
    bce_with_logits: lambda a, t: -t * np.log(sigmoid(a)) - (1 - t) * np.log(1 - sigmoid(a)),
    softmax_cross_entropy: lambda a, t: -t * np.log(softmax(a)),
}


@each_loss
@each_shape
def test_sums_over_outputs_and_averages_over_samples(loss, shape, rng):
    y, t = rng.standard_normal(shape), random_targets(loss, shape, rng)
    per_sample = [DEFINITIONS[loss](y[n], t[n]).sum() for n in range(shape[0])]
    assert loss(y, t)[0] == pytest.approx(np.mean(per_sample), rel=1e-13)


@each_loss
@each_shape
def test_gradient_agrees_with_three_other_roads(loss, shape, rng):
    y, t = rng.standard_normal(shape), random_targets(loss, shape, rng)
    _, dy = loss(y, t)

    def f(theta):
        return loss(theta.reshape(*theta.shape[:-1], *shape), t)[0]

    tensor = Tensor(y)
    TENSOR_LOSSES[loss](tensor, t).backward()
    for tolerance, other in [
        (EXACT, tensor.grad),
        (EXACT, complex_step(f, y.ravel()).reshape(shape)),
        (CENTRAL, central_difference(f, y.ravel()).reshape(shape)),
    ]:
        # Softmax of a single logit is 1, whatever it is: its gradient is 0 in all of them.
        assert relative_error(dy, other) <= tolerance


@each_loss
@each_shape
@pytest.mark.parametrize("shared", [True, False], ids=["shared targets", "own targets"])
def test_a_crowd_has_the_losses_of_its_members(loss, shape, shared, rng):
    y = rng.standard_normal((4, *shape))
    t = random_targets(loss, shape if shared else (4, *shape), rng)
    values, dy = loss(y, t)
    assert values.shape == (4,)
    assert dy.shape == y.shape
    for k in range(4):
        value, dy_k = loss(y[k], t if shared else t[k])
        assert values[k] == pytest.approx(value, rel=1e-13, abs=1e-15)
        assert relative_error(dy[k], dy_k) <= EXACT


@each_loss
def test_takes_targets_as_a_list(loss, rng):
    y, t = rng.standard_normal((4, 3)), random_targets(loss, (4, 3), rng)
    for given, expected in zip(loss(y, t.tolist()), loss(y, t), strict=True):
        np.testing.assert_array_equal(given, expected)


@each_loss
@pytest.mark.parametrize(
    ("outputs", "targets"),
    [
        ((5, 1), (5,)),
        ((5, 1), (1, 5)),
        ((5, 1), (5, 2)),
        ((5, 2), (5, 1)),
        ((5, 2), (1, 2)),
        ((5, 2), (2,)),
        ((5, 2), ()),
        ((5, 2), (1, 5, 2)),
        ((3, 5, 2), (2, 5, 2)),
        ((5,), (5,)),
        ((), ()),
    ],
)
def test_refuses_shapes_that_would_broadcast(loss, outputs, targets):
    with pytest.raises(ValueError, match="must have the same shape") as error:
        loss(np.zeros(outputs), np.zeros(targets))
    assert str(outputs) in str(error.value)
    assert str(targets) in str(error.value)


@each_loss
def test_says_how_to_make_targets_a_column(loss):
    with pytest.raises(ValueError, match=r"write targets\[:, None\]"):
        loss(np.zeros((5, 1)), np.zeros(5))


@each_loss
@pytest.mark.parametrize("shape", [(0, 2), (3, 0, 2)])
def test_refuses_a_mean_over_no_samples(loss, shape):
    with pytest.raises(ValueError, match="no samples"):
        loss(np.zeros(shape), np.zeros(shape))


@each_loss
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex128])
def test_large_outputs_give_finite_losses_without_warnings(loss, dtype):
    y = np.array([[1e4, -1e4, 0.0], [-1e4, 1e4, 1e4]], dtype)
    t = np.array([[0, 1, 0], [1, 0, 0]], dtype)
    value, dy = loss(y, t)
    assert value.dtype == dy.dtype == dtype
    assert np.isfinite(value)
    assert np.isfinite(dy).all()


def test_cross_entropy_of_a_sure_mistake_is_the_distance():
    a = np.array([[1e4, -1e4]])
    t = np.array([[0.0, 1.0]])
    assert softmax_cross_entropy(a, t)[0] == 2e4
    assert bce_with_logits(a, t)[0] == 2e4


@each_loss
def test_leaves_outputs_and_targets_as_they_were(loss, rng):
    y, t = rng.standard_normal((4, 3)), random_targets(loss, (4, 3), rng)
    y_before, t_before = y.copy(), t.copy()
    loss(y, t)
    np.testing.assert_array_equal(y, y_before)
    np.testing.assert_array_equal(t, t_before)


@each_loss
def test_takes_whole_numbers_as_targets(loss, rng):
    y, t = rng.standard_normal((3, 2)), np.array([[0, 1], [1, 0], [0, 1]])
    for own, other in zip(loss(y, t), loss(y, t.astype(float)), strict=True):
        np.testing.assert_array_equal(own, other)


@each_loss
@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.bool_, np.int64])
def test_whole_numbers_on_both_sides_are_no_remainders(loss, dtype, rng):
    y, t = rng.integers(0, 256, (2, 4, 3)).astype(dtype)
    for own, other in zip(loss(y, t), loss(y.astype(float), t.astype(float)), strict=True):
        np.testing.assert_array_equal(own, other)
        assert own.dtype == np.float64


@each_loss
@pytest.mark.parametrize("targets", [np.uint8, np.int64, np.float64])
def test_the_outputs_decide_the_dtype(loss, targets, rng):
    y, t = rng.standard_normal((4, 3)).astype(np.float32), np.eye(3)[[0, 2, 1, 1]]
    value, dy = loss(y, t.astype(targets))
    assert value.dtype == dy.dtype == np.float32


@each_loss
@each_shape
def test_gradient_is_that_of_the_loss_whatever_the_targets_sum_to(loss, shape, rng):
    y, t = rng.standard_normal(shape), 3 * rng.standard_normal(shape)

    def f(theta):
        return loss(theta.reshape(*theta.shape[:-1], *shape), t)[0]

    slope = complex_step(f, y.ravel()).reshape(shape)
    np.testing.assert_allclose(loss(y, t)[1], slope, rtol=1e-12, atol=1e-14)


def test_cross_entropy_of_nearly_certain_logits_does_not_carry_their_size(rng):
    """log y of logits 1000 and 970 is −e⁻³⁰, to as many digits as of 30 and 0."""
    t = np.array([[1.0, 0.0]])
    for offset in (0.0, 1000.0, -1e6):
        value, da = softmax_cross_entropy(np.array([[30.0, 0.0]]) + offset, t)
        assert value == pytest.approx(np.exp(-30), rel=2e-3)
        np.testing.assert_allclose(da, [[-np.exp(-30), np.exp(-30)]], rtol=2e-3)


@each_loss
def test_refusals_name_both_shapes_and_what_to_write(loss):
    for outputs, targets, hint in (
        ((4, 2), (4, 3), ""),
        ((2, 4, 1), (3, 4, 1), ""),
        ((4, 1), (4,), "; write targets[:, None] to make them a column"),
        ((3, 4, 1), (4,), "; write targets[:, None] to make them a column"),
        ((4, 2), (4,), ""),
    ):
        with pytest.raises(ValueError) as error:
            loss(np.ones(outputs), np.ones(targets))
        said = f"outputs {outputs} and targets {targets} must have the same shape (N, K)"
        assert str(error.value) == said + hint
    with pytest.raises(ValueError) as error:
        loss(np.ones((0, 2)), np.ones((0, 2)))
    assert str(error.value) == "a mean over no samples: outputs (0, 2)"

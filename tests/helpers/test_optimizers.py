"""Each optimiser takes the steps of its formula, in place, for one network or a crowd."""

import numpy as np
import pytest

from helpers import SGD, Adam

OPTIMIZERS = {
    "SGD": lambda: SGD(0.1),
    "SGD with momentum": lambda: SGD(0.1, momentum=0.9),
    "Adam": lambda: Adam(0.1),
}
each_optimizer = pytest.mark.parametrize("make", OPTIMIZERS.values(), ids=OPTIMIZERS)


def run(optimizer, theta, gradients):
    theta = theta.copy()
    for gradient in gradients:
        optimizer.step(theta, gradient)
    return theta


def sgd_by_hand(theta, gradients, eta, mu):
    v = 0.0
    for g in gradients:
        v = mu * v + g
        theta = theta - eta * v
    return theta


def adam_by_hand(theta, gradients, eta, beta1, beta2, epsilon):
    """The sums written out, instead of the recursion."""
    for t in range(1, len(gradients) + 1):
        past = list(enumerate(gradients[:t], start=1))
        m = (1 - beta1) * sum(beta1 ** (t - i) * g for i, g in past)
        v = (1 - beta2) * sum(beta2 ** (t - i) * g**2 for i, g in past)
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        theta = theta - eta * m_hat / (v_hat**0.5 + epsilon)
    return theta


@pytest.mark.parametrize("momentum", [0, 0.5, 0.9])
def test_sgd_follows_its_formula(momentum, rng):
    theta, gradients = rng.standard_normal(4), rng.standard_normal((7, 4))
    np.testing.assert_allclose(
        run(SGD(0.3, momentum), theta, gradients),
        sgd_by_hand(theta, gradients, 0.3, momentum),
        rtol=1e-13,
    )


@pytest.mark.parametrize("betas", [(0.9, 0.999), (0.5, 0.8), (0, 0)])
@pytest.mark.parametrize("epsilon", [1e-8, 0.1])
def test_adam_follows_its_formula(betas, epsilon, rng):
    theta, gradients = rng.standard_normal(4), rng.standard_normal((7, 4))
    np.testing.assert_allclose(
        run(Adam(0.3, betas, epsilon), theta, gradients),
        adam_by_hand(theta, gradients, 0.3, *betas, epsilon),
        rtol=1e-12,
    )


def test_adams_first_step_is_the_learning_rate():
    theta = run(Adam(0.01), np.zeros(3), [np.array([1e-3, -5.0, 1e4])])
    np.testing.assert_allclose(theta, [-0.01, 0.01, -0.01], rtol=1e-4)


def test_an_optimiser_has_no_sums_before_its_first_step():
    assert SGD(0.1, momentum=0.9).v is None
    assert (Adam().t, Adam().m, Adam().v) == (0, None, None)


def test_adam_does_not_divide_by_zero():
    np.testing.assert_array_equal(run(Adam(0.01), np.ones(2), [np.zeros(2)]), [1, 1])


@each_optimizer
def test_steps_in_place_and_leaves_the_gradient(make):
    theta, gradient = np.ones(3), np.array([1.0, -2, 3])
    view, kept = theta[:], gradient.copy()
    optimizer = make()
    for _ in range(3):
        assert optimizer.step(theta, gradient) is None
    assert not np.any(view == 1)
    np.testing.assert_array_equal(gradient, kept)


@each_optimizer
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_crowd_moves_as_its_members_alone(make, dtype, rng):
    theta = rng.standard_normal((3, 5)).astype(dtype)
    gradients = rng.standard_normal((6, 3, 5)).astype(dtype)
    together = run(make(), theta, gradients)
    assert together.dtype == dtype
    for k in range(3):
        np.testing.assert_array_equal(together[k], run(make(), theta[k], gradients[:, k]))


@each_optimizer
def test_finds_the_bottom_of_a_bowl(make):
    theta, optimizer = np.array([3.0, -2.0]), make()
    for _ in range(500):
        optimizer.step(theta, theta * [1, 4])
    assert np.abs(theta).max() < 1e-3


def refusal(kind, call, *args, **options):
    with pytest.raises(kind) as error:
        call(*args, **options)
    return str(error.value)


@pytest.mark.parametrize("optimizer", [SGD, Adam])
@pytest.mark.parametrize("rate", [0, -1, np.nan, np.inf])
def test_refuses_a_learning_rate_that_is_not_positive_and_finite(optimizer, rate):
    message = refusal(ValueError, optimizer, rate)
    assert message == f"learning_rate must be positive and finite, got {rate}"


@pytest.mark.parametrize("momentum", [-0.1, 1, np.nan])
def test_refuses_a_momentum_that_never_forgets(momentum):
    message = refusal(ValueError, SGD, 0.1, momentum)
    assert message == f"momentum must lie in [0, 1), got {momentum}"


@pytest.mark.parametrize(
    "betas", [(1, 0.9), (0.9, 1), (-0.1, 0.9), (0.9, np.nan), (0.9,), (0.9, 0.9, 0.9), ()]
)
def test_refuses_betas_that_never_forget_or_are_not_two(betas):
    message = refusal(ValueError, Adam, 0.1, betas)
    assert message == f"betas must be two numbers in [0, 1), got {betas}"


@pytest.mark.parametrize("epsilon", [0, -1e-8, np.nan, np.inf])
def test_adam_refuses_an_epsilon_that_is_not_positive_and_finite(epsilon):
    message = refusal(ValueError, Adam, 0.1, epsilon=epsilon)
    assert message == f"epsilon must be positive and finite, got {epsilon}"


def test_adam_refuses_an_epsilon_that_is_zero_in_half_precision(rng):
    theta = np.ones(3, np.float16)
    message = refusal(ValueError, Adam(0.1).step, theta, np.zeros(3, np.float16))
    assert message == "epsilon 1e-08 is 0 in float16: take float32"
    Adam(0.1, epsilon=1e-4).step(theta, np.zeros(3, np.float16))
    np.testing.assert_array_equal(theta, np.ones(3))


@each_optimizer
@pytest.mark.parametrize(
    "theta", [[1.0, 2, 3], np.arange(3), np.ones(3, complex), np.ones(3, object), None]
)
def test_refuses_to_move_what_is_no_array_of_floats(make, theta):
    message = refusal(TypeError, make().step, theta, np.ones(3))
    assert message == "theta must be an array of floats, to be moved in place"


@each_optimizer
@pytest.mark.parametrize("shape", [(), (1,), (2,), (1, 3)])
def test_refuses_a_gradient_of_another_shape(make, shape):
    theta = np.ones(3)
    message = refusal(ValueError, make().step, theta, np.ones(shape))
    assert message == f"gradient {shape} and theta (3,) differ in shape"
    np.testing.assert_array_equal(theta, np.ones(3))


@pytest.mark.parametrize("make", [lambda: SGD(0.1, 0.9), lambda: Adam(0.1)])
@pytest.mark.parametrize("shape", [(2,), (1,), (2, 3)])
def test_refuses_another_network_than_the_one_it_has_moved(make, shape):
    optimizer = make()
    optimizer.step(np.ones(3), np.ones(3))
    message = refusal(ValueError, optimizer.step, np.ones(shape), np.ones(shape))
    assert message == f"a new theta {shape}, after (3,): make a new optimiser"


def test_sgd_without_momentum_keeps_nothing_and_moves_anything():
    optimizer = SGD(0.1)
    for shape in [(3,), (2, 3)]:
        theta = np.ones(shape)
        optimizer.step(theta, np.ones(shape))
        np.testing.assert_array_equal(theta, np.full(shape, 0.9))

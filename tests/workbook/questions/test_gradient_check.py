"""Notebook 02's questions: right answers in other forms, and slips in a class's forward pass."""

import numpy as np
import pytest

from helpers import Network, half_mse
from helpers import relative_error as library_relative_error
from tests.workbook.questions.forms import assert_right
from workbook.questions.gradient_check import table
from workbook.questions.gradient_check.linear import Linear


class InPlaceLinear(Linear):
    def forward(self, X):
        self.inputs = X.copy()
        return np.einsum("ni,ji->nj", X, self.weights) + self.biases[None, :]

    def backward(self, da):
        self.grad_weights = np.einsum("nj,ni->ji", da, self.inputs)
        self.grad_biases = np.ones(len(da)) @ da
        return np.dot(da, self.weights)

    def update_params(self, learning_rate):
        self.weights -= learning_rate * self.grad_weights
        self.biases -= learning_rate * self.grad_biases


class LoopLinear(Linear):
    def forward(self, X):
        self.X = X
        return np.array(
            [[w @ x + b for w, b in zip(self.weights, self.biases, strict=True)] for x in X]
        )

    def backward(self, da):
        self.grad_weights = sum(np.outer(d, x) for d, x in zip(da, self.X, strict=True))
        self.grad_biases = np.sum(da, axis=0)
        return [self.weights.T @ d for d in da]


class KeptTransposed(Linear):
    def backward(self, da):
        self.grad_weights = (self.X.T @ da).T
        self.grad_biases = da.T.sum(axis=1)
        return (self.weights.T @ da.T).T


def layer(forward, backward):
    """Return a layer that keeps a alone; backward takes (dz, a)."""

    class Layer:
        def forward(self, a):
            self.a = a
            return forward(a)

        def backward(self, dz):
            return backward(dz, self.a)

    return Layer


def naive_sigmoid(a):
    return 1 / (1 + np.exp(-a))


def where_mask(a):
    return np.where(a > 0, 1, 0)


def relu_in_a_copy(dz, a):
    dz = dz.copy()
    dz[a <= 0] = 0
    return dz


class RecursiveMLP:
    def __init__(self, layers):
        self.layers = list(layers)

    def forward(self, X):
        for k in range(len(self.layers)):
            X = self.layers[k].forward(X)
        return X

    def backward(self, dy):
        for k in range(len(self.layers) - 1, -1, -1):
            dy = self.layers[k].backward(dy)
        return dy


class MeanOfSums:
    def forward(self, y, t):
        self.y, self.t = y, t
        return np.mean(np.sum((y - t) ** 2, axis=1))

    def backward(self):
        return (self.y - self.t) * 2 / self.y.shape[0]


class NormLoss:
    def forward(self, y, t):
        self.gradient = 2 / len(y) * (y - t)
        return np.array([np.linalg.norm(y - t) ** 2 / len(y)])

    def backward(self):
        return self.gradient


def while_train(model, loss, X, t, learning_rate, epochs):
    recorded, epoch = np.zeros(epochs), 0
    while epoch < epochs:
        y = model.forward(X)
        recorded[epoch] = loss.forward(y, t)
        model.backward(dy=loss.backward())
        for each in reversed(model.layers):
            each.update_params(learning_rate)
        epoch += 1
    return recorded


def backward_in_float32(p, X, T):
    gradients = table["q2-12"].right(p, X, T)
    return {name: dW.astype(np.float32) for name, dW in reversed(gradients.items())}


def flat_difference(f, theta, h=1e-5):
    flat, gradient = theta.reshape(-1), []
    for k in range(flat.size):
        flat[k] += h
        up = f()
        flat[k] -= 2 * h
        down = f()
        flat[k] += h
        gradient.append((up - down) / 2 / h)
    return np.reshape(gradient, theta.shape)


def five_points(f, theta, h=1e-3):
    central = table["q2-13"].right
    return (4 * central(f, theta, h) - central(f, theta, 2 * h)) / 3


def error_by_ravel(g, n):
    g, n = np.ravel(g), np.ravel(n)
    bottom = np.sqrt(g @ g) + np.sqrt(n @ n)
    return 0 if bottom == 0 else np.sqrt(np.sum((g - n) ** 2)) / bottom


def softmax_by_jacobian(dz, z):
    return [(np.diag(row) - np.outer(row, row)) @ d for d, row in zip(dz, z, strict=True)]


def softmax_by_einsum(dz, z):
    return z * dz - z * np.einsum("nk,nk->n", dz, z)[:, None]


RIGHT = [
    ("q2-1", ((7, 5), (5, 3), (7, 3))),
    ("q2-1", np.array([[7, 5], [5, 3], [7, 3]], np.int32)),
    ("q2-1", [np.array([7, 5]), np.array([5.0, 3.0]), (7, 3)]),
    *[(f"q2-{k}", cls) for k in (2, 3, 4) for cls in (InPlaceLinear, LoopLinear, KeptTransposed)],
    ("q2-5", layer(np.tanh, lambda dz, a: dz / np.cosh(a) ** 2)),
    ("q2-5", layer(np.tanh, lambda dz, a: dz - dz * np.tanh(a) ** 2)),
    ("q2-5", layer(lambda a: 2 * naive_sigmoid(2 * a) - 1, lambda dz, a: dz / np.cosh(a) ** 2)),
    ("q2-6", RecursiveMLP),
    ("q2-7", MeanOfSums),
    ("q2-7", NormLoss),
    ("q2-8", while_train),
    ("q2-9", layer(naive_sigmoid, lambda dz, a: dz * np.exp(-a) * naive_sigmoid(a) ** 2)),
    ("q2-9", layer(naive_sigmoid, lambda dz, a: dz * naive_sigmoid(a) * naive_sigmoid(-a))),
    ("q2-10", layer(lambda a: a * (a > 0), lambda dz, a: dz * where_mask(a))),
    ("q2-10", layer(lambda a: np.where(a > 0, a, 0), relu_in_a_copy)),
    ("q2-10", layer(lambda a: (a + abs(a)) / 2, lambda dz, a: dz * np.heaviside(a, 0))),
    ("q2-11", lambda Y, T: np.mean(np.sum((Y - T) ** 2, axis=1)) / 2),
    ("q2-11", lambda Y, T: float(0.5 / len(Y) * np.linalg.norm(Y - T) ** 2)),
    ("q2-12", backward_in_float32),
    ("q2-13", flat_difference),
    ("q2-13", five_points),
    ("q2-14", error_by_ravel),
    ("q2-14", lambda g, n: np.array(error_by_ravel(g, n))),
    ("q2-15", lambda epsilon, L, third: (3 * epsilon * abs(L / third)) ** (1 / 3)),
    ("q2-15", lambda epsilon, L, third: float(np.cbrt(abs(3 * epsilon * L / third)))),
    ("q2-16", lambda f, x, h=1e-30: np.imag(f(x + h * 1j)) / h),
    ("q2-16", lambda f, x, h=1e-30: (f(x + 1j * h) - f(x - 1j * h)).imag / (2 * h)),
    ("q2-17", (0.5, 0.75, 1.0)),
    ("q2-17", np.array([0.5, 0.75, 1], np.float32)),
    ("q2-18", lambda f, th, g, d, h: np.abs(f(th) + h * np.dot(g, d) - f(th + h * d))),
    ("q2-18", lambda f, th, g, d, h: abs(f(th + d * h) - f(th) - sum(g * d) * h)),
    ("q2-19", (4, 6, 2, 5, 1, 3)),
    ("q2-19", np.array([4.0, 6, 2, 5, 1, 3])),
    ("q2-20", softmax_by_jacobian),
    ("q2-21", (0, 0, 0, 1, 1)),
    ("q2-21", np.array([False, False, False, True, True])),
    ("q2-20", softmax_by_einsum),
]


@pytest.mark.parametrize(("question_id", "answer"), RIGHT)
def test_right_answers_in_other_forms_are_right(question_id, answer):
    assert_right(table, question_id, answer)


class DoubledLinear(Linear):
    """A wrong forward pass with the right derivative of it."""

    def forward(self, X):
        return 2 * super().forward(X)

    def backward(self, da):
        return super().backward(2 * da)


class TripledLoss(table["q2-7"].right):
    """The same of a loss."""

    def forward(self, y, t):
        return 3 * super().forward(y, t)

    def backward(self):
        return 3 * super().backward()


def test_a_wrong_forward_with_its_own_derivative_is_told_to_look_at_the_forward():
    assert "look at the forward" in table.grade("q2-3", Linear=DoubledLinear).message
    assert "look at the forward" in table.grade("q2-7", MSELoss=TripledLoss).message


def test_a_wrong_backward_of_a_right_forward_is_told_so():
    wrong = layer(np.tanh, lambda dz, a: dz * (1.1 - np.tanh(a) ** 2))
    assert "contradicts your backward" in table.grade("q2-5", Tanh=wrong).message


def test_a_slip_in_the_forward_pass_costs_no_point_of_the_backward_pass():
    class WithoutBias(Linear):
        def forward(self, X):
            self.X = X
            return X @ self.weights.T

    assert not table.grade("q2-2", Linear=WithoutBias).right
    assert table.grade("q2-3", Linear=WithoutBias).right
    assert table.grade("q2-4", Linear=WithoutBias).right


def test_a_layer_without_its_gradients_is_recognised_though_only_its_error_tells():
    """The error names the class, so the known mistake must have the learner's name for it."""
    learners = type("Linear", (Linear,), {"backward": lambda self, da: da @ self.weights})
    (known,) = table.grade("q2-3", Linear=learners).looks_like
    assert "not kept under the names" in known.name


def test_the_points_of_the_layers_add_up_to_ten():
    layers = ("q2-2", "q2-3", "q2-4", "q2-5", "q2-6", "q2-7")
    assert sum(table[question_id].points for question_id in layers) == 10


def test_the_right_three_layer_gradients_are_the_librarys():
    rng = np.random.default_rng(3)
    net = Network([3, 5, 4, 2], "sigmoid", seed=3)
    X, T = rng.standard_normal((6, 3)), rng.standard_normal((6, 2))
    _, gradient = net.loss_and_gradient(X, T, half_mse)
    p = {name: array.copy() for name, array in net.named(net.theta).items()}
    gradients = table["q2-12"].right(p, X, T)
    assert gradients.keys() == p.keys()
    for name, dW in net.named(gradient).items():
        np.testing.assert_allclose(gradients[name], dW, rtol=1e-12)


def test_the_right_relative_error_is_the_librarys():
    g, n = np.random.default_rng(3).standard_normal((2, 4, 5))
    for pair in ((g, n), (g, -g), (0 * g, n), (0 * g, 0 * g)):
        assert table["q2-14"].right(*pair) == pytest.approx(library_relative_error(*pair))


def test_the_sizes_of_a_layer_differ_in_every_variant():
    """Of equal ones nobody sees that a shape is transposed."""
    for student in range(100):
        numbers = table.variant(f"student {student}").numbers
        assert len({float(numbers[size]) for size in ("samples", "features", "units")}) == 3


def test_a_relu_that_overwrites_its_output_is_not_taken_for_the_step_function():
    class ReLU:
        def forward(self, a):
            self.z = np.maximum(a, 0)
            return self.z

        def backward(self, dz):
            self.z[self.z > 0] = 1
            return dz * self.z

    message = table.grade("q2-10", ReLU=ReLU).message
    assert "into the array that forward has returned" in message
    assert "step function" not in message

"""What goes wrong alike in several questions is named in each of them."""

from itertools import pairwise

import numpy as np
import pytest

from helpers import Var
from helpers.functions import sigmoid, softmax
from workbook.checks import load

TABLES = {name: load(name) for name in ("q1", "q2", "q3", "q4", "q5")}


def message_of(question_id, answer):
    """Return what is said of an answer."""
    table = TABLES[question_id[:2]]
    return table.grade(question_id, **{table[question_id].name: answer}).message


def shifted(a, m):
    """Return the probabilities of each row, with m taken out."""
    e = np.exp(a - m)
    return e / e.sum(axis=1, keepdims=True)


def mean_of(log_y):
    """Return a mean cross-entropy from the logarithms of probabilities."""
    return lambda a, t: -np.sum(t * log_y(a)) / len(a)


@pytest.mark.parametrize("question_id", ["q3-30", "q5-12"])
@pytest.mark.parametrize(
    ("log_y", "named"),
    [
        (lambda a: a - np.log(np.exp(a).sum(axis=1))[:, None], "large logits overflow"),
        (lambda a: np.log(shifted(a, 0)), "a logarithm is taken of the probabilities"),
        (lambda a: np.log(shifted(a, a.max(axis=1, keepdims=True))), "that has become 0"),
        (lambda a: a - a.max() - np.log(np.exp(a - a.max()).sum(1))[:, None], "for all samples"),
        (lambda a: np.log(softmax(a) + 1e-9), "clipped or added: 1e-09"),
        (lambda a: np.log(np.maximum(softmax(a), 1e-15)), "clipped or added: 1e-15"),
    ],
)
def test_how_a_cross_entropy_of_logits_fails_is_named(question_id, log_y, named):
    assert named in message_of(question_id, mean_of(log_y))


@pytest.mark.parametrize(
    ("y", "named"),
    [
        (lambda a: shifted(a, 0), "large logits overflow"),
        (lambda a: np.exp(a - a.max()) / np.exp(a - a.max()).sum(), "over all entries at once"),
        (lambda a: shifted(a, a.max()), "for all samples together"),
    ],
)
def test_how_a_softmax_fails_is_named_by_its_gradient(y, named):
    assert named in message_of("q5-13", lambda a, t: (y(a) - t) / len(a))


@pytest.mark.parametrize("small", [1e-15, 1e-12, 1e-9, 1e-7])
def test_a_clipped_sigmoid_is_named_whatever_the_constant(small):
    def bce(a, t):
        y = np.clip(sigmoid(a), small, 1 - small)
        return -np.mean(t * np.log(y) + (1 - t) * np.log(1 - y))

    assert f"clipped or added: {small:.0e}" in message_of("q4-5", bce)


@pytest.mark.parametrize("small", [1e-7, 1e-5])
def test_a_small_number_in_a_logarithm_that_needs_none_is_named(small):
    assert "kept finite" in message_of("q1-30", lambda y, t: -np.sum(t * np.log(y + small)))


def test_a_gradient_of_which_one_number_is_left_is_named():
    assert "one number" in message_of("q4-6", lambda a, t: np.mean(sigmoid(a) - t))


def sigmoid_layer(slope):
    """Return the sigmoid as a layer with another slope, of z."""

    class Layer:
        def forward(self, a):
            self.z = sigmoid(a)
            return self.z

        def backward(self, dz):
            return dz * slope(self.z)

    return Layer


def sigmoid_of_vars(slope):
    """Return the sigmoid of a Var with another slope, of z."""

    def answer(u):
        z = float(sigmoid(u.value))
        return Var(z, (u,), (slope(z),))

    return answer


@pytest.mark.parametrize(
    ("question_id", "answer"),
    [
        ("q2-9", sigmoid_layer),
        ("q3-8", sigmoid_of_vars),
        ("q5-9", lambda slope: lambda dz, z: dz * slope(z)),
    ],
)
@pytest.mark.parametrize(
    ("slope", "named"),
    [
        (lambda z: 1 - z, "1 − z alone"),
        (lambda z: z / (1 - z), "divided by 1 − z"),
        (lambda z: sigmoid(z) * (1 - sigmoid(z)), "applied twice"),
        (lambda z: 1 - z**2, "the slope of tanh"),
    ],
)
def test_a_wrong_slope_of_the_sigmoid_is_named_wherever_it_is_asked(
    question_id, answer, slope, named
):
    assert named in message_of(question_id, answer(slope))


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_a_variance_for_a_deviation_is_named_in_one_branch_alone(activation):
    def initial_weights(n_in, n_out, f, rng):
        variance = 2 / (n_in + n_out) if f == "tanh" else 2 / n_in
        return rng.normal(0, variance if f == activation else variance**0.5, (n_out, n_in))

    words = f"for {activation}, the variance is taken for the standard deviation"
    assert words in message_of("q3-18", initial_weights)


def test_biases_that_are_columns_are_told_by_their_shape():
    def initialise(sizes, rng):
        pairs = list(pairwise(sizes))
        weights = [rng.normal(0, (2 / n_in) ** 0.5, (n_out, n_in)) for n_in, n_out in pairs]
        return weights, [np.zeros((n_out, 1)) for _, n_out in pairs]

    message = message_of("q5-5", initialise)
    assert "b1 has shape (300, 1) where (300,) is asked for" in message
    assert "the biases are columns" in message

"""What goes wrong alike in several questions is named in each of them."""

import numpy as np
import pytest

from helpers.functions import sigmoid, softmax
from workbook.checks import load

TABLES = {name: load(name) for name in ("q1", "q3", "q4", "q5")}


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
        (lambda a: np.log(softmax(a) + 1e-9), "a small number, 1e-09"),
        (lambda a: np.log(np.maximum(softmax(a), 1e-15)), "a small number, 1e-15"),
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

    assert f"a small number, {small:.0e}" in message_of("q4-5", bce)


@pytest.mark.parametrize("small", [1e-7, 1e-5])
def test_a_small_number_in_a_logarithm_that_needs_none_is_named(small):
    assert "kept finite" in message_of("q1-30", lambda y, t: -np.sum(t * np.log(y + small)))


def test_a_gradient_of_which_one_number_is_left_is_named():
    assert "one number" in message_of("q4-6", lambda a, t: np.mean(sigmoid(a) - t))

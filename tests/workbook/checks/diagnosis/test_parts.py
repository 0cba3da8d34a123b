"""What the values of a wrong answer are explained by, part by part."""

import time

import numpy as np
import pytest

from helpers.functions import sigmoid, softmax
from workbook.checks.diagnosis.parts import explain
from workbook.checks.finding import load
from workbook.checks.observing import Failure


def explained(question_id, answer, seconds=20):
    """Return what explains an answer to a question of the workbook."""
    question = load(question_id.partition("-")[0])[question_id]
    cases, expected = question._cases(0), question._expected(0)
    given = question.observations(answer, 0)
    return explain(question, cases, expected, given, 0, seconds)


def named(explanations):
    return {
        part: (each.misconception.name, each.sure) for each in explanations for part in each.parts
    }


def tanh_layer(backward, forward=np.tanh):
    class Layer:
        def forward(self, a):
            self.a, self.z = a, forward(a)
            return self.z

        def backward(self, dz):
            return backward(dz, self.a, self.z)

    return Layer


# What the table knows


def test_each_part_by_a_mistake_of_its_own():
    def gradients(g, U, V):
        return g @ V, U @ g

    found = named(explained("q3-22", gradients))
    assert found == {
        "∂L/∂U": ("V is not transposed in the first", True),
        "∂L/∂V": ("U is not transposed in the second", True),
    }


def test_one_mistake_that_explains_all_comes_before_two():
    question = load("q2")["q2-12"]
    known = next(each for each in question.misconceptions if "mean over the samples" in each.name)
    (found,) = explained("q2-12", known.answer)
    assert found.misconception is known
    assert found.sure
    assert found.parts == {"W1", "W2", "W3", "b1", "b2", "b3"}


@pytest.mark.parametrize("wrong", ["tanh", "relu"])
def test_a_branch_is_told_by_the_argument_that_leads_there(wrong):
    def initial_weights(n_in, n_out, activation, rng):
        variance = 2 / (n_in + n_out) if activation == "tanh" else 2 / n_in
        deviation = variance if activation == wrong else np.sqrt(variance)
        return rng.normal(0, deviation, (n_out, n_in))

    (found,) = explained("q3-18", initial_weights)
    assert found.parts == {"the variance"}
    assert found.misconception.name == (
        f"the variance is taken for the standard deviation (with activation = {wrong!r})"
    )


def test_a_mistake_that_would_spoil_what_is_right_is_not_sure():
    found = explained("q2-5", tanh_layer(lambda dz, a, z: dz * (1 - sigmoid(a) ** 2)))
    assert found
    assert not any(each.sure for each in found)
    assert all(each.parts == {"backward"} for each in found)
    assert "it is as if" in found[0].misconception.name


def test_a_zero_or_one_proves_nothing():
    (found,) = explained("q2-10", load("q2")["q2-10"].misconceptions[-4].answer)
    assert not found.sure


def test_an_arbitrary_set_of_cases_is_no_branch():
    question = load("q2")["q2-5"]
    cases, expected = question._cases(0), question._expected(0)
    given = [{**each} for each in expected]
    given[1] = {**given[1], "backward": given[1]["backward"] * 2}
    found = explain(question, cases, expected, given, 0, 20)
    assert not any("factor 2" in each.misconception.name for each in found)


def test_what_fails_everywhere_is_explained_by_the_same_words_only():
    def fails(words):
        def gradient(*arguments):
            raise ValueError(words)

        return gradient

    question = load("q3")["q3-22"]
    failing = [
        known
        for known, told in zip(question.misconceptions, question.known(0), strict=True)
        if all(isinstance(each, Failure) for each in told)
    ]
    assert explained("q3-22", fails("something else")) == []
    for known in failing:
        assert explained("q3-22", known.answer)[0].misconception is known


# Relations


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda dX, y: dX / 2, "a factor 2 is missing"),
        (lambda dX, y: dX * 2, "a factor 2 is too much"),
        (lambda dX, y: -dX, "a sign is turned round"),
        (lambda dX, y: dX / len(y), "divided by the number of samples N once too often"),
        (lambda dX, y: dX * len(y), "not divided by the number of samples N"),
        (lambda dX, y: dX / y.shape[1], "divided by the number of columns once too often"),
        (lambda dX, y: dX.T, "transposed"),
        (lambda dX, y: dX[None], "an axis of length 1 is kept"),
        (lambda dX, y: dX.sum(0), "the samples are added up"),
        (lambda dX, y: dX.mean(), "averaged to one number"),
        (lambda dX, y: dX * 1.37, "a factor is wrong"),
        (lambda dX, y: dX[::-1], "the order of the entries is turned round"),
        (lambda dX, y: dX + 1e-6 * np.abs(dX).max(), "something small"),
        (lambda dX, y: np.tanh(dX), "tanh is applied once more"),
    ],
)
def test_relations_to_what_is_right(change, words):
    def cross_entropy_backward(y, t):
        right = load("q5")["q5-13"].right(y, t)
        return change(right, y)

    question = load("q5")["q5-13"]
    known, question.misconceptions[:] = question.misconceptions[:], []
    try:
        question._known.clear()
        found = explained("q5-13", cross_entropy_backward)
    finally:
        question.misconceptions[:] = known
        question._known.clear()
    assert words in found[0].misconception.name
    assert found[0].misconception.hint.rstrip(".").strip()


def test_two_parts_that_have_changed_places():
    def gradients(g, U, V):
        return U.T @ g, g @ V.T

    question = load("q3")["q3-22"]
    cases, expected = question._cases(0), question._expected(0)
    given = question.observations(gradients, 0)
    known, question.misconceptions[:] = question.misconceptions[:], []
    try:
        question._known.clear()
        (found,) = explain(question, cases, expected, given, 0, 20)
    finally:
        question.misconceptions[:] = known
        question._known.clear()
    assert found.misconception.name == "∂L/∂U and ∂L/∂V have changed places"
    assert found.sure


def test_a_slope_that_does_not_belong_there():
    (found,) = explained("q1-35", lambda a, t: (a - t) * sigmoid(a) * (1 - sigmoid(a)))
    assert (
        found.misconception.name == "the slope of the sigmoid at a is multiplied in once too often"
    )
    assert found.sure


# Extreme inputs


def test_what_overflows_is_told_whichever_way():
    def cross_entropy_backward(y, t):
        with np.errstate(all="ignore"):
            return np.exp(y) / np.exp(y).sum(1, keepdims=True) / len(y) - t / len(y)

    found = explained("q5-13", cross_entropy_backward)
    assert "overflow" in found[0].misconception.name
    assert found[0].sure


def test_a_clip_may_be_something_else():
    def bce_on_logits(a, t):
        y = np.clip(sigmoid(a), 1e-9, 1 - 1e-9)
        return np.mean(-t * np.log(y) - (1 - t) * np.log(1 - y))

    found = explained("q4-5", bce_on_logits)
    assert "clip" in found[0].misconception.name
    assert not found[0].sure


def test_a_large_input_is_no_excuse_for_wrong_small_ones():
    def cross_entropy_backward(y, t):
        with np.errstate(all="ignore"):
            return np.exp(2 * y) / np.exp(2 * y).sum(1, keepdims=True) - t

    found = explained("q5-13", cross_entropy_backward)
    assert not any("overflow" in each.misconception.name for each in found)


# Changes of the right answer


def test_a_slip_in_the_right_answer_is_found():
    def softmax_cross_entropy(Z, T):
        Z = Z - Z.max(axis=1, keepdims=True)
        return -np.mean(np.sum(T * (Z - np.log(np.sum(np.exp(Z)))), axis=1))

    (found,) = explained("q3-30", softmax_cross_entropy)
    assert "sum runs over everything" in found.misconception.name
    assert found.sure


def test_brackets_that_are_typed_elsewhere_are_found_in_what_a_library_does():
    def activation(a):
        return (np.exp(a) - np.exp(-a)) / np.exp(a) + np.exp(-a)

    found = explained("q1-15", activation)
    assert found[0].sure
    assert "brackets" in found[0].misconception.name


def test_the_slope_of_another_activation():
    layer = tanh_layer(lambda dz, a, z: dz * sigmoid(a) * (1 - sigmoid(a)))
    (found,) = explained("q2-5", layer)
    assert found.misconception.name == "the slope is that of the sigmoid of a"
    assert found.sure


def test_an_answer_like_no_other_is_not_explained():
    def softmax_backward(dz, z):
        return softmax(np.sin(3 * dz) + np.cos(z))

    assert explained("q2-20", softmax_backward) == []


def test_what_is_right_is_not_explained():
    assert explained("q2-5", load("q2")["q2-5"].right) == []


@pytest.mark.parametrize("question_id", ["q2-8", "q2-12", "q5-5", "q5-18"])
def test_the_time_is_kept(question_id):
    question = load(question_id.partition("-")[0])[question_id]
    cases, expected = question._cases(0), question._expected(0)
    given = [
        {name: np.cos(3 * np.asarray(part, float)) for name, part in each.items()}
        for each in expected
    ]
    question.known(0)
    started = time.perf_counter()
    explain(question, cases, expected, given, 0, 0.1)
    assert time.perf_counter() - started < 2


# The words for what is seen


@pytest.mark.parametrize("small", [1e-5, 1e-7])
def test_a_factor_of_one_is_not_told(small):
    question = load("q1")["q1-30"]

    def categorical_nll(*arguments):
        return question.right(*arguments) * (1 + small) + small

    result = question.grade({question.name: categorical_nll})
    assert "factor 1" not in result.message
    assert "first digits" in result.message


def test_zeros_are_off_by_no_factor():
    question = load("q2")["q2-20"]
    result = question.grade({question.name: lambda dz, z: 1e-17 * (dz + z)})
    assert "e-1" not in result.message

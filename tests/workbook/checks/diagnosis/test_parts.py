"""What the values of a wrong answer are explained by, part by part."""

import time

import numpy as np
import pytest

from helpers.functions import sigmoid, softmax, softplus
from workbook.checks import SHAPES, Table
from workbook.checks.diagnosis import parts
from workbook.checks.finding import load

table = Table("parts")


def like(question, *mistakes):
    """Return a question like another, to which only these mistakes are known."""
    fields = ("cases", "probe", "returns")
    details = {field: getattr(question, field) for field in fields}
    copied = Table("copy").code(question.id, name=question.name, **details)(question.right)
    for words, answer in mistakes:
        copied.mistake(words, answer, "Which shape has each of your arrays?")
    return copied


def explained(question, answer):
    """Return what explains the values of an answer, with as much time as is needed."""
    return explained_values(question, question.observations(answer, 0))


def explained_values(question, given):
    return parts.explain(question, question._cases(0), question._expected(0), given, 0, seconds=20)


def named(explanations):
    return {
        part: (each.misconception.name, each.sure) for each in explanations for part in each.parts
    }


# The questions; none of them knows a mistake


def matrices(rng):
    """Yield g (N, M), U (N, D) and V (D, M), all square once."""
    for N, D, M in ((1, 3, 2), (4, 4, 4), (2, 5, 3), (6, 2, 4)):
        yield rng.normal(size=(N, M)), rng.normal(size=(N, D)), rng.normal(size=(D, M))


@table.code("p-1", cases=matrices, returns=("∂L/∂U", "∂L/∂V"))
def product_gradients(g, U, V):
    """The gradients with respect to the factors of a product."""
    return g @ V.T, U.T @ g


def layer_sizes(rng):
    """Yield n_in, n_out and an activation's name."""
    for n_in, n_out in ((3, 5), (7, 2), (4, 9)):
        for activation in ("tanh", "relu"):
            yield n_in, n_out, activation


def deviation_part(function, n_in, n_out, activation):
    return {"the deviation": function(n_in, n_out, activation)}


@table.code("p-2", cases=layer_sizes, probe=deviation_part)
def deviation(n_in, n_out, activation):
    """The standard deviation of first weights: Glorot's for tanh, He's for ReLU."""
    return np.sqrt(variance(n_in, n_out, activation))


def variance(n_in, n_out, activation):
    return 2 / (n_in + n_out) if activation == "tanh" else 2 / n_in


def pairs(rng):
    """Yield two arrays of the same shape (N, D)."""
    for shape in SHAPES:
        yield rng.standard_normal(shape), rng.standard_normal(shape)


def both_passes(cls, a, dz):
    layer = cls()
    return {"forward": layer.forward(a), "backward": layer.backward(dz)}


@table.code("p-3", cases=pairs, probe=both_passes)
class Tanh:
    """tanh as a layer."""

    def forward(self, a):
        self.z = np.tanh(a)
        return self.z

    def backward(self, dz):
        return dz * (1 - self.z**2)


@table.code("p-4", cases=pairs)
def is_larger(a, t):
    """1 where a is larger than t, else 0."""
    return (a > t).astype(float)


@table.code("p-5", cases=pairs)
def difference(a, t):
    """The gradient of half the squared error with respect to a."""
    return a - t


def logits_and_targets(rng):
    """Yield logits (N, K) and one-hot targets; the last logits have exponentials that overflow."""
    for scale, (N, K) in ((1, (1, 3)), (1, (4, 4)), (1, (2, 7)), (1, (7, 2)), (1000, (3, 3))):
        yield scale * rng.standard_normal((N, K)), np.eye(K)[rng.integers(0, K, N)]


@table.code("p-6", cases=logits_and_targets)
def cross_entropy_backward(a, t):
    """The gradient of the mean cross-entropy with respect to the logits."""
    return (softmax(a) - t) / len(a)


@table.code("p-7", cases=logits_and_targets)
def cross_entropy(a, t):
    """The mean cross-entropy of logits and one-hot targets."""
    return -(t * log_softmax(a)).sum(axis=1).mean()


def log_softmax(a):
    a = a - a.max(axis=1, keepdims=True)
    return a - np.log(np.exp(a).sum(axis=1, keepdims=True))


def logits_and_labels(rng):
    """Yield logits (N, 1) and labels (N, 1); the last sample is on the wrong side, far out."""
    for N in (1, 4, 7):
        yield rng.standard_normal((N, 1)), rng.integers(0, 2, (N, 1)).astype(float)
    yield np.array([[0.3], [100.0]]), np.array([[1.0], [0.0]])


@table.code("p-8", cases=logits_and_labels)
def binary_cross_entropy(a, t):
    """The mean binary cross-entropy of logits and labels."""
    return np.mean(softplus(a) - t * a)


@table.code("p-9", cases=lambda rng: [(rng.standard_normal(n),) for n in (3, 1, 6)])
def activation(a):
    """The hidden units' activations."""
    return np.tanh(a)


def tanh_layer(backward, forward=np.tanh):
    class Layer:
        def forward(self, a):
            self.a, self.z = a, forward(a)
            return self.z

        def backward(self, dz):
            return backward(dz, self.a, self.z)

    return Layer


# What the table knows

FIRST = ("V is not transposed in the first", lambda g, U, V: (g @ V, U.T @ g))
SECOND = ("U is not transposed in the second", lambda g, U, V: (g @ V.T, U @ g))
BOTH = ("nothing is transposed in either", lambda g, U, V: (g @ V, U @ g))


def not_transposed(g, U, V):
    return g @ V, U @ g


def test_each_part_is_explained_by_a_mistake_of_its_own():
    found = named(explained(like(product_gradients, FIRST, SECOND), not_transposed))
    assert found == {"∂L/∂U": (FIRST[0], True), "∂L/∂V": (SECOND[0], True)}


def test_one_mistake_that_explains_all_comes_before_two():
    question = like(product_gradients, FIRST, SECOND, BOTH)
    (found,) = explained(question, not_transposed)
    assert found.misconception is question.misconceptions[-1]
    assert found.sure
    assert found.parts == {"∂L/∂U", "∂L/∂V"}


@pytest.mark.parametrize("wrong", ["tanh", "relu"])
def test_a_branch_is_told_by_the_argument_that_leads_there(wrong):
    def half_wrong(n_in, n_out, activation):
        right = deviation.right if activation != wrong else variance
        return right(n_in, n_out, activation)

    words = "the variance is taken for the standard deviation"
    (found,) = explained(like(deviation, (words, variance)), half_wrong)
    assert found.parts == {"the deviation"}
    assert found.misconception.name == f"{words} (with activation = {wrong!r})"
    assert found.sure


def test_a_mistake_that_would_spoil_what_is_right_is_not_sure():
    def slope(dz, a, z):
        return dz * (1 - sigmoid(a) ** 2)

    words = "the sigmoid is taken for tanh"
    question = like(Tanh, (words, tanh_layer(slope, sigmoid)))
    (found,) = explained(question, tanh_layer(slope))
    assert found.misconception.name == f"it is as if {words}; only, other parts are right"
    assert found.parts == {"backward"}
    assert not found.sure
    (found,) = explained(question, tanh_layer(slope, sigmoid))
    assert found.misconception.name == words
    assert found.sure


@pytest.mark.parametrize(("value", "sure"), [(1, False), (0.7, True)])
def test_zeros_and_ones_alone_prove_nothing(value, sure):
    def turned_round(a, t):
        return value * (a < t)

    (found,) = explained(like(is_larger, ("< stands in place of >", turned_round)), turned_round)
    assert found.misconception.name == "< stands in place of >"
    assert found.sure is sure


@pytest.mark.parametrize(("k", "where"), [(0, "for a single sample"), (1, None), (2, None)])
def test_a_single_sample_is_a_branch_and_an_arbitrary_case_is_none(k, where):
    question = like(Tanh, ("it is doubled", tanh_layer(lambda dz, a, z: dz * (2 - 2 * z**2))))
    given = [{**each} for each in question._expected(0)]
    given[k]["backward"] = given[k]["backward"] * 2
    found = named(explained_values(question, given))
    assert found == ({"backward": (f"it is doubled ({where})", True)} if where else {})


def failing(words):
    def fails(g, U, V):
        raise ValueError(words)

    return fails


def test_what_fails_everywhere_is_explained_by_the_same_words_only():
    mistakes = [(words, failing(words)) for words in ("no shape fits", "an axis is missing")]
    question = like(product_gradients, *mistakes)
    assert explained(question, failing("something else")) == []
    for known in question.misconceptions:
        (found,) = explained(question, failing(known.name))
        assert found.misconception is known
        assert found.sure


# Relations


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda da, a: da / 2, "a factor 2 is missing"),
        (lambda da, a: da * 2, "a factor 2 is too much"),
        (lambda da, a: -da, "a sign is turned round"),
        (lambda da, a: da / len(a), "divided by the number of samples N once too often"),
        (lambda da, a: da * len(a), "not divided by the number of samples N"),
        (lambda da, a: da / a.shape[1], "divided by the number of columns once too often"),
        (lambda da, a: da.T, "transposed"),
        (lambda da, a: da[None], "an axis of length 1 is kept"),
        (lambda da, a: da.sum(0), "the samples are added up"),
        (lambda da, a: da.mean(), "averaged to one number"),
        (lambda da, a: da * 1.37, "a factor is wrong"),
        (lambda da, a: da[::-1], "the order of the entries is turned round"),
        (lambda da, a: da + 1e-6 * np.abs(da).max(), "something small"),
        (lambda da, a: np.tanh(da), "tanh is applied once more"),
    ],
)
def test_a_relation_to_what_is_right_is_told(change, words):
    def changed(a, t):
        return change(cross_entropy_backward.right(a, t), a)

    found = explained(cross_entropy_backward, changed)
    assert words in found[0].misconception.name
    assert found[0].misconception.hint.rstrip(".").strip()


def test_two_parts_that_have_changed_places_are_told():
    (found,) = explained(product_gradients, lambda g, U, V: (U.T @ g, g @ V.T))
    assert found.misconception.name == "∂L/∂U and ∂L/∂V have changed places"
    assert found.sure


def test_a_slope_that_does_not_belong_there_is_told():
    (found,) = explained(difference, lambda a, t: (a - t) * sigmoid(a) * (1 - sigmoid(a)))
    assert (
        found.misconception.name == "the slope of the sigmoid at a is multiplied in once too often"
    )
    assert found.sure


# Extreme inputs


def test_what_overflows_is_told_whichever_way():
    def overflows(a, t):
        with np.errstate(all="ignore"):
            return np.exp(a) / np.exp(a).sum(1, keepdims=True) / len(a) - t / len(a)

    found = explained(cross_entropy_backward, overflows)
    assert "overflow" in found[0].misconception.name
    assert found[0].sure


def test_a_clip_may_be_something_else():
    def clipped(a, t):
        y = np.clip(sigmoid(a), 1e-9, 1 - 1e-9)
        return np.mean(-t * np.log(y) - (1 - t) * np.log(1 - y))

    found = explained(binary_cross_entropy, clipped)
    assert "clip" in found[0].misconception.name
    assert not found[0].sure


def test_a_large_input_is_no_excuse_for_wrong_small_ones():
    def overflows_and_is_wrong(a, t):
        with np.errstate(all="ignore"):
            return np.exp(2 * a) / np.exp(2 * a).sum(1, keepdims=True) - t

    found = explained(cross_entropy_backward, overflows_and_is_wrong)
    assert not any("overflow" in each.misconception.name for each in found)


# Changes of the right answer


def test_a_slip_in_the_right_answer_is_found():
    def summed_over_everything(a, t):
        a = a - a.max(axis=1, keepdims=True)
        with np.errstate(all="ignore"):
            return -np.mean(np.sum(t * (a - np.log(np.sum(np.exp(a)))), axis=1))

    (found,) = explained(cross_entropy, summed_over_everything)
    assert "sum runs over everything" in found.misconception.name
    assert found.sure


def test_brackets_that_are_typed_elsewhere_are_found_in_what_a_library_does():
    def tanh(a):
        return (np.exp(a) - np.exp(-a)) / np.exp(a) + np.exp(-a)

    found = explained(activation, tanh)
    assert found[0].sure
    assert "brackets" in found[0].misconception.name


def test_the_slope_of_another_activation_is_named():
    (found,) = explained(Tanh, tanh_layer(lambda dz, a, z: dz * sigmoid(a) * (1 - sigmoid(a))))
    assert found.misconception.name == "the slope is that of the sigmoid of a"
    assert found.sure


def test_an_answer_like_no_other_is_not_explained():
    def unlike(a, t):
        return softmax(np.sin(3 * a) + np.cos(t))

    assert explained(difference, unlike) == []
    assert explained(cross_entropy_backward, unlike) == []


@pytest.mark.parametrize("question", [Tanh, product_gradients, cross_entropy])
def test_what_is_right_is_not_explained(question):
    assert explained(question, question.right) == []


@pytest.mark.parametrize("question_id", ["q2-8", "q2-12", "q5-5", "q5-18"])
def test_the_time_is_kept(question_id, unrecorded):
    question = load(question_id.partition("-")[0])[question_id]
    cases, expected = question._cases(0), question._expected(0)
    given = [
        {name: np.cos(3 * np.asarray(part, float)) for name, part in each.items()}
        for each in expected
    ]
    question.known(0)
    started = time.process_time()  # of which a busy machine takes no more
    parts.explain(question, cases, expected, given, 0, 0.1)
    assert time.process_time() - started < 1


# The words for what is seen


@pytest.mark.parametrize("small", [1e-5, 1e-7])
def test_a_factor_of_one_is_not_told(small):
    def nearly(a, t):
        return binary_cross_entropy.right(a, t) * (1 + small) + small

    result = binary_cross_entropy.grade({"binary_cross_entropy": nearly})
    assert not result.right
    assert "factor 1" not in result.message
    assert "first digits" in result.message


def test_zeros_are_off_by_no_factor():
    result = difference.grade({"difference": lambda a, t: 1e-17 * (a - t)})
    assert not result.right
    assert "factor" not in result.seen
    assert "e-1" not in result.message

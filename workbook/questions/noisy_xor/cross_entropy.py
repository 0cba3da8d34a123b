"""The binary cross-entropy, of probabilities and of logits, and its gradient."""

import numpy as np

from helpers.functions import sigmoid, softplus
from workbook.questions.families import (
    SEEN,
    add_kept_finite,
    add_wrong_means,
)
from workbook.questions.noisy_xor.common import table

MEAN = "Take every sample twice: should the loss double?"
NATURAL = "Which logarithm undoes e?"


def probabilities(rng):
    """Yield probabilities well inside (0, 1), and labels."""
    for N in (1, 2, 7, 30):
        yield rng.uniform(0.05, 0.95, (N, 1)), rng.integers(0, 2, (N, 1)).astype(float)


@table.code(
    "q4-4",
    cases=probabilities,
    hint="What does y = 0.8 cost for t = 1, what for t = 0?",
)
def bce(y, t):
    """The mean binary cross-entropy of probabilities y (N, 1) and labels t (N, 1), a number."""
    return np.mean(-t * np.log(y) - (1 - t) * np.log(1 - y))


bce.mistake(
    "the sign is wrong",
    lambda y, t: -bce.right(y, t),
    "Which sign has the logarithm of a probability? And a loss?",
)
bce.mistake(
    "it is the sum over the samples, not the mean",
    lambda y, t: bce.right(y, t) * len(y),
    MEAN,
)
bce.mistake(
    "the samples with t = 0 do not count",
    lambda y, t: np.mean(-t * np.log(y)),
    "What is the probability that the model gives to the label 0?",
)
bce.mistake(
    "the samples with t = 1 do not count",
    lambda y, t: np.mean(-(1 - t) * np.log(1 - y)),
    "What should a sample with t = 1 cost?",
)
bce.mistake(
    "t and y have changed places",
    lambda y, t: bce.right(np.clip(t, 1e-12, 1 - 1e-12), y),
    "Which of the two is inside the logarithm?",
)
bce.mistake("the logarithm has base 2", lambda y, t: bce.right(y, t) / np.log(2), NATURAL)
bce.mistake(
    "y and 1 − y have changed places",
    lambda y, t: bce.right(1 - y, t),
    "For which label does a large y speak?",
)
add_kept_finite(
    bce,
    lambda small, y, t: np.mean(-t * np.log(y + small) - (1 - t) * np.log(1 - y + small)),
    constants=SEEN,
)
bce.mistake(
    "a loss for each sample is returned: only the last axis is added up",
    lambda y, t: (-t * np.log(y) - (1 - t) * np.log(1 - y)).sum(axis=1),
    "How many numbers is a loss?",
)
bce.mistake(
    "a loss for each sample is returned",
    lambda y, t: -t * np.log(y) - (1 - t) * np.log(1 - y),
    "How many numbers is a loss?",
)
add_wrong_means(bce)


def logits(rng):
    """Yield logits of usual size, then some for which eᵃ overflows; and labels."""
    for N in (1, 2, 7, 30):
        yield 2 * rng.standard_normal((N, 1)), rng.integers(0, 2, (N, 1)).astype(float)
    yield np.array([[1e4], [-1e4], [800.0], [-50.0]]), np.array([[0.0], [1.0], [1.0], [1.0]])


@table.code(
    "q4-5",
    cases=logits,
    hint="Put σ(a) into the loss and simplify on paper: which functions of a are left?",
)
def bce_on_logits(a, t):
    """The mean binary cross-entropy of logits a (N, 1) and labels t (N, 1), for every finite a."""
    return np.mean(softplus(a) - t * a)


bce_on_logits.mistake(
    "the sigmoid is taken first and then the logarithm, which overflows",
    lambda a, t: bce.right(sigmoid(a), t),
    "Simplify log σ(a) and log(1 − σ(a)) on paper before you compute.",
)


def clipped(small, a, t):
    """Keep the probabilities away from 0 and 1."""
    return bce.right(np.clip(sigmoid(a), small, 1 - small), t)


add_kept_finite(bce_on_logits, clipped)
bce_on_logits.mistake(
    "log(1 + eᵃ) is computed as it stands, which overflows",
    lambda a, t: np.mean(np.log(1 + np.exp(a)) - t * a),
    "What is np.exp(800)? Is there a helper that knows a way round it?",
)
bce_on_logits.mistake(
    "the term t a is missing",
    lambda a, t: np.mean(softplus(a)),
    "What is log y in terms of a? It has two parts.",
)
bce_on_logits.mistake(
    "the term t a has the wrong sign",
    lambda a, t: np.mean(softplus(a) + t * a),
    "If t = 1, should the loss rise or fall as a grows?",
)
bce_on_logits.mistake(
    "it is the sum over the samples, not the mean",
    lambda a, t: bce_on_logits.right(a, t) * len(a),
    MEAN,
)
bce_on_logits.mistake(
    "a loss for each sample is returned: only the last axis is added up",
    lambda a, t: (softplus(a) - t * a).sum(axis=1),
    "How many numbers is a loss?",
)
bce_on_logits.mistake(
    "a loss for each sample is returned",
    lambda a, t: softplus(a) - t * a,
    "How many numbers is a loss?",
)
add_wrong_means(bce_on_logits)
bce_on_logits.mistake(
    "log(1 + e⁻ᵃ) stands where log(1 + eᵃ) belongs",
    lambda a, t: np.mean(softplus(-a) - t * a),
    "Check your simplification at t = 0: should the loss grow with a?",
)


@table.code(
    "q4-6",
    cases=logits,
    hint="Differentiate the loss on logits term by term; then compare with a central difference.",
)
def bce_gradient(a, t):
    """The derivative by a (N, 1) of the mean binary cross-entropy of logits a and labels t."""
    return (sigmoid(a) - t) / len(a)


bce_gradient.mistake(
    "the mean's 1/N is missing",
    lambda a, t: sigmoid(a) - t,
    "Take every sample twice: should each sample's gradient stay as large?",
)
add_wrong_means(bce_gradient)
bce_gradient.mistake(
    "one number is returned: a mean, or a sum, over the samples",
    lambda a, t: np.mean(sigmoid(a) - t),
    "How many slopes are asked for: one, or one for each logit?",
)
bce_gradient.mistake(
    "it is t − y",
    lambda a, t: -bce_gradient.right(a, t),
    "If t = 0, should the loss rise or fall as a grows?",
)
bce_gradient.mistake(
    "the sigmoid's derivative is multiplied in once more",
    lambda a, t: bce_gradient.right(a, t) * sigmoid(a) * (1 - sigmoid(a)),
    "Differentiate the form on logits: is a sigmoid left to go through?",
)
bce_gradient.mistake(
    "it is the derivative by y instead of a",
    lambda a, t: bce_gradient.right(a, t) / np.maximum(sigmoid(a) * (1 - sigmoid(a)), 1e-300),
    "By what is the loss differentiated here?",
)
bce_gradient.mistake(
    "it is the derivative by y instead of a, and divides by 0 for large logits",
    lambda a, t: bce_gradient.right(a, t) / (sigmoid(a) * (1 - sigmoid(a))),
    "By what is the loss differentiated here?",
)
bce_gradient.mistake(
    "the logit stands where its sigmoid belongs",
    lambda a, t: (a - t) / len(a),
    "What is the derivative of log(1 + eᵃ)?",
)
bce_gradient.mistake(
    "the part of the target is missing",
    lambda a, t: sigmoid(a) / len(a),
    "How many terms has the loss, and how many has your derivative?",
)

table.written(
    "q4-a",
    "Which of the two forms to compute, and why, with the form on logits and its derivative "
    "derived, and what each form does with a sample that is confidently wrong.",
    points=2,
    formula="q4-6",
)

"""Questions of notebook 05: the cross-entropy of logits, and its gradient."""

import numpy as np

from helpers.functions import log_sum_exp, one_hot, softmax
from workbook.checks.questions import SHAPES, CodeQuestion, Misconception, WrittenQuestion
from workbook.questions.mnist.common import arrays, cross_entropy, cross_entropy_backward


def logits_and_targets(rng):
    """Yield logits and one-hot targets; at the end some that underflow."""
    for N, C in SHAPES:
        yield 3 * rng.standard_normal((N, C)), one_hot(rng.integers(0, C, N), C)
    yield 1000 * rng.standard_normal((5, 4)), one_hot(rng.integers(0, 4, 5), 4)


def naive_log_sum_exp(a):
    """Overflow."""
    return np.log(np.exp(a).sum(axis=1))


def log_of_softmax(a, t):
    """Underflow."""
    y = np.exp(a) / np.exp(a).sum(axis=1, keepdims=True)
    return -np.sum(t * np.log(y)) / len(a)


COST = [
    CodeQuestion(
        "q5-11",
        "log_sum_exp",
        log_sum_exp,
        lambda rng: [*arrays(rng), (1000 * rng.standard_normal((4, 3)),)],
        [
            Misconception("exp overflows", naive_log_sum_exp, "Try a row that holds 1000."),
            Misconception("the sum runs over the samples", lambda a: log_sum_exp(a, axis=0)),
            Misconception("the sum runs over everything", lambda a: log_sum_exp(a, axis=(0, 1))),
            Misconception(
                "the maximum is not added back", lambda a: log_sum_exp(a) - a.max(axis=1)
            ),
            Misconception("the logarithm is missing", lambda a: np.exp(log_sum_exp(a))),
            Misconception("the maximum is returned alone", lambda a: a.max(axis=1)),
            Misconception("a column (N, 1) is returned", lambda a: log_sum_exp(a, keepdims=True)),
        ],
        hint="Pull e to the largest entry out of each row's sum.",
    ),
    CodeQuestion(
        "q5-12",
        "cross_entropy",
        cross_entropy,
        logits_and_targets,
        [
            Misconception(
                "it is summed over the samples", lambda a, t: len(a) * cross_entropy(a, t)
            ),
            Misconception(
                "it is averaged over the outputs too",
                lambda a, t: cross_entropy(a, t) / a.shape[1],
            ),
            Misconception("the sign is wrong", lambda a, t: -cross_entropy(a, t)),
            Misconception(
                "the logarithm is taken of probabilities that underflow",
                log_of_softmax,
                "Try logits of ±1000: what is log 0?",
            ),
            Misconception("the target's logit is forgotten", lambda a, t: np.mean(log_sum_exp(a))),
            Misconception(
                "the softmax runs over the samples",
                lambda a, t: cross_entropy(a.T, t.T) * a.shape[1] / len(a),
            ),
            Misconception(
                "a cost for each sample is returned",
                lambda a, t: log_sum_exp(a) - np.sum(t * a, axis=1),
            ),
        ],
        hint="For one sample: log Σ exp(a_k) minus the logit of the right class.",
    ),
    CodeQuestion(
        "q5-13",
        "cross_entropy_backward",
        cross_entropy_backward,
        logits_and_targets,
        [
            Misconception("1/N is missing", lambda a, t: softmax(a) - t, "The cost is a mean."),
            Misconception("it is t − y", lambda a, t: -cross_entropy_backward(a, t)),
            Misconception(
                "the logits stand in place of the probabilities", lambda a, t: (a - t) / len(a)
            ),
            Misconception("the target is not subtracted", lambda a, t: softmax(a) / len(a)),
            Misconception(
                "the softmax runs over the samples", lambda a, t: (softmax(a, axis=0) - t) / len(a)
            ),
            Misconception(
                "the number of outputs divides too",
                lambda a, t: cross_entropy_backward(a, t) / a.shape[1],
            ),
            Misconception(
                "the softmax's derivative is multiplied on top",
                lambda a, t: cross_entropy_backward(a, t) * softmax(a) * (1 - softmax(a)),
                "It is in y − t already.",
            ),
        ],
        hint="Compare with a central difference of cross_entropy.",
    ),
    WrittenQuestion("q5-a", formula="q5-13"),
]

"""The cross-entropy of logits, and its gradient."""

import numpy as np

from helpers import functions
from workbook.checks import SHAPES
from workbook.questions import families
from workbook.questions.families import (
    WRONG_SOFTMAX,
    add_wrong_log_softmax,
    add_wrong_means,
)
from workbook.questions.mnist.common import arrays, table


def arrays_and_large_numbers(rng):
    """Yield an array of each shape, and numbers whose exponentials overflow."""
    yield from arrays(rng)
    yield (1000 * rng.standard_normal((4, 3)),)
    yield from ((a,) for a, _ in families.hard_logits(rng))


@table.code(
    "q5-11",
    cases=arrays_and_large_numbers,
    hint="Try the rows (0, 0) and (1000, 0) by hand: what should come out?",
)
def log_sum_exp(a):
    """The logarithm of the sum of exponentials of each row of a (N, K), shape (N,)."""
    m = a.max(axis=1)
    return m + np.log(np.exp(a - m[:, None]).sum(axis=1))


log_sum_exp.mistake(
    "exp overflows", lambda a: np.log(np.exp(a).sum(axis=1)), "Try a row that holds 1000."
)
log_sum_exp.mistake(
    "the sum runs over the samples",
    lambda a: functions.log_sum_exp(a, axis=0),
    "How many samples went in, and how many numbers came out?",
)
log_sum_exp.mistake(
    "the sum runs over everything",
    lambda a: functions.log_sum_exp(a, axis=(0, 1)),
    "Each sample wants a number of its own: over which axis do you sum?",
)
log_sum_exp.mistake(
    "the maximum is not added back",
    lambda a: log_sum_exp.right(a) - a.max(axis=1),
    "Add 5 to a whole row: by how much should its result change?",
)
log_sum_exp.mistake(
    "the maximum is subtracted at the end, where it has to be added back",
    lambda a: log_sum_exp.right(a) - 2 * a.max(axis=1),
    "Add 5 to a whole row: by how much should its result change?",
)
log_sum_exp.mistake(
    "one maximum is taken out for all samples together",
    lambda a: families.log_sum_exp(a, a.max())[:, 0],
    families.FAR_BELOW,
)
log_sum_exp.mistake(
    "the logarithm is missing",
    lambda a: np.exp(log_sum_exp.right(a)),
    "Try rows of a single entry: what should come back?",
)
log_sum_exp.mistake(
    "the maximum is returned alone",
    lambda a: a.max(axis=1),
    "Change an entry that is not the largest: should the result move?",
)
log_sum_exp.mistake(
    "a column (N, 1) is returned",
    lambda a: log_sum_exp.right(a)[:, None],
    "One number for each row: how many axes does that take?",
)


def logits_and_targets(rng):
    """Yield logits and one-hot targets; at the end some that underflow."""
    for N, K in SHAPES:
        yield 3 * rng.standard_normal((N, K)), functions.one_hot(rng.integers(0, K, N), K)
    yield 1000 * rng.standard_normal((5, 4)), functions.one_hot(rng.integers(0, 4, 5), 4)
    yield from families.hard_logits(rng)


@table.code(
    "q5-12",
    cases=logits_and_targets,
    hint="Write −log of one softmax output on paper: which terms are left?",
)
def cross_entropy(a, t):
    """The mean cross-entropy of logits a (N, K) and one-hot targets t (N, K), a number."""
    return np.mean(log_sum_exp.right(a) - np.sum(t * a, axis=1))


cross_entropy.mistake(
    "it is summed over the samples",
    lambda a, t: len(a) * cross_entropy.right(a, t),
    "Let every sample come twice: should the loss double?",
)
cross_entropy.mistake(
    "it is averaged over the outputs too",
    lambda a, t: cross_entropy.right(a, t) / a.shape[1],
    "How many losses does a sample have: one, or one for each class?",
)
cross_entropy.mistake(
    "the sign is wrong",
    lambda a, t: -cross_entropy.right(a, t),
    "Is the logarithm of a probability positive or negative? And a loss?",
)


add_wrong_log_softmax(cross_entropy)
add_wrong_means(cross_entropy)
cross_entropy.mistake(
    "the target's logit is forgotten",
    lambda a, t: np.mean(log_sum_exp.right(a)),
    "Call another class the right one: does your loss change?",
)


cross_entropy.mistake(
    "a loss for each sample is returned",
    lambda a, t: log_sum_exp.right(a) - np.sum(t * a, axis=1),
    "One number is asked for: what becomes of the N losses?",
)


table.written(
    "q5-a",
    "The gradient ∂L/∂a of the mean cross-entropy, derived, and why no derivative of the softmax "
    "has to be multiplied on afterwards.",
    formula="q5-13",
)


@table.code(
    "q5-13",
    cases=logits_and_targets,
    hint="Compare with a central difference of cross_entropy.",
)
def cross_entropy_backward(a, t):
    """The gradient ∂L/∂a (N, K) of the mean cross-entropy of logits a and one-hot targets t."""
    return (functions.softmax(a) - t) / len(a)


cross_entropy_backward.mistake(
    "1/N is missing",
    lambda a, t: functions.softmax(a) - t,
    "Let every sample come twice: should each sample's gradient stay as large?",
)
cross_entropy_backward.mistake(
    "it is t − y",
    lambda a, t: -cross_entropy_backward.right(a, t),
    "Raise the right class's logit a little: does the loss rise or fall?",
)
cross_entropy_backward.mistake(
    "the logits stand in place of the probabilities",
    lambda a, t: (a - t) / len(a),
    "What is the derivative of log Σ exp(a_k) by one of the logits?",
)
cross_entropy_backward.mistake(
    "the target is not subtracted",
    lambda a, t: functions.softmax(a) / len(a),
    "In how many terms of the loss do logits stand?",
)
cross_entropy_backward.mistake(
    "the softmax runs over the samples",
    lambda a, t: (functions.softmax(a, axis=0) - t) / len(a),
    "Add up each row of your probabilities. What should come out?",
)
for name, y, hint in WRONG_SOFTMAX:
    cross_entropy_backward.mistake(name, lambda a, t, y=y: (y(a) - t) / len(a), hint)
add_wrong_means(cross_entropy_backward)
cross_entropy_backward.mistake(
    "the samples are added up",
    lambda a, t: cross_entropy_backward.right(a, t).sum(axis=0),
    "Compare the shape of your gradient with that of the logits.",
)
cross_entropy_backward.mistake(
    "the number of outputs divides too",
    lambda a, t: cross_entropy_backward.right(a, t) / a.shape[1],
    "What is the loss a mean over: samples, or all entries?",
)
cross_entropy_backward.mistake(
    "the softmax's derivative is multiplied on top",
    lambda a, t: (
        cross_entropy_backward.right(a, t) * functions.softmax(a) * (1 - functions.softmax(a))
    ),
    "Differentiate the loss by the logits: is another slope left?",
)

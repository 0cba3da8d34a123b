"""Cross-entropies of logits: yes or no with Tensors, and more than two classes with arrays."""

import numpy as np

from helpers.autodiff import Tensor
from workbook.questions.autodiff.common import table
from workbook.questions.families import (
    add_kept_finite,
    add_wrong_log_softmax,
    add_wrong_means,
    hard_logits,
)

MEAN_OVER_SAMPLES = "Take every sample twice: should the loss double?"
NEVER_NEGATIVE = "Can a cross-entropy be negative?"


def bce_cases(rng):
    """Yield logits of ordinary and of huge size, and targets."""
    for N, size in ((1, 1), (5, 2), (8, 3), (6, 1000)):
        a = size * rng.normal(size=(N, 1))
        yield a, (rng.permutation(N)[:, None] % 2).astype(float)


def bce_parts(binary_cross_entropy, a, t):
    """Return the loss and its gradient."""
    a = Tensor(a)
    loss = binary_cross_entropy(a, t)
    loss.backward()
    return {"the loss": loss.value, "its gradient": a.grad}


@table.code(
    "q3-29",
    cases=bce_cases,
    probe=bce_parts,
    hint="What is −log σ(a), simplified? What do t = 0 and t = 1 cost?",
)
def binary_cross_entropy(a, t):
    """The mean cross-entropy, a Tensor, of logits a, a Tensor (N, 1), and targets t, (N, 1)."""
    return (a.softplus() - a * t).mean()


FOR_ONE_IT_FALLS = "For t = 1, should the loss rise or fall as a grows?"

binary_cross_entropy.mistake(
    "the logarithm of a probability is taken that has become 0",
    lambda a, t: -(t * a.sigmoid().log() + (1 - t) * (1 - a.sigmoid()).log()).mean(),
    "Put y = σ(a) into the loss, and simplify on paper before you compute.",
)


def kept_finite(small, a, t):
    """Add a small number to each probability."""
    y = a.sigmoid()
    return -(t * (y + small).log() + (1 - t) * (1 - y + small).log()).mean()


add_kept_finite(binary_cross_entropy, kept_finite)
binary_cross_entropy.mistake(
    "the mean over the samples is missing",
    lambda a, t: a.softplus() - a * t,
    "How many numbers is a loss?",
)
binary_cross_entropy.mistake(
    "the loss is summed, not averaged",
    lambda a, t: (a.softplus() - a * t).sum(),
    MEAN_OVER_SAMPLES,
)
binary_cross_entropy.mistake(
    "the sign of the second term is wrong",
    lambda a, t: (a.softplus() + a * t).mean(),
    FOR_ONE_IT_FALLS,
)
binary_cross_entropy.mistake(
    "t and 1 − t are swapped", lambda a, t: (a.softplus() - a * (1 - t)).mean(), FOR_ONE_IT_FALLS
)
binary_cross_entropy.mistake(
    "only the samples with t = 1 are counted",
    lambda a, t: ((-a).softplus() * t).mean(),
    "What should a sample outside cost that is called inside?",
)
binary_cross_entropy.mistake(
    "the squared error of the probability is used",
    lambda a, t: ((a.sigmoid() - t) ** 2).mean(),
    "Which loss is asked for?",
)
binary_cross_entropy.mistake(
    "the whole loss is negative", lambda a, t: (a * t - a.softplus()).mean(), NEVER_NEGATIVE
)
binary_cross_entropy.mistake(
    "probabilities are put where logits belong",
    lambda a, t: (a.sigmoid().softplus() - a.sigmoid() * t).mean(),
    "What does softplus take: a probability or a logit?",
)


def class_cases(rng):
    """Yield logits, of huge size too, and one-hot targets."""
    for N, K, size in ((1, 3, 1), (4, 4, 1), (5, 4, 1000)):
        yield size * rng.normal(size=(N, K)), np.eye(K)[rng.integers(K, size=N)]
    yield from hard_logits(rng)


def log_softmax(a, axis=1):
    """Return the logarithms of the probabilities along an axis, or over all entries (None)."""
    m = a.max(axis=axis, keepdims=True)
    return a - m - np.log(np.exp(a - m).sum(axis=axis, keepdims=True))


@table.code(
    "q3-30",
    cases=class_cases,
    hint="Try one row of logits, (1000, 0), by hand: what should the loss be?",
)
def softmax_cross_entropy(a, t):
    """The mean cross-entropy of logits a of any size and one-hot targets t, both (N, K)."""
    return -(t * log_softmax(a)).sum(axis=1).mean()


add_wrong_log_softmax(softmax_cross_entropy)
add_wrong_means(softmax_cross_entropy)
softmax_cross_entropy.mistake(
    "the mean runs over the classes too",
    lambda a, t: -(t * log_softmax(a)).mean(),
    "Over what is the sum, and over what the mean?",
)
softmax_cross_entropy.mistake(
    "the samples are summed, not averaged",
    lambda a, t: -(t * log_softmax(a)).sum(),
    MEAN_OVER_SAMPLES,
)
softmax_cross_entropy.mistake(
    "the sign is the other way round",
    lambda a, t: (t * log_softmax(a)).sum(axis=1).mean(),
    NEVER_NEGATIVE,
)
softmax_cross_entropy.mistake(
    "the targets are ignored",
    lambda a, t: -log_softmax(a).sum(axis=1).mean(),
    "Call another class the right one: does your loss change?",
)

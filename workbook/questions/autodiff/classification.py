"""Cross-entropies of logits: yes or no with Tensors, and more than two classes with arrays."""

import numpy as np

from helpers.autodiff import Tensor
from helpers.functions import softmax
from workbook.questions.autodiff.common import table

MEAN_OVER_SAMPLES = "The mean over the samples is asked for."
NEVER_NEGATIVE = "A cross-entropy is never negative."


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
    hint="−log σ(a) = softplus(−a), and softplus(−a) = softplus(a) − a.",
)
def binary_cross_entropy(a, t):
    """The mean cross-entropy, a Tensor, of logits a, a Tensor (N, 1), and targets t, (N, 1)."""
    return (a.softplus() - a * t).mean()


FOR_ONE_IT_FALLS = "For t = 1 the loss must fall when a grows."

binary_cross_entropy.mistake(
    "the logarithm of a probability is taken that has become 0",
    lambda a, t: -(t * a.sigmoid().log() + (1 - t) * (1 - a.sigmoid()).log()).mean(),
    "Put y = σ(a) in and simplify on paper: no logarithm of y is left.",
)


@binary_cross_entropy.mistake(
    "the logarithms are kept finite by adding a small number",
    hint="That hides the log 0 and bends the loss. Simplify on paper first.",
)
def kept_finite(a, t):
    """Add a small number to each probability."""
    y = a.sigmoid()
    return -(t * (y + 1e-12).log() + (1 - t) * (1 - y + 1e-12).log()).mean()


binary_cross_entropy.mistake(
    "the mean over the samples is missing",
    lambda a, t: a.softplus() - a * t,
    "One number is asked for.",
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
    "A sample outside that is called inside costs something too.",
)
binary_cross_entropy.mistake(
    "the squared error of the probability is used",
    lambda a, t: ((a.sigmoid() - t) ** 2).mean(),
    "The cross-entropy is asked for.",
)
binary_cross_entropy.mistake(
    "the whole loss is negative", lambda a, t: (a * t - a.softplus()).mean(), NEVER_NEGATIVE
)
binary_cross_entropy.mistake(
    "probabilities are put where logits belong",
    lambda a, t: (a.sigmoid().softplus() - a.sigmoid() * t).mean(),
    "softplus wants the logit itself.",
)


def class_cases(rng):
    """Yield logits, of huge size too, and one-hot targets."""
    for N, K, size, offset in ((1, 3, 1, 0), (4, 4, 1, 0), (6, 3, 2, 800), (5, 4, 1000, 0)):
        yield offset + size * rng.normal(size=(N, K)), np.eye(K)[rng.integers(K, size=N)]
    offsets = np.array([[0], [1000], [-1000], [5]])  # each row needs a shift of its own
    yield offsets + rng.normal(size=(4, 3)), np.eye(3)[rng.integers(3, size=4)]


def log_softmax(a, axis=1):
    """Return the logarithms of the probabilities along an axis, or over all entries (None)."""
    m = a.max(axis=axis, keepdims=True)
    return a - m - np.log(np.exp(a - m).sum(axis=axis, keepdims=True))


@table.code(
    "q3-30",
    cases=class_cases,
    hint="Per row: the largest logit out, LogSumExp, and the logit of the true class.",
)
def softmax_cross_entropy(a, t):
    """The mean cross-entropy of logits a of any size and one-hot targets t, both (N, K)."""
    return -(t * log_softmax(a)).sum(axis=1).mean()


softmax_cross_entropy.mistake(
    "softmax runs along the samples instead of the classes",
    lambda a, t: -(t * log_softmax(a, axis=0)).sum(axis=1).mean(),
    "The probabilities of one sample, one row, sum to 1.",
)
softmax_cross_entropy.mistake(
    "softmax runs over all entries at once",
    lambda a, t: -(t * log_softmax(a, axis=None)).sum(axis=1).mean(),
    "Each row has a normaliser of its own.",
)
softmax_cross_entropy.mistake(
    "the logarithm of a probability is taken that has become 0",
    lambda a, t: -(t * np.log(softmax(a))).sum(axis=1).mean(),
    "Simplify log softmax on paper before you compute.",
)


@softmax_cross_entropy.mistake(
    "large logits overflow",
    hint="Take the largest logit of each row out of the exponents.",
)
def overflowing(a, t):
    """Leave the largest logit in the exponents."""
    log_y = a - np.log(np.exp(a).sum(axis=1, keepdims=True))
    return -(t * log_y).sum(axis=1).mean()


softmax_cross_entropy.mistake(
    "the mean runs over the classes too",
    lambda a, t: -(t * log_softmax(a)).mean(),
    "Sum over the classes, then mean over the samples.",
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
    "The one-hot row picks the true class.",
)

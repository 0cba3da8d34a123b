"""Questions of notebook 3: cross-entropies of logits, for scalars, Tensors and arrays."""

import numpy as np

from helpers import losses
from helpers.autodiff import Tensor
from helpers.functions import softmax
from workbook.checks.questions import CodeQuestion, Misconception
from workbook.questions.autodiff.networks import variables


def cross_entropy_with(formula):
    """Return a cross-entropy of Vars; formula takes the logits, k and the largest value."""
    return lambda logits, k: formula(logits, k, max(a.value for a in logits))


def log_sum(logits, m):
    """Return log Σ exp(a − m) as a Var."""
    return sum((a - m).exp() for a in logits).log()


def cross_entropy_parts(cross_entropy, logits, k):
    """Return the loss and its gradient."""
    logits = variables(logits)
    loss = cross_entropy(logits, k)
    loss.backward()
    return {"the loss": loss.value, "its gradient": np.array([a.grad for a in logits])}


def logit_cases(rng):
    """Yield logits of ordinary and of huge size, and a class."""
    for size, classes in ((1, 3), (3, 5), (1000, 4), (-1000, 3)):
        logits = size + rng.normal(size=classes)
        yield logits.tolist(), int(rng.integers(classes))


def log_of_softmax(logits, k, m):
    """Take the logarithm of a probability."""
    shifted = [(a - m).exp() for a in logits]
    return -(shifted[k] / sum(shifted)).log()


CROSS_ENTROPY = CodeQuestion(
    "q3-19",
    "cross_entropy",
    cross_entropy_with(lambda logits, k, m: log_sum(logits, m) + m - logits[k]),
    lambda rng: [*logit_cases(rng), ([800.0, -800.0, 3.0], 1)],
    [
        Misconception(
            "large logits overflow",
            cross_entropy_with(lambda logits, k, m: log_sum(logits, 0.0) - logits[k]),
            "Take the largest logit out of the exponents.",
        ),
        Misconception(
            "the logarithm of a probability is taken that has become 0",
            cross_entropy_with(log_of_softmax),
            "Simplify log(e^x / S) on paper before you compute.",
        ),
        Misconception(
            "m is subtracted in the exponents and not added again",
            cross_entropy_with(lambda logits, k, m: log_sum(logits, m) - logits[k]),
            "log Σ exp(a − m) is smaller than log Σ exp(a) by m.",
        ),
        Misconception(
            "the sign is the other way round",
            cross_entropy_with(lambda logits, k, m: logits[k] - log_sum(logits, m) - m),
            "A loss of this kind is never negative.",
        ),
        Misconception(
            "the logit of the true class is not subtracted",
            cross_entropy_with(lambda logits, k, m: log_sum(logits, m) + m),
            "The formula has a second term.",
        ),
        Misconception(
            "the probability itself is returned",
            cross_entropy_with(lambda logits, k, m: (logits[k] - m - log_sum(logits, m)).exp()),
            "The loss is minus the logarithm of it.",
        ),
        Misconception(
            "the smallest logit is taken out instead of the largest",
            lambda logits, k: (
                log_sum(logits, min(a.value for a in logits))
                + min(a.value for a in logits)
                - logits[k]
            ),
            "Which choice makes all exponents zero or negative?",
        ),
        Misconception(
            "the true class is taken to be the one with the largest logit",
            cross_entropy_with(
                lambda logits, k, m: log_sum(logits, m) + m - max(logits, key=lambda a: a.value)
            ),
            "The true class is given: k.",
        ),
    ],
    probe=cross_entropy_parts,
    hint="m + log Σ exp(a_j − m) − a_k.",
)


def bce_parts(binary_cross_entropy, a, t):
    """Return the loss and its gradient."""
    a = Tensor(a)
    loss = binary_cross_entropy(a, t)
    loss.backward()
    return {"the loss": loss.value, "its gradient": a.grad}


def bce_cases(rng):
    """Yield logits of ordinary and of huge size, and targets."""
    for N, size in ((1, 1), (5, 2), (8, 3), (6, 1000)):
        a = size * rng.normal(size=(N, 1))
        yield a, (rng.permutation(N)[:, None] % 2).astype(float)


BCE = CodeQuestion(
    "q3-29",
    "binary_cross_entropy",
    lambda a, t: (a.softplus() - a * t).mean(),
    bce_cases,
    [
        Misconception(
            "the logarithm of a probability is taken that has become 0",
            lambda a, t: -(t * a.sigmoid().log() + (1 - t) * (1 - a.sigmoid()).log()).mean(),
            "Put y = σ(a) in and simplify on paper: no logarithm of y is left.",
        ),
        Misconception(
            "the logarithms are kept finite by adding a small number",
            lambda a, t: (
                -(
                    t * (a.sigmoid() + 1e-12).log() + (1 - t) * (1 - a.sigmoid() + 1e-12).log()
                ).mean()
            ),
            "That hides the overflow and bends the loss. Simplify on paper first.",
        ),
        Misconception(
            "the mean over the samples is missing",
            lambda a, t: a.softplus() - a * t,
            "One number is asked for.",
        ),
        Misconception(
            "the loss is summed, not averaged",
            lambda a, t: (a.softplus() - a * t).sum(),
            "The mean over the samples is asked for.",
        ),
        Misconception(
            "the sign of the second term is wrong",
            lambda a, t: (a.softplus() + a * t).mean(),
            "For t = 1 the loss must fall when a grows.",
        ),
        Misconception(
            "t and 1 − t are swapped",
            lambda a, t: (a.softplus() - a * (1 - t)).mean(),
            "For t = 1 the loss must fall when a grows.",
        ),
        Misconception(
            "only the samples with t = 1 are counted",
            lambda a, t: ((-a).softplus() * t).mean(),
            "A sample outside that is called inside costs something too.",
        ),
        Misconception(
            "the squared error of the probability is used",
            lambda a, t: ((a.sigmoid() - t) ** 2).mean(),
            "The cross-entropy is asked for.",
        ),
        Misconception(
            "the whole loss is negative",
            lambda a, t: (a * t - a.softplus()).mean(),
            "A cross-entropy is never negative.",
        ),
        Misconception(
            "probabilities are put where logits belong",
            lambda a, t: (a.sigmoid().softplus() - a.sigmoid() * t).mean(),
            "softplus wants the logit itself.",
        ),
    ],
    probe=bce_parts,
    hint="−log σ(a) = softplus(−a), and softplus(−a) = softplus(a) − a.",
)


def class_cases(rng):
    """Yield logits, of huge size too, and one-hot targets."""
    for N, C, size, offset in ((1, 3, 1, 0), (4, 4, 1, 0), (6, 3, 2, 800), (5, 4, 1000, 0)):
        yield offset + size * rng.normal(size=(N, C)), np.eye(C)[rng.integers(C, size=N)]


def log_softmax(a, axis=1):
    """Return the logarithms of the probabilities along an axis."""
    m = a.max(axis=axis, keepdims=True)
    return a - m - np.log(np.exp(a - m).sum(axis=axis, keepdims=True))


SOFTMAX = CodeQuestion(
    "q3-30",
    "softmax_cross_entropy",
    lambda a, t: losses.softmax_cross_entropy(a, t)[0],
    class_cases,
    [
        Misconception(
            "softmax runs along the samples instead of the classes",
            lambda a, t: -(t * log_softmax(a, axis=0)).sum(axis=1).mean(),
            "The probabilities of one sample, one row, sum to 1.",
        ),
        Misconception(
            "softmax runs over all entries at once",
            lambda a, t: (
                -(t * (a - a.max() - np.log(np.exp(a - a.max()).sum()))).sum(axis=1).mean()
            ),
            "Each row has a normaliser of its own.",
        ),
        Misconception(
            "the logarithm of a probability is taken that has become 0",
            lambda a, t: -(t * np.log(softmax(a))).sum(axis=1).mean(),
            "Simplify log softmax on paper before you compute.",
        ),
        Misconception(
            "large logits overflow",
            lambda a, t: (
                -(t * (a - np.log(np.exp(a).sum(axis=1, keepdims=True)))).sum(axis=1).mean()
            ),
            "Take the largest logit of each row out of the exponents.",
        ),
        Misconception(
            "the mean runs over the classes too",
            lambda a, t: -(t * log_softmax(a)).mean(),
            "Sum over the classes, then mean over the samples.",
        ),
        Misconception(
            "the samples are summed, not averaged",
            lambda a, t: -(t * log_softmax(a)).sum(),
            "The mean over the samples is asked for.",
        ),
        Misconception(
            "the sign is the other way round",
            lambda a, t: (t * log_softmax(a)).sum(axis=1).mean(),
            "A cross-entropy is never negative.",
        ),
        Misconception(
            "the targets are ignored",
            lambda a, t: -log_softmax(a).sum(axis=1).mean(),
            "The one-hot row picks the true class.",
        ),
    ],
    hint="Per row: the largest logit out, LogSumExp, and the logit of the true class.",
)

"""The cross-entropy of logits of any size, with scalars."""

import numpy as np

from helpers.autodiff import Var
from workbook.questions.autodiff.common import table, variables


def logit_cases(rng):
    """Yield logits of ordinary and of huge size, and a class."""
    for size, classes in ((1, 3), (3, 5), (2000, 4), (-1000, 3)):
        logits = size + rng.normal(size=classes)
        yield logits.tolist(), int(rng.integers(classes))
    yield [800.0, -800.0, 3.0], 1


def cross_entropy_parts(cross_entropy, logits, c):
    """Return the loss and its gradient."""
    logits = variables(logits)
    loss = cross_entropy(logits, c)
    loss.backward()
    return {"the loss": loss.value, "its gradient": np.array([a.grad for a in logits])}


def log_sum(logits, m):
    """Return log Σ exp(a − m) as a Var."""
    return sum((a - m).exp() for a in logits).log()


@table.code(
    "q3-19",
    cases=logit_cases,
    probe=cross_entropy_parts,
    hint="Write −log of one probability on paper: what is left of the quotient?",
)
def cross_entropy(logits, c):
    """The cross-entropy −log softmax(a)_c of a list of Vars, logits of any size, as a Var."""
    m = max(a.value for a in logits)
    return log_sum(logits, m) + m - logits[c]


def cross_entropy_with(formula):
    """Return a cross-entropy of Vars; formula takes the logits, c and the largest value."""
    return lambda logits, c: formula(logits, c, max(a.value for a in logits))


cross_entropy.mistake(
    "large logits overflow",
    lambda logits, c: log_sum(logits, 0.0) - logits[c],
    "Which exponent overflows? What could you take out of all of them?",
)


@cross_entropy.mistake(
    "the logarithm of a probability is taken that has become 0",
    hint="Simplify the logarithm of a quotient on paper before you compute.",
)
def log_of_softmax(logits, c):
    """Take the logarithm of a probability."""
    m = max(a.value for a in logits)
    shifted = [(a - m).exp() for a in logits]
    return -(shifted[c] / sum(shifted)).log()


cross_entropy.mistake(
    "m is subtracted in the exponents and not added again",
    cross_entropy_with(lambda logits, c, m: log_sum(logits, m) - logits[c]),
    "Add 5 to every logit: should the loss change?",
)
cross_entropy.mistake(
    "m is subtracted at the end, where it has to be added back",
    cross_entropy_with(lambda logits, c, m: log_sum(logits, m) - m - logits[c]),
    "Add 5 to every logit: should the loss change?",
)
cross_entropy.mistake(
    "large logits overflow, and a logarithm is taken of the probability",
    lambda logits, c: -(logits[c].exp() / sum(a.exp() for a in logits)).log(),
    "Which exponent overflows? What could you take out of all of them?",
)
cross_entropy.mistake(
    "the logits are divided by their sum: there is no exponential",
    lambda logits, c: -(logits[c] / sum(logits)).log(),
    "Can a logit be negative? Can a probability?",
)
cross_entropy.mistake(
    "a plain number is returned, so that the graph is cut",
    lambda logits, c: cross_entropy.right(logits, c).value,
    "Does what you return know where it came from?",
)
cross_entropy.mistake(
    "plain values are taken, so that the graph is cut",
    lambda logits, c: Var(cross_entropy.right(logits, c).value),
    "Does a Var made of a `.value` know where it came from?",
)
cross_entropy.mistake(
    "the sign is the other way round",
    cross_entropy_with(lambda logits, c, m: logits[c] - log_sum(logits, m) - m),
    "Can a loss of this kind be negative?",
)
cross_entropy.mistake(
    "the logit of the true class is not subtracted",
    cross_entropy_with(lambda logits, c, m: log_sum(logits, m) + m),
    "Call another class the right one: does your loss change?",
)
cross_entropy.mistake(
    "the probability itself is returned",
    cross_entropy_with(lambda logits, c, m: (logits[c] - m - log_sum(logits, m)).exp()),
    "What should the loss be for a probability of 1?",
)


@cross_entropy.mistake(
    "the smallest logit is taken out instead of the largest",
    hint="Which choice makes all exponents zero or negative?",
)
def smallest_taken_out(logits, c):
    """Shift by the smallest logit."""
    m = min(a.value for a in logits)
    return log_sum(logits, m) + m - logits[c]


cross_entropy.mistake(
    "the true class is taken to be the one with the largest logit",
    cross_entropy_with(
        lambda logits, c, m: log_sum(logits, m) + m - max(logits, key=lambda a: a.value)
    ),
    "Where do you use c?",
)

"""What goes wrong alike in questions of several notebooks: softmax, cross-entropies, means."""

import numpy as np

from helpers.functions import sigmoid, softmax

# Small numbers with which a logarithm is kept finite.
SMALL = (1e-16, 1e-15, 1e-14, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3)
SEEN = SMALL[SMALL.index(1e-7) :]  # those that can be seen in losses of usual size

OVERFLOWS = "Which exponent overflows? What could you take out of all of them?"
SIMPLIFY = "Simplify the logarithm on paper before you compute. Is a probability left?"
WHICH_SUM = "Which probabilities sum to 1: a row's or a column's?"
HOW_MANY = "How many normalisers do N samples need?"
FAR_BELOW = "What becomes of a row whose logits are all far below those of another?"
ADD_FIVE = "Add 5 to every logit: should the loss change?"
WHICH_AXES = "(N, K) and (N,): which axes meet?"
HOW_SURE = "What should it cost to be quite sure and wrong? And with yours?"
HOW_OFTEN = "How often does the loss divide by N, and how often does yours?"


def hard_logits(rng):
    """Yield logits (N, K) that tell how a softmax fails, and one-hot targets.

    In the first all exponentials overflow; in the second none does, but probabilities become 0; in
    the third one row is far below another.
    """
    for a in (
        800 + 2 * rng.standard_normal((6, 3)),
        rng.standard_normal((3, 4)) - 800 * np.eye(3, 4),
        rng.standard_normal((2, 3)) + [[-900], [900]],
    ):
        yield a, np.eye(a.shape[1])[np.arange(len(a)) % a.shape[1]]


def log_sum_exp(a, m, axis=1):
    """Return log Σ exp(a) along an axis that stays, with m taken out of the exponents."""
    return m + np.log(np.exp(a - m).sum(axis=axis, keepdims=True))


def largest(a, axis=1):
    """Return the largest logit along an axis that stays."""
    return a.max(axis=axis, keepdims=True)


# (name, the logarithms of the probabilities (N, K) from the logits a (N, K), hint)
WRONG_LOG_SOFTMAX = (
    (
        "softmax runs along the samples instead of the classes",
        lambda a: a - log_sum_exp(a, largest(a, axis=0), axis=0),
        WHICH_SUM,
    ),
    (
        "softmax runs over all entries at once",
        lambda a: a - log_sum_exp(a, a.max(), axis=None),
        HOW_MANY,
    ),
    ("large logits overflow", lambda a: a - log_sum_exp(a, 0.0), OVERFLOWS),
    (
        "large logits overflow, and a logarithm is taken of the probabilities",
        lambda a: np.log(np.exp(a) / np.exp(a).sum(axis=1, keepdims=True)),
        OVERFLOWS,
    ),
    (
        "the logarithm of a probability is taken that has become 0",
        lambda a: np.log(softmax(a)),
        SIMPLIFY,
    ),
    (
        "one largest logit is taken out for all samples together",
        lambda a: a - log_sum_exp(a, a.max()),
        FAR_BELOW,
    ),
    (
        "the largest logit is taken out of the exponents and not added again",
        lambda a: a - log_sum_exp(a, largest(a)) + largest(a),
        ADD_FIVE,
    ),
    (
        "the largest logit is subtracted once more at the end, where it has to come back",
        lambda a: a - log_sum_exp(a, largest(a)) + 2 * largest(a),
        ADD_FIVE,
    ),
    (
        "the sum over the classes has lost its axis and meets the wrong one",
        lambda a: a - log_sum_exp(a, largest(a))[:, 0],
        WHICH_AXES,
    ),
    (
        "the logits are divided by their sum: there is no exponential",
        lambda a: np.log(a / a.sum(axis=1, keepdims=True)),
        "Can a logit be negative? Can a probability?",
    ),
)

# (name, the probabilities (N, K) from the logits a (N, K), hint)
WRONG_SOFTMAX = (
    (
        "large logits overflow",
        lambda a: np.exp(a) / np.exp(a).sum(axis=1, keepdims=True),
        OVERFLOWS,
    ),
    (
        "softmax runs over all entries at once",
        lambda a: np.exp(a - log_sum_exp(a, a.max(), axis=None)),
        HOW_MANY,
    ),
    (
        "one largest logit is taken out for all samples together",
        lambda a: np.exp(a - a.max()) / np.exp(a - a.max()).sum(axis=1, keepdims=True),
        FAR_BELOW,
    ),
    (
        "the sum over the classes has lost its axis and meets the wrong one",
        lambda a: np.exp(a - largest(a)) / np.exp(a - largest(a)).sum(axis=1),
        WHICH_AXES,
    ),
    (
        "the sigmoid is taken of each logit, where the softmax belongs",
        sigmoid,
        "Add up each row of your probabilities. What should come out?",
    ),
    (
        "the exponentials are not divided by their sum",
        np.exp,
        "Add up each row of your probabilities. What should come out?",
    ),
)


def add_wrong_log_softmax(question):
    """Add what goes wrong in a mean cross-entropy of logits and one-hot targets, both (N, K)."""
    for name, log_y, hint in WRONG_LOG_SOFTMAX:
        question.mistake(name, lambda a, t, log_y=log_y: -(t * log_y(a)).sum(axis=1).mean(), hint)
    for small in SMALL:
        question.mistake(
            f"the logarithm is kept finite by a small number, {small:.0e}",
            lambda a, t, small=small: -(t * np.log(softmax(a) + small)).sum(axis=1).mean(),
            HOW_SURE,
        )


def add_kept_finite(question, cross_entropy, constants=SMALL):
    """Add logarithms of probabilities that are kept finite; cross_entropy(small, *arguments)."""
    for small in constants:
        question.mistake(
            f"the logarithms are kept finite by a small number, {small:.0e}",
            lambda first, t, small=small: cross_entropy(small, first, t),
            HOW_SURE,
        )


def add_wrong_means(question):
    """Add what goes wrong with the mean in a loss, or its gradient, of two arrays with N rows."""
    question.mistake(
        "it is divided by the number of samples twice",
        lambda first, t: question.right(first, t) / len(first),
        HOW_OFTEN,
    )

"""What goes wrong alike in questions of several notebooks.

Slopes of tanh and the sigmoid, differences for slopes, softmax, cross-entropies, means.
"""

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
        "the largest logit is subtracted at the end, where it has to be added back",
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


def quotient(a, m=0.0, axis=1):
    """Return exponentials over their sum along an axis, with m taken out of the exponents."""
    e = np.exp(a - m)
    return e / e.sum(axis=axis, keepdims=True)


# (name, the probabilities (N, K) from the logits a (N, K), hint)
WRONG_SOFTMAX = (
    ("large logits overflow", quotient, OVERFLOWS),
    (
        "large logits overflow in the logarithm of the sum",
        lambda a: np.exp(a - log_sum_exp(a, 0.0)),
        OVERFLOWS,
    ),
    (
        "softmax runs over all entries at once, and large logits overflow",
        lambda a: quotient(a, axis=None),
        HOW_MANY,
    ),
    (
        "softmax runs along the samples, and large logits overflow",
        lambda a: quotient(a, axis=0),
        WHICH_SUM,
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
    question.mistake(
        "large logits overflow in the logarithm of the sum",
        lambda a, t: np.mean(log_sum_exp(a, 0.0)[:, 0] - (t * a).sum(axis=1)),
        OVERFLOWS,
    )
    for name, axis, hint in (
        ("over all entries at once", None, HOW_MANY),
        ("along the samples", 0, WHICH_SUM),
    ):
        question.mistake(
            f"softmax runs {name}, and its logarithm is taken, which overflows",
            lambda a, t, axis=axis: -(t * np.log(quotient(a, axis=axis))).sum(axis=1).mean(),
            hint,
        )
    for small in SMALL:
        question.mistake(
            f"the logarithm is kept finite by a small number, clipped or added: {small:.0e}",
            lambda a, t, small=small: -(t * np.log(softmax(a) + small)).sum(axis=1).mean(),
            HOW_SURE,
        )


def add_kept_finite(question, cross_entropy, constants=SMALL):
    """Add logarithms of probabilities that are kept finite; cross_entropy(small, *arguments)."""
    for small in constants:
        question.mistake(
            f"the logarithms are kept finite by a small number, clipped or added: {small:.0e}",
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


AT_ZERO = "How steep is it at 0, and how large is your slope there?"
FAR_OUT = "How steep is it far left and far right, and how large is your slope there?"
HOW_STEEP = "Where does your line say how steep the activation is?"
BEFORE_OR_AFTER = "Is what you put in the number before the activation, or after it?"
ALREADY = "What has happened to z already?"

# (name, what stands where the slope at a belongs, as a function of z = tanh(a), hint)
WRONG_TANH_SLOPES = (
    ("the slope of tanh is missing", np.ones_like, HOW_STEEP),
    (
        "the slope of tanh is taken as 1 − z, without the square",
        lambda z: 1 - z,
        "Is your slope symmetric around 0, as that of tanh is?",
    ),
    ("the slope of the sigmoid, z (1 − z), is used for tanh", lambda z: z * (1 - z), AT_ZERO),
    (
        "the slope of tanh is taken at z instead of a: tanh is applied twice",
        lambda z: 1 - np.tanh(z) ** 2,
        ALREADY,
    ),
    ("the 1 of tanh's slope is missing: z² stands there", lambda z: z**2, AT_ZERO),
    ("the slope of tanh has a plus for its minus", lambda z: 1 + z**2, FAR_OUT),
    ("z itself stands where the slope of tanh belongs", lambda z: z, AT_ZERO),
    ("the slope of tanh is used twice", lambda z: (1 - z**2) ** 2, "How often is z squashed?"),
)

# The same with z = σ(a).
WRONG_SIGMOID_SLOPES = (
    ("the slope of the sigmoid is missing", np.ones_like, HOW_STEEP),
    ("the slope of tanh, 1 − z², is used for the sigmoid", lambda z: 1 - z**2, AT_ZERO),
    (
        "the slope of the sigmoid is taken at z instead of a: the sigmoid is applied twice",
        lambda z: sigmoid(z) * (1 - sigmoid(z)),
        ALREADY,
    ),
    (
        "the slope of the sigmoid is written with its argument in place of its value",
        lambda z: np.log(z / (1 - z)) * (1 - np.log(z / (1 - z))),
        BEFORE_OR_AFTER,
    ),
    ("one factor of the sigmoid's slope is missing: z alone", lambda z: z, FAR_OUT),
    ("one factor of the sigmoid's slope is missing: 1 − z alone", lambda z: 1 - z, FAR_OUT),
    (
        "the slope of the sigmoid has a plus for its minus: z (1 + z)",
        lambda z: z * (1 + z),
        FAR_OUT,
    ),
    ("z is divided by 1 − z, not multiplied with it", lambda z: z / (1 - z), FAR_OUT),
    (
        "the slope of the sigmoid is used twice",
        lambda z: (z * (1 - z)) ** 2,
        "How often is z squashed?",
    ),
)

TWO_FACTORS = "Which two factors has the chain rule here? Look for each in your line."

# (name, ∂L/∂a from dz = ∂L/∂z and the slope of the activation, hint)
WRONG_CHAINS = (
    ("the gradient from above is ignored", lambda dz, slope: slope, TWO_FACTORS),
    ("the gradient from above is used twice", lambda dz, slope: dz * dz * slope, TWO_FACTORS),
    (
        "the gradient is divided by the slope, not multiplied with it",
        lambda dz, slope: dz / slope,
        TWO_FACTORS,
    ),
    ("gradient and slope are added, not multiplied", lambda dz, slope: dz + slope, TWO_FACTORS),
    (
        "the sign is the other way round",
        lambda dz, slope: -dz * slope,
        "Does the activation rise or fall? Which sign has its slope?",
    ),
)

OVER_WHAT = "A slope is a difference over what?"
WHICH_POINTS = "Which two points should the difference see?"
CONSTANT = "Try a constant f: what should its slope be?"

# (name, the quotient from at(step), which is f moved by a step, and h, hint)
WRONG_QUOTIENTS = (
    (
        "the difference is divided by h, not by 2h",
        lambda at, h: (at(h) - at(-h)) / h,
        "How far apart are the two points?",
    ),
    ("the difference is not divided at all", lambda at, h: at(h) - at(-h), OVER_WHAT),
    ("the difference is multiplied by 2h", lambda at, h: (at(h) - at(-h)) * 2 * h, OVER_WHAT),
    (
        "brackets are missing: / 2 * h",
        lambda at, h: (at(h) - at(-h)) / 2 * h,
        "In which order does Python read x / 2 * h?",
    ),
    ("the difference is one-sided, forward", lambda at, h: (at(h) - at(0)) / h, WHICH_POINTS),
    ("the difference is one-sided, backward", lambda at, h: (at(0) - at(-h)) / h, WHICH_POINTS),
    (
        "the difference is one-sided but divided by 2h",
        lambda at, h: (at(h) - at(0)) / (2 * h),
        "Is the second point where you think? Print it.",
    ),
    (
        "the sign is wrong: minus comes first",
        lambda at, h: (at(-h) - at(h)) / (2 * h),
        "Which of the two values stands first?",
    ),
    ("the second value is forgotten", lambda at, h: at(h) / (2 * h), CONSTANT),
    ("the two values are added", lambda at, h: (at(h) + at(-h)) / (2 * h), CONSTANT),
)

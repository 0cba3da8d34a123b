"""Theory e) to h): losses from likelihoods, and their gradient from a minibatch."""

import numpy as np

from helpers.functions import softmax
from workbook.questions.families import SEEN, add_kept_finite
from workbook.questions.pen_and_paper.common import ONE_NUMBER, one_hot_target
from workbook.questions.pen_and_paper.given import table

PER_OUTPUT = "How many Gaussian factors has the density of K outputs?"
NATURAL = "Which logarithm undoes e?"

# e) Regression

table.written(
    "q1-e",
    "The likelihood of one sample and of N under Gaussian noise, why the squared error is smallest "
    "at its maximum, and why one takes −log.",
    formula="q1-28",
)


def gaussian_cases(rng):
    """Return outputs, targets and a variance."""
    for K in (1, 4, 7):
        yield rng.standard_normal(K), rng.standard_normal(K), rng.uniform(0.2, 0.8)
    y = rng.standard_normal(3)
    yield y, y + 0.1 * rng.standard_normal(3), 0.02  # whose density is above 1


@table.code(
    "q1-28", cases=gaussian_cases, points=0.5, hint="Take −log of each factor of the density."
)
def gaussian_nll(y, t, sigma2):
    """−log p(t | x) of K targets with Gaussian noise of variance sigma2, a number."""
    return np.sum((y - t) ** 2) / (2 * sigma2) + len(y) / 2 * np.log(2 * np.pi * sigma2)


VARIANCE_GIVEN = "Which one is given, σ or σ²?"

gaussian_nll.mistake(
    "the ½ in the exponent is missing",
    lambda y, t, v: np.sum((y - t) ** 2) / v + len(y) / 2 * np.log(2 * np.pi * v),
    "Compare your exponent with that of the Gaussian density, factor by factor.",
)
gaussian_nll.mistake(
    "sigma2 is taken for σ, and squared once more",
    lambda y, t, v: gaussian_nll.right(y, t, v**2),
    VARIANCE_GIVEN,
)
gaussian_nll.mistake(
    "the root of sigma2 is taken: σ in place of σ²",
    lambda y, t, v: gaussian_nll.right(y, t, np.sqrt(v)),
    VARIANCE_GIVEN,
)
gaussian_nll.mistake(
    "the normalising constant is missing",
    lambda y, t, v: np.sum((y - t) ** 2) / (2 * v),
    "Write the density down first, with the factor in front of the exponential.",
)
gaussian_nll.mistake(
    "the normalising constant is there once, not for each output",
    lambda y, t, v: np.sum((y - t) ** 2) / (2 * v) + np.log(2 * np.pi * v) / 2,
    PER_OUTPUT,
)
gaussian_nll.mistake(
    "the root in the normalising constant is missing",
    lambda y, t, v: np.sum((y - t) ** 2) / (2 * v) + len(y) * np.log(2 * np.pi * v),
    "To which power does 2πσ² stand in the density of one output?",
)
gaussian_nll.mistake(
    "the 2π is missing",
    lambda y, t, v: np.sum((y - t) ** 2) / (2 * v) + len(y) / 2 * np.log(v),
    "Over all targets, does your density integrate to 1?",
)
gaussian_nll.mistake(
    "the normalising constant has the wrong sign",
    lambda y, t, v: np.sum((y - t) ** 2) / (2 * v) - len(y) / 2 * np.log(2 * np.pi * v),
    "The constant stands in a denominator: which sign has −log of that?",
)
gaussian_nll.mistake(
    "the sign is the other way round: log p",
    lambda y, t, v: -gaussian_nll.right(y, t, v),
    "Should the likeliest parameters have the smallest loss, or the largest?",
)
gaussian_nll.mistake(
    "this is p itself, without −log",
    lambda y, t, v: np.exp(-gaussian_nll.right(y, t, v)),
    "What turns a product of densities into a sum?",
)
gaussian_nll.mistake(
    "the logarithm has base 10",
    lambda y, t, v: gaussian_nll.right(y, t, v) / np.log(10),
    NATURAL,
)
gaussian_nll.mistake(
    "the mean over the outputs is taken, not the sum",
    lambda y, t, v: gaussian_nll.right(y, t, v) / len(y),
    PER_OUTPUT,
)

# f) The best variance

table.written(
    "q1-f",
    "Why the best weights do not depend on σ², and the best σ² for given weights.",
    formula="q1-29",
)


def variance_cases(rng):
    """Return outputs and targets of N samples."""
    for shape in ((6, 1), (4, 4), (2, 5), (9, 3)):
        yield rng.standard_normal(shape), rng.standard_normal(shape)


@table.code(
    "q1-29",
    cases=variance_cases,
    points=0.5,
    hint="Set the derivative of the negative log-likelihood with respect to σ² to zero.",
)
def best_variance(y, t):
    """The most likely σ² for outputs and targets of N samples, both (N, K), a number."""
    return np.mean((y - t) ** 2)


best_variance.mistake(
    "it is divided by N only, not by all N K deviations",
    lambda y, t: np.sum((y - t) ** 2) / len(y),
    PER_OUTPUT,
)
best_variance.mistake(
    "it is divided by K only",
    lambda y, t: np.sum((y - t) ** 2) / y.shape[1],
    "Set the derivative with respect to σ² to zero, with N samples.",
)
best_variance.mistake(
    "the root is taken: σ, not σ²",
    lambda y, t: np.sqrt(np.mean((y - t) ** 2)),
    "If t is in metres, what is σ² in?",
)
best_variance.mistake(
    "it is divided by one less than the number of deviations",
    lambda y, t: np.sum((y - t) ** 2) / (y.size - 1),
    "Set the derivative to zero: is there a −1 anywhere?",
)
best_variance.mistake(
    "there is a factor ½",
    lambda y, t: np.mean((y - t) ** 2) / 2,
    "Differentiate both terms: is there a ½ in one of them or in both?",
)
best_variance.mistake(
    "the mean deviation is subtracted first",
    lambda y, t: np.var(y - t),
    "From what does the likelihood measure a deviation?",
)
best_variance.mistake(
    "the absolute values are averaged",
    lambda y, t: np.mean(abs(y - t)),
    "Which power of a deviation stands in the Gaussian's exponent?",
)
best_variance.mistake(
    "each output has a variance of its own",
    lambda y, t: np.mean((y - t) ** 2, axis=0),
    "How many variances does the density have?",
)
best_variance.mistake(
    "the squares are not averaged",
    lambda y, t: np.sum((y - t) ** 2),
    "Take every sample twice: is there more noise now?",
)

# g) Classification

table.written(
    "q1-g",
    "p(t | x) for K classes as one formula in y and t, and the cross-entropy of N samples.",
    formula="q1-30",
)


def probability_cases(rng):
    """Return probabilities and a one-hot target."""
    for K in (2, 4, 7):
        yield softmax(rng.standard_normal(K)), one_hot_target(rng, K)


@table.code(
    "q1-30",
    cases=probability_cases,
    points=0.5,
    hint="Write the product out for two classes, then take −log of it.",
)
def categorical_nll(y, t):
    """−log p(t | x) for the probabilities of K classes and a one-hot target, a number."""
    return -np.sum(t * np.log(y))


categorical_nll.mistake(
    "the sign is the other way round",
    lambda y, t: np.sum(t * np.log(y)),
    "A probability is at most 1: which sign has its logarithm?",
)
categorical_nll.mistake(
    "the logarithms of all classes are added, right or not",
    lambda y, t: -np.sum(np.log(y)),
    "Which classes does a target of 0 leave in the sum?",
)
categorical_nll.mistake(
    "the binary cross-entropy is computed for each class",
    lambda y, t: -np.sum(t * np.log(y) + (1 - t) * np.log(1 - y)),
    "Are these K separate yes-or-no questions, or one question with K answers?",
)
categorical_nll.mistake(
    "output and target are exchanged",
    lambda y, t: -np.sum(y * np.log(t)),
    "What is the logarithm of a target of 0?",
)
categorical_nll.mistake("the logarithm has base 2", lambda y, t: -np.sum(t * np.log2(y)), NATURAL)
categorical_nll.mistake("the logarithm has base 10", lambda y, t: -np.sum(t * np.log10(y)), NATURAL)
categorical_nll.mistake(
    "the mean over the classes is taken, not the sum",
    lambda y, t: -np.mean(t * np.log(y)),
    "Add a class that never occurs: should the loss become smaller?",
)
categorical_nll.mistake("the classes are not added up", lambda y, t: -t * np.log(y), ONE_NUMBER)
add_kept_finite(categorical_nll, lambda small, y, t: -np.sum(t * np.log(y + small)), constants=SEEN)
categorical_nll.mistake(
    "−log is missing: this is p",
    lambda y, t: np.sum(t * y),
    "What should it cost to be sure and right?",
)
categorical_nll.mistake(
    "the squared error is computed",
    lambda y, t: np.sum((y - t) ** 2),
    "Which probability does the model give to the class that occurred?",
)

# h) Minibatches

table.written(
    "q1-h",
    "Why a random minibatch's gradient is proportional to the full one on average, and the factor.",
    formula="q1-31",
)


def minibatch_cases(rng):
    """Return the gradients of N samples, and how many are drawn."""
    for N, P, B in ((5, 3, 2), (4, 4, 3), (8, 1, 4)):
        yield rng.standard_normal((N, P)), B


@table.code(
    "q1-31",
    cases=minibatch_cases,
    points=0.5,
    hint="With which probability is sample n in the minibatch?",
)
def expected_minibatch_gradient(gradients, B):
    """The expected gradient (P,) of a minibatch of B samples, from those of all, (N, P)."""
    return B / len(gradients) * gradients.sum(axis=0)


ALL_SAMPLES = "If all samples were in the minibatch, which factor should come out?"

expected_minibatch_gradient.mistake(
    "the factor is upside down",
    lambda g, B: len(g) / B * g.sum(axis=0),
    "Has a minibatch more terms than the full sum, or fewer?",
)
expected_minibatch_gradient.mistake(
    "this is the full gradient: the factor is missing",
    lambda g, B: g.sum(axis=0),
    "How many terms has a minibatch of half the samples?",
)
expected_minibatch_gradient.mistake(
    "this is the mean over all samples: B is missing",
    lambda g, B: g.mean(axis=0),
    "Is the minibatch summed here, or averaged?",
)
expected_minibatch_gradient.mistake(
    "the factor is B alone", lambda g, B: B * g.sum(axis=0), ALL_SAMPLES
)
expected_minibatch_gradient.mistake(
    "the factor is 1/B",
    lambda g, B: g.sum(axis=0) / B,
    "A larger minibatch has more terms: should the factor grow or shrink?",
)
expected_minibatch_gradient.mistake(
    "this is one minibatch, the first B samples, and no average over minibatches",
    lambda g, B: g[:B].sum(axis=0),
    "How often is each sample in a random minibatch?",
)
expected_minibatch_gradient.mistake(
    "the sum runs over the parameters, not the samples",
    lambda g, B: B / len(g) * g.sum(axis=1),
    "What is a row here, and over what do you sum?",
)
expected_minibatch_gradient.mistake(
    "the factor is B / (N − 1)", lambda g, B: B / (len(g) - 1) * g.sum(axis=0), ALL_SAMPLES
)

"""Theory e) to h): losses from likelihoods, and their gradient from a minibatch."""

import numpy as np

from helpers.functions import softmax
from workbook.checks.questions import CodeQuestion
from workbook.questions.pen_and_paper.common import ONE_NUMBER, one_hot_target, slips


def gaussian_cases(rng):
    """Return outputs, targets and a variance."""
    for K in (1, 4, 7):
        yield rng.standard_normal(K), rng.standard_normal(K), rng.uniform(0.2, 0.8)


def gaussian_nll(y, t, sigma2):
    """Return −log p(t | x)."""
    return np.sum((y - t) ** 2) / (2 * sigma2) + len(y) / 2 * np.log(2 * np.pi * sigma2)


def variance_cases(rng):
    """Return outputs and targets of N samples."""
    for shape in ((6, 1), (4, 4), (2, 5), (9, 3)):
        yield rng.standard_normal(shape), rng.standard_normal(shape)


def probability_cases(rng):
    """Return probabilities and a one-hot target."""
    for K in (2, 4, 7):
        yield softmax(rng.standard_normal(K)), one_hot_target(rng, K)


def minibatch_cases(rng):
    """Return the gradients of N samples, and M."""
    for N, P, M in ((5, 3, 2), (4, 4, 3), (8, 1, 4)):
        yield rng.standard_normal((N, P)), M


PER_OUTPUT = "There are K outputs, and each has a Gaussian factor of its own."

GAUSSIAN = CodeQuestion(
    "q1-28",
    "gaussian_nll",
    gaussian_nll,
    gaussian_cases,
    slips(
        (
            "the ½ in the exponent is missing",
            lambda y, t, v: np.sum((y - t) ** 2) / v + len(y) / 2 * np.log(2 * np.pi * v),
        ),
        (
            "sigma2 is taken for σ, and squared once more",
            lambda y, t, v: gaussian_nll(y, t, v**2),
            "The variance σ² is what is given.",
        ),
        (
            "the root of sigma2 is taken: σ in place of σ²",
            lambda y, t, v: gaussian_nll(y, t, np.sqrt(v)),
        ),
        (
            "the normalising constant is missing",
            lambda y, t, v: np.sum((y - t) ** 2) / (2 * v),
            "Write the density down first, with the factor in front of the exponential.",
        ),
        (
            "the normalising constant is there once, not for each output",
            lambda y, t, v: np.sum((y - t) ** 2) / (2 * v) + np.log(2 * np.pi * v) / 2,
            PER_OUTPUT,
        ),
        (
            "the root in the normalising constant is missing",
            lambda y, t, v: np.sum((y - t) ** 2) / (2 * v) + len(y) * np.log(2 * np.pi * v),
        ),
        (
            "the 2π is missing",
            lambda y, t, v: np.sum((y - t) ** 2) / (2 * v) + len(y) / 2 * np.log(v),
        ),
        (
            "the normalising constant has the wrong sign",
            lambda y, t, v: np.sum((y - t) ** 2) / (2 * v) - len(y) / 2 * np.log(2 * np.pi * v),
            "It stands in the denominator, and there is a minus before the logarithm.",
        ),
        ("the sign is the other way round: log p", lambda y, t, v: -gaussian_nll(y, t, v)),
        ("this is p itself, without −log", lambda y, t, v: np.exp(-gaussian_nll(y, t, v))),
        (
            "the logarithm has base 10",
            lambda y, t, v: gaussian_nll(y, t, v) / np.log(10),
            "`np.log` is the natural logarithm.",
        ),
        (
            "the mean over the outputs is taken, not the sum",
            lambda y, t, v: gaussian_nll(y, t, v) / len(y),
            PER_OUTPUT,
        ),
    ),
    points=0.5,
    hint="Take −log of each factor of the density.",
)

BEST_VARIANCE = CodeQuestion(
    "q1-29",
    "best_variance",
    lambda y, t: np.mean((y - t) ** 2),
    variance_cases,
    slips(
        (
            "it is divided by N only, not by all N K deviations",
            lambda y, t: np.sum((y - t) ** 2) / len(y),
            PER_OUTPUT,
        ),
        (
            "it is divided by K only",
            lambda y, t: np.sum((y - t) ** 2) / y.shape[1],
            "Set the derivative with respect to σ² to zero, with N samples.",
        ),
        ("the root is taken: σ, not σ²", lambda y, t: np.sqrt(np.mean((y - t) ** 2))),
        (
            "it is divided by one less than the number of deviations",
            lambda y, t: np.sum((y - t) ** 2) / (y.size - 1),
            "That is the unbiased estimate around a mean; the likelihood asks for another one.",
        ),
        ("there is a factor ½", lambda y, t: np.mean((y - t) ** 2) / 2),
        (
            "the mean deviation is subtracted first",
            lambda y, t: np.var(y - t),
            "The deviation is from the network's output, not from a mean.",
        ),
        ("the absolute values are averaged", lambda y, t: np.mean(abs(y - t))),
        (
            "each output has a variance of its own",
            lambda y, t: np.mean((y - t) ** 2, axis=0),
            "There is one σ² for all outputs.",
        ),
        ("the squares are not averaged", lambda y, t: np.sum((y - t) ** 2)),
    ),
    points=0.5,
    hint="Set the derivative of the negative log-likelihood with respect to σ² to zero.",
)

CATEGORICAL = CodeQuestion(
    "q1-30",
    "categorical_nll",
    lambda y, t: -np.sum(t * np.log(y)),
    probability_cases,
    slips(
        ("the sign is the other way round", lambda y, t: np.sum(t * np.log(y))),
        (
            "the logarithms of all classes are added, right or not",
            lambda y, t: -np.sum(np.log(y)),
            "The target switches off all classes but one.",
        ),
        (
            "the binary cross-entropy is computed for each class",
            lambda y, t: -np.sum(t * np.log(y) + (1 - t) * np.log(1 - y)),
            "That is for K separate yes-or-no questions. Here one class occurs.",
        ),
        (
            "output and target are exchanged",
            lambda y, t: -np.sum(y * np.log(t)),
            "The logarithm of a target of 0 does not exist.",
        ),
        ("the logarithm has base 2", lambda y, t: -np.sum(t * np.log2(y))),
        ("the logarithm has base 10", lambda y, t: -np.sum(t * np.log10(y))),
        (
            "the mean over the classes is taken, not the sum",
            lambda y, t: -np.mean(t * np.log(y)),
        ),
        ("the classes are not added up", lambda y, t: -t * np.log(y), ONE_NUMBER),
        ("−log is missing: this is p", lambda y, t: np.sum(t * y)),
        ("the squared error is computed", lambda y, t: np.sum((y - t) ** 2)),
    ),
    points=0.5,
    hint="Take −log of the product.",
)

MINIBATCH = CodeQuestion(
    "q1-31",
    "expected_minibatch_gradient",
    lambda gradients, M: M / len(gradients) * gradients.sum(axis=0),
    minibatch_cases,
    slips(
        ("the factor is upside down", lambda g, M: len(g) / M * g.sum(axis=0)),
        (
            "this is the full gradient: the factor is missing",
            lambda g, M: g.sum(axis=0),
            "A minibatch of half the samples has half the terms.",
        ),
        (
            "this is the mean over all samples: M is missing",
            lambda g, M: g.mean(axis=0),
            "The minibatch is summed here, not averaged.",
        ),
        ("the factor is M alone", lambda g, M: M * g.sum(axis=0)),
        ("the factor is 1/M", lambda g, M: g.sum(axis=0) / M),
        (
            "this is one minibatch, the first M samples, and no average over minibatches",
            lambda g, M: g[:M].sum(axis=0),
            "How often is each sample in a random minibatch?",
        ),
        (
            "the sum runs over the parameters, not the samples",
            lambda g, M: M / len(g) * g.sum(axis=1),
            "Rows are samples.",
        ),
        ("the factor is M / (N − 1)", lambda g, M: M / (len(g) - 1) * g.sum(axis=0)),
    ),
    points=0.5,
    hint="With which probability is sample n in the minibatch?",
)

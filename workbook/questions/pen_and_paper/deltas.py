"""Theory i) to l): the gradient of the pre-activations, from the last layer to the first."""

import numpy as np

from helpers.functions import log_sum_exp, sigmoid, softmax
from workbook.checks.questions import CodeQuestion
from workbook.questions.pen_and_paper.common import (
    BEHIND,
    WRONG_BACKWARD,
    arrays,
    backward,
    one_hot_target,
    slips,
)

SAMPLES = ((1, 3, 2), (4, 4, 4), (6, 2, 3), (5, 3, 1))


def logit_cases(rng):
    """Return logits and a one-hot target."""
    for K in (2, 4, 7):
        yield rng.standard_normal(K), one_hot_target(rng, K)


def sample_cases(rng):
    """Return δ (N, n_out) and z (N, n_in)."""
    for N, n_out, n_in in SAMPLES:
        yield rng.standard_normal((N, n_out)), rng.standard_normal((N, n_in))


def mean_gradients(delta, z):
    """Return ∂L/∂W and ∂L/∂b of the mean loss."""
    return delta.T @ z / len(delta), delta.sum(axis=0) / len(delta)


def changed(dW=lambda dW, N: dW, db=lambda db, N: db):
    """Return `mean_gradients` with one of its two results changed."""

    def answer(delta, z):
        weights, biases = mean_gradients(delta, z)
        return dW(weights, len(delta)), db(biases, len(delta))

    return answer


LOG_SUM_EXP = CodeQuestion(
    "q1-32",
    "dlogsumexp_da",
    softmax,
    lambda rng: ((a,) for a, _ in logit_cases(rng)),
    slips(
        (
            "the inner derivative is missing: 1 / Σ exp",
            lambda a: np.full_like(a, 1 / np.exp(a).sum()),
        ),
        ("the outer derivative is missing: exp(a)", np.exp),
        ("the logits are normalised without exp", lambda a: a / a.sum()),
        ("this is the logarithm of it", lambda a: a - log_sum_exp(a)),
        ("the sigmoid of each logit is used", sigmoid, "All logits share one sum."),
        (
            "it is differentiated once too often: y (1 − y)",
            lambda a: softmax(a) * (1 - softmax(a)),
            "That is ∂y_j/∂a_j.",
        ),
        ("log Σ exp itself is returned", log_sum_exp),
        (
            "numerator and denominator are exchanged",
            lambda a: np.exp(a).sum() / np.exp(a),
        ),
    ),
    points=0.5,
    hint="Chain rule: the derivative of log u, then that of the sum.",
)

SOFTMAX = CodeQuestion(
    "q1-33",
    "softmax_delta",
    lambda a, t: softmax(a) - t,
    logit_cases,
    slips(
        ("the sign is the other way round: t − y", lambda a, t: t - softmax(a)),
        ("the softmax is missing: a − t", lambda a, t: a - t, "y are the probabilities."),
        (
            "the sigmoid is used, not the softmax",
            lambda a, t: sigmoid(a) - t,
            "The probabilities of all classes add up to 1.",
        ),
        (
            "the slope y (1 − y) is multiplied in once more",
            lambda a, t: (softmax(a) - t) * softmax(a) * (1 - softmax(a)),
            "The softmax's slope is already in y − t.",
        ),
        (
            "this is ∂L/∂y: the softmax is not differentiated",
            lambda a, t: -t / softmax(a),
            "The gradient is asked for with respect to the logits.",
        ),
        (
            "only the diagonal of the softmax's slopes is used",
            lambda a, t: -t * (1 - softmax(a)),
            "a_j changes all y_k, not only its own.",
        ),
        ("the term of the target is missing", lambda a, t: softmax(a)),
        ("there is a factor 2, as from a square", lambda a, t: 2 * (softmax(a) - t)),
        ("it is divided by the number of classes", lambda a, t: (softmax(a) - t) / len(a)),
    ),
    points=0.5,
    hint="Differentiate log Σ exp(a) − Σ t a.",
)

HIDDEN = CodeQuestion(
    "q1-34",
    "hidden_delta",
    backward,
    arrays("K", "KM", "M", squashed="M"),
    slips(
        *WRONG_BACKWARD,
        (
            "the slope multiplies what arrives, before it has gone through the weights",
            lambda d, W, z: W.T @ (d * (1 - np.resize(z, d.shape) ** 2)),
            "The slope belongs to the units of layer l.",
        ),
    ),
    points=0.5,
    hint="Collect from all units of the next layer, then multiply with the slope.",
)

REGRESSION = CodeQuestion(
    "q1-35",
    "regression_delta",
    lambda a, t: a - t,
    arrays("K", "K"),
    slips(
        (
            "there is a factor 2, and the ½ is lost",
            lambda a, t: 2 * (a - t),
            "This loss has a ½.",
        ),
        ("the sign is the other way round: t − y", lambda a, t: t - a),
        ("the ½ is still there", lambda a, t: (a - t) / 2, "Differentiate ½ u²."),
        (
            "a slope of tanh is put in",
            lambda a, t: (a - t) * (1 - np.tanh(a) ** 2),
            "The output layer is linear.",
        ),
        ("a softmax is put in", lambda a, t: softmax(a) - t, "The output layer is linear."),
        (
            "it is divided by the number of outputs",
            lambda a, t: (a - t) / len(a),
            "The loss adds up the outputs.",
        ),
        ("the outputs are added up", lambda a, t: np.sum(a - t), "δ has one entry per output."),
        ("the loss is returned, not its slope", lambda a, t: np.sum((a - t) ** 2) / 2),
    ),
    points=0.5,
    hint="Differentiate ½ Σ_k (a_k − t_k)² with respect to one a_j.",
)

SAMPLES_MEAN = CodeQuestion(
    "q1-36",
    "mean_gradients",
    mean_gradients,
    sample_cases,
    slips(
        (
            "the factor 1/N is missing",
            lambda delta, z: (delta.T @ z, delta.sum(axis=0)),
            "The loss is a mean over the samples.",
        ),
        (
            "the factor 1/N is missing in the bias's gradient",
            changed(db=lambda db, N: N * db),
            "Both gradients come from the same loss.",
        ),
        (
            "the factor 1/N is missing in the weights' gradient",
            changed(dW=lambda dW, N: N * dW),
            "Both gradients come from the same loss.",
        ),
        (
            "the factor 1/N is there twice",
            changed(lambda dW, N: dW / N, lambda db, N: db / N),
            "Once is enough.",
        ),
        (
            "the weights' gradient is transposed",
            changed(dW=lambda dW, N: dW.T),
            "A gradient has the shape of its parameter.",
        ),
        (
            "the bias's gradient is not summed over the samples",
            lambda delta, z: (delta.T @ z / len(delta), delta / len(delta)),
            "All samples share one bias.",
        ),
        (
            "the bias's gradient is summed over the units, not the samples",
            lambda delta, z: (delta.T @ z / len(delta), delta.mean(axis=1)),
            "Rows are samples: which axis is to go?",
        ),
        (
            "the mean is taken over the units too",
            changed(lambda dW, N: dW / len(dW), lambda db, N: db / len(db)),
            "Only samples are averaged.",
        ),
        (
            "δ is missing in the weights' gradient",
            lambda delta, z: (
                np.ones_like(delta).T @ z / len(delta),
                delta.sum(axis=0) / len(delta),
            ),
            BEHIND,
        ),
        (
            "only the first sample counts",
            lambda delta, z: (np.outer(delta[0], z[0]), delta[0]),
            "Sum over all samples.",
        ),
        (
            "the sign is the other way round",
            changed(lambda dW, N: -dW, lambda db, N: -db),
            "The minus comes with the update, not before.",
        ),
    ),
    points=0.5,
    hint="For one sample it is part j; now sum over n, and keep the factor of the loss.",
    returns=("∂L/∂W", "∂L/∂b"),
)

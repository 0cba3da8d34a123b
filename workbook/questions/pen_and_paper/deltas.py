"""Theory i) to l): the gradient of the pre-activations, from the last layer to the first."""

import numpy as np

from helpers.functions import log_sum_exp, sigmoid, softmax
from workbook.questions.pen_and_paper.common import (
    ARRIVES,
    MINUS_LATER,
    OWN_SHAPE,
    WRONG_BACKWARD,
    arrays,
    one_hot_target,
)
from workbook.questions.pen_and_paper.given import table

# i) Softmax and cross-entropy

table.written(
    "q1-i",
    "The gradient of log Σ exp, the cross-entropy in terms of the logits, and its δ^L.",
    formula="q1-33",
)


def logit_cases(rng):
    """Return logits and a one-hot target."""
    for K in (2, 4, 7):
        yield rng.standard_normal(K), one_hot_target(rng, K)


@table.code(
    "q1-32",
    cases=lambda rng: ((a,) for a, _ in logit_cases(rng)),
    points=0.5,
    hint="What should two equal logits get? Then go from the outside in: log, sum, exp.",
)
def dlogsumexp_da(a):
    """The gradient of log Σ_k exp(a_k) with respect to the logits, (K,)."""
    return np.exp(a) / np.sum(np.exp(a))


dlogsumexp_da.mistake(
    "the inner derivative is missing: 1 / Σ exp",
    lambda a: np.full_like(a, 1 / np.exp(a).sum()),
    "You have the slope of log u; what is the slope of u?",
)
dlogsumexp_da.mistake(
    "the outer derivative is missing: exp(a)",
    np.exp,
    "That is the slope of the sum; which function stands around it?",
)
dlogsumexp_da.mistake(
    "the logits are normalised without exp",
    lambda a: a / a.sum(),
    "What does exp(a_j) become when it is differentiated?",
)
dlogsumexp_da.mistake(
    "this is the logarithm of it",
    lambda a: a - log_sum_exp(a),
    "If one logit grows, does log Σ exp grow or shrink?",
)
dlogsumexp_da.mistake(
    "the sigmoid of each logit is used", sigmoid, "Change one logit: do the others' results change?"
)
dlogsumexp_da.mistake(
    "it is differentiated once too often: y (1 − y)",
    lambda a: softmax(a) * (1 - softmax(a)),
    "How often have you differentiated?",
)
dlogsumexp_da.mistake(
    "log Σ exp itself is returned",
    log_sum_exp,
    "How many slopes are asked for: one, or one for each logit?",
)
dlogsumexp_da.mistake(
    "numerator and denominator are exchanged",
    lambda a: np.exp(a).sum() / np.exp(a),
    "If all logits grow by 1, by how much does log Σ exp grow?",
)


@table.code(
    "q1-33",
    cases=logit_cases,
    points=0.5,
    hint="Write the loss with the logits alone; you know one of its derivatives already.",
)
def softmax_delta(a, t):
    """δ^L of softmax and cross-entropy from the logits and a one-hot target, (K,)."""
    return softmax(a) - t


softmax_delta.mistake(
    "the sign is the other way round: t − y",
    lambda a, t: t - softmax(a),
    "If the right class's logit grew, would the loss grow or shrink?",
)
softmax_delta.mistake(
    "the softmax is missing: a − t", lambda a, t: a - t, "What makes probabilities of the logits?"
)
softmax_delta.mistake(
    "the sigmoid is used, not the softmax",
    lambda a, t: sigmoid(a) - t,
    "What should the probabilities of all classes add up to?",
)
softmax_delta.mistake(
    "the slope y (1 − y) is multiplied in once more",
    lambda a, t: (softmax(a) - t) * softmax(a) * (1 - softmax(a)),
    "Differentiate the loss by the logits: is another slope left?",
)
softmax_delta.mistake(
    "it is divided by the slope y (1 − y)",
    lambda a, t: (softmax(a) - t) / (softmax(a) * (1 - softmax(a))),
    "Differentiate the loss by the logits: is another slope left?",
)
softmax_delta.mistake(
    "this is ∂L/∂y: the softmax is not differentiated",
    lambda a, t: -t / softmax(a),
    "By what is the loss to be differentiated?",
)
softmax_delta.mistake(
    "only the diagonal of the softmax's slopes is used",
    lambda a, t: -t * (1 - softmax(a)),
    "How many of the y_k change with a_j?",
)
softmax_delta.mistake(
    "the term of the target is missing",
    lambda a, t: softmax(a),
    "Should δ be the same, whichever class is the right one?",
)
softmax_delta.mistake(
    "there is a factor 2, as from a square",
    lambda a, t: 2 * (softmax(a) - t),
    "Is there a square in the cross-entropy?",
)
softmax_delta.mistake(
    "it is divided by the number of classes",
    lambda a, t: (softmax(a) - t) / len(a),
    "Does this loss take a mean over the classes?",
)

# j) From one layer to the one before

table.written(
    "q1-j",
    "δ^l from δ^{l+1} and what the sum runs over, and the gradients of W^l and b^l, with indices "
    "and with matrices.",
    formula="q1-34",
)


@table.code(
    "q1-34",
    cases=arrays("K", "KM", "M", squashed="M"),
    points=0.5,
    hint="On which ways does unit j reach the loss, and what lies on each?",
)
def hidden_delta(delta_next, W_next, z):
    """δ^l of a layer of M units with tanh, from δ^{l+1}, W^{l+1} and z^l, (M,)."""
    return (W_next.T @ delta_next) * (1 - z**2)


for name, wrong, hint in WRONG_BACKWARD:
    hidden_delta.mistake(name, wrong, hint)
hidden_delta.mistake(
    "the slope multiplies what arrives, before it has gone through the weights",
    lambda d, W, z: W.T @ (d * (1 - np.resize(z, d.shape) ** 2)),
    "To which layer's units does the slope belong?",
)

# k) Regression

table.written(
    "q1-k",
    "δ^L of a linear output layer with half the squared error, what changes in the recursion, and "
    "what would change without the ½.",
    formula="q1-35",
)


@table.code(
    "q1-35",
    cases=arrays("K", "K"),
    points=0.5,
    hint="Differentiate ½ Σ_k (a_k − t_k)² with respect to one a_j.",
)
def regression_delta(a, t):
    """δ^L of a linear output layer with half the squared error, (K,)."""
    return a - t


LINEAR_OUTPUT = "Which activation has the output layer here?"
ONE_ENTRY_EACH = "How many entries should δ have?"

regression_delta.mistake(
    "there is a factor 2, and the ½ is lost",
    lambda a, t: 2 * (a - t),
    "Look at the loss once more: which factor stands in front?",
)
regression_delta.mistake(
    "the sign is the other way round: t − y",
    lambda a, t: t - a,
    "If a_j grew a little, would the loss grow or shrink?",
)
regression_delta.mistake("the ½ is still there", lambda a, t: (a - t) / 2, "Differentiate ½ u².")
regression_delta.mistake(
    "a slope of tanh is put in", lambda a, t: (a - t) * (1 - np.tanh(a) ** 2), LINEAR_OUTPUT
)
regression_delta.mistake(
    "a slope of the sigmoid is put in",
    lambda a, t: (a - t) * sigmoid(a) * (1 - sigmoid(a)),
    LINEAR_OUTPUT,
)
regression_delta.mistake(
    "a slope of the sigmoid, y (1 − y), is put in with y = a",
    lambda a, t: (a - t) * a * (1 - a),
    LINEAR_OUTPUT,
)
regression_delta.mistake(
    "a slope of tanh, 1 − y², is put in with y = a",
    lambda a, t: (a - t) * (1 - a**2),
    LINEAR_OUTPUT,
)
regression_delta.mistake("a softmax is put in", lambda a, t: softmax(a) - t, LINEAR_OUTPUT)
regression_delta.mistake(
    "it is divided by the number of outputs",
    lambda a, t: (a - t) / len(a),
    "Does the loss add the outputs up, or take their mean?",
)
regression_delta.mistake("the outputs are added up", lambda a, t: np.sum(a - t), ONE_ENTRY_EACH)
regression_delta.mistake(
    "the loss is returned, not its slope", lambda a, t: np.sum((a - t) ** 2) / 2, ONE_ENTRY_EACH
)

# l) Many samples

table.written(
    "q1-l",
    "What becomes of j) for the mean loss of N samples, without a loop over them.",
    formula="q1-36",
)


def sample_cases(rng):
    """Return δ (N, n_out) and z (N, n_in)."""
    for N, n_out, n_in in ((1, 3, 2), (4, 4, 4), (6, 2, 3), (5, 3, 1)):
        yield rng.standard_normal((N, n_out)), rng.standard_normal((N, n_in))


@table.code(
    "q1-36",
    cases=sample_cases,
    points=0.5,
    hint="What does one sample contribute? And what does the loss do with N of them?",
    returns=("∂L/∂W", "∂L/∂b"),
)
def mean_gradients(delta, z):
    """∂L/∂W^l (n_l, n_{l-1}) and ∂L/∂b^l (n_l,) of the mean loss, from δ and z of N samples."""
    return delta.T @ z / len(delta), delta.sum(axis=0) / len(delta)


def changed(dW=lambda dW, N: dW, db=lambda db, N: db):
    """Return `mean_gradients` with one or both of its results changed."""

    def answer(delta, z):
        weights, biases = mean_gradients.right(delta, z)
        return dW(weights, len(delta)), db(biases, len(delta))

    return answer


SAME_LOSS = "Both gradients come from one loss: have both its factor?"

mean_gradients.mistake(
    "the factor 1/N is missing",
    changed(lambda dW, N: N * dW, lambda db, N: N * db),
    "Take every sample twice: should the gradient double?",
)
mean_gradients.mistake(
    "the factor 1/N is missing in the bias's gradient",
    changed(db=lambda db, N: N * db),
    SAME_LOSS,
)
mean_gradients.mistake(
    "the factor 1/N is missing in the weights' gradient",
    changed(dW=lambda dW, N: N * dW),
    SAME_LOSS,
)
mean_gradients.mistake(
    "the factor 1/N is there twice",
    changed(lambda dW, N: dW / N, lambda db, N: db / N),
    "How often does the loss divide by N, and how often its gradient?",
)
mean_gradients.mistake(
    "the weights' gradient is transposed", changed(dW=lambda dW, N: dW.T), OWN_SHAPE
)
mean_gradients.mistake(
    "the bias's gradient is not summed over the samples",
    lambda delta, z: (delta.T @ z / len(delta), delta / len(delta)),
    "How many biases are there, and how many rows has your gradient?",
)
mean_gradients.mistake(
    "the bias's gradient keeps an axis of length 1",
    changed(db=lambda db, N: db[None]),
    "How many axes has b, and how many has its gradient?",
)
mean_gradients.mistake(
    "the bias's gradient is a column with an axis of length 1",
    changed(db=lambda db, N: db[:, None]),
    "How many axes has b, and how many has its gradient?",
)
mean_gradients.mistake(
    "the bias's gradient is summed over the units, not the samples",
    lambda delta, z: (delta.T @ z / len(delta), delta.mean(axis=1)),
    "Rows are samples: which axis is to go?",
)
mean_gradients.mistake(
    "the mean is taken over the units too",
    changed(lambda dW, N: dW / len(dW), lambda db, N: db / len(db)),
    "Over what does the loss average?",
)
mean_gradients.mistake(
    "δ is missing in the weights' gradient",
    lambda delta, z: (np.ones_like(delta).T @ z / len(delta), delta.sum(axis=0) / len(delta)),
    ARRIVES,
)
mean_gradients.mistake(
    "only the first sample counts",
    lambda delta, z: (np.outer(delta[0], z[0]), delta[0]),
    "Which samples does the loss know of, and which does your gradient?",
)
mean_gradients.mistake(
    "the sign is the other way round",
    changed(lambda dW, N: -dW, lambda db, N: -db),
    MINUS_LATER,
)

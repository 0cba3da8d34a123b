"""The way back through softmax, and what to send backward in a test."""

import numpy as np

from helpers.functions import softmax
from workbook.questions.gradient_check.common import CHAIN, pairs, table


def softmax_cases(rng):
    """Yield dz and z = softmax(a), both (N, K)."""
    for dz, a in pairs(rng):
        yield dz, softmax(a)


table.written(
    "q2-e",
    "∂L/∂a of softmax for any ∂L/∂z, and what it sums to over the classes.",
    formula="q2-20",
)


@table.code(
    "q2-20",
    cases=softmax_cases,
    hint="Do it for one sample first. For a batch, keepdims=True keeps a row's sum as (N, 1).",
)
def softmax_backward(dz, z):
    """∂L/∂a for dz = ∂L/∂z and z = softmax(a), all (N, K)."""
    return z * (dz - np.sum(dz * z, axis=1, keepdims=True))


DENOMINATOR = "Each output depends on all inputs, through the denominator."
OTHER_ROWS = "Rows are samples: softmax knows nothing of other rows."
SUM_OVER_K = "Sum over k of ∂L/∂z_k times ∂z_k/∂a_j."

softmax_backward.mistake(
    "it returns zero", lambda dz, z: np.zeros_like(dz), "Only for equal entries of dz is it so."
)
softmax_backward.mistake(
    "only the diagonal of the Jacobian is used", lambda dz, z: dz * z * (1 - z), DENOMINATOR
)
softmax_backward.mistake(
    "the term of the denominator is missing", lambda dz, z: dz * z, DENOMINATOR
)
softmax_backward.mistake(
    "the sum runs over the samples",
    lambda dz, z: z * (dz - np.sum(dz * z, axis=0, keepdims=True)),
    OTHER_ROWS,
)
softmax_backward.mistake(
    "the sum runs over samples and classes", lambda dz, z: z * (dz - np.sum(dz * z)), OTHER_ROWS
)
softmax_backward.mistake(
    "the sum has lost its axis and meets the wrong one",
    lambda dz, z: z * (dz - np.sum(dz * z, axis=1)),
    "(N, K) − (N,): which axes meet?",
)
softmax_backward.mistake(
    "z is missing in the sum",
    lambda dz, z: z * (dz - np.sum(dz, axis=1, keepdims=True)),
    SUM_OVER_K,
)
softmax_backward.mistake(
    "the mean of dz stands in place of the weighted sum",
    lambda dz, z: z * (dz - np.mean(dz, axis=1, keepdims=True)),
    SUM_OVER_K,
)
softmax_backward.mistake(
    "the factor z in front is missing",
    lambda dz, z: dz - np.sum(dz * z, axis=1, keepdims=True),
    SUM_OVER_K,
)
softmax_backward.mistake(
    "the sign is wrong",
    lambda dz, z: z * (np.sum(dz * z, axis=1, keepdims=True) - dz),
    "If one a_j grows, does its own z_j grow or shrink?",
)
softmax_backward.mistake(
    "the sum is added",
    lambda dz, z: z * (dz + np.sum(dz * z, axis=1, keepdims=True)),
    "The denominator makes every output smaller.",
)
softmax_backward.mistake("the gradient from above is ignored", lambda dz, z: z * (1 - z), CHAIN)
softmax_backward.mistake(
    "it is the gradient of softmax with cross-entropy: z − t",
    lambda dz, z: z - dz,
    "That is another function: softmax and its loss together. Here is any dz.",
)
softmax_backward.mistake(
    "softmax is applied a second time, to its own output",
    lambda dz, z: softmax_backward.right(dz, softmax(z)),
    "z is already softmax(a).",
)
softmax_backward.mistake(
    "tanh's derivative is used", lambda dz, z: dz * (1 - z * z), "Derive it from ∂z_k/∂a_j."
)


table.written(
    "q2-d",
    "Why the impostor passes with ones, one more bug that they cannot see, and what random "
    "numbers see and do not see.",
    formula="q2-20",
)

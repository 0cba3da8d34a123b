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
    hint="Do it for one sample with two classes. In a batch, which shapes meet?",
)
def softmax_backward(dz, z):
    """∂L/∂a for dz = ∂L/∂z and z = softmax(a), all (N, K)."""
    return z * (dz - np.sum(dz * z, axis=1, keepdims=True))


DENOMINATOR = "On which inputs does one output depend? Look at the denominator."
OTHER_ROWS = "Change another row of dz: should this row's gradient change?"
SUM_OVER_K = "On how many ways does a_j reach the loss, and what lies on each?"

softmax_backward.mistake(
    "it returns zero",
    lambda dz, z: np.zeros_like(dz),
    "Try dz = (1, 0) with two classes: is the gradient really zero?",
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
    "If one a_j grows, what becomes of the other outputs?",
)
softmax_backward.mistake("the gradient from above is ignored", lambda dz, z: z * (1 - z), CHAIN)
softmax_backward.mistake(
    "it is the gradient of softmax with cross-entropy: z − t",
    lambda dz, z: z - dz,
    "Which loss is in your formula? Which does this function know?",
)
softmax_backward.mistake(
    "softmax is applied a second time, to its own output",
    lambda dz, z: softmax_backward.right(dz, softmax(z)),
    "What is z: before the softmax, or after?",
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

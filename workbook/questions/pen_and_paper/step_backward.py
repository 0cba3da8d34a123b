"""The step by hand: gradients of the backward pass."""

import numpy as np

from workbook.questions.families import WRONG_TANH_SLOPES
from workbook.questions.pen_and_paper.common import (
    ARRIVES,
    GROW_OR_SHRINK,
    LINEAR,
    LOWERS_POWER,
    NO_TANH_AFTER,
    OWN_SHAPE,
    SLOPE,
    WEIGHT_MULTIPLIES,
)
from workbook.questions.pen_and_paper.given import table

AS_IT_IS = "Is your ∂L/∂y in it as it is? η comes later."


@table.value("q1-5", points=0.5, hint="Differentiate (y − t)² with respect to y.")
def dL_dy(y, t):
    """The gradient of the loss with respect to the output, (1,)."""
    return 2 * (y - t)


dL_dy.mistake(
    "the factor 2 of the square is missing, or the learning rate is already in",
    lambda y, t: y - t,
    "Differentiate u²: what comes down, and does our loss cancel it?",
)
dL_dy.mistake("the sign is the other way round: t − y", lambda y, t: 2 * (t - y), GROW_OR_SHRINK)
dL_dy.mistake(
    "it is t − y, and the factor 2 of the square is missing",
    lambda y, t: t - y,
    f"{GROW_OR_SHRINK} Then differentiate u².",
)
dL_dy.mistake("the loss was taken, not its slope", lambda y, t: (y - t) ** 2, "Differentiate u².")
dL_dy.mistake(
    "the square is still there after differentiating", lambda y, t: 2 * (y - t) ** 2, LOWERS_POWER
)
dL_dy.mistake(
    "the target is lost in differentiating",
    lambda y: 2 * y,
    "What is the inside of the square?",
)
dL_dy.mistake(
    "only y is doubled: 2y − t",
    lambda y, t: 2 * y - t,
    "What should the slope be where y = t? Is yours?",
)
dL_dy.mistake("the factor 2 is there twice", lambda y, t: 4 * (y - t), "Differentiate u².")
dL_dy.mistake(
    "a slope of tanh is put in at the output", lambda y, t: 2 * (y - t) * (1 - y**2), LINEAR
)


@table.value(
    "q1-6",
    points=0.5,
    hint="What arrives from the loss, and what does this weight multiply on the way forward?",
)
def dL_dW2(dL_dy, z):
    """The gradient of the loss with respect to the output layer's weights, (1, 2)."""
    return np.outer(dL_dy, z)


dL_dW2.mistake("z is missing", lambda dL_dy, z: np.outer(dL_dy, np.ones(2)), ARRIVES)
dL_dW2.mistake("∂L/∂y is missing", lambda z: z[None], ARRIVES)
dL_dW2.mistake("the output y stands in place of ∂L/∂y", lambda y, z: np.outer(y, z), ARRIVES)
dL_dW2.mistake("a is used in place of z", lambda dL_dy, a: np.outer(dL_dy, a), WEIGHT_MULTIPLIES)
dL_dW2.mistake(
    "the input x is used in place of z", lambda dL_dy, x: np.outer(dL_dy, x), WEIGHT_MULTIPLIES
)
dL_dW2.mistake(
    "this is ∂L/∂z: W2 in place of z",
    lambda dL_dy, W2: dL_dy * W2,
    "By what do you differentiate: the weight, or what it multiplies?",
)
dL_dW2.mistake(
    "the slope of tanh is put in, which belongs to the layer before",
    lambda dL_dy, z: np.outer(dL_dy, z * (1 - z**2)),
    NO_TANH_AFTER,
)
dL_dW2.mistake(
    "the slope of tanh stands in place of z",
    lambda dL_dy, z: np.outer(dL_dy, 1 - z**2),
    NO_TANH_AFTER,
)
dL_dW2.mistake(
    "the outer product is the wrong way round", lambda dL_dy, z: np.outer(z, dL_dy), OWN_SHAPE
)
dL_dW2.mistake(
    "the two units are exchanged",
    lambda dL_dy, z: np.outer(dL_dy, z[::-1]),
    "From which hidden unit does the first weight come?",
)
dL_dW2.mistake(
    "the sign is the other way round",
    lambda dL_dy, z: -np.outer(dL_dy, z),
    "Both factors are on your paper; look at their signs.",
)
dL_dW2.mistake(
    "the factor 2 is missing, or the learning rate is already in",
    lambda dL_dy, z: np.outer(dL_dy, z) / 2,
    AS_IT_IS,
)


@table.value("q1-7", points=0.25, hint="How much does y change if b2 changes a little?")
def dL_db2(dL_dy):
    """The gradient of the loss with respect to the output's bias, (1,)."""
    return dL_dy


BY_B2 = "Differentiate y by b2."

dL_db2.mistake("∂L/∂y is missing: only ∂y/∂b2 is there", lambda dL_dy: np.ones(1), ARRIVES)
dL_db2.mistake(
    "a bias was thought to have no gradient, being constant",
    lambda dL_dy: np.zeros(1),
    "It is learned like a weight. How much does y change if b2 changes?",
)
dL_db2.mistake("the bias itself is multiplied in", lambda dL_dy, b2: b2 * dL_dy, BY_B2)
dL_db2.mistake(
    "the hidden units are multiplied in",
    lambda dL_dy, z: dL_dy * z.sum(),
    "What multiplies the bias on the way forward?",
)
dL_db2.mistake("the sign is the other way round", lambda dL_dy: -dL_dy, BY_B2)
dL_db2.mistake(
    "the factor 2 is missing, or the learning rate is already in",
    lambda dL_dy: dL_dy / 2,
    AS_IT_IS,
)
dL_db2.mistake(
    "a slope of tanh is put in at the output", lambda dL_dy, y: dL_dy * (1 - y**2), LINEAR
)


def dL_da(dL_dy, z, W2):
    """Return the two numbers (2,) that are computed once, and used for W1 and for b1."""
    return W2[0] * dL_dy * (1 - z**2)


# (name, ∂L/∂a from dL_dy, z, W2 and eta, hint)
WRONG_DELTAS = (
    *(
        (name, lambda dL_dy, z, W2, eta, slope=slope: W2[0] * dL_dy * slope(z), SLOPE)
        for name, slope, _ in WRONG_TANH_SLOPES
    ),
    (
        "W2 is missing on the way back",
        lambda dL_dy, z, W2, eta: dL_dy * (1 - z**2),
        "How much does y change if z_j changes?",
    ),
    (
        "W2 is already updated when it is used",
        lambda dL_dy, z, W2, eta: (W2[0] - eta * dL_dy * z) * dL_dy * (1 - z**2),
        "Which W2 made this y: the one before the step, or after?",
    ),
    (
        "the two weights of W2 are exchanged",
        lambda dL_dy, z, W2, eta: W2[0, ::-1] * dL_dy * (1 - z**2),
        "Follow the edge from unit j: which weight does it carry?",
    ),
    (
        "the minus sign of the second weight in W2 is lost",
        lambda dL_dy, z, W2, eta: abs(W2[0]) * dL_dy * (1 - z**2),
        "Compare the signs of your two units.",
    ),
    (
        "∂L/∂W2 is used where ∂L/∂z belongs: z in place of W2",
        lambda dL_dy, z, W2, eta: z * dL_dy * (1 - z**2),
        "How much does y change if z_j changes?",
    ),
    (
        "∂L/∂y is missing: only the slopes after it are multiplied",
        lambda dL_dy, z, W2, eta: W2[0] * (1 - z**2),
        ARRIVES,
    ),
    (
        "the sign is the other way round",
        lambda dL_dy, z, W2, eta: -dL_da(dL_dy, z, W2),
        "Which way must the number move to make the loss larger?",
    ),
    (
        "the factor 2 is missing, or the learning rate is already in",
        lambda dL_dy, z, W2, eta: dL_da(dL_dy, z, W2) / 2,
        AS_IT_IS,
    ),
)


def add_wrong_deltas(question, answer, *more):
    """Add what goes wrong up to ∂L/∂a, with the `answer` that follows from it and `more`."""
    for name, wrong, hint in WRONG_DELTAS:
        question.mistake(
            name,
            lambda dL_dy, z, W2, eta, *more, wrong=wrong: answer(wrong(dL_dy, z, W2, eta), *more),
            hint,
            uses=("dL_dy", "z", "W2", "eta", *more),
        )
    question.mistake(
        "the slope of tanh is 1 − a² in place of 1 − z²",
        lambda dL_dy, a, W2, *more: answer(W2[0] * dL_dy * (1 - a**2), *more),
        SLOPE,
        uses=("dL_dy", "a", "W2", *more),
    )


@table.value(
    "q1-8", points=1, hint="What is ∂L/∂a of each unit? And how does a change with one weight?"
)
def dL_dW1(dL_dy, z, W2, x):
    """The gradient of the loss with respect to the hidden layer's weights, (2, 3)."""
    return np.outer(dL_da(dL_dy, z, W2), x)


add_wrong_deltas(dL_dW1, np.outer, "x")
dL_dW1.mistake(
    "the input x is missing",
    lambda dL_dy, z, W2: np.outer(dL_da(dL_dy, z, W2), np.ones(3)),
    WEIGHT_MULTIPLIES,
)
dL_dW1.mistake(
    "the outer product is the wrong way round",
    lambda dL_dy, z, W2, x: np.outer(x, dL_da(dL_dy, z, W2)),
    OWN_SHAPE,
)
dL_dW1.mistake(
    "z is used in place of the input x",
    lambda dL_dy, z, W2: np.outer(dL_da(dL_dy, z, W2), z),
    WEIGHT_MULTIPLIES,
)
dL_dW1.mistake(
    "the weights W1 are used in place of the input x",
    lambda dL_dy, z, W2, W1: dL_da(dL_dy, z, W2)[:, None] * W1,
    "Differentiate with respect to the weight: what is left?",
)
dL_dW1.mistake(
    "the minus sign of the third input is lost",
    lambda dL_dy, z, W2, x: np.outer(dL_da(dL_dy, z, W2), abs(x)),
    "Look at the sign of each input.",
)


@table.value(
    "q1-9",
    points=0.5,
    hint="The same path as for W1, with another last step.",
    also=lambda dL_dW1, x: dL_dW1[:, 1] / x[1],  # so that a slip in ∂L/∂a costs q1-8 alone
)
def dL_db1(dL_dy, z, W2):
    """The gradient of the loss with respect to the hidden layer's biases, (2,)."""
    return dL_da(dL_dy, z, W2)


add_wrong_deltas(dL_db1, lambda dL_da: dL_da)
dL_db1.mistake(
    "the gradient of the output's bias is used for both units",
    lambda dL_dy: np.repeat(dL_dy, 2),
    "How many slopes lie between the output and b1?",
)
dL_db1.mistake(
    "the bias itself is multiplied in",
    lambda dL_dy, z, W2, b1: dL_da(dL_dy, z, W2) * b1,
    "Differentiate a_j by b1_j: what is left?",
)
dL_db1.mistake(
    "what arrives from the loss is missing: only ∂a/∂b1 is there", lambda: np.ones(2), ARRIVES
)
dL_db1.mistake(
    "the inputs are multiplied in: the rows of ∂L/∂W1 are added up",
    lambda dL_dy, z, W2, x: dL_da(dL_dy, z, W2) * x.sum(),
    "What multiplies the bias on the way forward?",
)

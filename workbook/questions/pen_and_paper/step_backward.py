"""Values of the backward pass, by hand."""

import numpy as np

from workbook.checks.questions import ValueQuestion
from workbook.questions.pen_and_paper.common import BEHIND, SLOPE, WRONG_SLOPES, slips
from workbook.questions.pen_and_paper.given import W1, W2, b1, b2, eta, t, x

OLD_WEIGHTS = "All gradients belong to the parameters before the step."


def hidden(slope):
    """Return ∂L/∂a with `slope` of z in place of the slope of tanh."""
    return lambda dL_dy, z: W2[0] * dL_dy * slope(z)


def first_weights(dL_da):
    """Return ∂L/∂W1 from a function for ∂L/∂a that takes the names dL_dy and z."""
    return lambda dL_dy, z: np.outer(dL_da(dL_dy, z), x)


dL_da = hidden(lambda z: 1 - z**2)


def W2_after(dL_dy, z):
    """Return W2 after the step, for those who use it too early."""
    return W2 - eta * np.outer(dL_dy, z)


# (name, ∂L/∂a from dL_dy and z, hint): all of them are seen in ∂L/∂W1 and in ∂L/∂b1
WRONG_DELTAS = (
    *((slip, hidden(slope), SLOPE) for slip, slope in WRONG_SLOPES),
    (
        "W2 is missing on the way back",
        lambda dL_dy, z: dL_dy * (1 - z**2),
        "How much does y change if z_j changes?",
    ),
    (
        "W2 is already updated when it is used",
        lambda dL_dy, z: W2_after(dL_dy, z)[0] * dL_dy * (1 - z**2),
        OLD_WEIGHTS,
    ),
    (
        "the two weights of W2 are exchanged",
        lambda dL_dy, z: W2[0, ::-1] * dL_dy * (1 - z**2),
        "Follow the edge from unit j: which weight does it carry?",
    ),
    (
        "the minus sign of the second weight in W2 is lost",
        lambda dL_dy, z: abs(W2[0]) * dL_dy * (1 - z**2),
        "Compare the signs of your two units.",
    ),
    (
        "∂L/∂W2 is used where ∂L/∂z belongs: z in place of W2",
        lambda dL_dy, z: z * dL_dy * (1 - z**2),
        "How much does y change if z_j changes? Not by z_j.",
    ),
    (
        "∂L/∂y is missing: only the slopes after it are multiplied",
        lambda dL_dy, z: W2[0] * (1 - z**2),
        BEHIND,
    ),
    (
        "the sign is the other way round",
        lambda dL_dy, z: -dL_da(dL_dy, z),
        "Which way must the number move to make the loss larger?",
    ),
    (
        "the factor 2 is missing, or the learning rate is already in",
        lambda dL_dy, z: dL_da(dL_dy, z) / 2,
        "Start from your ∂L/∂y as it is; η comes later.",
    ),
)

DL_DY = ValueQuestion(
    "q1-5",
    "dL_dy",
    lambda y: 2 * (y - t),
    slips(
        (
            "the factor 2 of the square is missing, or the learning rate is already in",
            lambda y: y - t,
            "Differentiate u² with respect to u; our loss has no ½.",
        ),
        (
            "the sign is the other way round: t − y",
            lambda y: 2 * (t - y),
            "If y grew a little, would the loss grow or shrink?",
        ),
        (
            "it is t − y, and the factor 2 of the square is missing",
            lambda y: t - y,
            "If y grew a little, would the loss grow or shrink? Then differentiate u².",
        ),
        ("the loss was taken, not its slope", lambda y: (y - t) ** 2, "Differentiate u²."),
        (
            "the square is still there after differentiating",
            lambda y: 2 * (y - t) ** 2,
            "Differentiating u² lowers the power by one.",
        ),
        (
            "the target is lost in differentiating",
            lambda y: 2 * y,
            "What is the inside of the square?",
        ),
        ("only y is doubled: 2y − t", lambda y: 2 * y - t, "Mind the brackets."),
        ("the factor 2 is there twice", lambda y: 4 * (y - t), "Differentiate u²."),
        (
            "a slope of tanh is put in at the output",
            lambda y: 2 * (y - t) * (1 - y**2),
            "The last layer is linear.",
        ),
    ),
    points=0.5,
    hint="Differentiate (y − t)² with respect to y.",
)

DL_DW2 = ValueQuestion(
    "q1-6",
    "dL_dW2",
    lambda dL_dy, z: np.outer(dL_dy, z),
    slips(
        ("z is missing", lambda dL_dy, z: np.outer(dL_dy, np.ones(2)), BEHIND),
        ("∂L/∂y is missing", lambda dL_dy, z: z[None], BEHIND),
        ("the output y stands in place of ∂L/∂y", lambda y, z: np.outer(y, z), BEHIND),
        (
            "a is used in place of z",
            lambda dL_dy, a: np.outer(dL_dy, a),
            "What does this weight multiply in the forward pass?",
        ),
        (
            "the input x is used in place of z",
            lambda dL_dy, z: np.outer(dL_dy, x),
            "What does this weight multiply in the forward pass?",
        ),
        (
            "this is ∂L/∂z: W2 in place of z",
            lambda dL_dy, z: dL_dy * W2,
            "Differentiate with respect to the weight, not to what it multiplies.",
        ),
        (
            "the slope of tanh is put in, which belongs to the layer before",
            lambda dL_dy, z: np.outer(dL_dy, z * (1 - z**2)),
            "Is there a tanh between W2 and the loss?",
        ),
        (
            "the slope of tanh stands in place of z",
            lambda dL_dy, z: np.outer(dL_dy, 1 - z**2),
            "Is there a tanh between W2 and the loss?",
        ),
        (
            "the outer product is the wrong way round",
            lambda dL_dy, z: np.outer(z, dL_dy),
            "A gradient has the shape of its parameter.",
        ),
        ("the two units are exchanged", lambda dL_dy, z: np.outer(dL_dy, z[::-1])),
        (
            "the sign is the other way round",
            lambda dL_dy, z: -np.outer(dL_dy, z),
            "Both factors are on your paper; look at their signs.",
        ),
        (
            "the factor 2 is missing, or the learning rate is already in",
            lambda dL_dy, z: np.outer(dL_dy, z) / 2,
            "Start from your ∂L/∂y as it is; η comes later.",
        ),
    ),
    points=0.5,
    hint="What arrives from behind, times what this weight multiplies.",
)

DL_DB2 = ValueQuestion(
    "q1-7",
    "dL_db2",
    lambda dL_dy: dL_dy,
    slips(
        ("∂L/∂y is missing: only ∂y/∂b2 is there", lambda dL_dy: np.ones(1), BEHIND),
        (
            "a bias was thought to have no gradient, being constant",
            lambda dL_dy: np.zeros(1),
            "It is learned like a weight. How much does y change if b2 changes?",
        ),
        (
            "the bias itself is multiplied in",
            lambda dL_dy: b2 * dL_dy,
            "Differentiate y by b2.",
        ),
        (
            "the hidden units are multiplied in",
            lambda dL_dy, z: dL_dy * z.sum(),
            "The bias is added as it is, without any z.",
        ),
        ("the sign is the other way round", lambda dL_dy: -dL_dy, "Differentiate y by b2."),
        (
            "the factor 2 is missing, or the learning rate is already in",
            lambda dL_dy: dL_dy / 2,
            "Start from your ∂L/∂y as it is; η comes later.",
        ),
        (
            "a slope of tanh is put in at the output",
            lambda dL_dy, y: dL_dy * (1 - y**2),
            "The last layer is linear.",
        ),
    ),
    points=0.25,
    hint="How much does y change if b2 changes a little?",
)

DL_DW1 = ValueQuestion(
    "q1-8",
    "dL_dW1",
    first_weights(dL_da),
    slips(
        *((slip, first_weights(wrong), hint) for slip, wrong, hint in WRONG_DELTAS),
        (
            "the slope of tanh is 1 − a² in place of 1 − z²",
            lambda dL_dy, a: np.outer(W2[0] * dL_dy * (1 - a**2), x),
            SLOPE,
        ),
        (
            "the input x is missing",
            lambda dL_dy, z: np.outer(dL_da(dL_dy, z), np.ones(3)),
            "What does this weight multiply in the forward pass?",
        ),
        (
            "the outer product is the wrong way round",
            lambda dL_dy, z: np.outer(x, dL_da(dL_dy, z)),
            "A gradient has the shape of its parameter.",
        ),
        (
            "z is used in place of the input x",
            lambda dL_dy, z: np.outer(dL_da(dL_dy, z), z),
            "What does this weight multiply in the forward pass?",
        ),
        (
            "the weights W1 are used in place of the input x",
            lambda dL_dy, z: dL_da(dL_dy, z)[:, None] * W1,
            "Differentiate with respect to the weight: what is left?",
        ),
        (
            "the minus sign of the third input is lost",
            lambda dL_dy, z: np.outer(dL_da(dL_dy, z), abs(x)),
            "Look at the sign of each input.",
        ),
    ),
    points=1,
    hint="Compute ∂L/∂a for both units first, then multiply with the inputs.",
)

DL_DB1 = ValueQuestion(
    "q1-9",
    "dL_db1",
    lambda dL_dy, z: dL_da(dL_dy, z),
    slips(
        *WRONG_DELTAS,
        (
            "the slope of tanh is 1 − a² in place of 1 − z²",
            lambda dL_dy, a: W2[0] * dL_dy * (1 - a**2),
            SLOPE,
        ),
        (
            "the gradient of the output's bias is used for both units",
            lambda dL_dy, z: np.repeat(dL_dy, 2),
            "From the output it is two more slopes back to b1.",
        ),
        (
            "the bias itself is multiplied in",
            lambda dL_dy, z: dL_da(dL_dy, z) * b1,
            "Differentiate a_j by b1_j: what is left?",
        ),
        (
            "what arrives from behind is missing: only ∂a/∂b1 is there",
            lambda: np.ones(2),
            BEHIND,
        ),
        (
            "the inputs are multiplied in: the rows of ∂L/∂W1 are added up",
            lambda dL_dy, z: dL_da(dL_dy, z) * x.sum(),
            "The bias is added as it is, without any x.",
        ),
    ),
    points=0.5,
    hint="The same path as for W1, with another last step.",
    also=lambda dL_dW1: dL_dW1[:, 1] / x[1],
)

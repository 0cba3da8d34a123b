"""Values of the forward pass, by hand."""

import numpy as np

from helpers.functions import sigmoid
from workbook.checks.questions import ValueQuestion
from workbook.questions.pen_and_paper.common import slips
from workbook.questions.pen_and_paper.given import W1, W2, b1, b2, t, x

PRE_ACTIVATION = ValueQuestion(
    "q1-1",
    "a",
    lambda: W1 @ x + b1,
    slips(
        ("the bias is missing", lambda: W1 @ x, "What does each unit add of its own?"),
        ("the bias is subtracted", lambda: W1 @ x - b1, "Look at the sign of the bias."),
        ("the two biases are exchanged", lambda: W1 @ x + b1[::-1], "Unit j adds b1[j]."),
        ("the two units are exchanged", lambda: (W1 @ x + b1)[::-1], "Unit 1 has row 1."),
        (
            "the inputs are missing: the weights are only added up",
            lambda: W1.sum(axis=1) + b1,
            "Each weight multiplies the input that it comes from.",
        ),
        (
            "the weights are read down the columns",
            lambda: W1.reshape(3, 2).T @ x + b1,
            "Row j of W1 belongs to hidden unit j, with one weight for each input.",
        ),
        (
            "a minus sign is lost in each unit",
            lambda: abs(W1) @ x + b1,
            "Write the products down one by one, with their signs.",
        ),
        (
            "a minus sign is lost in the first unit",
            lambda: [abs(W1[0]), W1[1]] @ x + b1,
            "Write the products down one by one, with their signs.",
        ),
        (
            "a minus sign is lost in the second unit",
            lambda: [W1[0], abs(W1[1])] @ x + b1,
            "Write the products down one by one, with their signs.",
        ),
        (
            "the last input is left out",
            lambda: W1[:, :2] @ x[:2] + b1,
            "There are three inputs.",
        ),
        (
            "tanh is already applied",
            lambda: np.tanh(W1 @ x + b1),
            "a is the number before the squashing.",
        ),
        (
            "each product has its bias: it is added three times",
            lambda: W1 @ x + 3 * b1,
            "A unit adds its bias once, after the sum.",
        ),
    ),
    points=0.5,
    hint="Write out the sum for one unit: three products and a bias.",
)

ACTIVATION = ValueQuestion(
    "q1-2",
    "z",
    lambda a: np.tanh(a),
    slips(
        ("the activation is missing: z is a", lambda a: a, "Squash each a_j with tanh."),
        ("the sigmoid is used", lambda a: sigmoid(a), "This network has tanh."),
        (
            "the calculator's tan was pressed, not tanh",
            lambda a: np.tan(a),
            "tanh(a) is never larger than a, for positive a.",
        ),
        (
            "the calculator's tan was pressed, in degrees",
            lambda a: np.tan(np.deg2rad(a)),
            "Look for a key `hyp`; tanh knows no degrees.",
        ),
        (
            "sinh was taken, without dividing by cosh",
            lambda a: np.sinh(a),
            "tanh(a) is never larger than a, for positive a.",
        ),
        (
            "the inverse of tanh was taken",
            lambda a: np.arctanh(a),
            "tanh(a) is never larger than a, for positive a.",
        ),
        (
            "the exponent lacks its 2: this is tanh(a/2)",
            lambda a: np.tanh(a / 2),
            "tanh(a) = (e^{2a} − 1) / (e^{2a} + 1).",
        ),
        (
            "the slope of tanh was taken, not its value",
            lambda a: 1 - np.tanh(a) ** 2,
            "The slope is for the way back.",
        ),
        ("the two units are exchanged", lambda a: np.tanh(a)[::-1], "z_j comes from a_j."),
    ),
    points=0.5,
    hint="Apply tanh to each entry of a, by itself.",
)

OUTPUT = ValueQuestion(
    "q1-3",
    "y",
    lambda z: W2 @ z + b2,
    slips(
        ("the bias is missing", lambda z: W2 @ z, "What does the output unit add?"),
        ("the bias is subtracted", lambda z: W2 @ z - b2, "Look at the sign of the bias."),
        ("the bias is added twice", lambda z: W2 @ z + 2 * b2, "Once is enough."),
        (
            "a bias of the hidden layer is used",
            lambda z: W2 @ z + b1[:1],
            "The output has its own bias.",
        ),
        (
            "a is used in place of z",
            lambda a: W2 @ a + b2,
            "What leaves a hidden unit, the number before the squashing or after?",
        ),
        (
            "the output is squashed too",
            lambda z: np.tanh(W2 @ z + b2),
            "The last layer is linear.",
        ),
        (
            "the output goes through a sigmoid",
            lambda z: sigmoid(W2 @ z + b2),
            "The last layer is linear.",
        ),
        (
            "the minus sign of the second weight is lost",
            lambda z: abs(W2) @ z + b2,
            "Write both products down with their signs.",
        ),
        (
            "the two weights are exchanged",
            lambda z: W2[:, ::-1] @ z + b2,
            "The first weight multiplies z_1.",
        ),
        (
            "the weights are missing: the units are only added up",
            lambda z: z.sum() + b2,
            "Each z_j is weighed with its own entry of W2.",
        ),
    ),
    points=0.5,
    hint="Two products and a bias.",
)

LOSS = ValueQuestion(
    "q1-4",
    "loss",
    lambda y: np.sum((y - t) ** 2),
    slips(
        (
            "there is a factor ½",
            lambda y: np.sum((y - t) ** 2) / 2,
            "Look up the loss of this notebook once more.",
        ),
        ("the square is missing", lambda y: np.sum(y - t), "A loss is never negative."),
        ("the absolute value is taken, not the square", lambda y: np.sum(abs(y - t))),
        (
            "output and target are squared one by one: y² − t²",
            lambda y: np.sum(y**2 - t**2),
            "First the difference, then the square.",
        ),
        (
            "output and target are added",
            lambda y: np.sum((y + t) ** 2),
            "For y = t the loss is 0. Is yours?",
        ),
        ("the target is missing", lambda y: np.sum(y**2), "For y = t the loss is 0. Is yours?"),
        (
            "the sign is the other way round",
            lambda y: -np.sum((y - t) ** 2),
            "A square is ≥ 0.",
        ),
        (
            "this is the slope of the loss, not the loss",
            lambda y: np.sum(2 * (y - t)),
            "The slope is asked for next.",
        ),
        (
            "a cross-entropy, −t log y, was computed",
            lambda y: -np.sum(t * np.log(y)),
            "Here the loss is the squared error.",
        ),
    ),
    points=0.5,
    hint="How far is y from t? Square it.",
)

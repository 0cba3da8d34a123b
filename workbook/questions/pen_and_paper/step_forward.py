"""The step by hand: values of the forward pass."""

import numpy as np

from helpers.functions import sigmoid
from workbook.questions.pen_and_paper.common import BIAS_SIGN, LINEAR
from workbook.questions.pen_and_paper.given import table

SIGNS = "Write the products down one by one, with their signs."


@table.value(
    "q1-1",
    points=0.5,
    hint="Write out the sum for one unit, term by term. How many terms are there?",
)
def a(W1, x, b1):
    """Both hidden units' pre-activations, (2,)."""
    return W1 @ x + b1


a.mistake("the bias is missing", lambda W1, x: W1 @ x, "What does each unit add of its own?")
a.mistake("the bias is subtracted", lambda W1, x, b1: W1 @ x - b1, BIAS_SIGN)
a.mistake(
    "the two biases are exchanged",
    lambda W1, x, b1: W1 @ x + b1[::-1],
    "Which bias belongs to the first unit?",
)
a.mistake(
    "the two units are exchanged",
    lambda W1, x, b1: (W1 @ x + b1)[::-1],
    "Which row of W1 belongs to the first unit?",
)
a.mistake(
    "the inputs are missing: the weights are only added up",
    lambda W1, b1: W1.sum(axis=1) + b1,
    "Would your numbers change if x did?",
)
a.mistake(
    "the weights are read down the columns",
    lambda W1, x, b1: W1.reshape(3, 2).T @ x + b1,
    "How many weights does one unit need, and where in W1 do they stand?",
)
a.mistake("a minus sign is lost in each unit", lambda W1, x, b1: abs(W1) @ x + b1, SIGNS)
a.mistake(
    "a minus sign is lost in the first unit", lambda W1, x, b1: [abs(W1[0]), W1[1]] @ x + b1, SIGNS
)
a.mistake(
    "a minus sign is lost in the second unit", lambda W1, x, b1: [W1[0], abs(W1[1])] @ x + b1, SIGNS
)
a.mistake(
    "the last input is left out",
    lambda W1, x, b1: W1[:, :2] @ x[:2] + b1,
    "Count the inputs, and count your products.",
)
a.mistake(
    "tanh is already applied",
    lambda W1, x, b1: np.tanh(W1 @ x + b1),
    "Is a the number before the squashing, or after?",
)
a.mistake(
    "each product has its bias: it is added three times",
    lambda W1, x, b1: W1 @ x + 3 * b1,
    "How often does one unit add its bias?",
)


@table.value(
    "q1-2",
    points=0.5,
    hint="What happens to a number before it leaves a hidden unit? Try one first.",
)
def z(a):
    """Both hidden units' activations, (2,)."""
    return np.tanh(a)


NEVER_LARGER = "For positive a, can z be larger than a?"

z.mistake(
    "the activation is missing: z is a",
    lambda a: a,
    "Between which two numbers should each z_j lie?",
)
z.mistake("the sigmoid is used", lambda a: sigmoid(a), "What should z be for a = 0?")
z.mistake("the calculator's tan was pressed, not tanh", lambda a: np.tan(a), NEVER_LARGER)
z.mistake(
    "the calculator's tan was pressed, in degrees",
    lambda a: np.tan(np.deg2rad(a)),
    "Look for a key `hyp`; tanh knows no degrees.",
)
z.mistake("sinh was taken, without dividing by cosh", lambda a: np.sinh(a), NEVER_LARGER)
z.mistake("the inverse of tanh was taken", lambda a: np.arctanh(a), NEVER_LARGER)
z.mistake(
    "the exponent lacks its 2: this is tanh(a/2)",
    lambda a: np.tanh(a / 2),
    "Write tanh as sinh over cosh: which exponents come out?",
)
z.mistake(
    "the slope of tanh was taken, not its value",
    lambda a: 1 - np.tanh(a) ** 2,
    "The slope is for the way back.",
)
z.mistake(
    "the two units are exchanged", lambda a: np.tanh(a)[::-1], "Which a belongs to the first unit?"
)


@table.value(
    "q1-3", points=0.5, hint="Write out the sum for the one output, as you did for a hidden unit."
)
def y(z, W2, b2):
    """The output, (1,)."""
    return W2 @ z + b2


y.mistake("the bias is missing", lambda z, W2: W2 @ z, "What does the output unit add?")
y.mistake("the bias is subtracted", lambda z, W2, b2: W2 @ z - b2, BIAS_SIGN)
y.mistake(
    "the bias is added twice",
    lambda z, W2, b2: W2 @ z + 2 * b2,
    "How often does the output add its bias?",
)
y.mistake(
    "a bias of the hidden layer is used",
    lambda z, W2, b1: W2 @ z + b1[:1],
    "Which bias belongs to the output?",
)
y.mistake(
    "a is used in place of z",
    lambda a, W2, b2: W2 @ a + b2,
    "What leaves a hidden unit, the number before the squashing or after?",
)
y.mistake("the output is squashed too", lambda z, W2, b2: np.tanh(W2 @ z + b2), LINEAR)
y.mistake("the output goes through a sigmoid", lambda z, W2, b2: sigmoid(W2 @ z + b2), LINEAR)
y.mistake(
    "the minus sign of the second weight is lost",
    lambda z, W2, b2: abs(W2) @ z + b2,
    "Write both products down with their signs.",
)
y.mistake(
    "the two weights are exchanged",
    lambda z, W2, b2: W2[:, ::-1] @ z + b2,
    "Which z does the first weight meet?",
)
y.mistake(
    "the weights are missing: the units are only added up",
    lambda z, b2: z.sum() + b2,
    "How much does each z_j count for y? Which numbers say that?",
)


@table.value("q1-4", points=0.5, hint="How far is y from t, and what does the loss make of that?")
def loss(y, t):
    """The squared error of this one sample, a number."""
    return np.sum((y - t) ** 2)


AT_THE_TARGET = "What should the loss be for y = t? Is yours?"

loss.mistake(
    "there is a factor ½",
    lambda y, t: np.sum((y - t) ** 2) / 2,
    "Look up the loss of this notebook once more.",
)
loss.mistake("the square is missing", lambda y, t: np.sum(y - t), "Can a loss be negative?")
loss.mistake(
    "the absolute value is taken, not the square",
    lambda y, t: np.sum(abs(y - t)),
    "What does a square do to a number below 1?",
)
loss.mistake(
    "output and target are squared one by one: y² − t²",
    lambda y, t: np.sum(y**2 - t**2),
    "Which comes first, the square or the difference?",
)
loss.mistake("output and target are added", lambda y, t: np.sum((y + t) ** 2), AT_THE_TARGET)
loss.mistake("the target is missing", lambda y: np.sum(y**2), AT_THE_TARGET)
loss.mistake(
    "the sign is the other way round",
    lambda y, t: -np.sum((y - t) ** 2),
    "Which sign can a square have?",
)
loss.mistake(
    "this is the slope of the loss, not the loss",
    lambda y, t: np.sum(2 * (y - t)),
    "The slope is asked for next.",
)
loss.mistake(
    "a cross-entropy, −t log y, was computed",
    lambda y, t: -np.sum(t * np.log(y)),
    "Look up the loss of this notebook once more.",
)

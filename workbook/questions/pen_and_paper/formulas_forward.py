"""The formulas of the step as functions, for any sizes: from the inputs to the loss."""

import numpy as np

from helpers.functions import relu, sigmoid, softmax
from workbook.questions.pen_and_paper.common import (
    BIAS_SIGN,
    LINEAR,
    ONE_NUMBER,
    SQUASHED_ALREADY,
    arrays,
)
from workbook.questions.pen_and_paper.given import table


@table.code(
    "q1-14",
    cases=arrays("MD", "M", "D"),
    points=0.5,
    hint="Write a[0] out for two inputs: which entries of W1 are in it?",
)
def pre_activation(W1, b1, x):
    """The hidden units' pre-activations, (M,)."""
    return W1 @ x + b1


pre_activation.mistake(
    "the bias is missing", lambda W1, b1, x: W1 @ x, "What does each unit add of its own?"
)
pre_activation.mistake("the bias is subtracted", lambda W1, b1, x: W1 @ x - b1, BIAS_SIGN)
pre_activation.mistake(
    "the weights are transposed",
    lambda W1, b1, x: W1.T @ x + b1,
    "W1 is (M, D) and x is (D,): which product gives (M,)?",
)
pre_activation.mistake(
    "tanh is already applied",
    lambda W1, b1, x: np.tanh(W1 @ x + b1),
    "Is a the number before the squashing, or after?",
)
pre_activation.mistake(
    "the products are not added up: `*` in place of `@`",
    lambda W1, b1, x: W1 * x + b1,
    "Print the shape of your product: where has the sum over inputs gone?",
)
pre_activation.mistake(
    "all units are added up to one number",
    lambda W1, b1, x: np.sum(W1 * x) + b1,
    "How many numbers should come out: one, or one for each unit?",
)


@table.code(
    "q1-15",
    cases=arrays("M"),
    points=0.5,
    hint="What should come out at 0, and far out? NumPy knows the function.",
)
def activation(a):
    """The hidden units' activations from their pre-activations, (M,)."""
    return np.tanh(a)


activation.mistake(
    "the activation is missing",
    lambda a: a,
    "Compare what goes in with what comes out: is it squashed?",
)
activation.mistake(
    "the sigmoid is used", sigmoid, "Try a negative a: which sign should its z have?"
)
activation.mistake("the ReLU is used", relu, "Try a large a: is it squashed?")
activation.mistake(
    "tan is used, not tanh", np.tan, "Try a = 2: is it squashed? What is the h in tanh for?"
)
activation.mistake(
    "the slope of tanh is returned",
    lambda a: 1 - np.tanh(a) ** 2,
    "The slope is for the way back.",
)
activation.mistake(
    "the exponent lacks its 2: this is tanh(a/2)",
    lambda a: np.tanh(a / 2),
    "Write tanh as sinh over cosh: which exponents come out?",
)
activation.mistake(
    "a softmax is used: the units are normalised by their sum",
    softmax,
    "Change one entry of a: should the other units' answers change?",
)


@table.code(
    "q1-16",
    cases=arrays("KM", "K", "M"),
    points=0.5,
    hint="The same as for the hidden layer, one layer on.",
)
def output(W2, b2, z):
    """The outputs of the network from its hidden units' activations, (K,)."""
    return W2 @ z + b2


output.mistake(
    "the bias is missing", lambda W2, b2, z: W2 @ z, "What does each output add of its own?"
)
output.mistake("the bias is subtracted", lambda W2, b2, z: W2 @ z - b2, BIAS_SIGN)
output.mistake(
    "the weights are transposed",
    lambda W2, b2, z: W2.T @ z + b2,
    "W2 is (K, M) and z is (M,): which product gives (K,)?",
)
output.mistake("the output is squashed", lambda W2, b2, z: np.tanh(W2 @ z + b2), LINEAR)
output.mistake(
    "tanh is applied once more to z", lambda W2, b2, z: W2 @ np.tanh(z) + b2, SQUASHED_ALREADY
)
output.mistake(
    "all outputs are added up",
    lambda W2, b2, z: np.sum(W2 @ z + b2),
    "How many numbers should come out: one, or one for each output?",
)


@table.code(
    "q1-17",
    cases=arrays("K", "K"),
    points=0.5,
    hint="Try y = (1, 3) and t = (0, 1) by hand: what should come out?",
)
def squared_error(y, t):
    """The squared error of K outputs and their targets, a number."""
    return np.sum((y - t) ** 2)


squared_error.mistake(
    "there is a factor ½",
    lambda y, t: np.sum((y - t) ** 2) / 2,
    "Look up the loss of this notebook once more.",
)
squared_error.mistake(
    "the mean over the outputs is taken, not the sum",
    lambda y, t: np.mean((y - t) ** 2),
    "With every output twice, should the loss stay the same or double?",
)
squared_error.mistake("the squares are not added up", lambda y, t: (y - t) ** 2, ONE_NUMBER)
squared_error.mistake(
    "the absolute values are added, not the squares",
    lambda y, t: np.sum(abs(y - t)),
    "What does a square do to a number below 1?",
)
squared_error.mistake(
    "the square is taken after the sum",
    lambda y, t: np.sum(y - t) ** 2,
    "What should errors of +1 and −1 give together?",
)
squared_error.mistake(
    "the root is taken: a length, not its square",
    lambda y, t: np.linalg.norm(y - t),
    "Double all differences: how many times as large should the loss be?",
)
squared_error.mistake(
    "y² − t² is computed",
    lambda y, t: np.sum(y**2 - t**2),
    "Which comes first, the square or the difference?",
)
squared_error.mistake("only the first output counts", lambda y, t: (y[0] - t[0]) ** 2, ONE_NUMBER)
squared_error.mistake(
    "the sign is the other way round",
    lambda y, t: -np.sum((y - t) ** 2),
    "Can a sum of squares be negative?",
)

"""The formulas of the step as functions, for any sizes: from the loss back, and the step."""

import numpy as np

from workbook.questions.pen_and_paper.common import (
    ARRIVES,
    GROW_OR_SHRINK,
    LOWERS_POWER,
    MINUS_LATER,
    NO_TANH_AFTER,
    OWN_SHAPE,
    SIZES,
    SQUASHED_ALREADY,
    WRONG_BACKWARD,
    arrays,
)
from workbook.questions.pen_and_paper.given import table


@table.code(
    "q1-18",
    cases=arrays("K", "K"),
    points=0.5,
    hint="Differentiate Σ_k (y_k − t_k)² with respect to one y_k.",
)
def dloss_dy(y, t):
    """The gradient of the squared error with respect to the outputs, (K,)."""
    return 2 * (y - t)


dloss_dy.mistake(
    "the factor 2 of the square is missing",
    lambda y, t: y - t,
    "Differentiate u²: what comes down, and does our loss cancel it?",
)
dloss_dy.mistake("the sign is the other way round: t − y", lambda y, t: 2 * (t - y), GROW_OR_SHRINK)
dloss_dy.mistake(
    "it is t − y, and the factor 2 of the square is missing",
    lambda y, t: t - y,
    f"{GROW_OR_SHRINK} Then differentiate u².",
)
dloss_dy.mistake(
    "it is divided by the number of outputs",
    lambda y, t: 2 * (y - t) / len(y),
    "Does our loss add the outputs up, or take their mean?",
)
dloss_dy.mistake(
    "the outputs are added up",
    lambda y, t: np.sum(2 * (y - t)),
    "How many slopes are asked for: one, or one for each output?",
)
dloss_dy.mistake(
    "the loss is returned, not its slope",
    lambda y, t: np.sum((y - t) ** 2),
    "How does the loss change if one y_k grows a little?",
)
dloss_dy.mistake("the square is still there", lambda y, t: 2 * (y - t) ** 2, LOWERS_POWER)
dloss_dy.mistake(
    "the sign is lost: an absolute value",
    lambda y, t: 2 * abs(y - t),
    "Below the target, does the loss grow or shrink as y grows?",
)
dloss_dy.mistake(
    "only y is doubled: 2y − t",
    lambda y, t: 2 * y - t,
    "What should the slope be where y = t? Is yours?",
)


@table.code(
    "q1-19",
    cases=arrays("K", "M"),
    points=0.5,
    hint="Which index of W2 belongs to y, which to z?",
)
def dloss_dW2(dL_dy, z):
    """The gradient of any loss with respect to the output layer's weights, (K, M)."""
    return np.outer(dL_dy, z)


dloss_dW2.mistake(
    "the outer product is the wrong way round", lambda dL_dy, z: np.outer(z, dL_dy), OWN_SHAPE
)
dloss_dW2.mistake(
    "the slope of tanh stands in place of z",
    lambda dL_dy, z: np.outer(dL_dy, 1 - z**2),
    NO_TANH_AFTER,
)
dloss_dW2.mistake(
    "the vectors are multiplied entry by entry",
    lambda dL_dy, z: dL_dy * z,
    "How many weights has W2 for K outputs and M units?",
)
dloss_dW2.mistake("∂L/∂y is missing", lambda dL_dy, z: np.outer(np.ones_like(dL_dy), z), ARRIVES)
dloss_dW2.mistake("z is missing", lambda dL_dy, z: np.outer(dL_dy, np.ones_like(z)), ARRIVES)
dloss_dW2.mistake(
    "the outputs are added up",
    lambda dL_dy, z: np.sum(dL_dy) * z,
    "How many rows has W2, and how many different ones has your gradient?",
)
dloss_dW2.mistake(
    "the slope of tanh is put in, which belongs to the layer before",
    lambda dL_dy, z: np.outer(dL_dy, z * (1 - z**2)),
    NO_TANH_AFTER,
)
dloss_dW2.mistake(
    "tanh is applied once more to z", lambda dL_dy, z: np.outer(dL_dy, np.tanh(z)), SQUASHED_ALREADY
)
dloss_dW2.mistake(
    "the sign is the other way round", lambda dL_dy, z: -np.outer(dL_dy, z), MINUS_LATER
)


@table.code(
    "q1-20", cases=arrays("K"), points=0.5, hint="How much does y_k change if b2_k changes?"
)
def dloss_db2(dL_dy):
    """The gradient of any loss with respect to the output layer's biases, (K,)."""
    return dL_dy


OWN_BIAS = "How many biases are there, and how many numbers do you return?"

dloss_db2.mistake("∂L/∂y is missing: only ∂y/∂b2 is there", np.ones_like, ARRIVES)
dloss_db2.mistake(
    "a bias was thought to have no gradient",
    np.zeros_like,
    "It is learned like a weight. Does y stay as it is if b2 changes?",
)
dloss_db2.mistake("the outputs are added up", np.sum, OWN_BIAS)
dloss_db2.mistake("the mean over the outputs is taken", np.mean, OWN_BIAS)
dloss_db2.mistake(
    "the sign is the other way round", np.negative, "If b2_k grew a little, which way would y_k go?"
)
dloss_db2.mistake(
    "the factor 2 is there twice",
    lambda dL_dy: 2 * dL_dy,
    "Is the 2 of the square in ∂L/∂y already?",
)


@table.code(
    "q1-21",
    cases=arrays("K", "KM", "M", "D", squashed="M"),
    points=0.5,
    hint="What is ∂L/∂a, of shape (M,)? And how does a change with one weight?",
)
def dloss_dW1(dL_dy, W2, z, x):
    """The gradient of any loss with respect to the hidden layer's weights, (M, D)."""
    dL_da = (W2.T @ dL_dy) * (1 - z**2)
    return np.outer(dL_da, x)


WEIGHTS_MULTIPLY = "What do these weights multiply in the forward pass?"

for name, wrong, hint in WRONG_BACKWARD:
    dloss_dW1.mistake(
        name,
        lambda dL_dy, W2, z, x, wrong=wrong: np.outer(wrong(dL_dy, W2, z), x),
        hint,
    )
dloss_dW1.mistake(
    "the outer product is the wrong way round",
    lambda dL_dy, W2, z, x: dloss_dW1.right(dL_dy, W2, z, x).T,
    OWN_SHAPE,
)
dloss_dW1.mistake(
    "the input x is missing",
    lambda dL_dy, W2, z, x: dloss_dW1.right(dL_dy, W2, z, np.ones_like(x)),
    ARRIVES,
)
dloss_dW1.mistake(
    "this is ∂L/∂b1: the last factor is missing",
    lambda dL_dy, W2, z, x: (W2.T @ dL_dy) * (1 - z**2),
    WEIGHTS_MULTIPLY,
)
dloss_dW1.mistake(
    "z is used in place of the input x",
    lambda dL_dy, W2, z, x: dloss_dW1.right(dL_dy, W2, z, z),
    WEIGHTS_MULTIPLY,
)


@table.code(
    "q1-22",
    cases=arrays("K", "KM", "M", squashed="M"),
    points=0.5,
    hint="You have this already, inside the function before.",
)
def dloss_db1(dL_dy, W2, z):
    """The gradient of any loss with respect to the hidden layer's biases, (M,)."""
    return (W2.T @ dL_dy) * (1 - z**2)


for name, wrong, hint in WRONG_BACKWARD:
    dloss_db1.mistake(name, wrong, hint)
dloss_db1.mistake(
    "the units are added up",
    lambda dL_dy, W2, z: np.sum(dloss_db1.right(dL_dy, W2, z)),
    "How many biases are there, and how many numbers do you return?",
)
dloss_db1.mistake(
    "z is multiplied in, as for a weight",
    lambda dL_dy, W2, z: dloss_db1.right(dL_dy, W2, z) * z,
    "What multiplies the bias on the way forward?",
)


def step_cases(rng):
    """Return matrices and vectors with a learning rate."""
    for D, M, _ in SIZES:
        yield rng.standard_normal((M, D)), rng.standard_normal((M, D)), rng.uniform(0.1, 0.9)
        yield rng.standard_normal(M), rng.standard_normal(M), rng.uniform(0.1, 0.9)


def step_parts(gradient_step, parameter, gradient, eta):
    """Return the updated parameter, and the old one as the function leaves it."""
    return {"the result": gradient_step(parameter, gradient, eta), "the old parameter": parameter}


@table.code(
    "q1-23",
    cases=step_cases,
    points=0.5,
    hint="Try it with a gradient of 1 and η = 0.1.",
    probe=step_parts,
)
def gradient_step(parameter, gradient, eta):
    """The parameter after the step, a new array of any shape; the old one stays as it is."""
    return parameter - eta * gradient


gradient_step.mistake(
    "the step goes up the gradient: + in place of −",
    lambda p, g, eta: p + eta * g,
    "Does the loss grow or fall where the gradient points?",
)
gradient_step.mistake(
    "the learning rate is missing",
    lambda p, g, eta: p - g,
    "Try it with η = 0: should the parameter move?",
)
gradient_step.mistake(
    "the learning rate is used twice",
    lambda p, g, eta: p - eta**2 * g,
    "Double η: how many times as long is your step?",
)
gradient_step.mistake(
    "the gradient is divided by the learning rate",
    lambda p, g, eta: p - g / eta,
    "Should a smaller η make the step longer or shorter?",
)
gradient_step.mistake(
    "this is the step alone",
    lambda p, g, eta: -eta * g,
    "If the gradient were 0, where should the parameter be?",
)
gradient_step.mistake(
    "this is the step alone, without its sign",
    lambda p, g, eta: eta * g,
    "Where does the step begin, and which way does it go?",
)
gradient_step.mistake(
    "old parameter and gradient are multiplied",
    lambda p, g, eta: p - eta * p * g,
    "Start from a parameter of 0: can it ever move?",
)
gradient_step.mistake(
    "the learning rate also multiplies the parameter",
    lambda p, g, eta: eta * (p - g),
    "Where the gradient is 0, does your parameter stay as it is?",
)
gradient_step.mistake(
    "the learning rate of this notebook is typed in",
    lambda p, g, eta: p - 0.5 * g,
    "Try it with two values of η: do the steps differ?",
)


@gradient_step.mistake(
    "the old parameter is changed too",
    hint="Print the caller's parameter before and after. What does `-=` write into?",
)
def step_in_place(parameter, gradient, eta):
    """Do the step on the array that was given."""
    parameter -= eta * gradient
    return parameter


gradient_step.mistake(
    "only the sign of the gradient is used",
    lambda p, g, eta: p - eta * np.sign(g),
    "Should a steep direction take the same step as a flat one?",
)
gradient_step.mistake(
    "the gradient is normalised to length 1",
    lambda p, g, eta: p - eta * g / np.linalg.norm(g),
    "Double the gradient: should the step stay as long as it was?",
)

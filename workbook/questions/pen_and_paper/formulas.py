"""The formulas of the step as functions, for any sizes."""

import numpy as np

from helpers.functions import relu, sigmoid, softmax
from workbook.checks.questions import CodeQuestion
from workbook.questions.pen_and_paper.common import (
    BEHIND,
    ONE_NUMBER,
    SIZES,
    WRONG_BACKWARD,
    arrays,
    backward,
    slips,
)


def step_parts(gradient_step, parameter, gradient, eta):
    """Return the updated parameter, and the old one as the function leaves it."""
    return {"the result": gradient_step(parameter, gradient, eta), "the old parameter": parameter}


def step_cases(rng):
    """Return matrices and vectors with a learning rate."""
    for D, M, _ in SIZES:
        yield rng.standard_normal((M, D)), rng.standard_normal((M, D)), rng.uniform(0.1, 0.9)
        yield rng.standard_normal(M), rng.standard_normal(M), rng.uniform(0.1, 0.9)


def step_in_place(parameter, gradient, eta):
    """Do the step on the array that was given."""
    parameter -= eta * gradient
    return parameter


PRE_ACTIVATION = CodeQuestion(
    "q1-14",
    "pre_activation",
    lambda W1, b1, x: W1 @ x + b1,
    arrays("MD", "M", "D"),
    slips(
        ("the bias is missing", lambda W1, b1, x: W1 @ x),
        ("the bias is subtracted", lambda W1, b1, x: W1 @ x - b1),
        (
            "the weights are transposed",
            lambda W1, b1, x: W1.T @ x + b1,
            "W1 is (M, D) and x is (D,): which product gives (M,)?",
        ),
        ("tanh is already applied", lambda W1, b1, x: np.tanh(W1 @ x + b1)),
        (
            "the products are not added up: `*` in place of `@`",
            lambda W1, b1, x: W1 * x + b1,
            "`*` multiplies entry by entry; `@` multiplies and adds up.",
        ),
        (
            "all units are added up to one number",
            lambda W1, b1, x: np.sum(W1 * x) + b1,
            "Each unit has a sum of its own.",
        ),
    ),
    points=0.5,
    hint="Row j of W1 times x, plus b1[j].",
)

ACTIVATION = CodeQuestion(
    "q1-15",
    "activation",
    np.tanh,
    arrays("M"),
    slips(
        ("the activation is missing", lambda a: a),
        ("the sigmoid is used", sigmoid),
        ("the ReLU is used", relu),
        ("tan is used, not tanh", np.tan, "The h is for hyperbolic: `np.tanh`."),
        ("the slope of tanh is returned", lambda a: 1 - np.tanh(a) ** 2),
        ("the exponent lacks its 2: this is tanh(a/2)", lambda a: np.tanh(a / 2)),
        (
            "a softmax is used: the units are normalised by their sum",
            softmax,
            "Each unit is squashed by itself.",
        ),
    ),
    points=0.5,
    hint="NumPy knows this function by name.",
)

OUTPUT = CodeQuestion(
    "q1-16",
    "output",
    lambda W2, b2, z: W2 @ z + b2,
    arrays("KM", "K", "M"),
    slips(
        ("the bias is missing", lambda W2, b2, z: W2 @ z),
        ("the bias is subtracted", lambda W2, b2, z: W2 @ z - b2),
        ("the weights are transposed", lambda W2, b2, z: W2.T @ z + b2),
        (
            "the output is squashed",
            lambda W2, b2, z: np.tanh(W2 @ z + b2),
            "The last layer is linear.",
        ),
        ("tanh is applied once more to z", lambda W2, b2, z: W2 @ np.tanh(z) + b2),
        ("all outputs are added up", lambda W2, b2, z: np.sum(W2 @ z + b2)),
    ),
    points=0.5,
    hint="The same as for the hidden layer, one layer on.",
)

SQUARED_ERROR = CodeQuestion(
    "q1-17",
    "squared_error",
    lambda y, t: np.sum((y - t) ** 2),
    arrays("K", "K"),
    slips(
        ("there is a factor ½", lambda y, t: np.sum((y - t) ** 2) / 2),
        (
            "the mean over the outputs is taken, not the sum",
            lambda y, t: np.mean((y - t) ** 2),
            "‖ ‖² adds up the squares.",
        ),
        ("the squares are not added up", lambda y, t: (y - t) ** 2, ONE_NUMBER),
        ("the absolute values are added, not the squares", lambda y, t: np.sum(abs(y - t))),
        (
            "the square is taken after the sum",
            lambda y, t: np.sum(y - t) ** 2,
            "Errors of +1 and −1 must not cancel.",
        ),
        ("the root is taken: a length, not its square", lambda y, t: np.linalg.norm(y - t)),
        ("y² − t² is computed", lambda y, t: np.sum(y**2 - t**2)),
        ("only the first output counts", lambda y, t: (y[0] - t[0]) ** 2, ONE_NUMBER),
        ("the sign is the other way round", lambda y, t: -np.sum((y - t) ** 2)),
    ),
    points=0.5,
    hint="Square each difference, then add up.",
)

DLOSS_DY = CodeQuestion(
    "q1-18",
    "dloss_dy",
    lambda y, t: 2 * (y - t),
    arrays("K", "K"),
    slips(
        ("the factor 2 of the square is missing", lambda y, t: y - t, "Our loss has no ½."),
        ("the sign is the other way round: t − y", lambda y, t: 2 * (t - y)),
        ("it is t − y, and the factor 2 of the square is missing", lambda y, t: t - y),
        (
            "it is divided by the number of outputs",
            lambda y, t: 2 * (y - t) / len(y),
            "Our loss adds up the outputs; it takes no mean.",
        ),
        (
            "the outputs are added up",
            lambda y, t: np.sum(2 * (y - t)),
            "Each output has a slope of its own.",
        ),
        ("the loss is returned, not its slope", lambda y, t: np.sum((y - t) ** 2)),
        ("the square is still there", lambda y, t: 2 * (y - t) ** 2),
        ("the sign is lost: an absolute value", lambda y, t: 2 * abs(y - t)),
        ("only y is doubled: 2y − t", lambda y, t: 2 * y - t, "Mind the brackets."),
    ),
    points=0.5,
    hint="Differentiate Σ_k (y_k − t_k)² with respect to one y_k.",
)

DLOSS_DW2 = CodeQuestion(
    "q1-19",
    "dloss_dW2",
    lambda dL_dy, z: np.outer(dL_dy, z),
    arrays("K", "M"),
    slips(
        (
            "the outer product is the wrong way round",
            lambda dL_dy, z: np.outer(z, dL_dy),
            "A gradient has the shape of its parameter.",
        ),
        (
            "the slope of tanh stands in place of z",
            lambda dL_dy, z: np.outer(dL_dy, 1 - z**2),
            "Is there a tanh between W2 and the loss?",
        ),
        (
            "the vectors are multiplied entry by entry",
            lambda dL_dy, z: dL_dy * z,
            "Every output meets every hidden unit: K times M products.",
        ),
        ("∂L/∂y is missing", lambda dL_dy, z: np.outer(np.ones_like(dL_dy), z), BEHIND),
        ("z is missing", lambda dL_dy, z: np.outer(dL_dy, np.ones_like(z)), BEHIND),
        (
            "the outputs are added up",
            lambda dL_dy, z: np.sum(dL_dy) * z,
            "W2 has one row for each output.",
        ),
        (
            "the slope of tanh is put in, which belongs to the layer before",
            lambda dL_dy, z: np.outer(dL_dy, z * (1 - z**2)),
        ),
        ("tanh is applied once more to z", lambda dL_dy, z: np.outer(dL_dy, np.tanh(z))),
        ("the sign is the other way round", lambda dL_dy, z: -np.outer(dL_dy, z)),
    ),
    points=0.5,
    hint="Which index of W2 belongs to y, which to z?",
)

DLOSS_DB2 = CodeQuestion(
    "q1-20",
    "dloss_db2",
    lambda dL_dy: dL_dy,
    arrays("K"),
    slips(
        ("∂L/∂y is missing: only ∂y/∂b2 is there", np.ones_like, BEHIND),
        ("a bias was thought to have no gradient", np.zeros_like),
        ("the outputs are added up", np.sum, "Each output has a bias of its own."),
        ("the mean over the outputs is taken", np.mean, "Each output has a bias of its own."),
        ("the sign is the other way round", np.negative),
        ("the factor 2 is there twice", lambda dL_dy: 2 * dL_dy, "The 2 is already in ∂L/∂y."),
    ),
    points=0.5,
    hint="How much does y_k change if b2_k changes?",
)

DLOSS_DW1 = CodeQuestion(
    "q1-21",
    "dloss_dW1",
    lambda dL_dy, W2, z, x: np.outer(backward(dL_dy, W2, z), x),
    arrays("K", "KM", "M", "D", squashed="M"),
    slips(
        *(
            (slip, lambda d, W, z, x, wrong=wrong: np.outer(wrong(d, W, z), x), hint)
            for slip, wrong, hint in WRONG_BACKWARD
        ),
        (
            "the outer product is the wrong way round",
            lambda dL_dy, W2, z, x: np.outer(x, backward(dL_dy, W2, z)),
            "A gradient has the shape of its parameter.",
        ),
        (
            "the input x is missing",
            lambda dL_dy, W2, z, x: np.outer(backward(dL_dy, W2, z), np.ones_like(x)),
            BEHIND,
        ),
        ("this is ∂L/∂b1: the last factor is missing", lambda d, W2, z, x: backward(d, W2, z)),
        (
            "z is used in place of the input x",
            lambda dL_dy, W2, z, x: np.outer(backward(dL_dy, W2, z), z),
            "What do these weights multiply in the forward pass?",
        ),
    ),
    points=0.5,
    hint="First ∂L/∂a, of shape (M,); then all products with x.",
)

DLOSS_DB1 = CodeQuestion(
    "q1-22",
    "dloss_db1",
    backward,
    arrays("K", "KM", "M", squashed="M"),
    slips(
        *WRONG_BACKWARD,
        (
            "the units are added up",
            lambda dL_dy, W2, z: np.sum(backward(dL_dy, W2, z)),
            "Each hidden unit has a bias of its own.",
        ),
        (
            "z is multiplied in, as for a weight",
            lambda dL_dy, W2, z: backward(dL_dy, W2, z) * z,
            "The bias is added as it is.",
        ),
    ),
    points=0.5,
    hint="You have this already, inside the function before.",
)

GRADIENT_STEP = CodeQuestion(
    "q1-23",
    "gradient_step",
    lambda parameter, gradient, eta: parameter - eta * gradient,
    step_cases,
    slips(
        ("the step goes up the gradient: + in place of −", lambda p, g, eta: p + eta * g),
        ("the learning rate is missing", lambda p, g, eta: p - g),
        ("the learning rate is used twice", lambda p, g, eta: p - eta**2 * g),
        ("the gradient is divided by the learning rate", lambda p, g, eta: p - g / eta),
        ("this is the step alone", lambda p, g, eta: -eta * g),
        ("this is the step alone, without its sign", lambda p, g, eta: eta * g),
        ("old parameter and gradient are multiplied", lambda p, g, eta: p - eta * p * g),
        ("the learning rate also multiplies the parameter", lambda p, g, eta: eta * (p - g)),
        ("the learning rate of this notebook is typed in", lambda p, g, eta: p - 0.5 * g),
        (
            "the old parameter is changed too",
            step_in_place,
            "`-=` writes into the array that was given; make a new one.",
        ),
        (
            "only the sign of the gradient is used",
            lambda p, g, eta: p - eta * np.sign(g),
            "Steep directions take larger steps.",
        ),
        (
            "the gradient is normalised to length 1",
            lambda p, g, eta: p - eta * g / np.linalg.norm(g),
            "Take the gradient as it is.",
        ),
    ),
    points=0.5,
    hint="Try it with a gradient of 1 and η = 0.1.",
    probe=step_parts,
)

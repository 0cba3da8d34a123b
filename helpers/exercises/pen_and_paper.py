"""Questions of notebook 1: one step of gradient descent by hand, its formulas, and the theory.

Three parts, as in the notebook: the thirteen values of the step, the same formulas as functions,
and the theory with a function for each formula that can be tested. Each misconception is a row:
what it is, what it computes, and what to try next.
"""

from inspect import Parameter, Signature
from itertools import pairwise

import numpy as np

from helpers.exercises.questions import (
    CodeQuestion,
    Misconception,
    Table,
    ValueQuestion,
    WrittenQuestion,
)
from helpers.functions import log_sum_exp, one_hot, relu, sigmoid, softmax

x, t = np.array([0.3, 0.4, -0.1]), np.array([0.5])
W1 = np.array([[0.1, 0.3, -0.5], [-0.2, 0.4, 0.6]])
b1 = np.array([0.1, 0.2])
W2 = np.array([[0.7, -0.8]])
b2 = np.array([0.3])
eta = 0.5

# Inputs D, hidden units M, outputs K on which functions are tried: the notebook's own sizes first,
# then a square one, one input, and one hidden unit.
SIZES = ((3, 2, 1), (4, 4, 4), (1, 5, 2), (6, 1, 3))


def slips(*rows):
    """Return the misconceptions that are given as (name, answer) or (name, answer, hint)."""
    return tuple(Misconception(*row) for row in rows)


def of(name, function):
    """Return `function` of one value as a function of the answer called `name`."""

    def answer(**answers):
        return function(answers[name])

    answer.__signature__ = Signature([Parameter(name, Parameter.KEYWORD_ONLY)])
    return answer


def arrays(*shapes):
    """Return cases of random arrays, each shape a string of the letters D, M and K: "MD"."""

    def cases(rng):
        for D, M, K in SIZES:
            sizes = {"D": D, "M": M, "K": K}
            yield tuple(rng.standard_normal([sizes[letter] for letter in s]) for s in shapes)

    return cases


# --- What goes wrong in more than one place ------------------------------------------------------

BEHIND = "Ask what arrives from behind, and what came in from the front; multiply the two."
SLOPE = "Differentiate tanh(a), and write the result with z = tanh(a)."
OLD_WEIGHTS = "All gradients belong to the parameters before the step."
ONE_NUMBER = "The loss is one number, however many outputs there are."

# (name, what stands where the slope of tanh at a, as a function of z, belongs)
WRONG_SLOPES = (
    ("the slope of tanh is missing", np.ones_like),
    ("the slope of tanh is taken as 1 − z, without the square", lambda z: 1 - z),
    ("the slope of the sigmoid, z (1 − z), is used for tanh", lambda z: z * (1 - z)),
    ("the slope of tanh is taken at z instead of a: tanh is applied twice", lambda z: slope2(z)),
    ("the 1 of tanh's slope is missing: z² stands there", lambda z: z**2),
    ("the slope of tanh has a plus for its minus", lambda z: 1 + z**2),
    ("z itself stands where the slope of tanh belongs", lambda z: z),
    ("the slope of tanh is used twice", lambda z: (1 - z**2) ** 2),
)

# (name, the updated parameter from the old one and its gradient, hint)
WRONG_STEPS = (
    (
        "the step goes up the gradient: + in place of −",
        lambda old, gradient: old + eta * gradient,
        "The gradient points to where the loss grows.",
    ),
    (
        "the learning rate is missing",
        lambda old, gradient: old - gradient,
        "How long is the step? Only a part of the gradient is subtracted.",
    ),
    (
        "the learning rate is used twice",
        lambda old, gradient: old - eta**2 * gradient,
        "Is η already in your gradient? It belongs into the update, once.",
    ),
    (
        "the gradient is divided by the learning rate",
        lambda old, gradient: old - gradient / eta,
        "A small learning rate should make a small step.",
    ),
    (
        "this is the step alone, and the old parameter is missing",
        lambda old, gradient: -eta * gradient,
        "The step is added to where you were.",
    ),
    (
        "old parameter and gradient are multiplied",
        lambda old, gradient: old - eta * old * gradient,
        "The gradient is subtracted from the parameter, not a share of the parameter.",
    ),
    (
        "the learning rate also multiplies the old parameter",
        lambda old, gradient: eta * (old - gradient),
        "Mind the brackets: η belongs to the gradient only.",
    ),
    (
        "the parameter has not changed",
        lambda old, gradient: old + 0 * gradient,
        "Subtract η times the gradient.",
    ),
)


def slope2(z):
    """Return 1 − tanh²(z): the slope at z."""
    return 1 - np.tanh(z) ** 2


def updated(name, old, gradient, number, points, *extra):
    """Return the question for the updated parameter `name`; `gradient` names its gradient."""
    return ValueQuestion(
        f"q1-{number}",
        name,
        of(gradient, lambda g: old - eta * g),
        slips(
            *(
                (slip, of(gradient, lambda g, wrong=wrong: wrong(old, g)), hint)
                for slip, wrong, hint in WRONG_STEPS
            ),
            *extra,
        ),
        points=points,
        hint="Old parameter minus η times its own gradient, entry by entry.",
    )


# --- The thirteen values ------------------------------------------------------------------------


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

VALUES = (
    ValueQuestion(
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
                "a minus sign is lost in one of the products",
                lambda: abs(W1) @ x + b1,
                "Write the products down one by one, with their signs.",
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
    ),
    ValueQuestion(
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
    ),
    ValueQuestion(
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
    ),
    ValueQuestion(
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
    ),
    ValueQuestion(
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
    ),
    ValueQuestion(
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
    ),
    ValueQuestion(
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
    ),
    ValueQuestion(
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
    ),
    ValueQuestion(
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
                "the inputs are multiplied in: the rows of ∂L/∂W1 are added up",
                lambda dL_dy, z: dL_da(dL_dy, z) * x.sum(),
                "The bias is added as it is, without any x.",
            ),
        ),
        points=0.5,
        hint="The same path as for W1, with another last step.",
        also=lambda dL_dW1: dL_dW1[:, 1] / x[1],
    ),
    updated(
        "W2_updated",
        W2,
        "dL_dW2",
        10,
        0.25,
        (
            "the gradient of the bias is used for the weights",
            lambda dL_db2: W2 - eta * dL_db2,
            "Each parameter has its own gradient.",
        ),
    ),
    updated(
        "b2_updated",
        b2,
        "dL_db2",
        11,
        0.25,
        (
            "the gradient of a weight is used for the bias",
            lambda dL_dW2: b2 - eta * dL_dW2[0, :1],
            "Each parameter has its own gradient.",
        ),
    ),
    updated(
        "W1_updated",
        W1,
        "dL_dW1",
        12,
        0.5,
        (
            "the gradient of the biases is used for the weights",
            lambda dL_db1: W1 - eta * dL_db1[:, None],
            "Each parameter has its own gradient.",
        ),
    ),
    updated(
        "b1_updated",
        b1,
        "dL_db1",
        13,
        0.25,
        (
            "the gradient of the weights is used for the biases",
            lambda dL_dW1: b1 - eta * dL_dW1.sum(axis=1),
            "Each parameter has its own gradient.",
        ),
    ),
)

# --- The formulas as functions --------------------------------------------------------------------

# (name, ∂L/∂a from ∂L/∂y, W2 and z, hint)
WRONG_BACKWARD = (
    *(
        (slip, lambda d, W, z, slope=slope: (W.T @ d) * slope(z), SLOPE)
        for slip, slope in WRONG_SLOPES
    ),
    (
        "the weights are not transposed",
        lambda d, W, z: (W @ d) * (1 - z**2),
        "Each hidden unit collects from all units behind it: over which index of W is the sum?",
    ),
    (
        "the weights are missing: what arrives is only added up",
        lambda d, W, z: d.sum() * (1 - z**2),
        "What comes back along an edge is weighed with the edge's weight.",
    ),
    (
        "only the first unit behind is followed",
        lambda d, W, z: d[0] * W[0] * (1 - z**2),
        "A hidden unit reaches the loss through every unit behind it.",
    ),
    (
        "what arrives from behind is ignored: only the weights are added up",
        lambda d, W, z: W.sum(axis=0) * (1 - z**2),
        BEHIND,
    ),
    (
        "the mean is taken over the units behind, not the sum",
        lambda d, W, z: (W.T @ d) / len(d) * (1 - z**2),
        "Changes that reach the loss on several ways add up.",
    ),
    (
        "the sign is the other way round",
        lambda d, W, z: -(W.T @ d) * (1 - z**2),
        "The minus comes with the update, not before.",
    ),
)


def backward(dL_dy, W2, z):
    """Return ∂L/∂a."""
    return (W2.T @ dL_dy) * (1 - z**2)


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


FUNCTIONS = (
    CodeQuestion(
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
    ),
    CodeQuestion(
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
    ),
    CodeQuestion(
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
    ),
    CodeQuestion(
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
    ),
    CodeQuestion(
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
    ),
    CodeQuestion(
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
    ),
    CodeQuestion(
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
    ),
    CodeQuestion(
        "q1-21",
        "dloss_dW1",
        lambda dL_dy, W2, z, x: np.outer(backward(dL_dy, W2, z), x),
        arrays("K", "KM", "M", "D"),
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
    ),
    CodeQuestion(
        "q1-22",
        "dloss_db1",
        backward,
        arrays("K", "KM", "M"),
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
    ),
    CodeQuestion(
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
    ),
)

# --- The theory -----------------------------------------------------------------------------------

DEPTHS = ((3, 2), (3, 4, 2), (2, 2, 2, 2), (4, 1, 3, 5, 2))
SAMPLES = ((1, 3, 2), (4, 4, 4), (6, 2, 3), (5, 3, 1))


def network_arrays(*sizes):
    """Return a maker of cases with x and then W, b of each layer, as separate arguments."""

    def cases(rng):
        for widths in sizes:
            case = [rng.standard_normal(widths[0])]
            for n_in, n_out in pairwise(widths):
                case += [rng.standard_normal((n_out, n_in)), rng.standard_normal(n_out)]
            yield tuple(case)

    return cases


TWO = network_arrays((3, 2, 1), (4, 4, 4), (1, 5, 2), (6, 1, 3))
THREE = network_arrays((3, 2, 4, 1), (4, 4, 4, 4), (1, 5, 2, 3), (6, 1, 3, 2))


def one_output_cases(rng):
    """Return the last and the first output's number, each with a network."""
    for case in TWO(rng):
        K = len(case[-1])
        yield K - 1, *case
        yield 0, *case


def list_cases(rng):
    """Return x, the list of weights and the list of biases, for one to four layers."""
    for x, *parameters in network_arrays(*DEPTHS)(rng):
        yield x, parameters[::2], parameters[1::2]


def two_layers(x, W1, b1, W2, b2):
    """Return all outputs y (K,)."""
    return W2 @ np.tanh(W1 @ x + b1) + b2


def three_layers(x, W1, b1, W2, b2, W3, b3):
    """Return y (K,)."""
    return W3 @ np.tanh(W2 @ np.tanh(W1 @ x + b1) + b2) + b3


def forward(x, weights, biases, f=np.tanh, last=lambda a: a):
    """Return y (K,), with `f` after all layers but the last, and `last` after that."""
    z = x
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        z = f(W @ z + b)
    return last(weights[-1] @ z + biases[-1])


def forward_bias_outside(x, weights, biases):
    """Return what comes out if each bias is added after tanh."""
    z = x
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        z = np.tanh(W @ z) + b
    return weights[-1] @ z + biases[-1]


def forward_without_last(x, weights, biases):
    """Return what the last hidden layer gives."""
    return forward(x, weights[:-1], biases[:-1], last=np.tanh) if weights[1:] else x


def forward_one_bend(x, weights, biases):
    """Return y with tanh after the first layer only."""
    z = np.tanh(weights[0] @ x + biases[0]) if weights[1:] else x
    return forward(z, weights[1:] or weights, biases[1:] or biases, f=lambda a: a)


def collapse(W1, b1, W2, b2, W3, b3):
    """Return W and b of the one layer that three linear ones make."""
    return W3 @ W2 @ W1, W3 @ (W2 @ b1 + b2) + b3


def gaussian_cases(rng):
    """Return outputs, targets and a variance."""
    for K in (1, 4, 7):
        yield rng.standard_normal(K), rng.standard_normal(K), rng.uniform(0.2, 0.8)


def gaussian_nll(y, t, sigma2):
    """Return −log p(t | x)."""
    return np.sum((y - t) ** 2) / (2 * sigma2) + len(y) / 2 * np.log(2 * np.pi * sigma2)


def variance_cases(rng):
    """Return outputs and targets of N samples."""
    for shape in ((6, 1), (4, 4), (2, 5), (9, 3)):
        yield rng.standard_normal(shape), rng.standard_normal(shape)


def one_hot_target(rng, K):
    """Return a random target (K,)."""
    return one_hot(rng.integers(K, size=1), K)[0]


def probability_cases(rng):
    """Return probabilities and a one-hot target."""
    for K in (2, 4, 7):
        yield softmax(rng.standard_normal(K)), one_hot_target(rng, K)


def logit_cases(rng):
    """Return logits and a one-hot target."""
    for K in (2, 4, 7):
        yield rng.standard_normal(K), one_hot_target(rng, K)


def minibatch_cases(rng):
    """Return the gradients of N samples, and M."""
    for N, P, M in ((5, 3, 2), (4, 4, 3), (8, 1, 4)):
        yield rng.standard_normal((N, P)), M


def sample_cases(rng):
    """Return δ (N, n_out) and z (N, n_in)."""
    for N, n_out, n_in in SAMPLES:
        yield rng.standard_normal((N, n_out)), rng.standard_normal((N, n_in))


def mean_gradients(delta, z):
    """Return ∂L/∂W and ∂L/∂b of the mean loss."""
    return delta.T @ z / len(delta), delta.sum(axis=0) / len(delta)


def changed(dW=lambda dW, N: dW, db=lambda db, N: db):
    """Return `mean_gradients` with one of its two results changed."""

    def answer(delta, z):
        weights, biases = mean_gradients(delta, z)
        return dW(weights, len(delta)), db(biases, len(delta))

    return answer


INSIDE = "Start from the inside: what does the first layer give?"
PER_OUTPUT = "There are K outputs, and each has a Gaussian factor of its own."
PRODUCT = "W^2 (W^1 x + b^1) + b^2: multiply out, one layer at a time."

THEORY = (
    CodeQuestion(
        "q1-24",
        "two_layers",
        lambda j, *network: two_layers(*network)[j],
        one_output_cases,
        slips(
            ("j is counted from 1", lambda j, *net: two_layers(*net)[j - 1], "Here j starts at 0."),
            ("all outputs are returned", lambda j, *net: two_layers(*net), "y_j is one number."),
            (
                "f stands outside the sum over the hidden units",
                lambda j, x, W1, b1, W2, b2: np.tanh(W2 @ (W1 @ x + b1) + b2)[j],
                INSIDE,
            ),
            (
                "the output is squashed too",
                lambda j, *net: np.tanh(two_layers(*net)[j]),
                "The last layer is linear.",
            ),
            ("f is missing", lambda j, x, W1, b1, W2, b2: (W2 @ (W1 @ x + b1) + b2)[j], INSIDE),
            (
                "the bias of the hidden layer is missing",
                lambda j, x, W1, b1, W2, b2: two_layers(x, W1, 0 * b1, W2, b2)[j],
            ),
            (
                "the bias of the output is missing",
                lambda j, x, W1, b1, W2, b2: two_layers(x, W1, b1, W2, 0 * b2)[j],
            ),
            (
                "the bias of the hidden layer is added after f",
                lambda j, x, W1, b1, W2, b2: (W2 @ (np.tanh(W1 @ x) + b1) + b2)[j],
                "f acts on the whole pre-activation.",
            ),
            (
                "f stands inside the sum over the inputs",
                lambda j, x, W1, b1, W2, b2: W2[j] @ (np.tanh(W1 * x).sum(axis=1) + b1) + b2[j],
                "A unit squashes its sum, not each product.",
            ),
        ),
        points=0.5,
        hint="The hidden layer first; then row j of W2.",
    ),
    CodeQuestion(
        "q1-25",
        "three_layers",
        three_layers,
        THREE,
        slips(
            ("the output is squashed too", lambda *net: np.tanh(three_layers(*net))),
            (
                "f is missing after the second layer",
                lambda x, W1, b1, W2, b2, W3, b3: W3 @ (W2 @ np.tanh(W1 @ x + b1) + b2) + b3,
            ),
            (
                "f is missing after the first layer",
                lambda x, W1, b1, W2, b2, W3, b3: W3 @ np.tanh(W2 @ (W1 @ x + b1) + b2) + b3,
            ),
            (
                "both f are missing",
                lambda x, W1, b1, W2, b2, W3, b3: W3 @ (W2 @ (W1 @ x + b1) + b2) + b3,
            ),
            (
                "the bias of the first layer is missing",
                lambda x, W1, b1, *rest: three_layers(x, W1, 0 * b1, *rest),
            ),
            (
                "the bias of the second layer is missing",
                lambda x, W1, b1, W2, b2, *rest: three_layers(x, W1, b1, W2, 0 * b2, *rest),
            ),
            (
                "the bias of the output is missing",
                lambda *net: three_layers(*net[:-1], 0 * net[-1]),
            ),
            (
                "the biases are added after f",
                lambda x, W1, b1, W2, b2, W3, b3: (
                    W3 @ (np.tanh(W2 @ (np.tanh(W1 @ x) + b1)) + b2) + b3
                ),
                "f acts on the whole pre-activation.",
            ),
            (
                "the second layer is left out",
                lambda x, W1, b1, W2, b2, W3, b3: W3 @ np.tanh(W1 @ x + b1) + b3,
            ),
        ),
        points=0.5,
        hint="What a) has in the place of x is now a layer's answer itself.",
    ),
    CodeQuestion(
        "q1-26",
        "forward",
        lambda x, weights, biases: forward(x, weights, biases),
        list_cases,
        slips(
            (
                "the last layer is squashed too",
                lambda x, Ws, bs: forward(x, Ws, bs, last=np.tanh),
                "Where does the recursion end, and with which f?",
            ),
            ("there is no f at all", lambda x, Ws, bs: forward(x, Ws, bs, f=lambda a: a)),
            ("the last layer is left out", forward_without_last),
            (
                "the biases are missing",
                lambda x, Ws, bs: forward(x, Ws, [0 * b for b in bs]),
            ),
            (
                "the last bias is missing",
                lambda x, Ws, bs: forward(x, Ws, [*bs[:-1], 0 * bs[-1]]),
            ),
            ("the biases are added after f", forward_bias_outside),
            (
                "the input is squashed before the first layer",
                lambda x, Ws, bs: forward(np.tanh(x), Ws, bs),
            ),
            (
                "the layers are taken from the last to the first",
                lambda x, Ws, bs: forward(x, Ws[::-1], bs[::-1]),
            ),
            ("only the first layer is squashed", forward_one_bend),
            ("the sigmoid is used", lambda x, Ws, bs: forward(x, Ws, bs, f=sigmoid)),
        ),
        points=0.5,
        hint="Start with z = x; write one line that makes the next z; treat the last layer apart.",
    ),
    CodeQuestion(
        "q1-27",
        "collapse",
        collapse,
        lambda rng: (case[1:] for case in THREE(rng)),
        slips(
            (
                "the matrices are multiplied in the order of the layers, W1 first",
                lambda W1, b1, W2, b2, W3, b3: (W1 @ W2 @ W3, W3 @ (W2 @ b1 + b2) + b3),
                "The layer that acts first stands next to x, on the right.",
            ),
            (
                "W comes out transposed",
                lambda *net: (collapse(*net)[0].T, collapse(*net)[1]),
                "W has one row for each output.",
            ),
            (
                "only the last bias is kept",
                lambda *net: (collapse(*net)[0], net[-1]),
                PRODUCT,
            ),
            (
                "the second layer's bias is missing",
                lambda W1, b1, W2, b2, W3, b3: (W3 @ W2 @ W1, W3 @ W2 @ b1 + b3),
                PRODUCT,
            ),
            (
                "the first layer's bias is missing",
                lambda W1, b1, W2, b2, W3, b3: (W3 @ W2 @ W1, W3 @ b2 + b3),
                PRODUCT,
            ),
            (
                "the biases are added up without the weights that act on them",
                lambda W1, b1, W2, b2, W3, b3: (W3 @ W2 @ W1, np.sum(b1) + np.sum(b2) + b3),
                PRODUCT,
            ),
            (
                "each bias goes through one matrix too many",
                lambda W1, b1, W2, b2, W3, b3: (
                    W3 @ W2 @ W1,
                    W3 @ (W2 @ (W1 @ np.ones(W1.shape[1]) * b1) + b2) + b3,
                ),
                "b^1 is added after W^1: which matrices still act on it?",
            ),
            ("only W is returned", lambda *net: collapse(*net)[0], "Two things are asked for."),
        ),
        points=0.5,
        hint=PRODUCT,
        returns=("W", "b"),
    ),
    CodeQuestion(
        "q1-28",
        "gaussian_nll",
        gaussian_nll,
        gaussian_cases,
        slips(
            (
                "the ½ in the exponent is missing",
                lambda y, t, v: np.sum((y - t) ** 2) / v + len(y) / 2 * np.log(2 * np.pi * v),
            ),
            (
                "sigma2 is taken for σ, and squared once more",
                lambda y, t, v: gaussian_nll(y, t, v**2),
                "The variance σ² is what is given.",
            ),
            (
                "the root of sigma2 is taken: σ in place of σ²",
                lambda y, t, v: gaussian_nll(y, t, np.sqrt(v)),
            ),
            (
                "the normalising constant is missing",
                lambda y, t, v: np.sum((y - t) ** 2) / (2 * v),
                "Write the density down first, with the factor in front of the exponential.",
            ),
            (
                "the normalising constant is there once, not for each output",
                lambda y, t, v: np.sum((y - t) ** 2) / (2 * v) + np.log(2 * np.pi * v) / 2,
                PER_OUTPUT,
            ),
            (
                "the root in the normalising constant is missing",
                lambda y, t, v: np.sum((y - t) ** 2) / (2 * v) + len(y) * np.log(2 * np.pi * v),
            ),
            (
                "the 2π is missing",
                lambda y, t, v: np.sum((y - t) ** 2) / (2 * v) + len(y) / 2 * np.log(v),
            ),
            (
                "the normalising constant has the wrong sign",
                lambda y, t, v: np.sum((y - t) ** 2) / (2 * v) - len(y) / 2 * np.log(2 * np.pi * v),
                "It stands in the denominator, and there is a minus before the logarithm.",
            ),
            ("the sign is the other way round: log p", lambda y, t, v: -gaussian_nll(y, t, v)),
            ("this is p itself, without −log", lambda y, t, v: np.exp(-gaussian_nll(y, t, v))),
            (
                "the logarithm has base 10",
                lambda y, t, v: gaussian_nll(y, t, v) / np.log(10),
                "`np.log` is the natural logarithm.",
            ),
            (
                "the mean over the outputs is taken, not the sum",
                lambda y, t, v: gaussian_nll(y, t, v) / len(y),
                PER_OUTPUT,
            ),
        ),
        points=0.5,
        hint="Take −log of each factor of the density.",
    ),
    CodeQuestion(
        "q1-29",
        "best_variance",
        lambda y, t: np.mean((y - t) ** 2),
        variance_cases,
        slips(
            (
                "it is divided by N only, not by all N K deviations",
                lambda y, t: np.sum((y - t) ** 2) / len(y),
                PER_OUTPUT,
            ),
            (
                "it is divided by K only",
                lambda y, t: np.sum((y - t) ** 2) / y.shape[1],
                "Set the derivative with respect to σ² to zero, with N samples.",
            ),
            ("the root is taken: σ, not σ²", lambda y, t: np.sqrt(np.mean((y - t) ** 2))),
            (
                "it is divided by one less than the number of deviations",
                lambda y, t: np.sum((y - t) ** 2) / (y.size - 1),
                "That is the unbiased estimate around a mean; the likelihood asks for another one.",
            ),
            ("there is a factor ½", lambda y, t: np.mean((y - t) ** 2) / 2),
            (
                "the mean deviation is subtracted first",
                lambda y, t: np.var(y - t),
                "The deviation is from the network's output, not from a mean.",
            ),
            ("the absolute values are averaged", lambda y, t: np.mean(abs(y - t))),
            (
                "each output has a variance of its own",
                lambda y, t: np.mean((y - t) ** 2, axis=0),
                "There is one σ² for all outputs.",
            ),
            ("the squares are not averaged", lambda y, t: np.sum((y - t) ** 2)),
        ),
        points=0.5,
        hint="Set the derivative of the negative log-likelihood with respect to σ² to zero.",
    ),
    CodeQuestion(
        "q1-30",
        "categorical_nll",
        lambda y, t: -np.sum(t * np.log(y)),
        probability_cases,
        slips(
            ("the sign is the other way round", lambda y, t: np.sum(t * np.log(y))),
            (
                "the logarithms of all classes are added, right or not",
                lambda y, t: -np.sum(np.log(y)),
                "The target switches off all classes but one.",
            ),
            (
                "the binary cross-entropy is computed for each class",
                lambda y, t: -np.sum(t * np.log(y) + (1 - t) * np.log(1 - y)),
                "That is for K separate yes-or-no questions. Here one class occurs.",
            ),
            (
                "output and target are exchanged",
                lambda y, t: -np.sum(y * np.log(t)),
                "The logarithm of a target of 0 does not exist.",
            ),
            ("the logarithm has base 2", lambda y, t: -np.sum(t * np.log2(y))),
            ("the logarithm has base 10", lambda y, t: -np.sum(t * np.log10(y))),
            (
                "the mean over the classes is taken, not the sum",
                lambda y, t: -np.mean(t * np.log(y)),
            ),
            ("the classes are not added up", lambda y, t: -t * np.log(y), ONE_NUMBER),
            ("−log is missing: this is p", lambda y, t: np.sum(t * y)),
            ("the squared error is computed", lambda y, t: np.sum((y - t) ** 2)),
        ),
        points=0.5,
        hint="Take −log of the product.",
    ),
    CodeQuestion(
        "q1-31",
        "expected_minibatch_gradient",
        lambda gradients, M: M / len(gradients) * gradients.sum(axis=0),
        minibatch_cases,
        slips(
            ("the factor is upside down", lambda g, M: len(g) / M * g.sum(axis=0)),
            (
                "this is the full gradient: the factor is missing",
                lambda g, M: g.sum(axis=0),
                "A minibatch of half the samples has half the terms.",
            ),
            (
                "this is the mean over all samples: M is missing",
                lambda g, M: g.mean(axis=0),
                "The minibatch is summed here, not averaged.",
            ),
            ("the factor is M alone", lambda g, M: M * g.sum(axis=0)),
            ("the factor is 1/M", lambda g, M: g.sum(axis=0) / M),
            (
                "this is one minibatch, the first M samples, and no average over minibatches",
                lambda g, M: g[:M].sum(axis=0),
                "How often is each sample in a random minibatch?",
            ),
            (
                "the sum runs over the parameters, not the samples",
                lambda g, M: M / len(g) * g.sum(axis=1),
                "Rows are samples.",
            ),
            ("the factor is M / (N − 1)", lambda g, M: M / (len(g) - 1) * g.sum(axis=0)),
        ),
        points=0.5,
        hint="With which probability is sample n in the minibatch?",
    ),
    CodeQuestion(
        "q1-32",
        "dlogsumexp_da",
        softmax,
        lambda rng: ((a,) for a, _ in logit_cases(rng)),
        slips(
            (
                "the inner derivative is missing: 1 / Σ exp",
                lambda a: np.full_like(a, 1 / np.exp(a).sum()),
            ),
            ("the outer derivative is missing: exp(a)", np.exp),
            ("the logits are normalised without exp", lambda a: a / a.sum()),
            ("this is the logarithm of it", lambda a: a - log_sum_exp(a)),
            ("the sigmoid of each logit is used", sigmoid, "All logits share one sum."),
            (
                "it is differentiated once too often: y (1 − y)",
                lambda a: softmax(a) * (1 - softmax(a)),
                "That is ∂y_j/∂a_j.",
            ),
            ("log Σ exp itself is returned", log_sum_exp),
            (
                "numerator and denominator are exchanged",
                lambda a: np.exp(a).sum() / np.exp(a),
            ),
        ),
        points=0.5,
        hint="Chain rule: the derivative of log u, then that of the sum.",
    ),
    CodeQuestion(
        "q1-33",
        "softmax_delta",
        lambda a, t: softmax(a) - t,
        logit_cases,
        slips(
            ("the sign is the other way round: t − y", lambda a, t: t - softmax(a)),
            ("the softmax is missing: a − t", lambda a, t: a - t, "y are the probabilities."),
            (
                "the sigmoid is used, not the softmax",
                lambda a, t: sigmoid(a) - t,
                "The probabilities of all classes add up to 1.",
            ),
            (
                "the slope y (1 − y) is multiplied in once more",
                lambda a, t: (softmax(a) - t) * softmax(a) * (1 - softmax(a)),
                "The softmax's slope is already in y − t.",
            ),
            (
                "this is ∂L/∂y: the softmax is not differentiated",
                lambda a, t: -t / softmax(a),
                "The gradient is asked for with respect to the logits.",
            ),
            (
                "only the diagonal of the softmax's slopes is used",
                lambda a, t: -t * (1 - softmax(a)),
                "a_j changes all y_k, not only its own.",
            ),
            ("the term of the target is missing", lambda a, t: softmax(a)),
            ("there is a factor 2, as from a square", lambda a, t: 2 * (softmax(a) - t)),
            ("it is divided by the number of classes", lambda a, t: (softmax(a) - t) / len(a)),
        ),
        points=0.5,
        hint="Differentiate log Σ exp(a) − Σ t a.",
    ),
    CodeQuestion(
        "q1-34",
        "hidden_delta",
        backward,
        arrays("K", "KM", "M"),
        slips(
            *WRONG_BACKWARD,
            (
                "the slope multiplies what arrives, before it has gone through the weights",
                lambda d, W, z: W.T @ (d * (1 - np.resize(z, d.shape) ** 2)),
                "The slope belongs to the units of layer l.",
            ),
        ),
        points=0.5,
        hint="Collect from all units of the next layer, then multiply with the slope.",
    ),
    CodeQuestion(
        "q1-35",
        "regression_delta",
        lambda a, t: a - t,
        arrays("K", "K"),
        slips(
            (
                "there is a factor 2, and the ½ is lost",
                lambda a, t: 2 * (a - t),
                "This loss has a ½.",
            ),
            ("the sign is the other way round: t − y", lambda a, t: t - a),
            ("the ½ is still there", lambda a, t: (a - t) / 2, "Differentiate ½ u²."),
            (
                "a slope of tanh is put in",
                lambda a, t: (a - t) * (1 - np.tanh(a) ** 2),
                "The output layer is linear.",
            ),
            ("a softmax is put in", lambda a, t: softmax(a) - t, "The output layer is linear."),
            (
                "it is divided by the number of outputs",
                lambda a, t: (a - t) / len(a),
                "The loss adds up the outputs.",
            ),
            ("the outputs are added up", lambda a, t: np.sum(a - t), "δ has one entry per output."),
            ("the loss is returned, not its slope", lambda a, t: np.sum((a - t) ** 2) / 2),
        ),
        points=0.5,
        hint="Differentiate ½ Σ_k (a_k − t_k)² with respect to one a_j.",
    ),
    CodeQuestion(
        "q1-36",
        "mean_gradients",
        mean_gradients,
        sample_cases,
        slips(
            (
                "the factor 1/N is missing",
                lambda delta, z: (delta.T @ z, delta.sum(axis=0)),
                "The loss is a mean over the samples.",
            ),
            (
                "the factor 1/N is missing in the bias's gradient",
                changed(db=lambda db, N: N * db),
                "Both gradients come from the same loss.",
            ),
            (
                "the factor 1/N is missing in the weights' gradient",
                changed(dW=lambda dW, N: N * dW),
                "Both gradients come from the same loss.",
            ),
            (
                "the factor 1/N is there twice",
                changed(lambda dW, N: dW / N, lambda db, N: db / N),
                "Once is enough.",
            ),
            (
                "the weights' gradient is transposed",
                changed(dW=lambda dW, N: dW.T),
                "A gradient has the shape of its parameter.",
            ),
            (
                "the bias's gradient is not summed over the samples",
                lambda delta, z: (delta.T @ z / len(delta), delta / len(delta)),
                "All samples share one bias.",
            ),
            (
                "the bias's gradient is summed over the units, not the samples",
                lambda delta, z: (delta.T @ z / len(delta), delta.mean(axis=1)),
                "Rows are samples: which axis is to go?",
            ),
            (
                "the mean is taken over the units too",
                changed(lambda dW, N: dW / len(dW), lambda db, N: db / len(db)),
                "Only samples are averaged.",
            ),
            (
                "δ is missing in the weights' gradient",
                lambda delta, z: (
                    np.ones_like(delta).T @ z / len(delta),
                    delta.sum(axis=0) / len(delta),
                ),
                BEHIND,
            ),
            (
                "only the first sample counts",
                lambda delta, z: (np.outer(delta[0], z[0]), delta[0]),
                "Sum over all samples.",
            ),
            (
                "the sign is the other way round",
                changed(lambda dW, N: -dW, lambda db, N: -db),
                "The minus comes with the update, not before.",
            ),
        ),
        points=0.5,
        hint="For one sample it is part j; now sum over n, and keep the factor of the loss.",
        returns=("∂L/∂W", "∂L/∂b"),
    ),
)

FORMULAS = {
    "a": "q1-24",
    "b": "q1-25",
    "c": "q1-26",
    "d": "q1-27",
    "e": "q1-28",
    "f": "q1-29",
    "g": "q1-30",
    "h": "q1-31",
    "i": "q1-33",
    "j": "q1-34",
    "k": "q1-35",
    "l": "q1-36",
}
WRITTEN = tuple(WrittenQuestion(f"q1-{letter}", formula=code) for letter, code in FORMULAS.items())

QUESTIONS = Table([*VALUES, *FUNCTIONS, *THEORY, *WRITTEN])

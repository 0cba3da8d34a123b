"""The step by hand: parameters after it, and what the notebook says of all its numbers."""

import numpy as np

from workbook.questions.pen_and_paper.given import table

HINT = "Take one entry: where does it stand, which way should it go, how far?"
OWN_GRADIENT = "Whose gradient is it? Compare its shape with the parameter's."

# (name, the updated parameter from the old one, its gradient and eta, hint)
WRONG_STEPS = (
    (
        "the step goes up the gradient: + in place of −",
        lambda old, gradient, eta: old + eta * gradient,
        "Does the loss grow or fall where the gradient points?",
    ),
    (
        "the learning rate is missing",
        lambda old, gradient, eta: old - gradient,
        "If η were 0, how far should the parameter go?",
    ),
    (
        "the learning rate is used twice",
        lambda old, gradient, eta: old - eta**2 * gradient,
        "Is η already in your gradient? How often should it count?",
    ),
    (
        "the gradient is divided by the learning rate",
        lambda old, gradient, eta: old - gradient / eta,
        "Should a smaller η make the step longer or shorter?",
    ),
    (
        "this is the step alone, and the old parameter is missing",
        lambda old, gradient, eta: -eta * gradient,
        "If the gradient were 0, where should the parameter be?",
    ),
    (
        "old parameter and gradient are multiplied",
        lambda old, gradient, eta: old - eta * old * gradient,
        "Start from a parameter of 0: can it ever move?",
    ),
    (
        "the learning rate also multiplies the old parameter",
        lambda old, gradient, eta: eta * (old - gradient),
        "Where the gradient is 0, does your parameter stay as it is?",
    ),
    (
        "the learning rate multiplies the parameter, not the gradient",
        lambda old, gradient, eta: eta * old - gradient,
        "Where the gradient is 0, does your parameter stay as it is?",
    ),
    (
        "the parameter has not changed",
        lambda old, gradient, eta: old + 0 * gradient,
        "Compare before and after: has anything moved?",
    ),
)


def add_wrong_steps(question):
    """Add what goes wrong with any parameter's step, which takes what the right one takes."""
    for name, step, hint in WRONG_STEPS:
        question.mistake(name, step, hint, uses=question.uses)


@table.value("q1-10", points=0.25, hint=HINT)
def W2_updated(W2, dL_dW2, eta):
    """W2 after the step, (1, 2)."""
    return W2 - eta * dL_dW2


add_wrong_steps(W2_updated)
W2_updated.mistake(
    "the gradient of the bias is used for the weights",
    lambda W2, dL_db2, eta: W2 - eta * dL_db2,
    OWN_GRADIENT,
)


@table.value("q1-11", points=0.25, hint=HINT)
def b2_updated(b2, dL_db2, eta):
    """b2 after the step, (1,)."""
    return b2 - eta * dL_db2


add_wrong_steps(b2_updated)
b2_updated.mistake(
    "the gradient of a weight is used for the bias",
    lambda b2, dL_dW2, eta: b2 - eta * dL_dW2[0, :1],
    OWN_GRADIENT,
)


@table.value("q1-12", points=0.5, hint=HINT)
def W1_updated(W1, dL_dW1, eta):
    """W1 after the step, (2, 3)."""
    return W1 - eta * dL_dW1


add_wrong_steps(W1_updated)
W1_updated.mistake(
    "the gradient of the biases is used for the weights",
    lambda W1, dL_db1, eta: W1 - eta * dL_db1[:, None],
    OWN_GRADIENT,
)


@table.value("q1-13", points=0.25, hint=HINT)
def b1_updated(b1, dL_db1, eta):
    """b1 after the step, (2,)."""
    return b1 - eta * dL_db1


add_wrong_steps(b1_updated)
b1_updated.mistake(
    "the gradient of the weights is used for the biases",
    lambda b1, dL_dW1, eta: b1 - eta * dL_dW1.sum(axis=1),
    OWN_GRADIENT,
)


table.fact("no bias is another, nor twice another", lambda b1, b2: not {*b2, *(2 * b2)} & {*b1})
table.fact(
    "the second unit has the larger weights, and the smaller sum",
    lambda W1, a: abs(W1[1]).sum() > abs(W1[0]).sum() and a[1] < a[0],
)
table.fact(
    "tanh takes less than a tenth away, and 1 − a² is near 1 − z²",
    lambda a, z: np.all(abs(a - z) < 0.1 * abs(a)) and np.all(z**2 - a**2 > -0.06),
)
table.fact("the output is below its target, by a tenth at least", lambda y, t: y < t - 0.1)
table.fact(
    "the step with η is so long that the loss grows",
    lambda x, t, W1_updated, b1_updated, W2_updated, b2_updated, loss: (
        np.sum((W2_updated @ np.tanh(W1_updated @ x + b1_updated) + b2_updated - t) ** 2) > loss
    ),
)

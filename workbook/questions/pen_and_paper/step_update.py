"""The step by hand: parameters after it, and what the notebook says of all its numbers."""

import numpy as np

from workbook.questions.pen_and_paper.given import table

HINT = "Old parameter minus η times its own gradient, entry by entry."
OWN_GRADIENT = "Each parameter has its own gradient."

# (name, the updated parameter from the old one, its gradient and eta, hint)
WRONG_STEPS = (
    (
        "the step goes up the gradient: + in place of −",
        lambda old, gradient, eta: old + eta * gradient,
        "The gradient points to where the loss grows.",
    ),
    (
        "the learning rate is missing",
        lambda old, gradient, eta: old - gradient,
        "How long is the step? Only a part of the gradient is subtracted.",
    ),
    (
        "the learning rate is used twice",
        lambda old, gradient, eta: old - eta**2 * gradient,
        "Is η already in your gradient? It belongs into the update, once.",
    ),
    (
        "the gradient is divided by the learning rate",
        lambda old, gradient, eta: old - gradient / eta,
        "A small learning rate should make a small step.",
    ),
    (
        "this is the step alone, and the old parameter is missing",
        lambda old, gradient, eta: -eta * gradient,
        "The step is added to where you were.",
    ),
    (
        "old parameter and gradient are multiplied",
        lambda old, gradient, eta: old - eta * old * gradient,
        "The gradient is subtracted from the parameter, not a share of the parameter.",
    ),
    (
        "the learning rate also multiplies the old parameter",
        lambda old, gradient, eta: eta * (old - gradient),
        "Mind the brackets: η belongs to the gradient only.",
    ),
    (
        "the parameter has not changed",
        lambda old, gradient, eta: old + 0 * gradient,
        "Subtract η times the gradient.",
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

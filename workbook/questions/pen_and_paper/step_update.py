"""The step by hand: parameters after it."""

from workbook.questions.pen_and_paper.given import W1, W2, b1, b2, eta, table

HINT = "Old parameter minus η times its own gradient, entry by entry."
OWN_GRADIENT = "Each parameter has its own gradient."

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


def add_wrong_steps(question, old):
    """Add what goes wrong with any parameter's step from `old`, along the gradient it uses."""
    for name, step, hint in WRONG_STEPS:
        question.mistake(
            name, lambda gradient, step=step: step(old, gradient), hint, uses=question.uses
        )


@table.value("q1-10", points=0.25, hint=HINT)
def W2_updated(dL_dW2):
    """W2 after the step, (1, 2)."""
    return W2 - eta * dL_dW2


add_wrong_steps(W2_updated, W2)
W2_updated.mistake(
    "the gradient of the bias is used for the weights",
    lambda dL_db2: W2 - eta * dL_db2,
    OWN_GRADIENT,
)


@table.value("q1-11", points=0.25, hint=HINT)
def b2_updated(dL_db2):
    """b2 after the step, (1,)."""
    return b2 - eta * dL_db2


add_wrong_steps(b2_updated, b2)
b2_updated.mistake(
    "the gradient of a weight is used for the bias",
    lambda dL_dW2: b2 - eta * dL_dW2[0, :1],
    OWN_GRADIENT,
)


@table.value("q1-12", points=0.5, hint=HINT)
def W1_updated(dL_dW1):
    """W1 after the step, (2, 3)."""
    return W1 - eta * dL_dW1


add_wrong_steps(W1_updated, W1)
W1_updated.mistake(
    "the gradient of the biases is used for the weights",
    lambda dL_db1: W1 - eta * dL_db1[:, None],
    OWN_GRADIENT,
)


@table.value("q1-13", points=0.25, hint=HINT)
def b1_updated(dL_db1):
    """b1 after the step, (2,)."""
    return b1 - eta * dL_db1


add_wrong_steps(b1_updated, b1)
b1_updated.mistake(
    "the gradient of the weights is used for the biases",
    lambda dL_dW1: b1 - eta * dL_dW1.sum(axis=1),
    OWN_GRADIENT,
)

"""Values after the step, by hand."""

from inspect import Parameter, Signature

from workbook.checks.questions import ValueQuestion
from workbook.questions.pen_and_paper.common import slips
from workbook.questions.pen_and_paper.given import W1, W2, b1, b2, eta

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


def of(name, function):
    """Return `function` of one value as a function of the answer called `name`."""

    def answer(**answers):
        return function(answers[name])

    answer.__signature__ = Signature([Parameter(name, Parameter.KEYWORD_ONLY)])
    return answer


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


W2_UPDATED = updated(
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
)

B2_UPDATED = updated(
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
)

W1_UPDATED = updated(
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
)

B1_UPDATED = updated(
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
)

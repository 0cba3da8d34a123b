"""Numerical derivatives: the difference for each entry, and how far two gradients disagree."""

from functools import partial

import numpy as np
from numpy.linalg import norm

from workbook.questions.families import WRONG_QUOTIENTS
from workbook.questions.gradient_check import common
from workbook.questions.gradient_check.common import table


def difference_cases(rng):
    """Yield theta and coefficients c, on one axis and on two."""
    for shape in ((4,), (2, 3), (1, 1)):
        yield rng.standard_normal(shape), 1 + rng.random(shape)


def probe_difference(function, theta, c):
    """Return the gradient of a cubic of either sign, and how theta was left."""

    def f():
        return np.sum(c * theta**2 + theta**3) + np.sum(theta) ** 2 - 10

    return {"gradient": function(f, theta), "theta afterwards": theta}


numerical_gradient = table.code(
    "q2-13",
    cases=difference_cases,
    hint="Try f = θ₁² + 3 θ₂, whose gradient you know; then a matrix θ.",
    probe=probe_difference,
)(common.numerical_gradient)


def f_at(f, theta, i, value):
    """Return f after entry i of theta is set to `value`."""
    theta[i] = value
    return f()


def central(at, value, h):
    """Return the central difference for an entry; at(value) is f with the entry set to it."""
    return (at(value + h) - at(value - h)) / (2 * h)


def entry_by_entry(quotient, restore=True):
    """Return a numerical gradient whose entries are ``quotient(at, value, h)``, as in `central`."""

    def gradient_of(f, theta, h=1e-5):
        gradient = np.zeros_like(theta)
        for i in np.ndindex(theta.shape):
            value = theta[i]
            gradient[i] = quotient(partial(f_at, f, theta, i), value, h)
            if restore:
                theta[i] = value
        return gradient

    return gradient_of


def moved_by_steps(quotient):
    """Return a quotient of (at, value, h) from one of (f moved by a step, h)."""
    return lambda at, value, h: quotient(lambda step: at(value + step), h)


for name, quotient, hint in WRONG_QUOTIENTS:
    numerical_gradient.mistake(name, entry_by_entry(moved_by_steps(quotient)), hint)
numerical_gradient.mistake(
    "the entry is not put back",
    entry_by_entry(central, restore=False),
    "Print theta afterwards: is it as it was?",
)
numerical_gradient.mistake(
    "the step scales with the parameter but the division does not",
    entry_by_entry(lambda at, value, h: (at(value * (1 + h)) - at(value * (1 - h))) / (2 * h)),
    "How far apart are the two points really?",
)


@numerical_gradient.mistake(
    "h is added to all parameters at once",
    hint="How many entries move for one partial derivative?",
)
def all_at_once(f, theta, h=1e-5):
    """Move all entries together."""
    theta += h
    up = f()
    theta -= 2 * h
    down = f()
    theta += h
    return np.full_like(theta, (up - down) / (2 * h))


numerical_gradient.mistake(
    "a copy of theta is moved, and f never sees it",
    lambda f, theta, h=1e-5: common.numerical_gradient(f, theta.copy(), h),
    "Which array does f() read, and which one do you move?",
)


@numerical_gradient.mistake(
    "whole rows are moved, not single entries",
    hint="What is theta[0] if theta is a matrix?",
)
def rows_only(f, theta, h=1e-5):
    """Move whole rows."""
    gradient = np.zeros_like(theta)
    for i in range(len(theta)):
        value = theta[i].copy()
        gradient[i] = central(partial(f_at, f, theta, i), value, h)
        theta[i] = value
    return gradient


@numerical_gradient.mistake(
    "rows are moved, and what was kept of them moves along",
    hint="What is theta[0] of a matrix: a number, a copy, or a view?",
)
def views_of_rows(f, theta, h=1e-5):
    """Keep a view of each row, which changes with it, as if it were a number."""
    gradient = np.zeros_like(theta)
    for i in range(len(theta)):
        value = theta[i]
        gradient[i] = central(partial(f_at, f, theta, i), value, h)
        theta[i] = value
    return gradient


@numerical_gradient.mistake(
    "only the first entry is visited", hint="Is the return inside the loop?"
)
def first_entry_only(f, theta, h=1e-5):
    """Visit the first entry only."""
    gradient, i = np.zeros_like(theta), (0,) * theta.ndim
    value = theta[i]
    gradient[i] = central(partial(f_at, f, theta, i), value, h)
    theta[i] = value
    return gradient


def error_cases(rng):
    """Yield pairs of gradients, some small, at last two zero ones."""
    for shape, size in (((5,), 1), ((3, 4), 1), ((1, 6), 0.01)):
        g = size * rng.standard_normal(shape)
        yield g, g + 0.3 * size * rng.standard_normal(shape)
    yield np.zeros((2, 3)), np.zeros((2, 3))


@table.code(
    "q2-14", cases=error_cases, hint="Try n = 0, then n = g, then n = −g: what should come out?"
)
def relative_error(g, n):
    """The relative error of two arrays of the same shape, one number; 0 if both are zero."""
    total = norm(g) + norm(n)
    return norm(g - n) / total if total > 0 else 0.0


NORMS_FIRST = "Which comes first: the norms, or the quotient?"
ALIKE = "Exchange g and n: should the result change?"

# (name, the measure for two gradients that are not both zero, hint)
WRONG_MEASURES = (
    (
        "it is taken entry by entry, without norms",
        lambda g, n: abs(g - n) / (abs(g) + abs(n)),
        "How many numbers should come out?",
    ),
    (
        "it is taken entry by entry and averaged",
        lambda g, n: np.mean(abs(g - n) / (abs(g) + abs(n))),
        NORMS_FIRST,
    ),
    (
        "it is taken entry by entry, and the largest is returned",
        lambda g, n: np.max(abs(g - n) / (abs(g) + abs(n))),
        NORMS_FIRST,
    ),
    (
        "it is taken entry by entry, over the larger of the two, and the largest is returned",
        lambda g, n: np.max(abs(g - n) / np.maximum(abs(g), abs(n))),
        NORMS_FIRST,
    ),
    ("it is divided by the first norm only", lambda g, n: norm(g - n) / norm(g), ALIKE),
    ("it is divided by the second norm only", lambda g, n: norm(g - n) / norm(n), ALIKE),
    (
        "it is divided by the larger norm",
        lambda g, n: norm(g - n) / max(norm(g), norm(n)),
        "A common measure too. How do both norms enter this one?",
    ),
    (
        "it is divided by the norm of the sum, not by the sum of the norms",
        lambda g, n: norm(g - n) / norm(g + n),
        "What would it give for g = −n?",
    ),
    (
        "it is divided by the mean of the norms",
        lambda g, n: norm(g - n) / ((norm(g) + norm(n)) / 2),
        "What is its largest value?",
    ),
    (
        "the norms are compared, not the arrays",
        lambda g, n: abs(norm(g) - norm(n)) / (norm(g) + norm(n)),
        "What should g = (1, 0) and n = (0, 1) give?",
    ),
    (
        "the norms are squared",
        lambda g, n: norm(g - n) ** 2 / (norm(g) ** 2 + norm(n) ** 2),
        "‖·‖ or ‖·‖²?",
    ),
    (
        "absolute values are summed, not squares",
        lambda g, n: np.sum(abs(g - n)) / np.sum(abs(g) + abs(n)),
        "Which norm is ‖·‖: what should ‖(3, 4)‖ be?",
    ),
    (
        "the matrix norm is the spectral one",
        lambda g, n: norm(g - n, 2) / (norm(g, 2) + norm(n, 2)),
        "What does np.linalg.norm(A, 2) take of a matrix?",
    ),
    (
        "the sign of g − n is wrong: the two are added",
        lambda g, n: norm(g + n) / (norm(g) + norm(n)),
        "What should equal gradients give?",
    ),
)


def add_wrong_measures(question, for_zeros, more=""):
    """Add the wrong measures of those to whom two zero gradients give ``for_zeros``."""
    for name, measure, hint in WRONG_MEASURES:
        question.mistake(
            name + more,
            lambda g, n, measure=measure: measure(g, n) if np.any(g) or np.any(n) else for_zeros,
            hint,
        )


relative_error.mistake(
    "it is the absolute error: nothing is divided",
    lambda g, n: norm(g - n),
    "How large is a difference of 1e-5 if the gradient is 1e-5?",
)
relative_error.mistake(
    "two zero gradients give nan",
    lambda g, n: norm(g - n) / (norm(g) + norm(n)),
    "What is 0/0, and what should it be here?",
)
add_wrong_measures(relative_error, for_zeros=0.0)
add_wrong_measures(relative_error, for_zeros=np.nan, more="; and two zero gradients give nan")


table.written(
    "q2-c",
    "What the relative errors say of each parameter, with standard normal and with small weights.",
    points=2,
    formula="q2-15",
)

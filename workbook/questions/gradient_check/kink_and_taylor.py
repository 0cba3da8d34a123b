"""Where a difference misleads, and a test that walks through the step sizes."""

import numpy as np

from workbook.questions.gradient_check.common import table


@table.value("q2-17", hint="Draw ReLU and the two points, and work out the height of each.")
def slopes():
    """ReLU's slope by central difference at 0 and at h/2, and by forward difference at 0, (3,)."""
    return [1 / 2, 3 / 4, 1]


TWO_POINTS = "Which two points does this difference see?"

slopes.mistake(
    "these are the derivatives, not the differences",
    lambda: [0, 1, 0],
    "Put the two points into the formula of the difference.",
)
slopes.mistake(
    "the central differences are divided by h, not by 2h",
    lambda: [1, 3 / 2, 1],
    "How far apart are the two points?",
)
slopes.mistake(
    "the central difference is thought to notice nothing at h/2",
    lambda: [1 / 2, 1, 1],
    "Where is the left one of the two points?",
)
slopes.mistake(
    "every central difference near the kink is thought to be a half",
    lambda: [1 / 2, 1 / 2, 1],
    "Work out the height of both points.",
)
slopes.mistake(
    "the forward difference is thought to know ReLU′(0) = 0", lambda: [1 / 2, 3 / 4, 0], TWO_POINTS
)
slopes.mistake(
    "ReLU is taken for a straight line, below zero too",
    lambda: [1, 1, 1],
    "What is ReLU of a negative number?",
)
slopes.mistake(
    "ReLU′(0) = 0 is put in for the central difference", lambda: [0, 3 / 4, 1], TWO_POINTS
)


def taylor_cases(rng):
    """Yield θ, g and d (P,), and h."""
    for P in (1, 3, 8):
        theta, gradient, direction = rng.standard_normal((3, P))
        for h in (0.5, -0.1):
            yield theta, gradient, direction, h


def probe_taylor(function, theta, gradient, direction, h):
    """Ask with a wrong gradient: the right one makes the remainder small."""
    return {"remainder": function(lambda theta: np.sum(theta**3), theta, gradient, direction, h)}


@table.code(
    "q2-18",
    cases=taylor_cases,
    hint="Try a linear f with its own gradient: what should be left over?",
    probe=probe_taylor,
)
def taylor_remainder(f, theta, gradient, direction, h):
    """How far f's change along h d is from what g predicts, a number, for θ, g and d (P,)."""
    return abs(f(theta + h * direction) - f(theta) - h * (gradient @ direction))


HOW_FAR = "How far do you walk?"
TAKE_AWAY = "If the gradient's prediction were exact, what should be left?"

taylor_remainder.mistake(
    "the absolute value is missing",
    lambda f, theta, g, d, h: f(theta + h * d) - f(theta) - h * (g @ d),
    "Can ρ be negative?",
)
taylor_remainder.mistake(
    "the first-order term is added",
    lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta) + h * (g @ d)),
    TAKE_AWAY,
)
taylor_remainder.mistake(
    "the first-order term lacks h",
    lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta) - g @ d),
    HOW_FAR,
)
taylor_remainder.mistake(
    "the step lacks h",
    lambda f, theta, g, d, h: abs(f(theta + d) - f(theta) - h * (g @ d)),
    HOW_FAR,
)
taylor_remainder.mistake(
    "the first-order term is missing",
    lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta)),
    TAKE_AWAY,
)
taylor_remainder.mistake(
    "f(θ) is missing",
    lambda f, theta, g, d, h: abs(f(theta + h * d) - h * (g @ d)),
    "With which term does the series start?",
)
taylor_remainder.mistake(
    "gradient and direction are multiplied entry by entry",
    lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta) - h * (g * d)),
    "How many numbers is gᵀd?",
)
taylor_remainder.mistake(
    "the entries of the gradient are summed without the direction",
    lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta) - h * np.sum(g)),
    "What is the slope in the direction d?",
)
taylor_remainder.mistake(
    "it is divided by h",
    lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta) - h * (g @ d)) / abs(h),
    "Compare with the formula for ρ.",
)
taylor_remainder.mistake(
    "the walk is along the gradient, not along d",
    lambda f, theta, g, d, h: abs(f(theta + h * g) - f(theta) - h * (g @ g)),
    "There are two vectors; which one do you walk along?",
)
taylor_remainder.mistake(
    "the difference is two-sided",
    lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta - h * d) - 2 * h * (g @ d)),
    "Where does the walk start, and where does it end?",
)
taylor_remainder.mistake(
    "the direction is scaled to length 1",
    lambda f, theta, g, d, h: taylor_remainder.right(f, theta, g, d / np.linalg.norm(d), h),
    "Double d: should the walk become longer?",
)

"""Questions of notebook 02: differences, their errors, and the Taylor test."""

from dataclasses import replace

import numpy as np

from helpers.gradients import relative_error
from workbook.checks.questions import CodeQuestion, Misconception, ValueQuestion


def numerical_gradient(f, theta, h=1e-5):
    """Return ∂f/∂theta by central differences; f() reads theta, moved in place."""
    gradient = np.zeros_like(theta)
    for i in np.ndindex(theta.shape):
        value = theta[i]
        theta[i] = value + h
        up = f()
        theta[i] = value - h
        down = f()
        theta[i] = value
        gradient[i] = (up - down) / (2 * h)
    return gradient


def best_step(epsilon, L, third):
    """Return the h that minimises ε|L|/h + h²|L‴|/6: the root of −ε|L|/h² + h|L‴|/3."""
    return np.cbrt(3 * epsilon * abs(L) / abs(third))


def complex_step_derivative(f, x, h=1e-30):
    """Return f′(x) = Im f(x + ih) / h."""
    return f(x + 1j * h).imag / h


def taylor_remainder(f, theta, gradient, direction, h):
    """Return |f(θ + h d) − f(θ) − h gᵀd|."""
    return abs(f(theta + h * direction) - f(theta) - h * (gradient @ direction))


def difference_cases(rng):
    """Yield theta and coefficients c, on one axis and on two."""
    for shape in ((4,), (2, 3), (1, 1)):
        yield rng.standard_normal(shape), 1 + rng.random(shape)


def probe_difference(function, theta, c):
    """Return the gradient of a cubic, and how theta was left."""

    def f():
        return np.sum(c * theta**2 + theta**3) + np.sum(theta) ** 2

    return {"gradient": function(f, theta), "theta afterwards": theta}


def error_cases(rng):
    """Yield pairs of gradients, at last two zero ones."""
    for shape in ((5,), (3, 4), (1, 6)):
        g = rng.standard_normal(shape)
        yield g, g + 0.3 * rng.standard_normal(shape)
    yield np.zeros((2, 3)), np.zeros((2, 3))


def step_cases(rng):
    """Yield ε, L and L‴ of both signs."""
    for _ in range(4):
        L, third = rng.standard_normal(2) * (0.1, 10)
        yield 10.0 ** -rng.integers(6, 17), L, third


def probe_complex_step(function, x):
    """Return the derivatives of three functions, at tiny steps and at a visible one."""
    return {
        "derivative of exp": function(np.exp, x),
        "derivative of sin": function(np.sin, x, 1e-20),
        "derivative of x³, with h = 0.01": function(lambda x: x * x * x, x, 0.01),
    }


def taylor_cases(rng):
    """Yield θ, g and d (P,), and h."""
    for P in (1, 3, 8):
        theta, gradient, direction = rng.standard_normal((3, P))
        for h in (0.5, -0.1):
            yield theta, gradient, direction, h


def probe_taylor(function, theta, gradient, direction, h):
    """Ask with a wrong gradient, too: the right one makes the remainder small."""
    return {"remainder": function(lambda theta: np.sum(theta**3), theta, gradient, direction, h)}


def difference(quotient, restore=True):
    """Return a numerical gradient; ``quotient(f, theta, i, value, h)`` makes each entry."""

    def numerical(f, theta, h=1e-5):
        gradient = np.zeros_like(theta)
        for i in np.ndindex(theta.shape):
            value = theta[i]
            gradient[i] = quotient(f, theta, i, value, h)
            if restore:
                theta[i] = value
        return gradient

    return numerical


def at(f, theta, i, value):
    """Return f after entry i of theta is set to `value`."""
    theta[i] = value
    return f()


def central(f, theta, i, value, h):
    """Return the central difference for entry i."""
    return (at(f, theta, i, value + h) - at(f, theta, i, value - h)) / (2 * h)


def all_at_once(f, theta, h=1e-5):
    """Move all entries together."""
    theta += h
    up = f()
    theta -= 2 * h
    down = f()
    theta += h
    return np.full_like(theta, (up - down) / (2 * h))


def rows_only(f, theta, h=1e-5):
    """Move whole rows."""
    gradient = np.zeros_like(theta)
    for i in range(len(theta)):
        value = theta[i].copy()
        gradient[i] = (at(f, theta, i, value + h) - at(f, theta, i, value - h)) / (2 * h)
        theta[i] = value
    return gradient


def first_entry_only(f, theta, h=1e-5):
    """Visit the first entry only."""
    gradient, i = np.zeros_like(theta), (0,) * theta.ndim
    value = theta[i]
    gradient[i] = central(f, theta, i, value, h)
    theta[i] = value
    return gradient


def moving_a_copy(f, theta, h=1e-5):
    """Move a copy, which f never sees."""
    return numerical_gradient(f, theta.copy(), h)


BACK = "After each entry theta has to be as it was before."


Q_DIFFERENCE = [
    Misconception(
        "the difference is divided by h, not by 2h",
        difference(lambda *args: 2 * central(*args)),
        "How far apart are the two points?",
    ),
    Misconception(
        "the difference is not divided at all",
        difference(lambda f, theta, i, value, h: 2 * h * central(f, theta, i, value, h)),
        "A slope is a difference over a distance.",
    ),
    Misconception(
        "the difference is multiplied by 2h",
        difference(lambda f, theta, i, value, h: 4 * h * h * central(f, theta, i, value, h)),
        "A slope is a difference over a distance.",
    ),
    Misconception(
        "brackets are missing: / 2 * h",
        difference(lambda f, theta, i, value, h: h * h * central(f, theta, i, value, h)),
        "Python reads x / 2 * h as (x / 2) * h.",
    ),
    Misconception(
        "the difference is one-sided, forward",
        difference(
            lambda f, theta, i, value, h: (at(f, theta, i, value + h) - at(f, theta, i, value)) / h
        ),
        "Go to both sides.",
    ),
    Misconception(
        "the difference is one-sided, backward",
        difference(
            lambda f, theta, i, value, h: (at(f, theta, i, value) - at(f, theta, i, value - h)) / h
        ),
        "Go to both sides.",
    ),
    Misconception(
        "the difference is one-sided but divided by 2h",
        difference(
            lambda f, theta, i, value, h: (
                (at(f, theta, i, value + h) - at(f, theta, i, value)) / (2 * h)
            )
        ),
        "Is the second point where you think? Print it.",
    ),
    Misconception(
        "the sign is wrong: minus comes first",
        difference(lambda *args: -central(*args)),
        "Which of the two values stands first?",
    ),
    Misconception(
        "the second value is forgotten",
        difference(lambda f, theta, i, value, h: at(f, theta, i, value + h) / (2 * h)),
        "A slope is a difference.",
    ),
    Misconception(
        "the two values are added",
        difference(
            lambda f, theta, i, value, h: (
                (at(f, theta, i, value + h) + at(f, theta, i, value - h)) / (2 * h)
            )
        ),
        "A slope is a difference.",
    ),
    Misconception("the entry is not put back", difference(central, restore=False), BACK),
    Misconception(
        "the step scales with the parameter but the division does not",
        difference(
            lambda f, theta, i, value, h: (
                (at(f, theta, i, value * (1 + h)) - at(f, theta, i, value * (1 - h))) / (2 * h)
            )
        ),
        "Divide by how far you really went.",
    ),
    Misconception(
        "h is added to all parameters at once",
        all_at_once,
        "A partial derivative moves one entry and leaves the others.",
    ),
    Misconception(
        "a copy of theta is moved, and f never sees it",
        moving_a_copy,
        "f() reads theta itself: change that array in place.",
    ),
    Misconception(
        "whole rows are moved, not single entries",
        rows_only,
        "theta can have two axes: visit every index.",
    ),
    Misconception(
        "only the first entry is visited",
        first_entry_only,
        "Is the return inside the loop?",
    ),
]


def norm(x):
    """Return ‖x‖."""
    return np.linalg.norm(x)


def guarded(numerator, denominator):
    """Return an error measure that is 0 for two zeros."""

    def error(g, n):
        return numerator(g, n) / denominator(g, n) if np.any(g) or np.any(n) else 0.0

    return error


def with_nan(misconception):
    """Return the same, of a learner who has not thought of two zeros either."""

    def error(g, n):
        return misconception.answer(g, n) if np.any(g) or np.any(n) else np.nan

    name = f"{misconception.name}; and two zero gradients give nan"
    return replace(misconception, name=name, answer=error)


def total(g, n):
    """Return ‖g‖ + ‖n‖."""
    return norm(g) + norm(n)


# Each of them is 0 for two zero gradients.
WRONG_MEASURES = [
    Misconception(
        "it is taken entry by entry, without norms",
        guarded(lambda g, n: abs(g - n), lambda g, n: abs(g) + abs(n)),
        "One number for the whole array.",
    ),
    Misconception(
        "it is taken entry by entry and averaged",
        guarded(lambda g, n: np.mean(abs(g - n) / (abs(g) + abs(n))), lambda g, n: 1),
        "Take norms first, then one quotient.",
    ),
    Misconception(
        "it is taken entry by entry, and the largest is returned",
        guarded(lambda g, n: np.max(abs(g - n) / (abs(g) + abs(n))), lambda g, n: 1),
        "Take norms first, then one quotient.",
    ),
    Misconception(
        "it is divided by the first norm only",
        guarded(lambda g, n: norm(g - n), lambda g, n: norm(g)),
        "The measure treats both gradients alike.",
    ),
    Misconception(
        "it is divided by the second norm only",
        guarded(lambda g, n: norm(g - n), lambda g, n: norm(n)),
        "The measure treats both gradients alike.",
    ),
    Misconception(
        "it is divided by the larger norm",
        guarded(lambda g, n: norm(g - n), lambda g, n: max(norm(g), norm(n))),
        "Another common measure; this one has the sum.",
    ),
    Misconception(
        "it is divided by the norm of the sum, not by the sum of the norms",
        guarded(lambda g, n: norm(g - n), lambda g, n: norm(g + n)),
        "What would it give for g = −n?",
    ),
    Misconception(
        "it is divided by the mean of the norms",
        guarded(lambda g, n: norm(g - n), lambda g, n: total(g, n) / 2),
        "What is its largest value?",
    ),
    Misconception(
        "the norms are compared, not the arrays",
        guarded(lambda g, n: abs(norm(g) - norm(n)), total),
        "Two gradients can be equally long and point in different directions.",
    ),
    Misconception(
        "the norms are squared",
        guarded(lambda g, n: norm(g - n) ** 2, lambda g, n: norm(g) ** 2 + norm(n) ** 2),
        "A norm has a root.",
    ),
    Misconception(
        "absolute values are summed, not squares",
        guarded(lambda g, n: np.sum(abs(g - n)), lambda g, n: np.sum(abs(g) + abs(n))),
        "‖·‖ is the Euclidean norm.",
    ),
    Misconception(
        "the matrix norm is the spectral one",
        guarded(
            lambda g, n: np.linalg.norm(g - n, 2),
            lambda g, n: np.linalg.norm(g, 2) + np.linalg.norm(n, 2),
        ),
        "Take the norm over all entries, whatever the shape.",
    ),
    Misconception(
        "the sign of g − n is wrong: the two are added",
        guarded(lambda g, n: norm(g + n), total),
        "Equal gradients must give 0.",
    ),
]

Q_ERROR = [
    Misconception(
        "it is the absolute error: nothing is divided",
        lambda g, n: norm(g - n),
        "How large is a difference of 1e-5 if the gradient is 1e-5?",
    ),
    Misconception(
        "two zero gradients give nan",
        lambda g, n: norm(g - n) / total(g, n),
        "What is 0/0, and what should it be here?",
    ),
    *WRONG_MEASURES,
    *map(with_nan, WRONG_MEASURES),
]


Q_STEP = [
    Misconception(
        "the root is square, not cubic",
        lambda epsilon, L, third: np.sqrt(3 * epsilon * abs(L / third)),
        "Which power of h is left when E′(h) = 0 is cleared of fractions?",
    ),
    Misconception(
        "the factor 3 is missing",
        lambda epsilon, L, third: np.cbrt(epsilon * abs(L / third)),
        "Differentiate h² as well.",
    ),
    Misconception(
        "the 6 stays: the two errors are made equal, not their slopes opposite",
        lambda epsilon, L, third: np.cbrt(6 * epsilon * abs(L / third)),
        "At the minimum the derivative of the sum is zero.",
    ),
    Misconception(
        "the fraction is upside down",
        lambda epsilon, L, third: np.cbrt(abs(third) / (3 * epsilon * abs(L))),
        "Should more rounding make the best step larger or smaller?",
    ),
    Misconception(
        "loss and third derivative are ignored",
        lambda epsilon, L, third: np.cbrt(3 * epsilon),
        "Both stand in E(h).",
    ),
    Misconception(
        "only ε stands under the root",
        lambda epsilon, L, third: np.cbrt(epsilon),
        "That is the rule of thumb; the question asks for the minimum.",
    ),
    Misconception(
        "L and L‴ are exchanged",
        lambda epsilon, L, third: np.cbrt(3 * epsilon * abs(third / L)),
        "Should a function that bends more allow a larger step?",
    ),
    Misconception(
        "it is the best step of the forward difference",
        lambda epsilon, L, third: 2 * np.sqrt(epsilon * abs(L / third)),
        "The truncation here grows with h².",
    ),
    Misconception(
        "the 3 stands in front of the root",
        lambda epsilon, L, third: 3 * np.cbrt(epsilon * abs(L / third)),
        "The 3 is under the root with the others.",
    ),
    Misconception(
        "the root is not taken",
        lambda epsilon, L, third: 3 * epsilon * abs(L / third),
        "Solve for h, not for h³.",
    ),
    Misconception(
        "the absolute values are forgotten",
        lambda epsilon, L, third: np.cbrt(3 * epsilon * L / third),
        "A step is positive.",
    ),
]


Q_COMPLEX = [
    Misconception(
        "the real part is taken",
        lambda f, x, h=1e-30: f(x + 1j * h).real / h,
        "In which part of the series stands f′?",
    ),
    Misconception(
        "it is not divided by h",
        lambda f, x, h=1e-30: f(x + 1j * h).imag,
        "The imaginary part is h times the derivative.",
    ),
    Misconception(
        "it is divided by 2h",
        lambda f, x, h=1e-30: f(x + 1j * h).imag / (2 * h),
        "There is only one step here.",
    ),
    Misconception(
        "the imaginary unit is missing",
        lambda f, x, h=1e-30: f(x + h).imag / h,
        "Step into the imaginary direction.",
    ),
    Misconception(
        "it is a forward difference",
        lambda f, x, h=1e-30: (f(x + h) - f(x)) / h,
        "With h = 1e-30, is x + h another number than x?",
    ),
    Misconception(
        "it is a central difference",
        lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / (2 * h),
        "Step into the imaginary direction: then there is nothing to subtract.",
    ),
    Misconception(
        "the modulus is taken",
        lambda f, x, h=1e-30: abs(f(x + 1j * h)) / h,
        "The imaginary part, not the modulus.",
    ),
    Misconception(
        "the angle is taken",
        lambda f, x, h=1e-30: np.angle(f(x + 1j * h)) / h,
        "The imaginary part, not the angle.",
    ),
    Misconception(
        "the step's sign is wrong",
        lambda f, x, h=1e-30: f(x - 1j * h).imag / h,
        "Compare with the series for x + ih.",
    ),
    Misconception(
        "the real value is subtracted, and the result is left complex",
        lambda f, x, h=1e-30: (f(x + 1j * h) - f(x)) / (1j * h),
        "The derivative stands alone in the imaginary part: take that part.",
    ),
]


Q_TAYLOR = [
    Misconception(
        "the absolute value is missing",
        lambda f, theta, g, d, h: f(theta + h * d) - f(theta) - h * (g @ d),
        "R is never negative.",
    ),
    Misconception(
        "the first-order term is added",
        lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta) + h * (g @ d)),
        "Take away what the gradient predicts.",
    ),
    Misconception(
        "the first-order term lacks h",
        lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta) - g @ d),
        "How far do you walk?",
    ),
    Misconception(
        "the step lacks h",
        lambda f, theta, g, d, h: abs(f(theta + d) - f(theta) - h * (g @ d)),
        "How far do you walk?",
    ),
    Misconception(
        "the first-order term is missing",
        lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta)),
        "Take away what the gradient predicts.",
    ),
    Misconception(
        "f(θ) is missing",
        lambda f, theta, g, d, h: abs(f(theta + h * d) - h * (g @ d)),
        "The series starts with f(θ).",
    ),
    Misconception(
        "gradient and direction are multiplied entry by entry",
        lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta) - h * (g * d)),
        "gᵀd is one number.",
    ),
    Misconception(
        "the entries of the gradient are summed without the direction",
        lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta) - h * np.sum(g)),
        "What is the slope in the direction d?",
    ),
    Misconception(
        "it is divided by h",
        lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta) - h * (g @ d)) / abs(h),
        "Compare with the formula for R.",
    ),
    Misconception(
        "the walk is along the gradient, not along d",
        lambda f, theta, g, d, h: abs(f(theta + h * g) - f(theta) - h * (g @ g)),
        "There are two vectors; which one do you walk along?",
    ),
    Misconception(
        "the difference is two-sided",
        lambda f, theta, g, d, h: abs(f(theta + h * d) - f(theta - h * d) - 2 * h * (g @ d)),
        "Start at θ.",
    ),
    Misconception(
        "the direction is scaled to length 1",
        lambda f, theta, g, d, h: taylor_remainder(f, theta, g, d / norm(d), h),
        "Use d as it is given.",
    ),
]


KINK = [1 / 2, 3 / 4, 1]


DIFFERENCE = CodeQuestion(
    "q2-13",
    "numerical_gradient",
    numerical_gradient,
    difference_cases,
    Q_DIFFERENCE,
    hint="Try it on f = θ₁² + 3 θ₂, whose gradient you know.",
    probe=probe_difference,
)


RELATIVE_ERROR = CodeQuestion(
    "q2-14",
    "relative_error",
    relative_error,
    error_cases,
    Q_ERROR,
    hint="Try g = (3, 4) and n = (0, 0), then g = n, then g = −n.",
)


BEST_STEP = CodeQuestion(
    "q2-15",
    "best_step",
    best_step,
    step_cases,
    Q_STEP,
    hint="Set the derivative of E(h) to zero and clear the fractions.",
)


COMPLEX_STEP = CodeQuestion(
    "q2-16",
    "complex_step_derivative",
    complex_step_derivative,
    lambda rng: [(rng.standard_normal(n),) for n in (1, 5)],
    Q_COMPLEX,
    hint="Try f = x², with pencil and paper.",
    probe=probe_complex_step,
)


KINK_OF_RELU = ValueQuestion(
    "q2-17",
    "slopes",
    lambda: np.array(KINK),
    [
        Misconception(
            "these are the derivatives, not the differences",
            lambda: np.array([0, 1, 0]),
            "Put the two points into the formula of the difference.",
        ),
        Misconception(
            "the central differences are divided by h, not by 2h",
            lambda: np.array([1, 3 / 2, 1]),
            "How far apart are the two points?",
        ),
        Misconception(
            "the central difference is thought to notice nothing at h/2",
            lambda: np.array([1 / 2, 1, 1]),
            "Where is the left one of the two points?",
        ),
        Misconception(
            "every central difference near the kink is thought to be a half",
            lambda: np.array([1 / 2, 1 / 2, 1]),
            "Work out the height of both points.",
        ),
        Misconception(
            "the forward difference is thought to know ReLU′(0) = 0",
            lambda: np.array([1 / 2, 3 / 4, 0]),
            "A difference sees two points, not our convention.",
        ),
        Misconception(
            "ReLU is taken for a straight line, below zero too",
            lambda: np.array([1, 1, 1]),
            "What is ReLU of a negative number?",
        ),
        Misconception(
            "ReLU′(0) = 0 is put in for the central difference",
            lambda: np.array([0, 3 / 4, 1]),
            "A difference sees two points, not our convention.",
        ),
    ],
    hint="Draw ReLU and the two points, and work out the height of each.",
)


TAYLOR = CodeQuestion(
    "q2-18",
    "taylor_remainder",
    taylor_remainder,
    taylor_cases,
    Q_TAYLOR,
    hint="Three terms, and the absolute value of the whole.",
    probe=probe_taylor,
)

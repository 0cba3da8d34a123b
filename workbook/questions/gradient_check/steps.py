"""Numerical derivatives: the best step, and a step that subtracts nothing."""

import numpy as np

from workbook.questions.gradient_check.common import table


def step_cases(rng):
    """Yield ε, L and L‴ of both signs."""
    for _ in range(4):
        L, third = rng.standard_normal(2) * (0.1, 10)
        yield 10.0 ** -rng.integers(6, 17), L, third


@table.code(
    "q2-15", cases=step_cases, hint="Set the derivative of E(h) to zero and clear the fractions."
)
def best_step(epsilon, L, third):
    """The h > 0 that minimises rounding plus truncation, a number for the numbers ε, L and L‴."""
    return np.cbrt(3 * epsilon * abs(L) / abs(third))


best_step.mistake(
    "the root is square, not cubic",
    lambda epsilon, L, third: np.sqrt(3 * epsilon * abs(L / third)),
    "Which power of h is left when E′(h) = 0 is cleared of fractions?",
)
best_step.mistake(
    "the factor 3 is missing",
    lambda epsilon, L, third: np.cbrt(epsilon * abs(L / third)),
    "Differentiate h² as well.",
)
best_step.mistake(
    "the 6 stays: the two errors are made equal, not their slopes opposite",
    lambda epsilon, L, third: np.cbrt(6 * epsilon * abs(L / third)),
    "At the minimum the derivative of the sum is zero.",
)
best_step.mistake(
    "the fraction is upside down",
    lambda epsilon, L, third: np.cbrt(abs(third) / (3 * epsilon * abs(L))),
    "Should more rounding make the best step larger or smaller?",
)
best_step.mistake(
    "loss and third derivative are ignored",
    lambda epsilon, L, third: np.cbrt(3 * epsilon),
    "Both stand in E(h).",
)
best_step.mistake(
    "only ε stands under the root",
    lambda epsilon, L, third: np.cbrt(epsilon),
    "A good rule of thumb. But does the minimum depend on L and L‴?",
)
best_step.mistake(
    "L and L‴ are exchanged",
    lambda epsilon, L, third: np.cbrt(3 * epsilon * abs(third / L)),
    "Should a function that bends more allow a larger step?",
)
best_step.mistake(
    "it is the best step of the forward difference",
    lambda epsilon, L, third: 2 * np.sqrt(epsilon * abs(L / third)),
    "With which power of h does the truncation grow here?",
)
best_step.mistake(
    "the 3 stands in front of the root",
    lambda epsilon, L, third: 3 * np.cbrt(epsilon * abs(L / third)),
    "Solve for h³ first: on which side is the 3?",
)
best_step.mistake(
    "the root is not taken",
    lambda epsilon, L, third: 3 * epsilon * abs(L / third),
    "What have you solved for: h, or a power of it?",
)
best_step.mistake(
    "the absolute values are forgotten",
    lambda epsilon, L, third: np.cbrt(3 * epsilon * L / third),
    "Which sign should a step have, whatever the signs of L and L‴?",
)


def probe_complex_step(function, x):
    """Return the derivatives of three functions, at tiny steps and at a visible one."""
    return {
        "derivative of exp": function(np.exp, x),
        "derivative of cos": function(np.cos, x, 1e-20),
        "derivative of x³, with h = 0.01": function(lambda x: x * x * x, x, 0.01),
    }


@table.code(
    "q2-16",
    cases=lambda rng: [(rng.standard_normal(n),) for n in (1, 5)],
    hint="Try f = x², with pencil and paper.",
    probe=probe_complex_step,
)
def complex_step_derivative(f, x, h=1e-30):
    """f′(x) of an analytic f by a step into the imaginary direction, entry by entry of x."""
    return f(x + 1j * h).imag / h


complex_step_derivative.mistake(
    "the real part is taken",
    lambda f, x, h=1e-30: f(x + 1j * h).real / h,
    "In which part of the series stands f′?",
)
complex_step_derivative.mistake(
    "it is not divided by h",
    lambda f, x, h=1e-30: f(x + 1j * h).imag,
    "What is the imaginary part of f(x + ih), to leading order?",
)
complex_step_derivative.mistake(
    "it is divided by 2h",
    lambda f, x, h=1e-30: f(x + 1j * h).imag / (2 * h),
    "How many points does it look at, and how far from x?",
)
complex_step_derivative.mistake(
    "the imaginary unit is missing",
    lambda f, x, h=1e-30: f(x + h).imag / h,
    "In which direction should the step go?",
)
complex_step_derivative.mistake(
    "it is a forward difference",
    lambda f, x, h=1e-30: (f(x + h) - f(x)) / h,
    "With h = 1e-30, is x + h another number than x?",
)
complex_step_derivative.mistake(
    "it is a central difference",
    lambda f, x, h=1e-5: (f(x + h) - f(x - h)) / (2 * h),
    "In which direction should the step go? Is anything left to subtract?",
)
complex_step_derivative.mistake(
    "the modulus is taken",
    lambda f, x, h=1e-30: abs(f(x + 1j * h)) / h,
    "In which part of the series stands f′?",
)
complex_step_derivative.mistake(
    "the angle is taken",
    lambda f, x, h=1e-30: np.angle(f(x + 1j * h)) / h,
    "In which part of the series stands f′?",
)
complex_step_derivative.mistake(
    "the step's sign is wrong",
    lambda f, x, h=1e-30: f(x - 1j * h).imag / h,
    "Compare with the series for x + ih.",
)
complex_step_derivative.mistake(
    "the real value is subtracted, and the result is left complex",
    lambda f, x, h=1e-30: (f(x + 1j * h) - f(x)) / (1j * h),
    "In which part of the series stands f′?",
)

"""A second opinion: the gradient of a function of Vars by finite differences."""

from helpers.autodiff import Var
from workbook.questions.autodiff.common import table


def mixture(x):
    """Return a Var that depends on three, none of them linearly, and takes no more."""
    u, v, w = x
    return (u * v).tanh() + v.exp() * w + u * w * w


def points(rng):
    """Return cases of a function, a point and a step."""
    return [(mixture, rng.uniform(-1, 1, 3).tolist(), h) for h in (1e-3, 1e-2, 1e-1)]


def value_at(f, values, i, step):
    """Return f with the number i of its inputs moved by `step`."""
    moved = list(values)
    moved[i] += step
    return f([Var(x) for x in moved]).value


@table.code(
    "q3-15",
    cases=points,
    hint="For each i: f at values with x_i + h, minus f at values with x_i − h, over 2h.",
)
def numerical_gradient(f, values, h=1e-5):
    """The list of all ∂f/∂x_i at the floats `values`, by central differences with step h."""
    return [
        (value_at(f, values, i, h) - value_at(f, values, i, -h)) / (2 * h)
        for i in range(len(values))
    ]


def numerical_with(formula):
    """Return a numerical gradient from formula(f at a step along i, h)."""

    def numerical_gradient(f, values, h=1e-5):
        return [
            formula(lambda step, i=i: value_at(f, values, i, step), h) for i in range(len(values))
        ]

    return numerical_gradient


BOTH_SIDES = "The central difference looks to both sides."

numerical_gradient.mistake(
    "the difference is divided by h although it spans 2h",
    numerical_with(lambda at, h: (at(h) - at(-h)) / h),
    "How far apart are the two points?",
)
numerical_gradient.mistake(
    "the forward difference is used",
    numerical_with(lambda at, h: (at(h) - at(0)) / h),
    BOTH_SIDES,
)
numerical_gradient.mistake(
    "the backward difference is used",
    numerical_with(lambda at, h: (at(0) - at(-h)) / h),
    BOTH_SIDES,
)
numerical_gradient.mistake(
    "it is not divided by the step",
    numerical_with(lambda at, h: at(h) - at(-h)),
    "A slope is a difference divided by a distance.",
)
numerical_gradient.mistake(
    "the sign is the other way round",
    numerical_with(lambda at, h: (at(-h) - at(h)) / (2 * h)),
    "Up minus down.",
)


@numerical_gradient.mistake(
    "a number that was moved is not put back",
    hint="When the second number is moved, the first must be in its place again.",
)
def never_put_back(f, values, h=1e-5):
    """Leave every number where the last step has moved it."""
    x, gradient = list(values), []
    for i in range(len(x)):
        x[i] += h
        up = f([Var(v) for v in x]).value
        x[i] -= 2 * h
        gradient.append((up - f([Var(v) for v in x]).value) / (2 * h))
    return gradient


@numerical_gradient.mistake(
    "all numbers are moved at once", hint="One partial derivative at a time."
)
def all_at_once(f, values, h=1e-5):
    """Move all numbers together."""
    up, down = (f([Var(x + step) for x in values]).value for step in (h, -h))
    return [(up - down) / (2 * h)] * len(values)

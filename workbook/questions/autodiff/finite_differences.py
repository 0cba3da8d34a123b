"""A second opinion: the gradient of a function of Vars by finite differences."""

from helpers.autodiff import Var
from workbook.questions.autodiff.common import table
from workbook.questions.families import WRONG_QUOTIENTS


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
    hint="Try f = x₀² + 3 x₁, whose gradient you know.",
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


def central(at, h):
    """Return the central difference."""
    return (at(h) - at(-h)) / (2 * h)


def forward(at, h):
    """Return the forward difference."""
    return (at(h) - at(0)) / h


for name, quotient, hint in WRONG_QUOTIENTS:
    numerical_gradient.mistake(name, numerical_with(quotient), hint)
# Of central differences with small steps, all are alike but those that rounding spoils.
for way, quotient, steps in (
    ("", central, (1e-5, 1e-10)),
    ("; and the difference is one-sided, forward", forward, (1e-4, 1e-5, 1e-6, 1e-10)),
):
    for own in steps:
        numerical_gradient.mistake(
            f"the step is one of its own, such as {own:.0e}, not h{way}",
            numerical_with(lambda at, h, own=own, quotient=quotient: quotient(at, own)),
            "Where do you use h? Does your gradient change with it?",
        )


@numerical_gradient.mistake(
    "a number that was moved is not put back",
    hint="Print the values while the second is moved: where is the first?",
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
    "numbers that were moved are not put back, in a copy for up and one for down: moves pile up",
    hint="Print both copies while the second number is moved: where is the first?",
)
def both_copies_pile_up(f, values, h=1e-5):
    """Move one number after the other, and leave them moved."""
    up, down, gradient = list(values), list(values), []
    for i in range(len(values)):
        up[i] += h
        down[i] -= h
        above, below = (f([Var(v) for v in moved]).value for moved in (up, down))
        gradient.append((above - below) / (2 * h))
    return gradient


@numerical_gradient.mistake(
    "all numbers are moved at once", hint="How many numbers move for one partial derivative?"
)
def all_at_once(f, values, h=1e-5):
    """Move all numbers together."""
    up, down = (f([Var(x + step) for x in values]).value for step in (h, -h))
    return [(up - down) / (2 * h)] * len(values)

"""Operations on Vars: each notes its parents, and one local derivative for each of them."""

import math

from helpers.autodiff import Var
from workbook.questions.autodiff.common import Record, table

THREE_THINGS = "Which three things does Var take?"


def edge(z, u):
    """Return what z says of ∂z/∂u: the sum over its edges to u."""
    pairs = zip(z.parents, z.local_derivatives, strict=True)
    return sum(derivative for parent, derivative in pairs if parent is u)


def binary_parts(operation, u, v):
    """Return what an operation on two Vars makes: its value, and both edges."""
    u, v = Record(u), Record(v)
    z = operation(u, v)
    return {"value": z.value, "∂z/∂u": edge(z, u), "∂z/∂v": edge(z, v)}


def unary_parts(operation, u):
    """Return what an operation on one Var makes: its value, and its edge."""
    u = Record(u)
    z = operation(u)
    return {"value": z.value, "∂z/∂u": edge(z, u)}


def of(value, derivative):
    """Return the operation on one Var that has this value and this derivative."""
    return lambda u: Var(value(u.value), (u,), (derivative(u.value),))


def pairs_of_numbers(rng):
    """Return cases of two numbers."""
    return [tuple(rng.uniform(-2, 2, 2).round(2).tolist()) for _ in range(4)]


def numbers(rng):
    """Return cases of one number."""
    return [(number,) for number in rng.uniform(-2, 2, 4).round(2).tolist()]


def positive_numbers(rng):
    """Return cases of one number above 0."""
    return [(number,) for number in rng.uniform(0.2, 3, 4).round(2).tolist()]


@table.code(
    "q3-4",
    cases=pairs_of_numbers,
    probe=binary_parts,
    hint="Compare with add, above, part by part: which parts are others here?",
)
def multiply(u, v):
    """The product of two Vars, as a Var with both parents and a local derivative for each."""
    return Var(u.value * v.value, (u, v), (v.value, u.value))


multiply.mistake(
    "each factor's derivative is that factor itself, or the parents have changed places",
    lambda u, v: Var(u.value * v.value, (u, v), (u.value, v.value)),
    "Hold v fixed: how fast does uv grow with u?",
)
multiply.mistake(
    "the local derivatives are those of a sum",
    lambda u, v: Var(u.value * v.value, (u, v), (1.0, 1.0)),
    "1 and 1 are right for u + v. What is ∂(uv)/∂u?",
)
multiply.mistake(
    "the result does not know its parents",
    lambda u, v: Var(u.value * v.value),
    THREE_THINGS,
)
multiply.mistake(
    "only one of the parents is noted",
    lambda u, v: Var(u.value * v.value, (u,), (v.value,)),
    "Which factors move the product?",
)
multiply.mistake(
    "the value is the sum",
    lambda u, v: Var(u.value + v.value, (u, v), (v.value, u.value)),
    "Try u = 2 and v = 5: what is the value of your Var?",
)
multiply.mistake(
    "a plain number is returned",
    lambda u, v: u.value * v.value,
    "Does what you return know where it came from?",
)


@table.code(
    "q3-5",
    cases=numbers,
    probe=unary_parts,
    hint="Measure the slope at u = 0 and at 1: what comes out?",
)
def exp(u):
    """The exponential z = eᵘ of a Var, as a Var with its parent and its local derivative."""
    z = math.exp(u.value)
    return Var(z, (u,), (z,))


exp.mistake(
    "the exponential is differentiated like a power",
    of(math.exp, lambda u: u * math.exp(u - 1)),
    "The variable is in the exponent, not in the base.",
)
exp.mistake(
    "the local derivative is 1", of(math.exp, lambda u: 1.0), "That would be right for z = u."
)
exp.mistake(
    "the local derivative is u",
    of(math.exp, lambda u: u),
    "Which function is its own derivative?",
)
exp.mistake("the result does not know its parent", lambda u: Var(math.exp(u.value)), THREE_THINGS)


@table.code(
    "q3-6",
    cases=positive_numbers,
    probe=unary_parts,
    hint="Draw log u: how steep is it at small and at large u?",
)
def log(u):
    """The natural logarithm z = log u of a Var, as a Var with its parent and local derivative."""
    return Var(math.log(u.value), (u,), (1 / u.value,))


log.mistake(
    "the local derivative is one over the result, not over u",
    of(math.log, lambda u: 1 / math.log(u)),
    "Which of the two, u or log u, stands in the derivative?",
)
log.mistake(
    "the derivative has a minus sign",
    of(math.log, lambda u: -1 / u),
    "Does the logarithm rise or fall?",
)
log.mistake(
    "the derivative of 1/u is used",
    of(math.log, lambda u: -1 / u**2),
    "The derivative of log u itself is asked for.",
)
log.mistake(
    "the logarithm has base 10",
    of(math.log10, lambda u: 1 / u),
    "Which logarithm undoes e?",
)


@table.code(
    "q3-7",
    cases=numbers,
    probe=unary_parts,
    hint="Which value and which slope has tanh at 0, and far out? Compare with yours.",
)
def tanh(u):
    """The hyperbolic tangent z = tanh u of a Var, as a Var; its local derivative from z alone."""
    z = math.tanh(u.value)
    return Var(z, (u,), (1 - z * z,))


tanh.mistake(
    "u is squared in place of z",
    of(math.tanh, lambda u: 1 - u * u),
    "Which of the two numbers is it, before or after tanh?",
)
tanh.mistake(
    "the square is missing",
    of(math.tanh, lambda u: 1 - math.tanh(u)),
    "Is your slope symmetric around 0, as that of tanh is?",
)
tanh.mistake(
    "the sigmoid's formula z (1 − z) is used",
    of(math.tanh, lambda u: math.tanh(u) * (1 - math.tanh(u))),
    "Compare with the slope of tanh at 0.",
)
tanh.mistake(
    "the sign is wrong: z² − 1",
    of(math.tanh, lambda u: math.tanh(u) ** 2 - 1),
    "Does tanh rise or fall?",
)
tanh.mistake(
    "tanh is applied twice",
    of(math.tanh, lambda u: 1 - math.tanh(math.tanh(u)) ** 2),
    "What is z: before tanh, or after?",
)


@table.code(
    "q3-8",
    cases=numbers,
    probe=unary_parts,
    hint="Which value and which slope has the sigmoid at 0, and far out? Compare with yours.",
)
def sigmoid(u):
    """The sigmoid z = 1 / (1 + e⁻ᵘ) of a Var, as a Var; its local derivative from z alone."""
    z = 1 / (1 + math.exp(-u.value))
    return Var(z, (u,), (z * (1 - z),))


def sigma(u):
    """Return σ(u) of a number."""
    return 1 / (1 + math.exp(-u))


sigmoid.mistake(
    "u stands in place of z",
    of(sigma, lambda u: u * (1 - u)),
    "Which of the two numbers is it, before or after the sigmoid?",
)
sigmoid.mistake(
    "the formula of tanh, 1 − z², is used",
    of(sigma, lambda u: 1 - sigma(u) ** 2),
    "How steep is the sigmoid at 0? Measure it, and compare.",
)
sigmoid.mistake(
    "the factor z is missing",
    of(sigma, lambda u: 1 - sigma(u)),
    "How steep is the sigmoid far left and far right, and how large your slope?",
)
sigmoid.mistake(
    "the sign of the exponent is wrong",
    of(lambda u: sigma(-u), lambda u: -sigma(u) * (1 - sigma(u))),
    "What should come out for a large u?",
)
sigmoid.mistake(
    "the sigmoid is applied twice",
    of(sigma, lambda u: sigma(sigma(u)) * (1 - sigma(sigma(u)))),
    "What is z: before the sigmoid, or after?",
)

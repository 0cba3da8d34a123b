"""Operations on Vars: each notes its parents, and one local derivative for each of them."""

import math

from helpers.autodiff import Var
from workbook.questions.autodiff.common import Record, table
from workbook.questions.families import WRONG_SIGMOID_SLOPES, WRONG_TANH_SLOPES

THREE_THINGS = "Which three things does Var take?"
HOW_MANY = "Which three things does Var take? How many does yours get?"
IN_PARENTHESES = "What does Python make of (u), and what of (u,)?"


def edge(z, u):
    """Return what z says of ∂z/∂u: the sum over its edges to u."""
    pairs = zip(z.parents, z.local_derivatives, strict=True)
    return sum(derivative for parent, derivative in pairs if parent is u)


def in_a_tuple(given):
    """Return what was given as a tuple, also where a comma is missing."""
    return tuple(given) if isinstance(given, tuple | list) else (given,)


def record_parts(z, **inputs):
    """Return what an operation has made: its value, whether it is a record, and its edges."""
    parents, derivatives = in_a_tuple(z.parents), in_a_tuple(z.local_derivatives)
    facts = {
        "the parents are a tuple": isinstance(z.parents, tuple | list),
        "each parent is a Var": all(isinstance(parent, Var) for parent in parents),
        "the local derivatives are a tuple": isinstance(z.local_derivatives, tuple | list),
        "there is one local derivative for each parent": len(parents) == len(derivatives),
    }
    facts |= {
        f"{name} is a parent": any(parent is u for parent in parents) for name, u in inputs.items()
    }
    edges = {
        f"∂z/∂{name}": edge(z, u) if all(facts.values()) else None for name, u in inputs.items()
    }
    return {"value": z.value} | facts | edges


def binary_parts(operation, u, v):
    """Return what an operation on two Vars makes."""
    u, v = Record(u), Record(v)
    return record_parts(operation(u, v), u=u, v=v)


def unary_parts(operation, u):
    """Return what an operation on one Var makes."""
    u = Record(u)
    return record_parts(operation(u), u=u)


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
    "only one of the parents is noted",
    lambda u, v: Var(u.value * v.value, (u,), (v.value,)),
    "Which factors move the product?",
)
multiply.mistake(
    "the value is the sum",
    lambda u, v: Var(u.value + v.value, (u, v), (v.value, u.value)),
    "Try u = 2 and v = 5: what is the value of your Var?",
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
    "Where does the variable stand, in the base or in the exponent?",
)


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
    "the derivative of 1/u is used",
    of(math.log, lambda u: -1 / u**2),
    "Which function is to be differentiated: log u, or its slope?",
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
    "the sign of the exponent is wrong",
    of(lambda u: sigma(-u), lambda u: -sigma(u) * (1 - sigma(u))),
    "What should come out for a large u?",
)
sigmoid.mistake(
    "the sign of the exponent is wrong in the value; the derivative follows from that value",
    of(lambda u: sigma(-u), lambda u: sigma(u) * (1 - sigma(u))),
    "What should come out for a large u?",
)


def in_pairs(z, parents, slopes):
    """Return a Var with pairs in the place of its parents."""
    return Var(z, list(zip(parents, slopes, strict=True)))


def in_one_list(z, parents, slopes):
    """Return a Var with its local derivatives behind its parents."""
    return Var(z, [*parents, *slopes])


# (name, the Var from the value, the parents and the derivatives of the right one, hint)
WRONG_RECORDS = (
    ("the result does not know its parents", lambda z, parents, slopes: Var(z), THREE_THINGS),
    (
        "the parents are there, and their local derivatives are not",
        lambda z, parents, slopes: Var(z, parents),
        THREE_THINGS,
    ),
    ("parents and local derivatives stand in one list, as pairs", in_pairs, HOW_MANY),
    (
        "parents and local derivatives stand in one list, one behind the other",
        in_one_list,
        HOW_MANY,
    ),
    (
        "parents and local derivatives have changed places",
        lambda z, parents, slopes: Var(z, slopes, parents),
        "Which three things does Var take, and in which order?",
    ),
    (
        "a plain number is returned",
        lambda z, parents, slopes: z,
        "Does what you return know where it came from?",
    ),
)

# The same for one parent.
WITHOUT_A_COMMA = (
    (
        "parent and local derivative are no tuples: a comma is missing in both",
        lambda z, parents, slopes: Var(z, parents[0], slopes[0]),
        IN_PARENTHESES,
    ),
    (
        "the parent is in no tuple: a comma is missing",
        lambda z, parents, slopes: Var(z, parents[0], slopes),
        IN_PARENTHESES,
    ),
    (
        "the local derivative is in no tuple: a comma is missing",
        lambda z, parents, slopes: Var(z, parents, slopes[0]),
        IN_PARENTHESES,
    ),
)


def add_wrong_records(question, mistakes):
    """Add what goes wrong with any record, whichever operation makes it."""
    for name, wrong, hint in mistakes:

        def answer(*inputs, wrong=wrong):
            z = question.right(*inputs)
            return wrong(z.value, z.parents, z.local_derivatives)

        question.mistake(name, answer, hint)


# (name, the derivative from u, z and the right derivative, hint)
WRONG_DERIVATIVES = (
    ("the local derivative is 1", lambda u, z, slope: 1.0, "For which function is the slope 1?"),
    (
        "the local derivative is the value z",
        lambda u, z, slope: z,
        "Which function is its own derivative? Is it this one?",
    ),
    (
        "the local derivative is the argument u",
        lambda u, z, slope: u,
        "For which function of u is the slope u?",
    ),
    (
        "the sign of the local derivative is wrong",
        lambda u, z, slope: -slope,
        "Does this function rise or fall?",
    ),
)


def add_wrong_derivatives(question, but=()):
    """Add what is taken for the derivative of any function, but for those that are named."""
    for name, wrong, hint in WRONG_DERIVATIVES:
        if name in but:
            continue

        def answer(u, wrong=wrong):
            z = question.right(u)
            slope = wrong(u.value, z.value, z.local_derivatives[0])
            return Var(z.value, z.parents, (slope,))

        question.mistake(name, answer, hint)


for operation in (multiply, exp, log, tanh, sigmoid):
    add_wrong_records(operation, WRONG_RECORDS)
for operation in (exp, log, tanh, sigmoid):
    add_wrong_records(operation, WITHOUT_A_COMMA)


def add_wrong_slopes(question, wrong_slopes):
    """Add what is taken for the slope of an activation, as functions of its value."""
    for name, wrong, hint in wrong_slopes:

        def answer(u, wrong=wrong):
            z = question.right(u)
            return Var(z.value, z.parents, (float(wrong(z.value)),))

        question.mistake(name, answer, hint)


# Without the first: that a slope is 1 is said of all of them alike.
add_wrong_slopes(tanh, WRONG_TANH_SLOPES[1:])
add_wrong_slopes(sigmoid, WRONG_SIGMOID_SLOPES[1:])
for operation in (exp, tanh, sigmoid):  # of which z is the right slope, or a wrong one above
    add_wrong_derivatives(operation, but=("the local derivative is the value z",))
add_wrong_derivatives(log)

"""Questions of notebook 3: f = ab + ad by hand, operations on Vars, the backward pass."""

import math

import numpy as np

from helpers.autodiff import Var
from workbook.checks.questions import CodeQuestion, Misconception, ValueQuestion

EDGES = ValueQuestion(
    "q3-1",
    "edges",
    lambda: np.array([3.0, 2.0, -4.0, 2.0, 1.0, 1.0]),
    [
        Misconception(
            "the derivative of a product with respect to a factor is taken to be that factor",
            lambda: np.array([2.0, 3.0, 2.0, -4.0, 1.0, 1.0]),
            "Hold b fixed and let a grow by 1: by how much does ab grow?",
        ),
        Misconception(
            "the edges into f carry the values of c and e",
            lambda: np.array([3.0, 2.0, -4.0, 2.0, 6.0, -8.0]),
            "By how much does c + e grow if c grows by 1?",
        ),
        Misconception(
            "each edge carries the value that travels forward along it",
            lambda: np.array([2.0, 3.0, 2.0, -4.0, 6.0, -8.0]),
            "An edge carries a derivative: how much the upper end moves for a move of the lower.",
        ),
        Misconception(
            "the sign of d is lost",
            lambda: np.array([3.0, 2.0, 4.0, 2.0, 1.0, 1.0]),
            "Look at the sign of d again.",
        ),
    ],
    hint="Each entry looks at one operation only, with everything else held fixed.",
)

OBJECTS = ValueQuestion(
    "q3-2",
    "objects",
    lambda: 6,
    [
        Misconception(
            "a is counted once for each use", lambda: 7, "Both uses refer to the same object."
        ),
        Misconception(
            "only the inputs are counted", lambda: 3, "The results are objects too, all of them."
        ),
        Misconception(
            "the intermediate results are left out",
            lambda: 4,
            "Where would c and e keep their gradients otherwise?",
        ),
        Misconception("the result f is left out", lambda: 5, "f itself is an object too."),
    ],
    hint="List them by name: what exists before, and what does each operation make?",
)

GRADIENTS = ValueQuestion(
    "q3-3",
    "gradients",
    lambda edges: np.array(
        [
            edges[4] * edges[0] + edges[5] * edges[2],
            edges[4] * edges[1],
            edges[5] * edges[3],
            edges[4],
            edges[5],
            1.0,
        ]
    ),
    [
        Misconception(
            "the contribution of e to a is lost",
            lambda edges: np.array([edges[0], edges[1], edges[3], 1.0, 1.0, 1.0]),
            "a receives something from c and from e: what happens to both?",
        ),
        Misconception(
            "the contribution of c to a is lost",
            lambda edges: np.array([edges[2], edges[1], edges[3], 1.0, 1.0, 1.0]),
            "a receives something from c and from e: what happens to both?",
        ),
        Misconception(
            "the two contributions to a are multiplied",
            lambda edges: np.array([edges[0] * edges[2], edges[1], edges[3], 1.0, 1.0, 1.0]),
            "Multiply along a path; what happens over paths?",
        ),
        Misconception(
            "backward starts with the value of f instead of 1",
            lambda: -2.0 * np.array([-1.0, 2.0, 2.0, 1.0, 1.0, 1.0]),
            "What is the derivative of f with respect to f?",
        ),
        Misconception(
            "f has gradient 0",
            lambda: np.array([-1.0, 2.0, 2.0, 1.0, 1.0, 0.0]),
            "What is the derivative of f with respect to f?",
        ),
        Misconception(
            "the gradients of c and e are their values",
            lambda: np.array([-1.0, 2.0, 2.0, 6.0, -8.0, 1.0]),
            "c and e receive the gradient of f times the number on their edge.",
        ),
    ],
    hint="Start at f with 1; each object hands its gradient times the edge to each parent.",
)


def edge(z, u):
    """Return what z says of ∂z/∂u: the sum over its edges to u."""
    pairs = zip(z.parents, z.local_derivatives, strict=True)
    return sum(derivative for parent, derivative in pairs if parent is u)


def binary_parts(operation, u, v):
    """Return what an operation on two Vars makes: its value, and both edges."""
    u, v = Var(u), Var(v)
    z = operation(u, v)
    return {"value": z.value, "∂z/∂u": edge(z, u), "∂z/∂v": edge(z, v)}


def unary_parts(operation, u):
    """Return what an operation on one Var makes: its value, and its edge."""
    u = Var(u)
    z = operation(u)
    return {"value": z.value, "∂z/∂u": edge(z, u)}


def of(value, derivative):
    """Return the operation on one Var that has this value and this derivative."""
    return lambda u: Var(value(u.value), (u,), (derivative(u.value),))


def sigma(u):
    """Return σ(u) of a number."""
    return 1 / (1 + math.exp(-u))


def pairs_of_numbers(rng):
    """Return cases of two numbers."""
    return [tuple(rng.uniform(-2, 2, 2).round(2).tolist()) for _ in range(4)]


def numbers(rng):
    """Return cases of one number."""
    return [(number,) for number in rng.uniform(-2, 2, 4).round(2).tolist()]


def positive_numbers(rng):
    """Return cases of one number above 0."""
    return [(number,) for number in rng.uniform(0.2, 3, 4).round(2).tolist()]


MULTIPLY = CodeQuestion(
    "q3-4",
    "multiply",
    lambda u, v: Var(u.value * v.value, (u, v), (v.value, u.value)),
    pairs_of_numbers,
    [
        Misconception(
            "each factor's derivative is that factor itself, or the parents have changed places",
            lambda u, v: Var(u.value * v.value, (u, v), (u.value, v.value)),
            "Hold v fixed: how fast does uv grow with u?",
        ),
        Misconception(
            "the local derivatives are those of a sum",
            lambda u, v: Var(u.value * v.value, (u, v), (1.0, 1.0)),
            "1 and 1 are right for u + v. What is ∂(uv)/∂u?",
        ),
        Misconception(
            "the result does not know its parents",
            lambda u, v: Var(u.value * v.value),
            "Var takes three things: value, parents, local derivatives.",
        ),
        Misconception(
            "only one of the parents is noted",
            lambda u, v: Var(u.value * v.value, (u,), (v.value,)),
            "Both factors move the product.",
        ),
        Misconception(
            "the value is the sum",
            lambda u, v: Var(u.value + v.value, (u, v), (v.value, u.value)),
            "Look at the first argument of Var.",
        ),
        Misconception(
            "a plain number is returned",
            lambda u, v: u.value * v.value,
            "A plain number forgets where it came from: return a Var.",
        ),
    ],
    probe=binary_parts,
    hint="The pattern is add, above: value, parents, and one local derivative for each parent.",
)

EXP = CodeQuestion(
    "q3-5",
    "exp",
    of(math.exp, math.exp),
    numbers,
    [
        Misconception(
            "the exponential is differentiated like a power",
            of(math.exp, lambda u: u * math.exp(u - 1)),
            "The variable is in the exponent, not in the base.",
        ),
        Misconception(
            "the local derivative is 1",
            of(math.exp, lambda u: 1.0),
            "That would be right for z = u.",
        ),
        Misconception(
            "the local derivative is u",
            of(math.exp, lambda u: u),
            "Which function is its own derivative?",
        ),
        Misconception(
            "the result does not know its parent",
            lambda u: Var(math.exp(u.value)),
            "Var takes three things: value, parents, local derivatives.",
        ),
    ],
    probe=unary_parts,
    hint="Write the derivative with the value z that you have just computed.",
)

LOG = CodeQuestion(
    "q3-6",
    "log",
    of(math.log, lambda u: 1 / u),
    positive_numbers,
    [
        Misconception(
            "the local derivative is one over the result, not over u",
            of(math.log, lambda u: 1 / math.log(u)),
            "Which of the two, u or log u, stands in the derivative?",
        ),
        Misconception(
            "the derivative has a minus sign",
            of(math.log, lambda u: -1 / u),
            "The logarithm rises.",
        ),
        Misconception(
            "the derivative of 1/u is used",
            of(math.log, lambda u: -1 / u**2),
            "The derivative of log u itself is asked for.",
        ),
        Misconception(
            "the logarithm has base 10",
            of(math.log10, lambda u: 1 / u),
            "The natural logarithm is asked for.",
        ),
    ],
    probe=unary_parts,
    hint="Draw log u: how steep is it at small and at large u?",
)

TANH = CodeQuestion(
    "q3-7",
    "tanh",
    of(math.tanh, lambda u: 1 - math.tanh(u) ** 2),
    numbers,
    [
        Misconception(
            "u is squared in place of z",
            of(math.tanh, lambda u: 1 - u * u),
            "Which of the two numbers is it, before or after tanh?",
        ),
        Misconception(
            "the square is missing",
            of(math.tanh, lambda u: 1 - math.tanh(u)),
            "Is your slope symmetric around 0, as that of tanh is?",
        ),
        Misconception(
            "the sigmoid's formula z (1 − z) is used",
            of(math.tanh, lambda u: math.tanh(u) * (1 - math.tanh(u))),
            "Compare with the slope of tanh at 0.",
        ),
        Misconception(
            "the sign is wrong: z² − 1",
            of(math.tanh, lambda u: math.tanh(u) ** 2 - 1),
            "tanh rises everywhere.",
        ),
        Misconception(
            "tanh is applied twice",
            of(math.tanh, lambda u: 1 - math.tanh(math.tanh(u)) ** 2),
            "z is tanh u already.",
        ),
    ],
    probe=unary_parts,
    hint="Differentiate sinh u / cosh u by the quotient rule.",
)

SIGMOID = CodeQuestion(
    "q3-8",
    "sigmoid",
    of(sigma, lambda u: sigma(u) * (1 - sigma(u))),
    numbers,
    [
        Misconception(
            "u stands in place of z",
            of(sigma, lambda u: u * (1 - u)),
            "Which of the two numbers is it, before or after the sigmoid?",
        ),
        Misconception(
            "the formula of tanh, 1 − z², is used",
            of(sigma, lambda u: 1 - sigma(u) ** 2),
            "Compare with the slope of the sigmoid at 0: it is 1/4.",
        ),
        Misconception(
            "the factor z is missing",
            of(sigma, lambda u: 1 - sigma(u)),
            "The slope must vanish on both sides.",
        ),
        Misconception(
            "the sign of the exponent is wrong",
            of(lambda u: sigma(-u), lambda u: -sigma(u) * (1 - sigma(u))),
            "For large u the sigmoid is near 1.",
        ),
        Misconception(
            "the sigmoid is applied twice",
            of(sigma, lambda u: sigma(sigma(u)) * (1 - sigma(sigma(u)))),
            "z is σ(u) already.",
        ),
    ],
    probe=unary_parts,
    hint="Differentiate (1 + e⁻ᵘ)⁻¹, then write the result with z alone.",
)


def two_products(values):
    """Return the objects of ab + ad, parents before users."""
    a, b, d = (Var(value) for value in values)
    c, e = a * b, a * d
    return [a, b, d, c, e, c + e]


def one_behind_the_other(values):
    """Return the objects of (a² + a²b) d, parents before users."""
    a, b, d = (Var(value) for value in values)
    c = a * a
    e = c * b
    g = c + e
    return [a, b, d, c, e, g, g * d]


def graphs(rng):
    """Yield both graphs, with numbers to put in."""
    for graph in (two_products, one_behind_the_other):
        yield graph, rng.standard_normal(3)


def backward_parts(backward, graph, values):
    """Return all gradients after one backward pass."""
    order = graph(values)
    backward(order)
    return {"gradients": np.array([node.grad for node in order], float)}


def backward_reference(order):
    """Run backward once, adding to what is there."""
    order[-1].grad = 1.0
    for node in reversed(order):
        for parent, derivative in zip(node.parents, node.local_derivatives, strict=True):
            parent.grad += node.grad * derivative


def backward_with(
    seed=lambda output: 1.0, walk=reversed, hand_on=lambda node, d: node.grad * d, add=True
):
    """Return a backward pass that differs from the right one in one place."""

    def backward(order):
        order[-1].grad = seed(order[-1])
        for node in walk(order):
            for parent, derivative in zip(node.parents, node.local_derivatives, strict=True):
                parent.grad = hand_on(node, derivative) + (parent.grad if add else 0.0)

    return backward


BACKWARD = CodeQuestion(
    "q3-9",
    "backward",
    backward_reference,
    graphs,
    [
        Misconception(
            "contributions overwrite each other",
            backward_with(add=False),
            "An object that is used twice receives twice.",
        ),
        Misconception(
            "the list is walked from its start",
            backward_with(walk=iter),
            "Which object has its gradient first?",
        ),
        Misconception(
            "the output is not seeded",
            backward_with(seed=lambda output: 0.0),
            "Nothing moves if the last object has gradient 0.",
        ),
        Misconception(
            "the output is seeded with its value",
            backward_with(seed=lambda output: output.value),
            "What is the derivative of the output with respect to itself?",
        ),
        Misconception(
            "the gradient that arrives from above is ignored",
            backward_with(hand_on=lambda node, derivative: derivative),
            "The chain rule has two factors.",
        ),
        Misconception(
            "the node's value is handed on instead of its gradient",
            backward_with(hand_on=lambda node, derivative: node.value * derivative),
            "What travels backward is the gradient.",
        ),
        Misconception(
            "the local derivative is added instead of multiplied",
            backward_with(hand_on=lambda node, derivative: node.grad + derivative),
            "Along a path, derivatives multiply.",
        ),
    ],
    probe=backward_parts,
    hint="Seed the last object, walk from the end, and add gradient times edge to each parent.",
)

AFTER_SECOND = ValueQuestion(
    "q3-10",
    "after_second",
    lambda gradients: 3 * gradients[:3],
    [
        Misconception(
            "the second call is thought to give the same again",
            lambda gradients: gradients[:3],
            "`+=` does not forget.",
        ),
        Misconception(
            "the gradients are thought to double",
            lambda gradients: 2 * gradients[:3],
            "What do c and e hold when they hand on for the second time?",
        ),
        Misconception(
            "f is thought to hold 2 in the second pass, and c and e to hold 3",
            lambda gradients: 4 * gradients[:3],
            "The seed is written with `=`, not with `+=`.",
        ),
        Misconception(
            "the gradients are thought to be cleared", lambda: np.zeros(3), "Who would clear them?"
        ),
    ],
    hint="Go through the second pass with a pencil: first f, then e and c, then a, b, d.",
)


def clear_parts(clear, graph, values):
    """Return all gradients after backward, clear, backward."""
    order = graph(values)
    backward_reference(order)
    clear(order)
    backward_reference(order)
    return {"gradients of the second pass": np.array([node.grad for node in order], float)}


def clear_where(condition):
    """Return a function that clears the gradients of the nodes that meet a condition."""

    def clear(order):
        for node in order:
            if condition(node, order):
                node.grad = 0.0

    return clear


def clear_edges(order):
    """Clear the edges as well."""
    for node in order:
        node.grad, node.local_derivatives = 0.0, (0.0,) * len(node.parents)


def clear_to_one(order):
    """Set all gradients to 1."""
    for node in order:
        node.grad = 1.0


def clear_to_none(order):
    """Set all gradients to None."""
    for node in order:
        node.grad = None


CLEAR = CodeQuestion(
    "q3-11",
    "clear",
    clear_where(lambda node, order: True),
    graphs,
    [
        Misconception(
            "only the leaves are cleared",
            clear_where(lambda node, order: not node.parents),
            "c and e hand on what they still hold.",
        ),
        Misconception(
            "only what has parents is cleared",
            clear_where(lambda node, order: bool(node.parents)),
            "The leaves add up as well.",
        ),
        Misconception(
            "nothing is cleared, or the output alone",
            clear_where(lambda node, order: node is order[-1]),
            "The output is the one that is seeded afresh anyway.",
        ),
        Misconception(
            "the local derivatives are cleared too",
            clear_edges,
            "The edges belong to the forward pass; the next backward needs them.",
        ),
        Misconception("gradients are set to 1", clear_to_one, "Only the output starts with 1."),
        Misconception(
            "gradients are set to None", clear_to_none, "backward adds a number to what is there."
        ),
    ],
    probe=clear_parts,
    hint="Which objects still hold something that the second pass would add to or hand on?",
)

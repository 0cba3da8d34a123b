"""The questions of notebook 3: automatic differentiation, tested on given parameters."""

import math

import numpy as np

from helpers.autodiff import Tensor, Var, topological_order
from helpers.exercises.questions import (
    CodeQuestion,
    Misconception,
    Table,
    ValueQuestion,
    WrittenQuestion,
)
from helpers.functions import relu, softmax
from helpers.losses import softmax_cross_entropy as softmax_cross_entropy_and_gradient

# Section 1: f = ab + ad with a = 2, b = 3, d = −4

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
            "the first contribution to a overwrites the second",
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

# Section 2: the engine


def edge(z, u):
    """Return what z says of ∂z/∂u: the sum over its edges to u."""
    pairs = zip(z.parents, z.local_derivatives, strict=True)
    return sum(derivative for parent, derivative in pairs if parent is u)


def binary_parts(operation, u, v):
    u, v = Var(u), Var(v)
    z = operation(u, v)
    return {"value": z.value, "∂z/∂u": edge(z, u), "∂z/∂v": edge(z, v)}


def unary_parts(operation, u):
    u = Var(u)
    z = operation(u)
    return {"value": z.value, "∂z/∂u": edge(z, u)}


def of(value, derivative):
    """Return the operation on one Var that has this value and this derivative."""
    return lambda u: Var(value(u.value), (u,), (derivative(u.value),))


def sigma(u):
    return 1 / (1 + math.exp(-u))


def pairs_of_numbers(rng):
    return [tuple(rng.standard_normal(2).tolist()) for _ in range(4)]


def numbers(rng):
    return [(number,) for number in rng.uniform(-2, 2, 4).tolist()]


def positive_numbers(rng):
    return [(number,) for number in rng.uniform(0.2, 3, 4).tolist()]


MULTIPLY = CodeQuestion(
    "q3-4",
    "multiply",
    lambda u, v: Var(u.value * v.value, (u, v), (v.value, u.value)),
    pairs_of_numbers,
    [
        Misconception(
            "each factor's derivative is that factor itself",
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
    a, b, d = (Var(value) for value in values)
    c, e = a * b, a * d
    return [a, b, d, c, e, c + e]


def one_behind_the_other(values):
    a, b, d = (Var(value) for value in values)
    c = a * a
    e = c * b
    g = c + e
    return [a, b, d, c, e, g, g * d]


def graphs(rng):
    for graph in (two_products, one_behind_the_other):
        yield graph, rng.standard_normal(3)


def backward_parts(backward, graph, values):
    order = graph(values)
    backward(order)
    return {"gradients": np.array([node.grad for node in order], float)}


def backward_reference(order):
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
    for node in order:
        node.grad, node.local_derivatives = 0.0, (0.0,) * len(node.parents)


def clear_to_one(order):
    for node in order:
        node.grad = 1.0


def clear_to_none(order):
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
            "only the output is cleared",
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

# Section 3: the order

WRONG_DA = ValueQuestion(
    "q3-12",
    "wrong_da",
    lambda: 4,
    [
        Misconception(
            "b is thought to wait for c",
            lambda: 36,
            "That is the right gradient. Here b has its turn before c.",
        ),
        Misconception(
            "only the path through c is followed",
            lambda: 32,
            "When c has its turn, b has handed on already, and does so only once.",
        ),
        Misconception(
            "what b holds in the end is taken for what a holds",
            lambda: 9,
            "b reaches 9. What did it hand on, and when?",
        ),
        Misconception(
            "the edge from a to b is left out",
            lambda: 1,
            "b hands on its gradient times the number on the edge to a.",
        ),
        Misconception(
            "a is thought to receive nothing",
            lambda: 0,
            "b does have something when its turn comes.",
        ),
    ],
    hint="Write down the four gradients after each turn, as in the table of a bank account.",
)


def order_parts(topological_order, layers, seed):
    output = random_graph(layers, seed)
    order = list(topological_order(output))
    place = {id(node): index for index, node in reversed(list(enumerate(order)))}
    early = sum(
        place.get(id(parent), -1) > index
        for index, node in enumerate(order)
        for parent in node.parents
    )
    return {
        "the number of objects in the list": len(order),
        "the number of different objects": len(place),
        "the number of parents that come after their user": early,
        "whether the output is the last": bool(order) and order[-1] is output,
    }


def random_graph(n, seed):
    """Return the last of n Vars; each uses the one before it and an earlier one."""
    choose = np.random.default_rng(seed)
    nodes = [Var(1.0), Var(2.0)]
    while len(nodes) < n:
        pair = nodes[-1], nodes[choose.integers(len(nodes))]
        u, v = pair if choose.integers(2) else pair[::-1]
        nodes.append(u + v)
    return nodes[-1]


def random_graphs(rng):
    return [(n, int(rng.integers(1000))) for n in (2, 3, 8, 14)]


def by_path(output):
    order = [node for parent in output.parents for node in by_path(parent)]
    return [*order, output]


def users_first(output):
    order, seen = [], set()

    def visit(node):
        if id(node) not in seen:
            seen.add(id(node))
            order.append(node)
            for parent in node.parents:
                visit(parent)

    visit(output)
    return order


def breadth_first(output):
    order, seen = [output], {id(output)}
    for node in order:
        for parent in node.parents:
            if id(parent) not in seen:
                seen.add(id(parent))
                order.append(parent)
    return order[::-1]


ORDER = CodeQuestion(
    "q3-13",
    "topological_order",
    topological_order,
    random_graphs,
    [
        Misconception(
            "an object is listed once for every path to it",
            by_path,
            "Remember which objects you have dealt with, by their id.",
        ),
        Misconception(
            "an object is listed before its parents are dealt with",
            users_first,
            "Append after the parents, not before them.",
        ),
        Misconception(
            "the order is that of distance from the output, reversed",
            breadth_first,
            "An object can be near the output on one path and far on another.",
        ),
        Misconception(
            "users come first in the list",
            lambda output: topological_order(output)[::-1],
            "The output is the last of the list; backward will walk it from its end.",
        ),
        Misconception(
            "the output is left out",
            lambda output: topological_order(output)[:-1],
            "The output belongs to the list too.",
        ),
        Misconception(
            "only the output's own parents are visited",
            lambda output: [*dict.fromkeys(output.parents), output],
            "The parents have parents.",
        ),
        Misconception(
            "the leaves are left out",
            lambda output: [node for node in topological_order(output) if node.parents],
            "The leaves are the ones whose gradient we want.",
        ),
    ],
    probe=order_parts,
    hint="visit(node): if it is new, visit its parents, then append it.",
)

PATHS = CodeQuestion(
    "q3-14",
    "path_calls",
    lambda n: 2**n - 1,
    lambda rng: [(n,) for n in (1, 2, 3, 10, 19, int(rng.integers(4, 30)))],
    [
        Misconception(
            "only the calls that reach x₀ are counted",
            lambda n: 2 ** (n - 1),
            "push is called on the objects on the way too.",
        ),
        Misconception(
            "every object is thought to be visited once", lambda n: n, "Count n = 3 on paper."
        ),
        Misconception(
            "each edge is thought to cost one call", lambda n: 2 * n - 1, "Count n = 3 on paper."
        ),
        Misconception("the first call is counted twice", lambda n: 2**n, "Count n = 1 on paper."),
        Misconception("the first call is not counted", lambda n: 2**n - 2, "Count n = 1 on paper."),
        Misconception("the growth is taken to be quadratic", lambda n: n**2, "Count n = 4, 5."),
    ],
    hint="How many calls does each call on one object cause on the object before it?",
)

# Section 4: finite differences


def mixture(x):
    return (x[0] * x[1]).tanh() + x[1].exp() * x[2] + x[0] * x[2] * x[2]


def points(rng):
    return [(mixture, rng.uniform(-1, 1, 3).tolist(), h) for h in (1e-3, 1e-2, 1e-1)]


def value_at(f, values, i, step):
    moved = list(values)
    moved[i] += step
    return f([Var(x) for x in moved]).value


def numerical_with(formula):
    """Return a numerical gradient from formula(f at a step along i, h)."""

    def numerical_gradient(f, values, h=1e-5):
        return [
            formula(lambda step, i=i: value_at(f, values, i, step), h) for i in range(len(values))
        ]

    return numerical_gradient


def never_put_back(f, values, h=1e-5):
    x, gradient = list(values), []
    for i in range(len(x)):
        x[i] += h
        up = f([Var(v) for v in x]).value
        x[i] -= 2 * h
        gradient.append((up - f([Var(v) for v in x]).value) / (2 * h))
    return gradient


def all_at_once(f, values, h=1e-5):
    up, down = (f([Var(x + step) for x in values]).value for step in (h, -h))
    return [(up - down) / (2 * h)] * len(values)


NUMERICAL = CodeQuestion(
    "q3-15",
    "numerical_gradient",
    numerical_with(lambda at, h: (at(h) - at(-h)) / (2 * h)),
    points,
    [
        Misconception(
            "the difference is divided by h although it spans 2h",
            numerical_with(lambda at, h: (at(h) - at(-h)) / h),
            "How far apart are the two points?",
        ),
        Misconception(
            "the forward difference is used",
            numerical_with(lambda at, h: (at(h) - at(0)) / h),
            "The central difference looks to both sides.",
        ),
        Misconception(
            "the backward difference is used",
            numerical_with(lambda at, h: (at(0) - at(-h)) / h),
            "The central difference looks to both sides.",
        ),
        Misconception(
            "it is not divided by the step",
            numerical_with(lambda at, h: at(h) - at(-h)),
            "A slope is a difference divided by a distance.",
        ),
        Misconception(
            "the sign is the other way round",
            numerical_with(lambda at, h: (at(-h) - at(h)) / (2 * h)),
            "Up minus down.",
        ),
        Misconception(
            "a number that was moved is not put back",
            never_put_back,
            "When the second number is moved, the first must be in its place again.",
        ),
        Misconception(
            "all numbers are moved at once", all_at_once, "One partial derivative at a time."
        ),
    ],
    hint="For each i: f at values with x_i + h, minus f at values with x_i − h, over 2h.",
)

# Section 5: a network of scalars


def variables(array):
    """Return nested lists of Vars, or one Var for a number."""
    return [variables(part) for part in array] if np.ndim(array) else Var(array)


def dense_reference(W, b, x, activation):
    return [
        activation(sum(w * x_i for w, x_i in zip(row, x, strict=True)) + b_j)
        for row, b_j in zip(W, b, strict=True)
    ]


def dense_parts(dense, W, b, x):
    W = variables(W)
    z = list(dense(W, variables(b), variables(x), Var.tanh))
    sum(z_j * (j + 1.5) for j, z_j in enumerate(z)).backward()
    return {
        "z": np.array([z_j.value for z_j in z]),
        "∂L/∂W": np.array([[w.grad for w in row] for row in W]),
    }


def dense_cases(rng):
    for units, inputs in ((1, 1), (3, 3), (4, 2), (2, 5)):
        yield rng.normal(size=(units, inputs)), rng.normal(size=units), rng.normal(size=inputs)


def transposed(W):
    return [list(column) for column in zip(*W, strict=True)]


def without_bias(W, b, x, activation):
    return dense_reference(W, [Var(0)] * len(b), x, activation)


def without_activation(W, b, x, activation):
    return dense_reference(W, b, x, lambda a: a)


def with_transposed_weights(W, b, x, activation):
    return dense_reference(transposed(W), b, x, activation)


def bias_outside(W, b, x, activation):
    z = dense_reference(W, [Var(0)] * len(b), x, activation)
    return [z_j + b_j for z_j, b_j in zip(z, b, strict=True)]


def bias_in_every_term(W, b, x, activation):
    return dense_reference(W, [b_j * len(x) for b_j in b], x, activation)


def bias_of_the_first(W, b, x, activation):
    return dense_reference(W, [b[0]] * len(b), x, activation)


def activation_of_each_term(W, b, x, activation):
    return [
        sum(activation(w * x_i) for w, x_i in zip(row, x, strict=True)) + b_j
        for row, b_j in zip(W, b, strict=True)
    ]


def without_last_unit(W, b, x, activation):
    return dense_reference(W[:-1], b[:-1], x, activation)


def values_only(W, b, x, activation):
    z = dense_reference(W, b, x, activation)
    return [Var(z_j.value) for z_j in z]


DENSE = CodeQuestion(
    "q3-16",
    "dense",
    dense_reference,
    dense_cases,
    [
        Misconception("the bias is missing", without_bias, "Every unit adds its b_j."),
        Misconception(
            "the activation is missing", without_activation, "Look at the last argument."
        ),
        Misconception(
            "W is read by columns", with_transposed_weights, "Row j of W belongs to unit j."
        ),
        Misconception(
            "the bias is added after the activation",
            bias_outside,
            "The activation acts on the whole sum.",
        ),
        Misconception(
            "the bias is added once for each input",
            bias_in_every_term,
            "The bias stands outside the sum over i.",
        ),
        Misconception(
            "all units use the first bias", bias_of_the_first, "Unit j has its own bias b_j."
        ),
        Misconception(
            "the activation acts on each term of the sum",
            activation_of_each_term,
            "First the sum over i, then the activation, once for each unit.",
        ),
        Misconception(
            "plain values are taken, so that the graph is cut",
            values_only,
            "Work with the Vars themselves; `.value` forgets where a number came from.",
        ),
    ],
    probe=dense_parts,
    hint="One entry for each row of W: activation(sum of products + that row's bias).",
)


def in_numpy_floats(W, b, x, activation):
    z = dense_reference(W, b, x, activation)
    for z_j in z:
        z_j.value = np.float64(z_j.value)
    return z


FAULTY_LAYERS = (
    without_bias,
    without_activation,
    with_transposed_weights,
    bias_outside,
    bias_in_every_term,
    bias_of_the_first,
    without_last_unit,
)


def notices(test, layer):
    """Return whether a test rejects a layer."""
    try:
        test(layer)
    except Exception:  # a layer that makes the test crash has been noticed too
        return True
    return False


def accepts(test, layer):
    try:
        test(layer)
    except AssertionError:
        return False
    return True


def test_parts(test):
    return {
        "the verdict on a right layer": accepts(test, dense_reference),
        "the verdict on a right layer with numbers of type np.float64": accepts(
            test, in_numpy_floats
        ),
        "the list of wrong layers that the test notices": np.array(
            [notices(test, layer) for layer in FAULTY_LAYERS]
        ),
    }


def layer_test(
    W=((0.1, 0.3), (-0.2, 0.4)), b=(0.5, -0.6), x=(2, -1), f=Var.tanh, verdict=np.allclose
):
    """Return a test of a layer on these numbers."""

    def test_dense(dense):
        z = [z_j.value for z_j in dense(variables(W), variables(b), variables(x), f)]
        a = np.asarray(W) @ x + b
        assert verdict(z, np.tanh(a) if f is Var.tanh else a)

    return test_dense


def never_asserts(dense):
    dense(variables([[0.1]]), variables([0.5]), variables([2]), Var.tanh)


def right_and_of_type_float(z, expected):
    return all(type(value) is float for value in z) and np.allclose(z, expected)


TEST_DENSE = CodeQuestion(
    "q3-17",
    "test_dense",
    layer_test(),
    lambda rng: [()],
    [
        Misconception(
            "the test compares, and asserts nothing",
            never_asserts,
            "What happens in your test if the numbers differ?",
        ),
        Misconception(
            "only the number of outputs is tested",
            layer_test(verdict=lambda z, expected: len(z) == len(expected)),
            "Compare the numbers too.",
        ),
        Misconception(
            "numbers are asked to be of type float, so np.float64 is refused",
            layer_test(verdict=right_and_of_type_float),
            "Compare values with math.isclose; let types be.",
        ),
        Misconception(
            "the biases of the test are zero",
            layer_test(b=(0.0, 0.0)),
            "A layer that forgets its bias passes your test.",
        ),
        Misconception(
            "the weights of the test are symmetric",
            layer_test(W=((0.1, 0.3), (0.3, 0.4))),
            "A layer that reads W by columns passes your test.",
        ),
        Misconception(
            "the test uses the identity, so a missing activation goes unnoticed",
            layer_test(f=lambda a: a),
            "Use an activation that changes its argument.",
        ),
        Misconception(
            "the test has one unit with one input",
            layer_test(W=((0.1,),), b=(0.5,), x=(2,)),
            "Rows and columns, and sums, show only with more.",
        ),
        Misconception(
            "both units have the same bias",
            layer_test(b=(0.5, 0.5)),
            "A layer that uses the first bias everywhere passes your test.",
        ),
    ],
    probe=test_parts,
    hint="Choose weights, biases and inputs that are all different and not zero.",
)


def glorot_or_he(n_in, n_out, activation):
    return 2 / (n_in + n_out) if activation == "tanh" else 2 / n_in


def weights_with(std, mean=lambda s: 0.0):
    """Return initial weights of standard deviation std(n_in, n_out, activation)."""

    def initial_weights(n_in, n_out, activation, rng):
        s = std(n_in, n_out, activation)
        return rng.normal(mean(s), s, size=(n_out, n_in))

    return initial_weights


def std_as_mean(n_in, n_out, activation, rng):
    return rng.normal(math.sqrt(glorot_or_he(n_in, n_out, activation)), size=(n_out, n_in))


def transposed_weights(n_in, n_out, activation, rng):
    std = math.sqrt(glorot_or_he(n_in, n_out, activation))
    return rng.normal(0.0, std, size=(n_in, n_out))


def weights_parts(initial_weights, n_in, n_out, activation, seed):
    """Mean and variance, taken to be exact if they are so up to the scatter of the sample."""
    W = np.asarray(initial_weights(n_in, n_out, activation, np.random.default_rng(seed)))
    variance = glorot_or_he(n_in, n_out, activation)
    mean_is_right = abs(W.mean()) < 5 * math.sqrt(variance / W.size)
    variance_is_right = abs(W.var() / variance - 1) < 5 * math.sqrt(2 / W.size)
    return {
        "the shape of W": W.shape,
        "the mean": 0.0 if mean_is_right else W.mean(),
        "the variance": variance if variance_is_right else W.var(),
    }


def weight_sizes(rng):
    for n_in, n_out, activation in ((300, 100, "tanh"), (300, 100, "relu"), (120, 400, "relu")):
        yield n_in, n_out, activation, int(rng.integers(1000))


WEIGHTS = CodeQuestion(
    "q3-18",
    "initial_weights",
    weights_with(lambda *sizes: math.sqrt(glorot_or_he(*sizes))),
    weight_sizes,
    [
        Misconception(
            "the standard deviation is passed where the mean belongs",
            std_as_mean,
            "The first argument of rng.normal is the mean, the second the standard deviation.",
        ),
        Misconception(
            "the variance is taken for the standard deviation",
            weights_with(glorot_or_he),
            "rng.normal takes the standard deviation.",
        ),
        Misconception(
            "fan-in and fan-out are swapped for ReLU",
            weights_with(
                lambda n_in, n_out, f: math.sqrt(2 / (n_in + n_out if f == "tanh" else n_out))
            ),
            "A unit adds up n_in terms.",
        ),
        Misconception(
            "Glorot's variance is used for ReLU too",
            weights_with(lambda n_in, n_out, f: math.sqrt(2 / (n_in + n_out))),
            "ReLU throws away half of the signal's energy.",
        ),
        Misconception(
            "He's variance is used for tanh too",
            weights_with(lambda n_in, n_out, f: math.sqrt(2 / n_in)),
            "Look at the two formulas again.",
        ),
        Misconception(
            "the two activations are swapped",
            weights_with(
                lambda n_in, n_out, f: math.sqrt(2 / (n_in + n_out if f == "relu" else n_in))
            ),
            "Which of the two makes up for a lost half?",
        ),
        Misconception(
            "the factor 2 is missing",
            weights_with(lambda *sizes: math.sqrt(glorot_or_he(*sizes) / 2)),
            "Look at the numerators.",
        ),
        Misconception(
            "mean and standard deviation are the same number",
            weights_with(lambda *sizes: math.sqrt(glorot_or_he(*sizes)), mean=lambda s: s),
            "The mean is 0.",
        ),
        Misconception(
            "the shape is (n_in, n_out)", transposed_weights, "W has one row for each unit."
        ),
        Misconception(
            "the weights are standard normal, of variance 1",
            weights_with(lambda *sizes: 1.0),
            "The variance depends on the layer's size.",
        ),
    ],
    probe=weights_parts,
    hint="Compute the variance first, take its root, and name the arguments of rng.normal.",
)

# Section 6: cross-entropy


def cross_entropy_with(formula):
    """Return a cross-entropy of Vars; formula takes the logits, k and the largest value."""
    return lambda logits, k: formula(logits, k, max(a.value for a in logits))


def log_sum(logits, m):
    return sum((a - m).exp() for a in logits).log()


def cross_entropy_parts(cross_entropy, logits, k):
    logits = variables(logits)
    loss = cross_entropy(logits, k)
    loss.backward()
    return {"the loss": loss.value, "its gradient": np.array([a.grad for a in logits])}


def logit_cases(rng):
    for size, classes in ((1, 3), (3, 5), (1000, 4), (-1000, 3)):
        logits = size + rng.normal(size=classes)
        yield logits.tolist(), int(rng.integers(classes))


def log_of_softmax(logits, k, m):
    shifted = [(a - m).exp() for a in logits]
    return -(shifted[k] / sum(shifted)).log()


CROSS_ENTROPY = CodeQuestion(
    "q3-19",
    "cross_entropy",
    cross_entropy_with(lambda logits, k, m: log_sum(logits, m) + m - logits[k]),
    lambda rng: [*logit_cases(rng), ([800.0, -800.0, 3.0], 1)],
    [
        Misconception(
            "large logits overflow",
            cross_entropy_with(lambda logits, k, m: log_sum(logits, 0.0) - logits[k]),
            "Take the largest logit out of the exponents.",
        ),
        Misconception(
            "the logarithm of a probability is taken that has become 0",
            cross_entropy_with(log_of_softmax),
            "Simplify log(e^x / S) on paper before you compute.",
        ),
        Misconception(
            "m is subtracted in the exponents and not added again",
            cross_entropy_with(lambda logits, k, m: log_sum(logits, m) - logits[k]),
            "log Σ exp(a − m) is smaller than log Σ exp(a) by m.",
        ),
        Misconception(
            "the sign is the other way round",
            cross_entropy_with(lambda logits, k, m: logits[k] - log_sum(logits, m) - m),
            "A loss of this kind is never negative.",
        ),
        Misconception(
            "the logit of the true class is not subtracted",
            cross_entropy_with(lambda logits, k, m: log_sum(logits, m) + m),
            "The formula has a second term.",
        ),
        Misconception(
            "the probability itself is returned",
            cross_entropy_with(lambda logits, k, m: (logits[k] - m - log_sum(logits, m)).exp()),
            "The loss is minus the logarithm of it.",
        ),
        Misconception(
            "the smallest logit is taken out instead of the largest",
            lambda logits, k: (
                log_sum(logits, min(a.value for a in logits))
                + min(a.value for a in logits)
                - logits[k]
            ),
            "Which choice makes all exponents zero or negative?",
        ),
        Misconception(
            "the true class is taken to be the one with the largest logit",
            cross_entropy_with(
                lambda logits, k, m: log_sum(logits, m) + m - max(logits, key=lambda a: a.value)
            ),
            "The true class is given: k.",
        ),
    ],
    probe=cross_entropy_parts,
    hint="m + log Σ exp(a_j − m) − a_k.",
)

# Section 7: data


def scaled(part, by):
    return (part - by.mean()) / by.std()


def samples(rng):
    for N in (3, 5, 20):
        yield tuple(
            rng.normal(rng.normal(), rng.uniform(1.5, 3), size) for size in (N, N + 1, N - 1)
        )


STANDARDISE = CodeQuestion(
    "q3-20",
    "standardise",
    lambda *parts: tuple(scaled(part, parts[0]) for part in parts),
    samples,
    [
        Misconception(
            "mean and standard deviation are those of all points",
            lambda *parts: tuple(scaled(part, np.concatenate(parts)) for part in parts),
            "What is known of the test points when training starts?",
        ),
        Misconception(
            "each part is scaled by its own statistics",
            lambda *parts: tuple(scaled(part, part) for part in parts),
            "The same x must mean the same to the network, whatever part it is in.",
        ),
        Misconception(
            "it is divided by the variance",
            lambda *parts: tuple((part - parts[0].mean()) / parts[0].var() for part in parts),
            "Which of the two has the unit of x?",
        ),
        Misconception(
            "the mean is not subtracted",
            lambda *parts: tuple(part / parts[0].std() for part in parts),
            "Shift first, then scale.",
        ),
        Misconception(
            "it is not divided by the standard deviation",
            lambda *parts: tuple(part - parts[0].mean() for part in parts),
            "Shift first, then scale.",
        ),
        Misconception(
            "only the training points are standardised",
            lambda *parts: (scaled(parts[0], parts[0]), *parts[1:]),
            "The network expects all its inputs on the same scale.",
        ),
        Misconception(
            "the points are scaled to the range 0 to 1",
            lambda *parts: tuple((part - parts[0].min()) / np.ptp(parts[0]) for part in parts),
            "Mean 0 and standard deviation 1 are asked for.",
        ),
        Misconception(
            "training and validation points together make the statistics",
            lambda *parts: tuple(scaled(part, np.concatenate(parts[:2])) for part in parts),
            "The validation set is there to play the unknown.",
        ),
    ],
    returns=("training", "validation", "test"),
    hint="Two numbers, both from one of the three parts, used for all three.",
)


def choosing(by, report):
    """Return a rule: keep the model with the least of one loss, report another of its losses."""

    def choose(*losses):
        best = int(np.argmin(losses[by]))
        return best, losses[report][best]

    return choose


TRAINING, VALIDATION, TEST = range(3)


def loss_lists(rng):
    """Each list has its least loss at another model."""
    for n in (3, 4, 6):
        losses = rng.uniform(0.2, 1, (3, n))
        losses[range(3), rng.permutation(n)[:3]] = rng.uniform(0.05, 0.1, 3)
        yield tuple(losses.tolist())


CHOOSE = CodeQuestion(
    "q3-21",
    "choose",
    choosing(VALIDATION, TEST),
    loss_lists,
    [
        Misconception(
            "the model is chosen by its training loss",
            choosing(TRAINING, TEST),
            "Over-fitting makes the training loss small too.",
        ),
        Misconception(
            "the model is chosen by its test loss",
            choosing(TEST, TEST),
            "If the test set decides, it is no longer a test.",
        ),
        Misconception(
            "the loss that was used for choosing is reported",
            choosing(VALIDATION, VALIDATION),
            "The least of several numbers is too good on average.",
        ),
        Misconception(
            "the training loss is reported",
            choosing(VALIDATION, TRAINING),
            "What is to be expected on points that it has not seen?",
        ),
        Misconception(
            "chosen and reported by the training loss",
            choosing(TRAINING, TRAINING),
            "The training points are known by heart.",
        ),
        Misconception(
            "the largest validation loss is chosen",
            lambda *losses: (
                int(np.argmax(losses[VALIDATION])),
                losses[TEST][int(np.argmax(losses[VALIDATION]))],
            ),
            "A loss should be small.",
        ),
        Misconception(
            "the least test loss is reported, of whichever model",
            lambda *losses: (int(np.argmin(losses[VALIDATION])), min(losses[TEST])),
            "Report the loss of the model that you keep.",
        ),
    ],
    returns=("the index", "the loss to report"),
    hint="One set decides; another one, untouched until now, gives the number.",
)

# Section 8: arrays


def matrices(rng):
    for N, D, M in ((1, 3, 2), (4, 4, 4), (2, 5, 3), (6, 2, 4)):
        yield rng.normal(size=(N, M)), rng.normal(size=(N, D)), rng.normal(size=(D, M))


MATMUL = CodeQuestion(
    "q3-22",
    "matmul_pullback",
    lambda g, U, V: (g @ V.T, U.T @ g),
    matrices,
    [
        Misconception(
            "V is not transposed in the first",
            lambda g, U, V: (g @ V, U.T @ g),
            "∂L/∂U must have the shape of U.",
        ),
        Misconception(
            "U is not transposed in the second",
            lambda g, U, V: (g @ V.T, U @ g),
            "∂L/∂V must have the shape of V.",
        ),
        Misconception(
            "the two gradients are swapped",
            lambda g, U, V: (U.T @ g, g @ V.T),
            "First that of U, then that of V.",
        ),
        Misconception(
            "the second comes out transposed",
            lambda g, U, V: (g @ V.T, g.T @ U),
            "∂L/∂V must have the shape of V.",
        ),
        Misconception(
            "the gradient that arrives is ignored",
            lambda g, U, V: (np.ones_like(g) @ V.T, U.T @ np.ones_like(g)),
            "g says how much each entry of Z matters.",
        ),
        Misconception(
            "the mean over samples is taken",
            lambda g, U, V: (g @ V.T, U.T @ g / len(g)),
            "If the loss is a mean, 1/N is in g already.",
        ),
    ],
    returns=("∂L/∂U", "∂L/∂V"),
    hint="Only one product of g and V has the shape of U.",
)


def relu_cases(rng):
    for shape in ((1, 3), (4, 4), (2, 7)):
        yield rng.normal(size=shape), relu(rng.normal(size=shape))


RELU = CodeQuestion(
    "q3-23",
    "relu_pullback",
    lambda g, z: g * (z > 0),
    relu_cases,
    [
        Misconception(
            "the mask is taken with >= from the output",
            lambda g, z: g * (z >= 0),
            "An output of ReLU is never negative: is your mask ever False?",
        ),
        Misconception(
            "the gradient is multiplied by z instead of by the slope",
            lambda g, z: g * z,
            "The slope of ReLU is 0 or 1.",
        ),
        Misconception(
            "g is ignored", lambda g, z: (z > 0) * 1.0, "The chain rule has two factors."
        ),
        Misconception(
            "the gradient is passed through a ReLU",
            lambda g, z: np.maximum(g, 0),
            "The mask belongs to z; a gradient may well be negative.",
        ),
        Misconception(
            "g and z are both made positive",
            lambda g, z: np.maximum(g, 0) * (z > 0),
            "A gradient may well be negative.",
        ),
        Misconception(
            "the mask is the wrong way round",
            lambda g, z: g * (z <= 0),
            "Where does ReLU let a signal through?",
        ),
        Misconception(
            "the derivative where z = 0 is taken to be ½",
            lambda g, z: g * ((z > 0) + 0.5 * (z == 0)),
            "All units that are asleep have z = 0. And here the derivative at 0 is 0.",
        ),
    ],
    hint="Where z is positive g passes unchanged, elsewhere nothing passes.",
)


def unbroadcast_reference(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for axis, n in enumerate(shape):
        if n == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g


def unbroadcast_with(reduce):
    """Return unbroadcast with another reduction than the sum."""

    def unbroadcast(g, shape):
        while g.ndim > len(shape):
            g = reduce(g, axis=0)
        for axis, n in enumerate(shape):
            if n == 1:
                g = reduce(g, axis=axis, keepdims=True)
        return g

    return unbroadcast


def first_of(g, axis, keepdims=False):
    return g.take([0] if keepdims else 0, axis=axis)


def only_new_axes(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    return g


def only_stretched_axes(g, shape):
    for axis, n in enumerate(shape):
        if n == 1 and g.ndim == len(shape):
            g = g.sum(axis=axis, keepdims=True)
    return g


def axis_lost(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    stretched = tuple(axis for axis, n in enumerate(shape) if n == 1 and g.shape[axis] != 1)
    return g.sum(axis=stretched)


def broadcast_cases(rng):
    pairs = (
        ((5, 3), (3,)),
        ((5, 3), (5, 1)),
        ((4, 3), (1, 3)),
        ((4, 3), (4, 3)),
        ((2, 4, 3), (4, 1)),
        ((5, 3), ()),
        ((1, 3), (3,)),
    )
    return [(rng.normal(size=big), small) for big, small in pairs]


UNBROADCAST = CodeQuestion(
    "q3-24",
    "unbroadcast",
    unbroadcast_reference,
    broadcast_cases,
    [
        Misconception(
            "the mean is taken in place of the sum",
            unbroadcast_with(np.mean),
            "An object that is used N times receives N contributions.",
        ),
        Misconception(
            "one of the copies is taken",
            unbroadcast_with(first_of),
            "All copies receive something, and it is one object.",
        ),
        Misconception(
            "axes of length 1 are forgotten",
            only_new_axes,
            "Try (5, 3) back to (5, 1).",
        ),
        Misconception(
            "axes that the array did not have are forgotten",
            only_stretched_axes,
            "Try (5, 3) back to (3,).",
        ),
        Misconception(
            "axes of length 1 are summed away instead of kept",
            axis_lost,
            "The result must have exactly the given shape: look up keepdims.",
        ),
        Misconception(
            "everything is summed, whatever the shape",
            lambda g, shape: np.full(shape, g.sum()),
            "Sum only over the axes along which it was repeated.",
        ),
        Misconception(
            "the sum is always over the first axis",
            lambda g, shape: g.sum(axis=0),
            "Try (5, 3) back to (5, 1).",
        ),
        Misconception(
            "the gradient is only reshaped",
            lambda g, shape: np.resize(g, shape),
            "Numbers must be added, not dropped.",
        ),
    ],
    hint="First the axes in front that shape does not have, then those where it has length 1.",
)

# Section 9: the test

SHAPE = ValueQuestion(
    "q3-25",
    "shape",
    lambda: np.array([200, 200]),
    [
        Misconception(
            "one difference per pair is expected",
            lambda: np.array([200, 1]),
            "NumPy lines shapes up from the right: 1 against 200, then 200 against nothing.",
        ),
        Misconception(
            "the result is thought to lie down",
            lambda: np.array([1, 200]),
            "NumPy lines shapes up from the right: 1 against 200, then 200 against nothing.",
        ),
    ],
    hint="NumPy lines shapes up from the right, and repeats along axes of length 1.",
)

SIZES = ((2, 3, 4), (2, 10, 10), (3, 5, 4))


def random_parameters(rng, n_in, first, second):
    shapes = {"w1": (first, n_in), "b1": (first,), "w2": (second, first), "b2": (second,)}
    shapes |= {"w3": (1, second), "b3": (1,)}
    return {key: rng.normal(size=shape) / math.sqrt(shape[-1]) for key, shape in shapes.items()}


def tensors(parameters):
    return {key: Tensor(array) for key, array in parameters.items()}


def predict_with(
    hidden=(Tensor.relu, Tensor.relu), last=lambda a: a, bias=(1, 1, 1), cut=lambda z: z
):
    """Return the forward pass of the 2-10-10-1 network, or of one that is like it."""

    def predict(p, X):
        z1 = hidden[0](X @ p["w1"].T + p["b1"] * bias[0])
        z2 = hidden[1](cut(z1) @ p["w2"].T + p["b2"] * bias[1])
        return last(z2 @ p["w3"].T + p["b3"] * bias[2])

    return predict


def untransposed(p, X):
    z1 = (X @ p["w1"] + p["b1"]).relu()
    z2 = (z1 @ p["w2"] + p["b2"]).relu()
    return z2 @ p["w3"] + p["b3"]


def second_untransposed(p, X):
    z1 = (X @ p["w1"].T + p["b1"]).relu()
    z2 = (z1 @ p["w2"] + p["b2"]).relu()
    return z2 @ p["w3"].T + p["b3"]


def same_tensor(z):
    return z


forward = predict_with()


def predict_cases(rng):
    for N, sizes in zip((5, 10, 1), SIZES, strict=True):
        parameters, X = random_parameters(rng, *sizes), rng.normal(size=(N, sizes[0]))
        if N > 1:  # outputs of both signs, so that a ReLU on them shows
            parameters["b3"] -= forward(tensors(parameters), X).value.mean(axis=0)
        yield parameters, X, rng.normal(size=(N, 1))


def predict_parts(predict, parameters, X, cotangent):
    p = tensors(parameters)
    y = predict(p, X)
    parts = {"ŷ": y.value}
    (y * cotangent).sum().backward()
    return parts | {f"∂L/∂{key}": tensor.grad for key, tensor in p.items() if key[0] == "w"}


PREDICT = CodeQuestion(
    "q3-26",
    "predict",
    forward,
    predict_cases,
    [
        Misconception(
            "the output goes through a ReLU too",
            predict_with(last=Tensor.relu),
            "The output is linear: targets may be negative.",
        ),
        Misconception(
            "the second ReLU is missing",
            predict_with(hidden=(Tensor.relu, same_tensor)),
            "Both hidden layers have one.",
        ),
        Misconception(
            "the first ReLU is missing",
            predict_with(hidden=(same_tensor, Tensor.relu)),
            "Both hidden layers have one.",
        ),
        Misconception(
            "there is no ReLU at all",
            predict_with(hidden=(same_tensor, same_tensor)),
            "Without it, three layers are one.",
        ),
        Misconception(
            "tanh is used",
            predict_with(hidden=(Tensor.tanh, Tensor.tanh)),
            "The file's network has ReLU.",
        ),
        Misconception(
            "the biases are missing",
            predict_with(bias=(0, 0, 0)),
            "Every layer adds its bias.",
        ),
        Misconception(
            "the output's bias is missing",
            predict_with(bias=(1, 1, 0)),
            "Every layer adds its bias.",
        ),
        Misconception(
            "the weights are not transposed",
            untransposed,
            "Rows of W belong to units, rows of X to samples.",
        ),
        Misconception(
            "w2 is not transposed",
            second_untransposed,
            "w2 is square here: a missing transpose raises no error.",
        ),
        Misconception(
            "the graph is cut between the layers",
            predict_with(cut=lambda z: Tensor(z.value)),
            "`.value` forgets where the numbers came from: stay with Tensors.",
        ),
    ],
    probe=predict_parts,
    hint="Three times: times W transposed, plus b; the first two times through relu.",
)


def first_pair_with(loss=lambda error: (0.5 * error**2).sum(), pair=slice(0, 1), sign=1):
    """Return the gradients for the first pair, or something like them."""

    def first_pair_gradients(predict, parameters, inputs, targets):
        p = tensors(parameters)
        error = predict(p, inputs[pair]) - targets[pair, None]
        loss(error).backward()
        return sign * p["w1"].grad, sign * p["b1"].grad

    return first_pair_gradients


def gradient_of_output(predict, parameters, inputs, targets):
    p = tensors(parameters)
    predict(p, inputs[:1]).backward()
    return p["w1"].grad, p["b1"].grad


def transposed_gradient(predict, parameters, inputs, targets):
    dw1, db1 = first_pair_with()(predict, parameters, inputs, targets)
    return dw1.T, db1


def last_layer_instead(predict, parameters, inputs, targets):
    p = tensors(parameters)
    error = predict(p, inputs[:1]) - targets[:1, None]
    (0.5 * error**2).sum().backward()
    return p["w3"].grad, p["b3"].grad


def data_cases(rng):
    for N, sizes in zip((4, 10, 6), SIZES, strict=True):
        parameters = random_parameters(rng, *sizes)
        yield forward, parameters, rng.normal(size=(N, sizes[0])), rng.normal(size=N)


FIRST = CodeQuestion(
    "q3-27",
    "first_pair_gradients",
    first_pair_with(),
    data_cases,
    [
        Misconception(
            "the factor ½ is missing in the loss",
            first_pair_with(lambda error: (error**2).sum()),
            "The loss is half the squared error.",
        ),
        Misconception(
            "the gradient is the mean over all pairs",
            first_pair_with(lambda error: (0.5 * error**2).mean(), slice(None)),
            "The first pair alone is asked for.",
        ),
        Misconception(
            "the gradient is the sum over all pairs",
            first_pair_with(lambda error: (0.5 * error**2).sum(), slice(None)),
            "The first pair alone is asked for.",
        ),
        Misconception(
            "the second pair is taken",
            first_pair_with(pair=slice(1, 2)),
            "Python counts from 0.",
        ),
        Misconception(
            "the output is differentiated, not the loss",
            gradient_of_output,
            "Call backward on the loss.",
        ),
        Misconception(
            "the error is differentiated without its square",
            first_pair_with(lambda error: (0.5 * error).sum()),
            "The loss is half the *squared* error.",
        ),
        Misconception(
            "the sign is the other way round",
            first_pair_with(sign=-1),
            "The gradient points uphill; the step, later, goes down.",
        ),
        Misconception("dW1 is transposed", transposed_gradient, "dW1 has the shape of w1."),
        Misconception(
            "the gradients of the last layer are returned",
            last_layer_instead,
            "The first layer's are asked for.",
        ),
    ],
    returns=("dW1", "db1"),
    hint="Tensors, forward for one row, the loss, backward, then two .grad.",
)


def epochs_with(
    loss=lambda error: (0.5 * error**2).mean(),
    step=lambda tensor, rate: tensor.value - rate * tensor.grad,
    column=lambda targets: targets[:, None],
    keep=slice(None),
):
    """Return the losses of full-batch gradient descent, or of something like it."""

    def mean_losses(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
        p, losses = tensors(parameters), []
        for _ in range(epochs + 1):
            value = loss(predict(p, inputs) - column(targets))
            losses.append(float(value.value))
            value.backward()
            for tensor in p.values():
                tensor.value = step(tensor, learning_rate)
        return losses[keep]

    return mean_losses


def losses_of_single_steps(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    p, losses = tensors(parameters), []
    for epoch in range(epochs + 1):
        error = predict(p, inputs) - targets[:, None]
        losses.append(float((0.5 * error**2).mean().value))
        for n in range(len(targets) if epoch < epochs else 0):
            error = predict(p, inputs[n : n + 1]) - targets[n : n + 1, None]
            (0.5 * error**2).sum().backward()
            for tensor in p.values():
                tensor.value = tensor.value - learning_rate * tensor.grad
    return losses


def in_place(tensor, rate):
    tensor.value -= rate * tensor.grad
    return tensor.value


def weights_only(predict, parameters, inputs, targets, epochs=5, learning_rate=0.01):
    p, losses = tensors(parameters), []
    for _ in range(epochs + 1):
        loss = (0.5 * (predict(p, inputs) - targets[:, None]) ** 2).mean()
        losses.append(float(loss.value))
        loss.backward()
        for key in ("w1", "w2", "w3"):
            p[key].value = p[key].value - learning_rate * p[key].grad
    return losses


def losses_parts(mean_losses, predict, parameters, inputs, targets, epochs, learning_rate):
    settings = (predict, parameters, inputs, targets, epochs, learning_rate)
    return {
        "the list of losses": mean_losses(*settings),
        "the list from a second call": mean_losses(*settings),
    }


def descent_cases(rng):
    for epochs, (*case,) in zip((5, 3, 4), data_cases(rng), strict=True):
        yield *case, epochs, 0.03


LOSSES = CodeQuestion(
    "q3-28",
    "mean_losses",
    epochs_with(),
    descent_cases,
    [
        Misconception(
            "the loss is summed over the pairs, not averaged",
            epochs_with(lambda error: (0.5 * error**2).sum()),
            "The gradient of a sum is N times that of the mean, and so is the step.",
        ),
        Misconception(
            "the factor ½ is missing",
            epochs_with(lambda error: (error**2).mean()),
            "The loss is half the squared error.",
        ),
        Misconception(
            "the update goes uphill",
            epochs_with(step=lambda tensor, rate: tensor.value + rate * tensor.grad),
            "The gradient points uphill.",
        ),
        Misconception(
            "the learning rate is forgotten",
            epochs_with(step=lambda tensor, rate: tensor.value - tensor.grad),
            "One hundredth of the gradient.",
        ),
        Misconception(
            "(N, 1) − (N,) has made (N, N) of the differences",
            epochs_with(column=lambda targets: targets),
            "Look at the shape of your error.",
        ),
        Misconception(
            "the loss before any update is missing",
            epochs_with(keep=slice(1, None)),
            "Six points for five updates.",
        ),
        Misconception(
            "the loss after the last update is missing",
            epochs_with(keep=slice(None, -1)),
            "Six points for five updates.",
        ),
        Misconception(
            "each pair makes a step of its own",
            losses_of_single_steps,
            "Full batch: one update per epoch, from the mean over all pairs.",
        ),
        Misconception(
            "nothing is updated",
            epochs_with(step=lambda tensor, rate: tensor.value),
            "Does your loss change from epoch to epoch?",
        ),
        Misconception(
            "the given parameters are changed in place",
            epochs_with(step=in_place),
            "Your list is right, and a second call starts where the first has ended.",
        ),
        Misconception(
            "the biases are not updated",
            weights_only,
            "Every parameter takes a step.",
        ),
    ],
    probe=losses_parts,
    hint="Forward, note the loss, backward, step; and one more loss than there are steps.",
)

# Section 10: classification


def bce_parts(binary_cross_entropy, a, t):
    a = Tensor(a)
    loss = binary_cross_entropy(a, t)
    loss.backward()
    return {"the loss": loss.value, "its gradient": a.grad}


def bce_cases(rng):
    for N, size in ((1, 1), (5, 2), (8, 3), (6, 1000)):
        a = size * rng.normal(size=(N, 1))
        yield a, (rng.permutation(N)[:, None] % 2).astype(float)


BCE = CodeQuestion(
    "q3-29",
    "binary_cross_entropy",
    lambda a, t: (a.softplus() - a * t).mean(),
    bce_cases,
    [
        Misconception(
            "the logarithm of a probability is taken that has become 0",
            lambda a, t: -(t * a.sigmoid().log() + (1 - t) * (1 - a.sigmoid()).log()).mean(),
            "Put y = σ(a) in and simplify on paper: no logarithm of y is left.",
        ),
        Misconception(
            "the logarithms are kept finite by adding a small number",
            lambda a, t: (
                -(
                    t * (a.sigmoid() + 1e-12).log() + (1 - t) * (1 - a.sigmoid() + 1e-12).log()
                ).mean()
            ),
            "That hides the overflow and bends the loss. Simplify on paper first.",
        ),
        Misconception(
            "the loss is summed, not averaged",
            lambda a, t: (a.softplus() - a * t).sum(),
            "The mean over the samples is asked for.",
        ),
        Misconception(
            "the sign of the second term is wrong",
            lambda a, t: (a.softplus() + a * t).mean(),
            "For t = 1 the loss must fall when a grows.",
        ),
        Misconception(
            "t and 1 − t are swapped",
            lambda a, t: (a.softplus() - a * (1 - t)).mean(),
            "For t = 1 the loss must fall when a grows.",
        ),
        Misconception(
            "only the samples with t = 1 are counted",
            lambda a, t: ((-a).softplus() * t).mean(),
            "A sample outside that is called inside costs something too.",
        ),
        Misconception(
            "the squared error of the probability is used",
            lambda a, t: ((a.sigmoid() - t) ** 2).mean(),
            "The cross-entropy is asked for.",
        ),
        Misconception(
            "the whole loss is negative",
            lambda a, t: (a * t - a.softplus()).mean(),
            "A cross-entropy is never negative.",
        ),
        Misconception(
            "probabilities are put where logits belong",
            lambda a, t: (a.sigmoid().softplus() - a.sigmoid() * t).mean(),
            "softplus wants the logit itself.",
        ),
    ],
    probe=bce_parts,
    hint="−log σ(a) = softplus(−a), and softplus(−a) = softplus(a) − a.",
)


def class_cases(rng):
    for N, C, size, offset in ((1, 3, 1, 0), (4, 4, 1, 0), (6, 3, 2, 800), (5, 4, 1000, 0)):
        yield offset + size * rng.normal(size=(N, C)), np.eye(C)[rng.integers(C, size=N)]


def log_softmax(a, axis=1):
    m = a.max(axis=axis, keepdims=True)
    return a - m - np.log(np.exp(a - m).sum(axis=axis, keepdims=True))


SOFTMAX = CodeQuestion(
    "q3-30",
    "softmax_cross_entropy",
    lambda a, t: softmax_cross_entropy_and_gradient(a, t)[0],
    class_cases,
    [
        Misconception(
            "softmax runs along the samples instead of the classes",
            lambda a, t: -(t * log_softmax(a, axis=0)).sum(axis=1).mean(),
            "The probabilities of one sample, one row, sum to 1.",
        ),
        Misconception(
            "softmax runs over all entries at once",
            lambda a, t: (
                -(t * (a - a.max() - np.log(np.exp(a - a.max()).sum()))).sum(axis=1).mean()
            ),
            "Each row has a normaliser of its own.",
        ),
        Misconception(
            "the logarithm of a probability is taken that has become 0",
            lambda a, t: -(t * np.log(softmax(a))).sum(axis=1).mean(),
            "Simplify log softmax on paper before you compute.",
        ),
        Misconception(
            "large logits overflow",
            lambda a, t: (
                -(t * (a - np.log(np.exp(a).sum(axis=1, keepdims=True)))).sum(axis=1).mean()
            ),
            "Take the largest logit of each row out of the exponents.",
        ),
        Misconception(
            "the mean runs over the classes too",
            lambda a, t: -(t * log_softmax(a)).mean(),
            "Sum over the classes, then mean over the samples.",
        ),
        Misconception(
            "the samples are summed, not averaged",
            lambda a, t: -(t * log_softmax(a)).sum(),
            "The mean over the samples is asked for.",
        ),
        Misconception(
            "the sign is the other way round",
            lambda a, t: (t * log_softmax(a)).sum(axis=1).mean(),
            "A cross-entropy is never negative.",
        ),
        Misconception(
            "the targets are ignored",
            lambda a, t: -log_softmax(a).sum(axis=1).mean(),
            "The one-hot row picks the true class.",
        ),
    ],
    hint="Per row: the largest logit out, LogSumExp, and the logit of the true class.",
)

QUESTIONS = Table(
    [
        EDGES,
        OBJECTS,
        GRADIENTS,
        WrittenQuestion("q3-a"),
        MULTIPLY,
        EXP,
        LOG,
        TANH,
        SIGMOID,
        BACKWARD,
        AFTER_SECOND,
        CLEAR,
        WRONG_DA,
        ORDER,
        PATHS,
        WrittenQuestion("q3-b"),
        NUMERICAL,
        DENSE,
        TEST_DENSE,
        WEIGHTS,
        CROSS_ENTROPY,
        STANDARDISE,
        CHOOSE,
        WrittenQuestion("q3-c"),
        MATMUL,
        RELU,
        UNBROADCAST,
        SHAPE,
        PREDICT,
        FIRST,
        LOSSES,
        BCE,
        SOFTMAX,
        WrittenQuestion("q3-d"),
    ]
)

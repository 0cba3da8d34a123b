"""Questions of notebook 3: the order of a backward pass, its cost, finite differences."""

from dataclasses import dataclass

import numpy as np

from helpers.autodiff import Var, topological_order
from workbook.checks.questions import CodeQuestion, Misconception, ValueQuestion

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


@dataclass(frozen=True)
class RandomGraph:
    """Additions of which each uses the one before it and an earlier value."""

    objects: int
    seed: int

    def __str__(self):
        return f"a graph of {self.objects} objects"

    def output(self):
        """Return the last of the Vars."""
        choose = np.random.default_rng(self.seed)
        nodes = [Var(1.0), Var(1.0)]  # equal values: objects are told apart by what they are
        while len(nodes) < self.objects:
            pair = nodes[-1], nodes[choose.integers(len(nodes))]
            u, v = pair if choose.integers(2) else pair[::-1]
            nodes.append(u + v)
        return nodes[-1]


def order_parts(topological_order, graph):
    """Return what makes a list a topological order, in numbers: any such order is right."""
    output = graph.output()
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
        "the output is the last": bool(order) and order[-1] is output,
    }


def random_graphs(rng):
    """Return graphs of several sizes."""
    return [(RandomGraph(n, int(rng.integers(1000))),) for n in (2, 3, 8, 14)]


def by_path(output):
    """List every object once for each path to it."""
    order = [node for parent in output.parents for node in by_path(parent)]
    return [*order, output]


def users_first(output):
    """List an object before its parents are dealt with."""
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
    """List objects by their distance from the output."""
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
            "objects are told apart by their values",
            lambda output: list({n.value: n for n in topological_order(output)}.values()),
            "Two objects may have the same value: tell them apart by their id.",
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
    lambda rng: [(n,) for n in (1, 2, 3, 10, 19, int(rng.integers(4, 18)))],
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


def mixture(x):
    """Return a Var that depends on three, none of them linearly."""
    return (x[0] * x[1]).tanh() + x[1].exp() * x[2] + x[0] * x[2] * x[2]


def points(rng):
    """Return cases of a function, a point and a step."""
    return [(mixture, rng.uniform(-1, 1, 3).tolist(), h) for h in (1e-3, 1e-2, 1e-1)]


def value_at(f, values, i, step):
    """Return f with the number i of its inputs moved by `step`."""
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
    """Leave every number where the last step has moved it."""
    x, gradient = list(values), []
    for i in range(len(x)):
        x[i] += h
        up = f([Var(v) for v in x]).value
        x[i] -= 2 * h
        gradient.append((up - f([Var(v) for v in x]).value) / (2 * h))
    return gradient


def all_at_once(f, values, h=1e-5):
    """Move all numbers together."""
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

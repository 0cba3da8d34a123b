"""The order of a backward pass, and what it costs to do without one."""

from dataclasses import dataclass

import numpy as np

from helpers.autodiff import Var
from helpers.autodiff import topological_order as any_order
from workbook.questions.autodiff.backward_pass import backward
from workbook.questions.autodiff.common import as_records, table

a, b = 2, 4  # b = a², c = b² and f = b + c
df_db, df_dc, dc_db, db_da = 1, 1, 2 * b, 2 * a


@table.value(
    "q3-12",
    hint="Write down the four gradients after each turn, as in a bank account.",
)
def wrong_da():
    """∂f/∂a as the order f, b, c leaves it, for b = a², c = b², f = b + c and a = 2, a number."""
    return df_db * db_da


wrong_da.mistake(
    "b is thought to wait for c",
    lambda: (df_db + df_dc * dc_db) * db_da,
    "Which of b and c has its turn first here?",
)
wrong_da.mistake(
    "only the path through c is followed",
    lambda: df_dc * dc_db * db_da,
    "When c has its turn, what has b handed on? Does it do so again?",
)
wrong_da.mistake(
    "what b holds in the end is taken for what a holds",
    lambda: df_db + df_dc * dc_db,
    "What did b hold when it handed on?",
)
wrong_da.mistake(
    "the edge from a to b is left out",
    lambda: df_db,
    "What stands on the edge from b to a?",
)
wrong_da.mistake(
    "a is thought to receive nothing", lambda: 0, "What does b hold when its turn comes?"
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


def random_graphs(rng):
    """Return graphs of several sizes."""
    return [(RandomGraph(n, int(rng.integers(1000))),) for n in (2, 3, 8, 14)]


def order_parts(topological_order, graph):
    """Return what makes a list a topological order, in numbers: any such order is right."""
    output = graph.output()
    parents = {id(node): node.parents for node in any_order(output)}  # as they are now
    order = list(topological_order(output))
    place = {id(node): index for index, node in reversed(list(enumerate(order)))}
    early = sum(
        place.get(id(parent), -1) > index
        for index, node in enumerate(order)
        for parent in parents.get(id(node), ())
    )
    return {
        "the number of objects in the list": len(order),
        "the number of different objects": len(place),
        "the number of parents that come after their user": early,
        "the output is the last": bool(order) and order[-1] is output,
    }


@table.code(
    "q3-13",
    cases=random_graphs,
    probe=order_parts,
    hint="When may an object be listed? Which others must be in the list before it?",
)
def topological_order(output):
    """All Vars that output depends on, itself too, parents before users, each once: a list."""
    order, seen = [], set()

    def visit(node):
        if id(node) not in seen:
            seen.add(id(node))
            for parent in node.parents:
                visit(parent)
            order.append(node)

    visit(output)
    return order


@topological_order.mistake(
    "an object is listed once for every path to it",
    hint="How can you know that an object is in the list already?",
)
def by_path(output):
    """List every object once for each path to it."""
    order = [node for parent in output.parents for node in by_path(parent)]
    return [*order, output]


@topological_order.mistake(
    "an object is listed before its parents are dealt with",
    hint="Which must be in the list first, an object or its parents?",
)
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


@topological_order.mistake(
    "the order is that of distance from the output, reversed",
    hint="An object can be near the output on one path and far on another.",
)
def breadth_first(output):
    """List objects by their distance from the output."""
    order, seen = [output], {id(output)}
    for node in order:
        for parent in node.parents:
            if id(parent) not in seen:
                seen.add(id(parent))
                order.append(parent)
    return order[::-1]


topological_order.mistake(
    "users come first in the list",
    lambda output: topological_order.right(output)[::-1],
    "From which end will backward walk the list?",
)
topological_order.mistake(
    "objects are told apart by their values",
    lambda output: list({node.value: node for node in topological_order.right(output)}.values()),
    "Two objects may have the same value: what else tells them apart?",
)
topological_order.mistake(
    "the output is left out",
    lambda output: topological_order.right(output)[:-1],
    "Is the output in your list?",
)
topological_order.mistake(
    "only the output's own parents are visited",
    lambda output: [*dict.fromkeys(output.parents), output],
    "The parents have parents.",
)
topological_order.mistake(
    "the leaves are left out",
    lambda output: [node for node in topological_order.right(output) if node.parents],
    "Whose gradients do we want in the end? Are they in the list?",
)


def recorded(output, x):
    """Return the output as a record that has no backward of its own, computed from the Vars x."""
    return as_records(any_order(output), but=x)[-1]


def sum_of_squares(x):
    """Return x₀² + x₁² + …, in which no input is a parent of the output."""
    return recorded(sum(x_i * x_i for x_i in x), x)


def square_and_fourth_power(x):
    """Return x₀² + x₀⁴ + x₁, of which the square is used three times."""
    square = x[0] * x[0]
    return recorded(square + square * square + x[1], x)


def functions_of_vars(rng):
    """Yield functions of several Vars, and points."""
    for f, n in ((sum_of_squares, 3), (square_and_fourth_power, 2), (sum_of_squares, 1)):
        signs = (-1.0) ** np.arange(1, n + 1)
        yield f, (signs * rng.uniform(0.3, 2, n)).round(2).tolist()


def of_inputs(x, order):
    """Return the gradients of the inputs."""
    return [x_i.grad for x_i in x]


def engine_with(order=topological_order.right, read=of_inputs):
    """Return an engine that runs backward over another list, or reads something else."""

    def gradient_of(f, values):
        x = [Var(value) for value in values]
        nodes = order(f(x))
        backward.right(nodes)
        return read(x, nodes)

    return gradient_of


@table.code(
    "q3-32",
    cases=functions_of_vars,
    hint="Follow one Var: who makes it, who uses it, who fills its gradient?",
)
def gradient_of(f, values):
    """The list of all ∂f/∂x_i at the floats `values`, by one backward pass over f's graph."""
    return engine_with()(f, values)


gradient_of.mistake(
    "the gradients that are read are not those that backward has filled: all are 0",
    lambda f, values: [0.0 for _ in values],
    "Was f called on the very Vars that you read? And is q3-9 right?",
)
gradient_of.mistake(
    "backward walks over the output alone",
    engine_with(order=lambda output: [*output.parents, output]),
    "Which objects must backward walk over, and in which order?",
)
gradient_of.mistake(
    "the gradients of all objects are returned",
    engine_with(read=lambda x, order: [node.grad for node in order]),
    "Whose gradients are asked for, and how many are they?",
)
gradient_of.mistake(
    "the values are returned instead of the gradients",
    engine_with(read=lambda x, order: [x_i.value for x_i in x]),
    "Into which attribute does backward write?",
)
gradient_of.mistake(
    "every input is given the gradient of the first",
    engine_with(read=lambda x, order: [x[0].grad for _ in x]),
    "How many partial derivatives are there? Should they all be equal?",
)


@gradient_of.mistake(
    "backward runs twice without clearing",
    hint="What does a second pass add to?",
)
def twice(f, values):
    """Run backward a second time over the same objects."""
    x = [Var(value) for value in values]
    order = topological_order.right(f(x))
    for _ in range(2):
        backward.right(order)
    return [x_i.grad for x_i in x]


def chain_lengths(rng):
    """Return numbers of objects."""
    return [(n,) for n in (1, 2, 3, 10, 19, int(rng.integers(4, 18)))]


@table.code(
    "q3-14",
    cases=chain_lengths,
    hint="How many calls does each call on one object cause on the object before it?",
)
def path_calls(n):
    """How often push is called for a chain of n objects, each twice the one before, an int."""
    return 2**n - 1


COUNT_ONE, COUNT_THREE = "Count n = 1 on paper.", "Count n = 3 on paper."

path_calls.mistake(
    "only the calls that reach x₀ are counted",
    lambda n: 2 ** (n - 1),
    "On which objects on the way is push called?",
)
path_calls.mistake("every object is thought to be visited once", lambda n: n, COUNT_THREE)
path_calls.mistake("each edge is thought to cost one call", lambda n: 2 * n - 1, COUNT_THREE)
path_calls.mistake("the first call is counted twice", lambda n: 2**n, COUNT_ONE)
path_calls.mistake("the first call is not counted", lambda n: 2**n - 2, COUNT_ONE)
path_calls.mistake("the growth is taken to be quadratic", lambda n: n**2, "Count n = 4, 5.")


table.written(
    "q3-b",
    "Why backward needs a topological order, and the two different things that go wrong without "
    "one, in two or three sentences.",
)

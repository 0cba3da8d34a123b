"""The backward pass over a list of Vars, a second one after it, and what to clear in between."""

import numpy as np

from helpers.autodiff import Var
from workbook.questions.autodiff.common import as_records, table


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


def gradients_of(order):
    """Return what the objects hold."""
    return np.array([node.grad for node in order], float)


def backward_parts(backward, graph, values):
    """Return all gradients after one backward pass."""
    order = as_records(graph(values))
    backward(order)
    return {"gradients": gradients_of(order)}


@table.code(
    "q3-9",
    cases=graphs,
    probe=backward_parts,
    hint="Follow ab + ad by hand: what do you do first, and then at each object?",
)
def backward(order):
    """A backward pass over `order` (parents before users, the output last), added to each .grad."""
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


backward.mistake(
    "contributions overwrite each other",
    backward_with(add=False),
    "What should an object receive that is used twice?",
)
backward.mistake(
    "the list is walked from its start",
    backward_with(walk=iter),
    "Which object has its gradient first?",
)
backward.mistake(
    "the output is not seeded",
    backward_with(seed=lambda output: 0.0),
    "Where does the first gradient come from?",
)
backward.mistake(
    "the output is seeded with its value",
    backward_with(seed=lambda output: output.value),
    "What is the derivative of the output with respect to itself?",
)
backward.mistake(
    "the gradient that arrives from above is ignored",
    backward_with(hand_on=lambda node, derivative: derivative),
    "Which two factors has the chain rule here?",
)
backward.mistake(
    "the node's value is handed on instead of its gradient",
    backward_with(hand_on=lambda node, derivative: node.value * derivative),
    "What travels backward: values or gradients?",
)
backward.mistake(
    "the local derivative is added instead of multiplied",
    backward_with(hand_on=lambda node, derivative: node.grad + derivative),
    "What becomes of derivatives along a path?",
)


@table.value("q3-10", hint="Go through the second pass with a pencil, from f down: who holds what?")
def after_second(gradients):
    """The gradients of a, b and d after a second pass, with nothing cleared in between, (3,)."""
    return 3 * gradients[:3]


after_second.mistake(
    "the second call is thought to give the same again",
    lambda gradients: gradients[:3],
    "What does `+=` add to, the second time?",
)
after_second.mistake(
    "the gradients are thought to double",
    lambda gradients: 2 * gradients[:3],
    "What do c and e hold when they hand on for the second time?",
)
after_second.mistake(
    "f is thought to hold 2 in the second pass, and c and e to hold 3",
    lambda gradients: 4 * gradients[:3],
    "How is the seed written: with `=` or with `+=`?",
)
after_second.mistake(
    "the gradients are thought to be cleared", lambda: np.zeros(3), "Who would clear them?"
)


def clear_parts(clear, graph, values):
    """Return all gradients after backward, clear, backward."""
    order = graph(values)
    backward.right(order)
    clear(order)
    backward.right(order)
    return {"gradients of the second pass": gradients_of(order)}


@table.code(
    "q3-11",
    cases=graphs,
    probe=clear_parts,
    hint="Which objects still hold something that the second pass would add to or hand on?",
)
def clear(order):
    """What to do between two backward passes over `order`, so that both give the same gradients."""
    for node in order:
        node.grad = 0.0


def clear_where(condition):
    """Return a function that clears the gradients of the nodes that meet a condition."""

    def clear(order):
        for node in order:
            if condition(node, order):
                node.grad = 0.0

    return clear


clear.mistake(
    "only the leaves are cleared",
    clear_where(lambda node, order: not node.parents),
    "What do c and e hand on in the second pass?",
)
clear.mistake(
    "only what has parents is cleared",
    clear_where(lambda node, order: bool(node.parents)),
    "What do the leaves hold after two passes?",
)
clear.mistake(
    "nothing is cleared, or the output alone",
    clear_where(lambda node, order: node is order[-1]),
    "Which object is seeded afresh anyway, and which are not?",
)


@clear.mistake(
    "the local derivatives are cleared too",
    hint="What does the next backward pass still need?",
)
def clear_edges(order):
    """Clear the edges as well."""
    for node in order:
        node.grad, node.local_derivatives = 0.0, (0.0,) * len(node.parents)


@clear.mistake(
    "gradients are set to 1", hint="With what should an object start that has received nothing yet?"
)
def clear_to_one(order):
    """Set all gradients to 1."""
    for node in order:
        node.grad = 1.0


@clear.mistake("gradients are set to None", hint="What does backward add to, the first time?")
def clear_to_none(order):
    """Set all gradients to None."""
    for node in order:
        node.grad = None

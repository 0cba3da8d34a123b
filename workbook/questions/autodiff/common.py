"""The table of notebook 03, and what several of its modules share."""

import numpy as np

from helpers.autodiff import Var
from workbook.checks import Table

table = Table("03_relu_pickle_test")

OPERATORS = ("add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "pow", "neg")
REFUSED = [f"__{name}__" for name in OPERATORS]
REFUSED += ["backward", "exp", "log", "tanh", "sigmoid", "relu"]


def refuse(*_):
    """Stand for all that a `Var` can do by itself, where a learner is to write it."""
    raise TypeError(
        "here a Var is only a record: use its .value, .grad, .parents and .local_derivatives, and "
        "make a new one with Var(value, parents, local_derivatives)"
    )


# A Var without operators and methods.
Record = type("Record", (Var,), dict.fromkeys(REFUSED, refuse))


def as_records(order, but=()):
    """Return the objects of a graph, parents before users, as records that can do nothing.

    Those in `but` stay what they are.
    """
    made = {id(node): node for node in but}
    for node in order:
        if id(node) not in made:
            parents = tuple(made[id(parent)] for parent in node.parents)
            made[id(node)] = Record(node.value, parents, node.local_derivatives)
    return [made[id(node)] for node in order]


def variables(array):
    """Return nested lists of Vars, or one Var for a number."""
    return [variables(part) for part in array] if np.ndim(array) else Var(array)

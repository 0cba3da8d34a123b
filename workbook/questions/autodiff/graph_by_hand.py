"""The graph of f = ab + ad: its edges, its objects, and a backward pass with a pencil."""

import numpy as np

from workbook.questions.autodiff.common import table

# The values of a, b and d; d is negative, as some lose its sign.
table.given("abd", [2, 3, -4], lambda rng: rng.permutation(np.arange(2, 10))[:3] * [1, 1, -1])


@table.value(
    "q3-1", hint="Each entry looks at one operation only, with everything else held fixed."
)
def edges(abd):
    """The edges ∂c/∂a, ∂c/∂b, ∂e/∂a, ∂e/∂d, ∂f/∂c, ∂f/∂e of c = ab, e = ad, f = c + e, (6,)."""
    a, b, d = abd
    return [b, a, d, a, 1, 1]


def wrong_edges(name, given, hint):
    """Add what a learner gives, from a, b and d."""
    edges.mistake(name, lambda abd: given(*abd), hint)


wrong_edges(
    "the derivative of a product with respect to a factor is taken to be that factor",
    lambda a, b, d: [a, b, a, d, 1, 1],
    "Hold b fixed and let a grow by 1: by how much does ab grow?",
)
wrong_edges(
    "in the first product, the two local derivatives have changed places",
    lambda a, b, d: [a, b, d, a, 1, 1],
    "Hold b fixed and let a grow by 1: by how much does ab grow?",
)
wrong_edges(
    "in the second product, the two local derivatives have changed places",
    lambda a, b, d: [b, a, a, d, 1, 1],
    "Hold d fixed and let a grow by 1: by how much does ad grow?",
)
wrong_edges(
    "the edges into f carry the values of c and e",
    lambda a, b, d: [b, a, d, a, a * b, a * d],
    "By how much does c + e grow if c grows by 1?",
)
wrong_edges(
    "each edge carries the value that travels forward along it",
    lambda a, b, d: [a, b, a, d, a * b, a * d],
    "How much does the upper end of an edge move for a move of the lower?",
)
wrong_edges(
    "the sign of d is lost",
    lambda a, b, d: [b, a, abs(d), a, 1, 1],
    "Look at the sign of d again.",
)


@table.value(
    "q3-2", hint="List them by name: what exists before, and what does each operation make?"
)
def objects():
    """The number of objects that f = ab + ad consists of, once f has been computed."""
    return 6


# (how many, ways to count so many: all are named, as a number does not tell which it was, hint)
BY_NAME = "List yours by name: which of them has a value, and a gradient?"
WRONG_COUNTS = (
    (
        7,
        ("a is counted once for each use", "the operations are counted, and c and e are not"),
        BY_NAME,
    ),
    (9, ("the operations are counted as well as what they make",), BY_NAME),
    (
        3,
        ("only the inputs are counted", "only the results c, e and f are counted, not the inputs"),
        "What is there before the operations, and what after them?",
    ),
    (
        4,
        (
            "the intermediate results are left out",
            "only the inputs are counted, and a once for each use",
        ),
        "Where would c and e keep their gradients?",
    ),
    (5, ("one object is left out, such as the result f",), "Is f in your list?"),
)
for number, names, hint in WRONG_COUNTS:
    for name in names:
        objects.mistake(
            name,
            lambda number=number: number,
            hint,
            equivalent="" if name == names[0] else "both ways of counting give this number",
        )


@table.value(
    "q3-31",
    hint="What exists before any operation? What does each operation make, and from what?",
)
def listed(abd):
    """One row [value, number of parents] for each object of f = ab + ad, as they come to be."""
    a, b, d = abd
    c, e = a * b, a * d
    return [[a, 0], [b, 0], [d, 0], [c, 2], [e, 2], [c + e, 2]]


def wrong_list(name, rows, hint):
    """Add what a learner lists, from the right rows."""
    listed.mistake(name, lambda abd: rows(np.array(listed(abd=abd), float)), hint)


wrong_list(
    "a is listed once for each use",
    lambda rows: rows[[0, 1, 0, 2, 3, 4, 5]],
    "Are the two uses of a two objects, or one?",
)
wrong_list(
    "the intermediate results are left out",
    lambda rows: rows[[0, 1, 2, 5]],
    "Each operation makes an object: where would c and e keep their gradients otherwise?",
)
wrong_list(
    "the inputs are left out",
    lambda rows: rows[3:],
    "Which objects exist before the first operation?",
)
wrong_list("the result f is left out", lambda rows: rows[:5], "Is f in your list?")
wrong_list(
    "users are counted instead of parents",
    lambda rows: np.column_stack([rows[:, 0], [2, 1, 1, 1, 1, 0]]),
    "From what was a computed?",
)
wrong_list(
    "all ancestors of f are counted as its parents",
    lambda rows: np.column_stack([rows[:, 0], [0, 0, 0, 2, 2, 5]]),
    "Which objects does the operation that makes f take?",
)
wrong_list(
    "f comes first, and the inputs last",
    lambda rows: rows[::-1],
    "Which objects must exist before f can be made?",
)
wrong_list(
    "an operation is thought to have one parent",
    lambda rows: np.column_stack([rows[:, 0], [0, 0, 0, 1, 1, 1]]),
    "How many numbers does a product take?",
)


@table.value("q3-3", hint="What is ∂f/∂f? Then go down edge by edge: what arrives where?")
def gradients(edges):
    """The gradients ∂f/∂· of a, b, d, c, e and f, in this order, (6,)."""
    dc_da, dc_db, de_da, de_dd, df_dc, df_de = edges
    return [df_dc * dc_da + df_de * de_da, df_dc * dc_db, df_de * de_dd, df_dc, df_de, 1]


BOTH_CONTRIBUTIONS = "a receives something from c and from e: what happens to both?"
SEED = "What is the derivative of f with respect to f?"

gradients.mistake(
    "the contribution of e to a is lost",
    lambda edges: [edges[0], edges[1], edges[3], 1, 1, 1],
    BOTH_CONTRIBUTIONS,
)
gradients.mistake(
    "the contribution of c to a is lost",
    lambda edges: [edges[2], edges[1], edges[3], 1, 1, 1],
    BOTH_CONTRIBUTIONS,
)
gradients.mistake(
    "the two contributions to a are multiplied",
    lambda edges: [edges[0] * edges[2], edges[1], edges[3], 1, 1, 1],
    "Multiply along a path; what happens over paths?",
)


@gradients.mistake("backward starts with the value of f instead of 1", hint=SEED)
def seeded_with_f(abd):
    """Start with f in the place of 1."""
    a, b, d = abd
    f = a * b + a * d
    return [f * (b + d), f * a, f * a, f, f, f]


gradients.mistake("f has gradient 0", lambda abd: [abd[1] + abd[2], abd[0], abd[0], 1, 1, 0], SEED)


@gradients.mistake(
    "the gradients of c and e are their values",
    hint="What comes down the edge from f to c?",
)
def values_of_c_and_e(abd):
    """Give c = ab and e = ad for their gradients."""
    a, b, d = abd
    return [b + d, a, a, a * b, a * d, 1]


table.written(
    "q3-a",
    "What f = ab and f = ab + ad consist of, what each object stores, what backward() does with "
    "them, and why the two contributions to a are added.",
)

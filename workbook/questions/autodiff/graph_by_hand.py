"""The graph of f = ab + ad: its edges, its objects, and a backward pass with a pencil."""

from workbook.questions.autodiff.common import table

a, b, d = 2.0, 3.0, -4.0
c, e = a * b, a * d
f = c + e


@table.value(
    "q3-1", hint="Each entry looks at one operation only, with everything else held fixed."
)
def edges():
    """The edges ∂c/∂a, ∂c/∂b, ∂e/∂a, ∂e/∂d, ∂f/∂c, ∂f/∂e of c = ab, e = ad, f = c + e, (6,)."""
    return [b, a, d, a, 1, 1]


edges.mistake(
    "the derivative of a product with respect to a factor is taken to be that factor",
    lambda: [a, b, a, d, 1, 1],
    "Hold b fixed and let a grow by 1: by how much does ab grow?",
)
edges.mistake(
    "the edges into f carry the values of c and e",
    lambda: [b, a, d, a, c, e],
    "By how much does c + e grow if c grows by 1?",
)
edges.mistake(
    "each edge carries the value that travels forward along it",
    lambda: [a, b, a, d, c, e],
    "An edge carries a derivative: how much the upper end moves for a move of the lower.",
)
edges.mistake(
    "the sign of d is lost",
    lambda: [b, a, abs(d), a, 1, 1],
    "Look at the sign of d again.",
)


@table.value(
    "q3-2", hint="List them by name: what exists before, and what does each operation make?"
)
def objects():
    """The number of objects that f = ab + ad consists of, once f has been computed."""
    return 6


objects.mistake("a is counted once for each use", lambda: 7, "Both uses refer to the same object.")
objects.mistake(
    "only the inputs are counted", lambda: 3, "The results are objects too, all of them."
)
objects.mistake(
    "the intermediate results are left out",
    lambda: 4,
    "Where would c and e keep their gradients otherwise?",
)
objects.mistake("the result f is left out", lambda: 5, "f itself is an object too.")


@table.value(
    "q3-3", hint="Start at f with 1; each object hands its gradient times the edge to each parent."
)
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
gradients.mistake(
    "backward starts with the value of f instead of 1",
    lambda: [f * (b + d), f * a, f * a, f, f, f],
    SEED,
)
gradients.mistake("f has gradient 0", lambda: [b + d, a, a, 1, 1, 0], SEED)
gradients.mistake(
    "the gradients of c and e are their values",
    lambda: [b + d, a, a, c, e, 1],
    "c and e receive the gradient of f times the number on their edge.",
)


table.written(
    "q3-a",
    "What f = ab and f = ab + ad consist of, what each object stores, what backward() does with "
    "them, and why the two contributions to a are added.",
)

"""Pullbacks of array operations, and broadcasting undone."""

import numpy as np

from workbook.questions.autodiff.common import table


def matrices(rng):
    """Yield g, U and V of several shapes, all square once."""
    for N, D, M in ((1, 3, 2), (4, 4, 4), (2, 5, 3), (6, 2, 4)):
        yield rng.normal(size=(N, M)), rng.normal(size=(N, D)), rng.normal(size=(D, M))


@table.code(
    "q3-22",
    cases=matrices,
    returns=("∂L/∂U", "∂L/∂V"),
    hint="Only one product of g and V has the shape of U.",
)
def matmul_pullback(g, U, V):
    """The gradients ∂L/∂U, (N, D), and ∂L/∂V, (D, M), for Z = UV and g = ∂L/∂Z, (N, M)."""
    return g @ V.T, U.T @ g


SHAPE_OF_V = "Compare the shapes of ∂L/∂V and V."

matmul_pullback.mistake(
    "V is not transposed in the first",
    lambda g, U, V: (g @ V, U.T @ g),
    "Compare the shapes of ∂L/∂U and U.",
)
matmul_pullback.mistake(
    "U is not transposed in the second", lambda g, U, V: (g @ V.T, U @ g), SHAPE_OF_V
)
matmul_pullback.mistake(
    "nothing is transposed in either",
    lambda g, U, V: (g @ V, U @ g),
    "Compare the shapes of ∂L/∂U and U.",
)
matmul_pullback.mistake(
    "the two gradients are swapped",
    lambda g, U, V: (U.T @ g, g @ V.T),
    "Which of the two gradients comes first?",
)
matmul_pullback.mistake(
    "the second comes out transposed", lambda g, U, V: (g @ V.T, g.T @ U), SHAPE_OF_V
)
matmul_pullback.mistake(
    "the gradient that arrives is ignored",
    lambda g, U, V: (np.ones_like(g) @ V.T, U.T @ np.ones_like(g)),
    "Who says how much each entry of Z matters?",
)
matmul_pullback.mistake(
    "the mean over samples is taken",
    lambda g, U, V: (g @ V.T, U.T @ g / len(g)),
    "Who takes a mean over samples: this product, or the loss above it?",
)


def maximum_cases(rng):
    """Yield gradients and two arrays, of which some entries are equal."""
    for shape in ((1, 4), (4, 4), (3, 7)):
        u = rng.integers(-2, 3, shape).astype(float)
        v = np.where(rng.random(shape) < 0.4, u, rng.integers(-2, 3, shape))
        yield rng.normal(size=shape), u, v
    a = np.maximum(rng.integers(-2, 3, (3, 5)), -1).astype(float)
    yield rng.normal(size=a.shape), a, np.zeros_like(a)


@table.code(
    "q3-23",
    cases=maximum_cases,
    returns=("∂L/∂u", "∂L/∂v"),
    hint="Try u = 2, v = 1; then both 1: who gets g?",
)
def maximum_pullback(g, u, v):
    """The gradients ∂L/∂u and ∂L/∂v for z = max(u, v) and g = ∂L/∂z; v has it where u = v."""
    return g * (u > v), g * (u <= v)


def maximum_with(to_u, to_v):
    """Return pullbacks from two masks, which are functions of u and v."""
    return lambda g, u, v: (g * to_u(u, v), g * to_v(u, v))


maximum_pullback.mistake(
    "where both are equal, u has the gradient",
    maximum_with(lambda u, v: u >= v, lambda u, v: u < v),
    "With v = 0, which slope would your ReLU have at 0?",
)
maximum_pullback.mistake(
    "where both are equal, both have the gradient",
    maximum_with(lambda u, v: u >= v, lambda u, v: u <= v),
    "If both grow by ε, by how much does the maximum grow?",
)
maximum_pullback.mistake(
    "where both are equal, none has the gradient",
    maximum_with(lambda u, v: u > v, lambda u, v: u < v),
    "If both grow by ε, by how much does the maximum grow?",
)
maximum_pullback.mistake(
    "where both are equal, each has half",
    maximum_with(lambda u, v: (u > v) + 0.5 * (u == v), lambda u, v: (u < v) + 0.5 * (u == v)),
    "A fair rule. But with v = 0, which slope would your ReLU have at 0?",
)
maximum_pullback.mistake(
    "both have the whole gradient: the masks are missing, or always true",
    maximum_with(lambda u, v: u == u, lambda u, v: v == v),
    "Does the smaller one reach the output? And when is z >= u?",
)
maximum_pullback.mistake(
    "the smaller one has the gradient",
    maximum_with(lambda u, v: u < v, lambda u, v: u >= v),
    "Which of the two does the output follow?",
)
maximum_pullback.mistake(
    "the mask asks for the sign instead of the larger one",
    maximum_with(lambda u, v: u > 0, lambda u, v: u <= 0),
    "Try u = 1 and v = 2: who should have the gradient?",
)
maximum_pullback.mistake(
    "the gradient is multiplied by the values",
    maximum_with(lambda u, v: (u > v) * u, lambda u, v: (u <= v) * v),
    "Which slopes can max have?",
)
maximum_pullback.mistake(
    "g is ignored",
    lambda g, u, v: ((u > v) * 1.0, (u <= v) * 1.0),
    "Which two factors has the chain rule here?",
)


def broadcast_cases(rng):
    """Return cases of a gradient and the shape that it goes back to."""
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


@table.code(
    "q3-24",
    cases=broadcast_cases,
    hint="Try (5, 3) back to (3,), then to (5, 1): along which axes was it repeated?",
)
def unbroadcast(g, shape):
    """The gradient g of a broadcast array, pulled back to the shape it had before."""
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
    """Return the first entry along an axis."""
    return g.take([0] if keepdims else 0, axis=axis)


TRY_A_COLUMN = "Try (5, 3) back to (5, 1)."

unbroadcast.mistake(
    "the mean is taken in place of the sum",
    unbroadcast_with(np.mean),
    "What should an object receive that is used N times?",
)
unbroadcast.mistake(
    "one of the copies is taken",
    unbroadcast_with(first_of),
    "Which of the copies receive something?",
)


@unbroadcast.mistake("axes of length 1 are forgotten", hint=TRY_A_COLUMN)
def only_new_axes(g, shape):
    """Sum over new axes, and forget the stretched ones."""
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    return g


@unbroadcast.mistake(
    "axes that the array did not have are forgotten", hint="Try (5, 3) back to (3,)."
)
def only_stretched_axes(g, shape):
    """Sum over stretched axes, and forget the new ones."""
    for axis, n in enumerate(shape):
        if n == 1 and g.ndim == len(shape):
            g = g.sum(axis=axis, keepdims=True)
    return g


@unbroadcast.mistake(
    "axes of length 1 are summed away instead of kept",
    hint="Compare your result's shape with the given one, and look up keepdims.",
)
def axis_lost(g, shape):
    """Sum the stretched axes away."""
    g = only_new_axes(g, shape)
    stretched = tuple(axis for axis, n in enumerate(shape) if n == 1 and g.shape[axis] != 1)
    return g.sum(axis=stretched)


unbroadcast.mistake(
    "everything is summed, whatever the shape",
    lambda g, shape: np.full(shape, g.sum()),
    "Along which axes was it repeated?",
)
unbroadcast.mistake(
    "the sum is always over the first axis", lambda g, shape: g.sum(axis=0), TRY_A_COLUMN
)
unbroadcast.mistake(
    "wherever the shapes differ, the sum is over the first axis",
    lambda g, shape: g if g.shape == tuple(shape) else g.sum(axis=0),
    TRY_A_COLUMN,
)
unbroadcast.mistake(
    "the gradient is only cut or reshaped, and nothing is added up",
    lambda g, shape: np.resize(g, shape),
    "Should the sum over all entries change on the way back?",
)

"""Pullbacks of array operations, and broadcasting undone."""

import numpy as np

from helpers.functions import relu
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


SHAPE_OF_V = "∂L/∂V must have the shape of V."

matmul_pullback.mistake(
    "V is not transposed in the first",
    lambda g, U, V: (g @ V, U.T @ g),
    "∂L/∂U must have the shape of U.",
)
matmul_pullback.mistake(
    "U is not transposed in the second", lambda g, U, V: (g @ V.T, U @ g), SHAPE_OF_V
)
matmul_pullback.mistake(
    "the two gradients are swapped",
    lambda g, U, V: (U.T @ g, g @ V.T),
    "First that of U, then that of V.",
)
matmul_pullback.mistake(
    "the second comes out transposed", lambda g, U, V: (g @ V.T, g.T @ U), SHAPE_OF_V
)
matmul_pullback.mistake(
    "the gradient that arrives is ignored",
    lambda g, U, V: (np.ones_like(g) @ V.T, U.T @ np.ones_like(g)),
    "g says how much each entry of Z matters.",
)
matmul_pullback.mistake(
    "the mean over samples is taken",
    lambda g, U, V: (g @ V.T, U.T @ g / len(g)),
    "If the loss is a mean, 1/N is in g already.",
)


def relu_cases(rng):
    """Yield a gradient and the output of a ReLU."""
    for shape in ((1, 3), (4, 4), (2, 7)):
        yield rng.normal(size=shape), relu(rng.normal(size=shape))


@table.code(
    "q3-23",
    cases=relu_cases,
    hint="Where z is positive g passes unchanged, elsewhere nothing passes.",
)
def relu_pullback(g, z):
    """The gradient ∂L/∂a from g = ∂L/∂z and the stored output z = relu(a), all of one shape."""
    return g * (z > 0)


relu_pullback.mistake(
    "no gradient is stopped: the mask is missing, or z >= 0, which is always true",
    lambda g, z: g * (z >= 0),
    "An output of ReLU is never negative: is your mask ever False?",
)
relu_pullback.mistake(
    "the gradient is multiplied by z instead of by the slope",
    lambda g, z: g * z,
    "The slope of ReLU is 0 or 1.",
)
relu_pullback.mistake("g is ignored", lambda g, z: (z > 0) * 1.0, "The chain rule has two factors.")
relu_pullback.mistake(
    "the gradient is passed through a ReLU",
    lambda g, z: np.maximum(g, 0),
    "The mask belongs to z; a gradient may well be negative.",
)
relu_pullback.mistake(
    "g and z are both made positive",
    lambda g, z: np.maximum(g, 0) * (z > 0),
    "A gradient may well be negative.",
)
relu_pullback.mistake(
    "the mask is the wrong way round",
    lambda g, z: g * (z <= 0),
    "Where does ReLU let a signal through?",
)
relu_pullback.mistake(
    "the derivative where z = 0 is taken to be ½",
    lambda g, z: g * ((z > 0) + 0.5 * (z == 0)),
    "All units that are asleep have z = 0. And here the derivative at 0 is 0.",
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
    hint="First the axes in front that shape does not have, then those where it has length 1.",
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
    "An object that is used N times receives N contributions.",
)
unbroadcast.mistake(
    "one of the copies is taken",
    unbroadcast_with(first_of),
    "All copies receive something, and it is one object.",
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
    hint="The result must have exactly the given shape: look up keepdims.",
)
def axis_lost(g, shape):
    """Sum the stretched axes away."""
    g = only_new_axes(g, shape)
    stretched = tuple(axis for axis, n in enumerate(shape) if n == 1 and g.shape[axis] != 1)
    return g.sum(axis=stretched)


unbroadcast.mistake(
    "everything is summed, whatever the shape",
    lambda g, shape: np.full(shape, g.sum()),
    "Sum only over the axes along which it was repeated.",
)
unbroadcast.mistake(
    "the sum is always over the first axis", lambda g, shape: g.sum(axis=0), TRY_A_COLUMN
)
unbroadcast.mistake(
    "the gradient is only reshaped",
    lambda g, shape: np.resize(g, shape),
    "Numbers must be added, not dropped.",
)

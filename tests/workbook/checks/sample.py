"""A small table to try the framework on: a value chain, a function and a layer."""

import numpy as np

from helpers.functions import relu
from helpers.layers import ReLU
from workbook.checks import SHAPES, Table

table = Table("sample")

W = np.array([[0.1, 0.3], [-0.2, 0.4]])
x = np.array([0.7287, -0.6569])


@table.value("q9-1", hint="Write out the sum for one unit.")
def a():
    """The pre-activations, (2,)."""
    return W @ x


a.mistake("W is transposed", lambda: W.T @ x, "Row j of W belongs to unit j.")
a.mistake("the sign is wrong", lambda: -(W @ x), "Which way does it go?")


@table.value("q9-2")
def z(a):
    """The activations, (2,)."""
    return np.tanh(a)


z.mistake("the activation is missing", lambda a: a, "Squash a.")
z.mistake("the sigmoid is used", lambda a: 1 / (1 + np.exp(-a)), "Which values does tanh take?")


@table.value("q9-3")
def slope(z):
    """The slopes of tanh, (2,)."""
    return 1 - z * z


slope.mistake("a stands in place of z", lambda a: 1 - a * a, "Which of the two is tanh(a)?")


@table.value("q9-4")
def total(z, slope):
    """The sum of activation times slope, a number."""
    return np.sum(z * slope)


@table.value("q9-8")
def share(total, z):
    """Each activation's share of the total, (2,): a question that builds on a number."""
    return z / total


share.mistake("the total multiplies", lambda total, z: z * total, "Do your shares shrink with it?")


def tanh_cases(rng):
    for shape in SHAPES:
        yield rng.standard_normal(shape), np.tanh(rng.standard_normal(shape))


@table.code("q9-5", cases=tanh_cases, hint="Differentiate tanh.")
def tanh_backward(dz, z):
    """The way back through tanh, (N, D)."""
    return dz * (1 - z * z)


tanh_backward.mistake("dz is ignored", lambda dz, z: 1 - z * z, "The chain has two links.")
tanh_backward.mistake("the square is missing", lambda dz, z: dz * (1 - z), "What is tanh′(0)?")


def layer_cases(rng):
    for shape in SHAPES:
        yield rng.standard_normal(shape), rng.standard_normal(shape)


def layer_parts(cls, X, dy):
    layer = cls()
    return {"forward": layer.forward(X), "backward": layer.backward(dy)}


def layer_own_gradient(cls, X, dy, h=1e-6):
    dX = np.empty_like(X)
    for index in np.ndindex(X.shape):
        moved = [X.copy(), X.copy()]
        moved[0][index] += h
        moved[1][index] -= h
        up, down = (np.sum(dy * cls().forward(each)) for each in moved)
        dX[index] = (up - down) / (2 * h)
    return {"backward": dX}


layer = table.code(
    "q9-6",
    asks="A layer with both passes.",
    cases=layer_cases,
    probe=layer_parts,
    own_gradient=layer_own_gradient,
)(ReLU)


@layer.mistake("the mask is taken with >= from the output", hint="Is z ever negative?")
class MaskFromOutput(ReLU):
    def backward(self, dz):
        return dz * (self.z >= 0)


class Leaky:
    def forward(self, a):
        self.slope = np.where(a > 0, 1.0, 0.1)
        return a * self.slope

    def backward(self, dz):
        return dz * self.slope


def arrays(rng):
    return [(rng.standard_normal(shape),) for shape in SHAPES]


@table.code("q9-7", cases=arrays, returns=("z", "mask"))
def relu_and_mask(a):
    """ReLU and its mask, both (N, D)."""
    return relu(a), a > 0


table.written("q9-a", "Why does the way back need only z?", points=2, formula="q9-5")

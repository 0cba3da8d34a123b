"""A small table to try the framework on: a value chain, a function and a layer."""

import numpy as np

from helpers.functions import relu
from helpers.layers import ReLU
from workbook.checks.questions import (
    SHAPES,
    CodeQuestion,
    Misconception,
    Table,
    ValueQuestion,
)

W = np.array([[0.1, 0.3], [-0.2, 0.4]])
x = np.array([0.7287, -0.6569])


def tanh_backward(dz, z):
    return dz * (1 - z * z)


def tanh_cases(rng):
    for shape in SHAPES:
        yield rng.standard_normal(shape), np.tanh(rng.standard_normal(shape))


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


class MaskFromOutput(ReLU):
    def backward(self, dz):
        return dz * (self.z >= 0)


class Leaky:
    def forward(self, a):
        self.slope = np.where(a > 0, 1.0, 0.1)
        return a * self.slope

    def backward(self, dz):
        return dz * self.slope


TABLE = Table(
    [
        ValueQuestion(
            "q9-1",
            "a",
            lambda: W @ x,
            [
                Misconception("W is transposed", lambda: W.T @ x, "Row j of W belongs to unit j."),
                Misconception("the sign is wrong", lambda: -(W @ x)),
            ],
            hint="Write out the sum for one unit.",
        ),
        ValueQuestion(
            "q9-2",
            "z",
            lambda a: np.tanh(a),
            [
                Misconception("the activation is missing", lambda a: a),
                Misconception("the sigmoid is used", lambda a: 1 / (1 + np.exp(-a))),
            ],
        ),
        ValueQuestion(
            "q9-3",
            "slope",
            lambda z: 1 - z * z,
            [Misconception("a stands in place of z", lambda a: 1 - a * a)],
        ),
        ValueQuestion("q9-4", "total", lambda z, slope: np.sum(z * slope)),
        CodeQuestion(
            "q9-5",
            "tanh_backward",
            tanh_backward,
            tanh_cases,
            [
                Misconception("dz is ignored", lambda dz, z: 1 - z * z, "The chain has two links."),
                Misconception("the square is missing", lambda dz, z: dz * (1 - z)),
            ],
            hint="Differentiate tanh.",
        ),
        CodeQuestion(
            "q9-6",
            "ReLU",
            ReLU,
            layer_cases,
            [Misconception("the mask is taken with >= from the output", MaskFromOutput)],
            probe=layer_parts,
            own_gradient=layer_own_gradient,
        ),
        CodeQuestion(
            "q9-7",
            "relu_and_mask",
            lambda a: (relu(a), a > 0),
            lambda rng: [(rng.standard_normal(shape),) for shape in SHAPES],
            returns=("z", "mask"),
        ),
    ]
)

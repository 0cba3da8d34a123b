"""An activation, and the chain of layers."""

import numpy as np

from helpers.functions import sigmoid
from workbook.checks import SHAPES
from workbook.questions.families import AT_ZERO, WRONG_TANH_SLOPES
from workbook.questions.gradient_check.common import numerical_gradient, pairs, table
from workbook.questions.gradient_check.layers import (
    KEEP,
    OWN,
    Sigmoid,
    Tanh,
    activation,
    activation_own_gradient,
    add_wrong_ways_back,
    first_call,
    probe_activation,
    shared,
)
from workbook.questions.gradient_check.linear import Linear

tanh_layer = table.code(
    "q2-5",
    asks="tanh as a layer, z from a and ∂L/∂a from dz = ∂L/∂z, all (N, D).",
    cases=pairs,
    points=2,
    hint="How high and how steep is tanh at 0, and far out? Is yours?",
    probe=probe_activation,
    own_gradient=activation_own_gradient,
)(Tanh)

BETWEEN = "Between which two numbers do your values lie, and where should they?"

add_wrong_ways_back(tanh_layer, np.tanh, lambda z: 1 - z**2, WRONG_TANH_SLOPES)
tanh_layer.mistake(
    "the slope of tanh is written with a where z belongs",
    activation(np.tanh, lambda dz, a, z: dz * (1 - a * a)),
    "Which of your arrays is tanh(a)?",
)
tanh_layer.mistake(
    "the slope of the sigmoid at a is used for tanh",
    activation(np.tanh, lambda dz, a, z: dz * sigmoid(a) * (1 - sigmoid(a))),
    AT_ZERO,
)
tanh_layer.mistake(
    "the sigmoid of a is squared where tanh belongs: 1 − σ(a)²",
    activation(np.tanh, lambda dz, a, z: dz * (1 - sigmoid(a) ** 2)),
    AT_ZERO,
)
tanh_layer.mistake(
    "the 1 of tanh's slope is missing: −z² stands there",
    activation(np.tanh, lambda dz, a, z: -dz * z * z),
    AT_ZERO,
)
tanh_layer.mistake(
    "a bracket is missing: dz multiplies only the 1",
    activation(np.tanh, lambda dz, a, z: dz - z * z),
    "What does dz multiply in your line, and what should it?",
)
tanh_layer.mistake(
    "a bracket is missing: dz multiplies only z²",
    activation(np.tanh, lambda dz, a, z: 1 - z * z * dz),
    "What does dz multiply in your line, and what should it?",
)
tanh_layer.mistake(
    "the derivative of tan is used",
    activation(np.tanh, lambda dz, a, z: dz * (1 + np.tan(a) ** 2)),
    "Draw tan and tanh: which of the two levels off on both sides?",
)
tanh_layer.mistake("the forward pass is the sigmoid", Sigmoid, BETWEEN)
tanh_layer.mistake(
    "the forward pass is the sigmoid, the way back is tanh's",
    activation(sigmoid, lambda dz, a, z: dz * (1 - z * z)),
    BETWEEN,
)
tanh_layer.mistake(
    "the forward pass is tanh(a/2)",
    activation(lambda a: np.tanh(a / 2), lambda dz, a, z: dz * (1 - z * z) / 2),
    "Write tanh as sinh over cosh: which exponents come out?",
)
tanh_layer.mistake("the first forward call is used for ever", first_call(Tanh, "z"), KEEP)
tanh_layer.mistake("what is kept is shared by all layers", shared(Tanh, "z"), OWN)


def chain_cases(rng):
    """Yield X (N, D), dy (N, D) and three square matrices: any order of the layers has a shape."""
    for N, D in SHAPES:
        yield tuple(rng.standard_normal(shape) for shape in ((N, D), (N, D), (3, D, D)))


def chain_of_layers(matrices):
    """Return three linear layers with tanh and sigmoid between them."""
    D = matrices.shape[-1]
    first, second, third = (Linear(D, D, W, np.arange(D) / D) for W in matrices)
    return [first, Tanh(), second, Sigmoid(), third]


def probe_chain(cls, X, dy, matrices):
    """Return both passes, and what they leave in the layers."""
    layers = chain_of_layers(matrices)
    model = cls(layers)
    y = model.forward(X)
    dX = model.backward(dy)
    gradients = [getattr(layer, "grad_weights", np.zeros(0)) for layer in layers[::2]]
    return {
        "forward": y,
        "backward": dX,
        **{f"dW of linear layer {k}": dW for k, dW in enumerate(gradients, 1)},
    }


def chain_own_gradient(cls, X, dy, matrices):
    """Return the numerical gradient of a learner's own forward pass."""

    def f():
        return np.sum(dy * cls(chain_of_layers(matrices)).forward(X))

    return {"backward": numerical_gradient(f, X)}


class MLP:
    """Any list of layers as one, forward from X (N, D) and backward from ∂L/∂y to ∂L/∂X (N, D)."""

    def __init__(self, layers):
        self.layers = layers

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, dy):
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        return dy


mlp = table.code(
    "q2-6",
    cases=chain_cases,
    hint="Follow one array through the layers, up and then down.",
    probe=probe_chain,
    own_gradient=chain_own_gradient,
)(MLP)


@mlp.mistake(
    "every layer is given the network's input", hint="What is the input of the second layer?"
)
class SameInput(MLP):
    """Gives every layer the network's input."""

    def forward(self, X):
        return [layer.forward(X) for layer in self.layers][-1]


@mlp.mistake(
    "the layers are run forward from last to first",
    hint="In which order stand the layers in the list?",
)
class ForwardFromTheEnd(MLP):
    """Goes forward in the order of the way back."""

    def forward(self, X):
        for layer in reversed(self.layers):
            X = layer.forward(X)
        return X


@mlp.mistake(
    "what goes into the last layer is returned, not what comes out",
    hint="Which layer's output leaves the network?",
)
class WithoutLast(MLP):
    """Returns the input of the last layer."""

    def forward(self, X):
        for layer in self.layers:
            last, X = X, layer.forward(X)
        return last


def way_back_through(visited):
    """Return MLP with a way back through these of its layers, in their order."""

    class OtherWayBack(MLP):
        def backward(self, dy):
            for layer in visited(self.layers):
                dy = layer.backward(dy)
            return dy

    return OtherWayBack


mlp.mistake(
    "the gradient passes the layers from first to last",
    way_back_through(lambda layers: layers),
    "Which layer is the first to know ∂L/∂(its output)?",
)


@mlp.mistake(
    "every layer is given ∂L/∂y",
    hint="What does the layer below need, and who computes it?",
)
class SameGradient(MLP):
    """Gives every layer the gradient of the output."""

    def backward(self, dy):
        return [layer.backward(dy) for layer in reversed(self.layers)][-1]


mlp.mistake(
    "only the last layer is asked",
    way_back_through(lambda layers: layers[-1:]),
    "Which layers have seen the gradient?",
)
mlp.mistake(
    "the last layer is left out on the way back",
    way_back_through(lambda layers: layers[-2::-1]),
    "Count the layers, and count the calls of backward.",
)
mlp.mistake(
    "the first layer is left out on the way back",
    way_back_through(lambda layers: layers[:0:-1]),
    "Which parameters have no gradient yet?",
)
mlp.mistake(
    "the activations are left out on the way back",
    way_back_through(lambda layers: layers[::-2]),
    "Which layers did the numbers pass on the way up, and which down?",
)


@mlp.mistake("∂L/∂y itself is returned", hint="Which layer is the last to hand a gradient down?")
class ReturnsItsOwn(MLP):
    """Returns the gradient that came in."""

    def backward(self, dy):
        super().backward(dy)
        return dy


@mlp.mistake(
    "the gradient is sent through forward, not through backward",
    hint="Which two methods has a layer, and which is for the way back?",
)
class BackwardByForward(MLP):
    """Sends the gradient through forward."""

    def backward(self, dy):
        for layer in reversed(self.layers):
            layer.backward(dy)
            dy = layer.forward(dy)
        return dy

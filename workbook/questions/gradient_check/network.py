"""An activation, and the chain of layers."""

import numpy as np

from helpers.functions import sigmoid
from workbook.checks import SHAPES
from workbook.questions.gradient_check.common import CHAIN, numerical_gradient, pairs, table
from workbook.questions.gradient_check.layers import (
    KEEP,
    OWN,
    Sigmoid,
    Tanh,
    activation,
    activation_own_gradient,
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
    hint="Derive tanh′ on paper, written with z = tanh(a).",
    probe=probe_activation,
    own_gradient=activation_own_gradient,
)(Tanh)

BETWEEN = "tanh takes values between −1 and 1."

tanh_layer.mistake(
    "the square is missing",
    activation(np.tanh, lambda dz, a, z: dz * (1 - z)),
    "Differentiate tanh once more on paper.",
)
tanh_layer.mistake(
    "the derivative is written with a where z belongs",
    activation(np.tanh, lambda dz, a, z: dz * (1 - a * a)),
    "tanh′(a) = 1 − tanh²(a): which of your arrays is tanh(a)?",
)
tanh_layer.mistake(
    "tanh is applied a second time, to its own output",
    activation(np.tanh, lambda dz, a, z: dz * (1 - np.tanh(z) ** 2)),
    "What you keep is already tanh(a).",
)
tanh_layer.mistake(
    "the sigmoid's derivative is used",
    activation(np.tanh, lambda dz, a, z: dz * z * (1 - z)),
    "z (1 − z) belongs to another activation.",
)
tanh_layer.mistake("the derivative f′ is missing", activation(np.tanh, lambda dz, a, z: dz), CHAIN)
tanh_layer.mistake(
    "the gradient from above is ignored", activation(np.tanh, lambda dz, a, z: 1 - z * z), CHAIN
)
tanh_layer.mistake(
    "the gradient from above is used twice",
    activation(np.tanh, lambda dz, a, z: dz * dz * (1 - z * z)),
    CHAIN,
)
tanh_layer.mistake(
    "a bracket is missing: dz multiplies only the 1",
    activation(np.tanh, lambda dz, a, z: dz - z * z),
    "dz * 1 - z**2 is not dz * (1 - z**2).",
)
tanh_layer.mistake(
    "the sign is wrong",
    activation(np.tanh, lambda dz, a, z: dz * (z * z - 1)),
    "tanh rises everywhere: which sign has its slope?",
)
tanh_layer.mistake(
    "z² is added, not subtracted",
    activation(np.tanh, lambda dz, a, z: dz * (1 + z * z)),
    "The slope of tanh is largest at 0.",
)
tanh_layer.mistake(
    "the 1 is missing",
    activation(np.tanh, lambda dz, a, z: -dz * z * z),
    "What is the slope of tanh at 0?",
)
tanh_layer.mistake(
    "the gradient takes the place of z",
    activation(np.tanh, lambda dz, a, z: 1 - dz * dz),
    "The slope depends on the forward pass alone.",
)
tanh_layer.mistake(
    "the derivative of tan is used",
    activation(np.tanh, lambda dz, a, z: dz * (1 + np.tan(a) ** 2)),
    "Draw tan and tanh: which of the two levels off on both sides?",
)
tanh_layer.mistake(
    "the derivative is divided by, not multiplied with",
    activation(np.tanh, lambda dz, a, z: dz / (1 - z * z)),
    CHAIN,
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
    "tanh a = 2 σ(2a) − 1.",
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
    hint="Return what the last layer gives.",
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
    hint="What comes out of one layer's backward is what the layer below needs.",
)
class SameGradient(MLP):
    """Gives every layer the gradient of the output."""

    def backward(self, dy):
        return [layer.backward(dy) for layer in reversed(self.layers)][-1]


mlp.mistake(
    "only the last layer is asked",
    way_back_through(lambda layers: layers[-1:]),
    "Every layer has to see the gradient.",
)
mlp.mistake(
    "the last layer is left out on the way back",
    way_back_through(lambda layers: layers[-2::-1]),
    "The output layer has a backward, too.",
)
mlp.mistake(
    "the first layer is left out on the way back",
    way_back_through(lambda layers: layers[:0:-1]),
    "The first layer's parameters need their gradient, too.",
)
mlp.mistake(
    "the activations are left out on the way back",
    way_back_through(lambda layers: layers[::-2]),
    "An activation is a layer like the others.",
)


@mlp.mistake("∂L/∂y itself is returned", hint="Return what the first layer hands down.")
class ReturnsItsOwn(MLP):
    """Returns the gradient that came in."""

    def backward(self, dy):
        super().backward(dy)
        return dy


@mlp.mistake(
    "the gradient is sent through forward, not through backward",
    hint="Each layer has two methods; the way back uses the other one.",
)
class BackwardByForward(MLP):
    """Sends the gradient through forward."""

    def backward(self, dy):
        for layer in reversed(self.layers):
            layer.backward(dy)
            dy = layer.forward(dy)
        return dy

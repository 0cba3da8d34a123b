"""Two more activations: the sigmoid, and ReLU with its kink."""

import numpy as np

from helpers.functions import relu, sigmoid
from workbook.questions.families import AT_ZERO, WRONG_SIGMOID_SLOPES
from workbook.questions.gradient_check.common import CHAIN, pairs, table
from workbook.questions.gradient_check.layers import (
    FORWARD_ALONE,
    KEEP,
    OWN,
    Sigmoid,
    Tanh,
    activation,
    activation_own_gradient,
    add_overwriting,
    add_wrong_ways_back,
    first_call,
    probe_activation,
    shared,
)

sigmoid_layer = table.code(
    "q2-9",
    asks="The sigmoid as a layer, z from a and ∂L/∂a from dz = ∂L/∂z, all (N, D).",
    cases=pairs,
    hint="How high and how steep is the sigmoid at 0, and far out? Is yours?",
    probe=probe_activation,
    own_gradient=activation_own_gradient,
)(Sigmoid)

add_wrong_ways_back(sigmoid_layer, sigmoid, lambda z: z * (1 - z), WRONG_SIGMOID_SLOPES)
sigmoid_layer.mistake(
    "the slope of tanh at a is used for the sigmoid",
    activation(sigmoid, lambda dz, a, z: dz * (1 - np.tanh(a) ** 2)),
    AT_ZERO,
)
sigmoid_layer.mistake(
    "a bracket is missing: dz multiplies only the first term",
    activation(sigmoid, lambda dz, a, z: dz * z - z * z),
    "What does dz multiply in your line, and what should it?",
)
sigmoid_layer.mistake(
    "the exponent's sign is wrong: the forward pass falls",
    activation(lambda a: sigmoid(-a), lambda dz, a, z: -dz * z * (1 - z)),
    "From left to right, does yours rise or fall?",
)
sigmoid_layer.mistake(
    "the forward pass is tanh",
    Tanh,
    "Between which two numbers do your values lie, and where should they?",
)
sigmoid_layer.mistake(
    "the forward pass is σ(2a)",
    activation(lambda a: sigmoid(2 * a), lambda dz, a, z: 2 * dz * z * (1 - z)),
    "Try a = 1 with a calculator: which exponent does σ have?",
)
sigmoid_layer.mistake("the first forward call is used for ever", first_call(Sigmoid, "z"), KEEP)
sigmoid_layer.mistake("what is kept is shared by all layers", shared(Sigmoid, "z"), OWN)


def relu_cases(rng):
    """Yield a and dz, at last with exact zeros in a."""
    yield from pairs(rng)
    yield np.array([[0.0, 1.0, -1.0], [2.0, 0.0, -0.5]]), rng.standard_normal((2, 3))


class ReLU:
    """ReLU as a layer with ReLU′(0) = 0, z from a and ∂L/∂a from dz = ∂L/∂z, all (N, D)."""

    def forward(self, a):
        self.z = np.maximum(a, 0)
        return self.z

    def backward(self, dz):
        return dz * (self.z > 0)


relu_layer = table.code(
    "q2-10",
    cases=relu_cases,
    hint="Draw ReLU, and its slope below it.",
    probe=probe_activation,
    own_gradient=activation_own_gradient,
)(ReLU)

SLOPE_AT_ZERO = "Look up what this workbook says about ReLU′(0)."
WHICH_PASS = "Which inputs does ReLU let pass?"

relu_layer.mistake(
    "no gradient is stopped: the mask is missing, or z >= 0, which is always true",
    activation(relu, lambda dz, a, z: dz * (z >= 0)),
    "What is the smallest value that z can have?",
)
relu_layer.mistake(
    "ReLU′(0) is 1: the mask is taken with >= from the pre-activation",
    activation(relu, lambda dz, a, z: dz * (a >= 0)),
    SLOPE_AT_ZERO,
)
relu_layer.mistake(
    "ReLU′(0) is ½", activation(relu, lambda dz, a, z: dz * np.heaviside(a, 0.5)), SLOPE_AT_ZERO
)
relu_layer.mistake(
    "the mask comes from the gradient, not from the forward pass",
    activation(relu, lambda dz, a, z: dz * (dz > 0)),
    FORWARD_ALONE,
)
relu_layer.mistake(
    "the mask needs a positive gradient as well as a positive input",
    activation(relu, lambda dz, a, z: dz * (dz > 0) * (a > 0)),
    FORWARD_ALONE,
)
relu_layer.mistake(
    "the mask is the wrong way round",
    activation(relu, lambda dz, a, z: dz * (a < 0)),
    WHICH_PASS,
)
relu_layer.mistake(
    "the gradient from above is ignored",
    activation(relu, lambda dz, a, z: (a > 0).astype(float)),
    CHAIN,
)
relu_layer.mistake(
    "the gradient is multiplied with z, not with the slope",
    activation(relu, lambda dz, a, z: dz * z),
    "What is the slope of ReLU for a > 0?",
)
relu_layer.mistake(
    "the gradient is multiplied with the sign of a",
    activation(relu, lambda dz, a, z: dz * np.sign(a)),
    "What is the slope of ReLU for a < 0?",
)
relu_layer.mistake(
    "the forward pass is the absolute value",
    activation(np.abs, lambda dz, a, z: dz * np.sign(a)),
    "What does ReLU give for a < 0?",
)
relu_layer.mistake(
    "the forward pass keeps the negative part",
    activation(lambda a: np.minimum(a, 0), lambda dz, a, z: dz * (a < 0)),
    WHICH_PASS,
)
relu_layer.mistake(
    "the forward pass is the step function",
    activation(lambda a: (a > 0).astype(float), lambda dz, a, z: dz * (a > 0)),
    "What should come out for a = 2, and for a = 3?",
)
relu_layer.mistake(
    "the forward pass leaks: a small slope for a < 0",
    activation(lambda a: np.maximum(a, 0.01 * a), lambda dz, a, z: dz * np.where(a > 0, 1, 0.01)),
    "What should come out for a = −2?",
)
add_overwriting(relu_layer, relu, lambda z: z > 0)
relu_layer.mistake("the first forward call is used for ever", first_call(ReLU, "z"), KEEP)
relu_layer.mistake("what is kept is shared by all layers", shared(ReLU, "z"), OWN)

"""Questions of notebook 05: initial weights, activations, the forward pass."""

from itertools import pairwise
from math import sqrt

import numpy as np

from helpers.functions import relu, sigmoid, softmax
from workbook.checks.questions import (
    SHAPES,
    CodeQuestion,
    Misconception,
)
from workbook.questions.mnist.common import (
    arrays,
    forward,
    initialise,
    inputs_and_network,
    relu_backward,
    sigmoid_backward,
)


def upstream_and_z(f):
    """Return cases of ∂L/∂z and z = f(a)."""

    def cases(rng):
        for shape in SHAPES:
            yield rng.standard_normal(shape), f(rng.standard_normal(shape))

    return cases


def shapes_and_spread(function, sizes):
    """Look at what does not depend on the order in which random numbers are drawn."""
    weights, biases = function(sizes, np.random.default_rng(1))
    again, _ = function(sizes, np.random.default_rng(1))
    other, _ = function(sizes, np.random.default_rng(2))
    return {
        "the list of W's shapes": [np.shape(W) for W in weights],
        "the list of b's shapes": [np.shape(b) for b in biases],
        "n_in / 2 times the variance of W": [
            round(W.var() * n_in / 2, 1) for W, n_in in zip(weights, sizes[:-1], strict=True)
        ],
        "the mean of W over its deviation": [round(abs(W.mean() / W.std()), 1) for W in weights],
        "the largest bias of each layer": [float(np.abs(b).max()) for b in biases],
        "the draw": [
            bool(np.array_equal(weights[0], again[0])),
            bool(np.array_equal(weights[0], other[0])),
        ],
    }


def activations(function, X, weights, biases, f):
    """Look at each entry of the list."""
    return {f"z[{i}]": z for i, z in enumerate(function(X, weights, biases, f))}


def like_he(deviation, shape=lambda n_in, n_out: (n_out, n_in), bias=np.zeros):
    """Return an initialisation with other deviations (of n_in, n_out), shapes or biases."""

    def answer(sizes, rng):
        pairs = list(pairwise(sizes))
        weights = [rng.normal(0, deviation(*pair), shape(*pair)) for pair in pairs]
        return weights, [bias(n_out) for _, n_out in pairs]

    return answer


def mean_for_deviation(sizes, rng):
    """Pass the deviation where the mean belongs."""
    pairs = list(pairwise(sizes))
    weights = [rng.normal(sqrt(2 / n_in), 1, (n_out, n_in)) for n_in, n_out in pairs]
    return weights, [np.zeros(n_out) for _, n_out in pairs]


def own_generator(sizes, rng):
    """Draw from another generator."""
    return initialise(sizes, np.random.default_rng())


def activated_output(X, weights, biases, f):
    """Activate the logits."""
    z = forward(X, weights, biases, f)
    return [*z[:-1], f(z[-1])]


def no_activation(X, weights, biases, f):
    """Activate nothing."""
    return forward(X, weights, biases, lambda a: a)


def no_biases(X, weights, biases, f):
    """Leave the biases out."""
    return forward(X, weights, [0 * b for b in biases], f)


def without_inputs(X, weights, biases, f):
    """Leave X out of the list."""
    return forward(X, weights, biases, f)[1:]


PIECES = [
    CodeQuestion(
        "q5-5",
        "initialise",
        initialise,
        lambda rng: [([400, 300, 50],)],
        [
            Misconception(
                "the variance stands where the standard deviation belongs",
                like_he(lambda n_in, n_out: 2 / n_in),
                "What does the second argument of rng.normal mean?",
            ),
            Misconception(
                "the deviation stands in the mean's place",
                mean_for_deviation,
                "Read help(rng.normal).",
            ),
            Misconception("all deviations are 1", like_he(lambda n_in, n_out: 1)),
            Misconception(
                "Glorot's variance is used",
                like_he(lambda n_in, n_out: sqrt(2 / (n_in + n_out))),
                "ReLU switches half of its units off; whose rule makes up for that?",
            ),
            Misconception("the factor 2 is missing", like_he(lambda n_in, n_out: sqrt(1 / n_in))),
            Misconception(
                "outputs are counted, not inputs", like_he(lambda n_in, n_out: sqrt(2 / n_out))
            ),
            Misconception(
                "W is (in, out)",
                like_he(
                    lambda n_in, n_out: sqrt(2 / n_in), shape=lambda n_in, n_out: (n_in, n_out)
                ),
                "Row j of W belongs to unit j.",
            ),
            Misconception(
                "the biases are drawn too, or 1",
                like_he(lambda n_in, n_out: sqrt(2 / n_in), bias=np.ones),
            ),
            Misconception(
                "all weights start at zero",
                like_he(lambda n_in, n_out: 0),
                "Would two hidden units ever become different?",
            ),
            Misconception(
                "rng is not used", own_generator, "The same seed should give the same network."
            ),
        ],
        hint="Measure: np.var(W) · n_in / 2 should be 1 in every layer.",
        probe=shapes_and_spread,
    ),
    CodeQuestion(
        "q5-6",
        "relu",
        relu,
        arrays,
        [
            Misconception("the step is returned, not the ramp", lambda a: (a > 0) * 1.0),
            Misconception("the absolute value is taken", lambda a: np.abs(a)),
            Misconception("the maximum of the whole array is taken", lambda a: max(a.max(), 0)),
            Misconception("the negative side is kept", lambda a: np.minimum(a, 0)),
        ],
        hint="Draw it for a from −2 to 2.",
    ),
    CodeQuestion(
        "q5-7",
        "relu_backward",
        relu_backward,
        upstream_and_z(relu),
        [
            Misconception(
                "the mask is taken with >= from the activated array",
                lambda dz, z: dz * (z >= 0),
                "Is z ever below zero?",
            ),
            Misconception("the mask is taken from dz", lambda dz, z: relu(dz)),
            Misconception("dz is ignored", lambda dz, z: (z > 0) * 1.0, "The chain has two links."),
            Misconception("z stands in place of its derivative", lambda dz, z: dz * z),
        ],
        hint="What is the slope of the ramp, left and right of zero?",
    ),
    CodeQuestion(
        "q5-8",
        "sigmoid",
        sigmoid,
        lambda rng: [*arrays(rng), (np.array([[-1e4, -800.0, 0.0, 800.0, 1e4]]),)],
        [
            Misconception("the sign of the exponent is wrong", lambda a: sigmoid(-a)),
            Misconception("tanh is used", lambda a: np.tanh(a)),
            Misconception("it is softmax", lambda a: softmax(a)),
            Misconception(
                "large |a| overflows",
                lambda a: np.exp(a) / (1 + np.exp(a)),
                "Try a = 800. A form with tanh never overflows.",
            ),
        ],
        hint="Values: ½ at 0, 0 far left, 1 far right.",
    ),
    CodeQuestion(
        "q5-9",
        "sigmoid_backward",
        sigmoid_backward,
        upstream_and_z(sigmoid),
        [
            Misconception(
                "σ is applied again to z",
                lambda dz, z: dz * sigmoid(z) * (1 - sigmoid(z)),
                "z is σ(a) already.",
            ),
            Misconception("it is the derivative of tanh", lambda dz, z: dz * (1 - z * z)),
            Misconception("dz is ignored", lambda dz, z: z * (1 - z), "The chain has two links."),
            Misconception("the factor z is missing", lambda dz, z: dz * (1 - z)),
        ],
        hint="Write σ′ with σ alone.",
    ),
    CodeQuestion(
        "q5-10",
        "forward",
        forward,
        inputs_and_network,
        [
            Misconception(
                "the last layer is activated too",
                activated_output,
                "The logits must be free to be negative.",
            ),
            Misconception("there is no activation anywhere", no_activation),
            Misconception("the biases are forgotten", no_biases),
            Misconception(
                "the inputs are not in the list", without_inputs, "What does dW1 need from it?"
            ),
        ],
        hint="Compare the shapes of the list's arrays with the layer sizes.",
        probe=activations,
    ),
]

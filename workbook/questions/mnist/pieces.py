"""Initial weights, activations, the forward pass."""

from itertools import pairwise
from math import sqrt

import numpy as np

from helpers.functions import softmax
from workbook.checks import SHAPES
from workbook.questions.families import WRONG_CHAINS, WRONG_SIGMOID_SLOPES
from workbook.questions.mnist.common import arrays, inputs_and_network, table

FEW = [4, 3]  # layer sizes, where any random numbers will do


def layer_sizes(rng):
    """Return sizes so large that variances are nearly exact, and with more inputs than outputs."""
    return [([400, 300, 50],)]


def shapes_and_spread(function, sizes):
    """Look at what does not depend on the order in which random numbers are drawn."""
    weights, biases = function(sizes, np.random.default_rng(1))
    one, again, other = (
        function(FEW, np.random.default_rng(seed))[0][0].tolist() for seed in (1, 1, 2)
    )
    return {
        **{f"W{layer}": np.zeros(np.shape(W)) for layer, W in enumerate(weights, 1)},
        **{f"b{layer}": np.zeros(np.shape(b)) for layer, b in enumerate(biases, 1)},
        "n_in / 2 times the variance of W": [
            round(W.var() * n_in / 2, 1) for W, n_in in zip(weights, sizes[:-1], strict=True)
        ],
        "the mean of W over its deviation": [round(abs(W.mean() / W.std()), 1) for W in weights],
        "the largest bias of each layer": [float(np.abs(b).max()) for b in biases],
        "the weights take more than a few values": all(
            len(np.unique(W[:10])) > W[:10].size / 2 for W in weights
        ),
        "the draw": [one == again, one == other],
    }


@table.code(
    "q5-5",
    cases=layer_sizes,
    probe=shapes_and_spread,
    hint="Print shapes, mean and variance, layer by layer: which is not as the text asks?",
)
def initialise(sizes, rng):
    """Lists of He's initial weights (out, in) and of biases (out,), for any list of layer sizes."""
    pairs = list(pairwise(sizes))
    weights = [rng.normal(0, sqrt(2 / n_in), (n_out, n_in)) for n_in, n_out in pairs]
    return weights, [np.zeros(n_out) for _, n_out in pairs]


def drawn(deviation, shape=lambda n_in, n_out: (n_out, n_in), bias=np.zeros):
    """Return an `initialise` with other deviations, of (n_in, n_out), shapes or biases."""

    def answer(sizes, rng):
        pairs = list(pairwise(sizes))
        weights = [rng.normal(0, deviation(*pair), shape(*pair)) for pair in pairs]
        return weights, [bias(n_out) for _, n_out in pairs]

    return answer


def he(n_in, n_out):
    """Return He's standard deviation."""
    return sqrt(2 / n_in)


initialise.mistake(
    "the variance stands where the standard deviation belongs",
    drawn(lambda n_in, n_out: 2 / n_in),
    "What does the second argument of rng.normal mean?",
)


@initialise.mistake("the deviation stands in the mean's place", hint="Read help(rng.normal).")
def mean_for_deviation(sizes, rng):
    """Draw around He's deviation, with deviation 1."""
    pairs = list(pairwise(sizes))
    weights = [rng.normal(sqrt(2 / n_in), 1, (n_out, n_in)) for n_in, n_out in pairs]
    return weights, [np.zeros(n_out) for _, n_out in pairs]


initialise.mistake(
    "all deviations are 1",
    drawn(lambda n_in, n_out: 1),
    "A unit adds up 784 products or ten: should their weights be of one size?",
)
initialise.mistake(
    "Glorot's variance is used",
    drawn(lambda n_in, n_out: sqrt(2 / (n_in + n_out))),
    "ReLU switches half of its units off; whose rule makes up for that?",
)
initialise.mistake(
    "the factor 2 is missing",
    drawn(lambda n_in, n_out: sqrt(1 / n_in)),
    "How much of a signal's mean square does ReLU let through?",
)
initialise.mistake(
    "outputs are counted, not inputs",
    drawn(lambda n_in, n_out: sqrt(2 / n_out)),
    "How many products does one unit add up?",
)
initialise.mistake(
    "W is (in, out)",
    drawn(he, shape=lambda n_in, n_out: (n_in, n_out)),
    "How many rows should W have, and how many columns?",
)
initialise.mistake(
    "the biases are drawn too, or 1",
    drawn(he, bias=np.ones),
    "Print a b. Where should biases start, according to the text above?",
)
initialise.mistake(
    "the biases are columns, (out, 1)",
    drawn(he, bias=lambda n: np.zeros((n, 1))),
    "How many axes does one number for each unit need?",
)
initialise.mistake(
    "the biases are rows with two axes, (1, out)",
    drawn(he, bias=lambda n: np.zeros((1, n))),
    "How many axes does one number for each unit need?",
)
initialise.mistake(
    "W is (in, out), and the biases are rows with two axes, (1, out)",
    drawn(he, shape=lambda n_in, n_out: (n_in, n_out), bias=lambda n: np.zeros((1, n))),
    "How many rows should W have, and how many columns?",
)
initialise.mistake(
    "all weights start at zero",
    drawn(lambda n_in, n_out: 0),
    "Would two hidden units ever become different?",
)


@initialise.mistake(
    "all weights of a layer are plus or minus one number",
    hint="How many different numbers are in your first W?",
)
def plus_or_minus(sizes, rng):
    """Draw signs only; the variance is right."""
    pairs = list(pairwise(sizes))
    weights = [he(*pair) * rng.choice([-1, 1], pair[::-1]) for pair in pairs]
    return weights, [np.zeros(n_out) for _, n_out in pairs]


initialise.mistake(
    "rng is not used",
    lambda sizes, rng: initialise.right(sizes, np.random.default_rng()),
    "Draw twice with the same seed: should the networks differ?",
)


@table.code("q5-6", cases=arrays, hint="Draw it for a from −2 to 2.")
def relu(a):
    """ReLU of an array, element by element, of the same shape."""
    return np.maximum(a, 0)


relu.mistake(
    "the step is returned, not the ramp",
    lambda a: (a > 0) * 1.0,
    "Should 2 and 3 come out as the same number?",
)
relu.mistake(
    "the absolute value is taken", lambda a: np.abs(a), "What should come out where a is −2?"
)
relu.mistake(
    "the maximum of the whole array is taken",
    lambda a: max(a.max(), 0),
    "Each entry of a has a result of its own: how many come out?",
)
relu.mistake(
    "the negative side is kept",
    lambda a: np.minimum(a, 0),
    "Try −2 and 2: which of them should get through?",
)


def upstream_and_z(f):
    """Return cases of ∂L/∂z and z = f(a)."""

    def cases(rng):
        for shape in SHAPES:
            yield rng.standard_normal(shape), f(rng.standard_normal(shape))

    return cases


TWO_LINKS = "Which two links has the chain here?"


@table.code(
    "q5-7",
    cases=upstream_and_z(relu.right),
    hint="What is the slope of the ramp, left and right of zero?",
)
def relu_backward(dz, z):
    """The gradient ∂L/∂a (N, D) from dz = ∂L/∂z (N, D) and the stored z = relu(a) (N, D)."""
    return dz * (z > 0)


relu_backward.mistake(
    "the mask is taken with >= from the activated array",
    lambda dz, z: dz * (z >= 0),
    "Is z ever below zero?",
)
relu_backward.mistake(
    "the mask is taken from dz",
    lambda dz, z: np.maximum(dz, 0),
    "Which of the two arrays remembers where the ramp was rising?",
)
relu_backward.mistake("dz is ignored", lambda dz, z: (z > 0) * 1.0, TWO_LINKS)
relu_backward.mistake(
    "z stands in place of its derivative",
    lambda dz, z: dz * z,
    "Is the ramp steeper where it is higher?",
)


def arrays_and_large_numbers(rng):
    """Yield an array of each shape, and numbers whose exponentials overflow."""
    yield from arrays(rng)
    yield (np.array([[-1e4, -800.0, 0.0, 800.0, 1e4]]),)


@table.code(
    "q5-8",
    cases=arrays_and_large_numbers,
    hint="What should come out at 0, far left and far right?",
)
def sigmoid(a):
    """The sigmoid of an array, element by element, of the same shape; finite for every finite a."""
    return (1 + np.tanh(a / 2)) / 2


sigmoid.mistake(
    "the sign of the exponent is wrong",
    lambda a: (1 - np.tanh(a / 2)) / 2,
    "From left to right, does yours rise or fall?",
)
sigmoid.mistake(
    "tanh is used",
    lambda a: np.tanh(a),
    "Between which two numbers do your values lie, and where should they?",
)
sigmoid.mistake(
    "it is softmax",
    lambda a: softmax(a),
    "Change one entry of a: which entries of your result change?",
)
sigmoid.mistake(
    "large |a| overflows",
    lambda a: np.exp(a) / (1 + np.exp(a)),
    "Try a = 800 and a = −800: how large does your exp become?",
)


@table.code(
    "q5-9", cases=upstream_and_z(sigmoid.right), hint="How steep is σ at 0, and far out? Is yours?"
)
def sigmoid_backward(dz, z):
    """The gradient ∂L/∂a (N, D) from dz = ∂L/∂z (N, D) and the stored z = sigmoid(a) (N, D)."""
    return dz * z * (1 - z)


for name, slope, hint in WRONG_SIGMOID_SLOPES:
    sigmoid_backward.mistake(name, lambda dz, z, slope=slope: dz * slope(z), hint)
for name, chain, hint in WRONG_CHAINS:
    sigmoid_backward.mistake(name, lambda dz, z, chain=chain: chain(dz, z * (1 - z)), hint)


def activations(function, X, weights, biases, f):
    """Look at each entry of the list."""
    return {f"z[{i}]": z for i, z in enumerate(function(X, weights, biases, f))}


@table.code(
    "q5-10",
    cases=inputs_and_network,
    probe=activations,
    hint="Compare the shapes of the list's arrays with the layer sizes.",
)
def forward(X, weights, biases, f):
    """The list [X, z1, …, logits] of what enters and leaves the layers, each (N, its units)."""
    z = [X]
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        z.append(f(z[-1] @ W.T + b))
    return [*z, z[-1] @ weights[-1].T + biases[-1]]


@forward.mistake("the last layer is activated too", hint="Can a logit be negative? Can yours?")
def activated_output(X, weights, biases, f):
    """Activate the logits."""
    z = forward.right(X, weights, biases, f)
    return [*z[:-1], f(z[-1])]


forward.mistake(
    "there is no activation anywhere",
    lambda X, weights, biases, f: forward.right(X, weights, biases, lambda a: a),
    "With f = relu, can a hidden output be negative? Look at yours.",
)


@forward.mistake(
    "the list holds what enters the activations, not what leaves them",
    hint="With f = relu, can an entry of z1 be negative? Look at yours.",
)
def before_activation(X, weights, biases, f):
    """Keep the pre-activations."""
    z = forward.right(X, weights, biases, f)
    layers = zip(z[:-1], weights, biases, strict=True)
    return [X, *(below @ W.T + b for below, W, b in layers)]


forward.mistake(
    "the biases are forgotten",
    lambda X, weights, biases, f: forward.right(X, weights, [0 * b for b in biases], f),
    "Put in an X of zeros: must all that comes out be zero?",
)
forward.mistake(
    "the inputs are not in the list",
    lambda X, weights, biases, f: forward.right(X, weights, biases, f)[1:],
    "What does dW1 need from it?",
)

"""The questions of notebook 05: a classifier for handwritten digits, from nine functions."""

from itertools import pairwise
from math import sqrt

import numpy as np

from helpers.exercises.questions import (
    SHAPES,
    CodeQuestion,
    Misconception,
    Table,
    ValueQuestion,
    WrittenQuestion,
)
from helpers.functions import log_sum_exp, one_hot, relu, sigmoid, softmax
from helpers.losses import softmax_cross_entropy
from helpers.training import minibatches

LAYERS = ([3, 5, 4], [4, 4], [2, 6, 3, 5])  # one hidden layer, none, two


# The answers, as far as helpers has no function with the same signature


def to_rows(images):
    return (images.reshape(len(images), -1) / 200).astype(np.float32)


def initialise(sizes, rng):
    pairs = list(pairwise(sizes))
    weights = [rng.normal(0, sqrt(2 / n_in), (n_out, n_in)) for n_in, n_out in pairs]
    return weights, [np.zeros(n_out) for _, n_out in pairs]


def relu_backward(dz, z):
    return dz * (z > 0)


def sigmoid_backward(dz, z):
    return dz * z * (1 - z)


def forward(X, weights, biases, f):
    z = [X]
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        z.append(f(z[-1] @ W.T + b))
    return [*z, z[-1] @ weights[-1].T + biases[-1]]


def cross_entropy(a, t):
    return softmax_cross_entropy(a, t)[0]


def cross_entropy_backward(a, t):
    return softmax_cross_entropy(a, t)[1]


def backward(z, da, weights, f_backward):
    dWs, dbs = [], []
    for layer in reversed(range(len(weights))):
        dWs.insert(0, da.T @ z[layer])
        dbs.insert(0, da.sum(axis=0))
        if layer > 0:
            da = f_backward(da @ weights[layer], z[layer])
    return dWs, dbs


def update(weights, biases, dWs, dbs, eta):
    for parameter, gradient in zip(weights + biases, dWs + dbs, strict=True):
        parameter -= eta * gradient


def predict(X, labels, weights, biases, f):
    a = forward(X, weights, biases, f)[-1]
    predicted = a.argmax(axis=1)
    return predicted, np.mean(predicted == labels), cross_entropy(a, one_hot(labels, a.shape[1]))


def fit(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    for _ in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            z = forward(X[batch], weights, biases, f)
            da = cross_entropy_backward(z[-1], t[batch])
            update(weights, biases, *backward(z, da, weights, f_backward), eta)


def confusion_matrix(labels, predicted):
    return np.bincount(10 * labels.astype(int) + predicted, minlength=100).reshape(10, 10)


def confident_mistakes(y, labels, count):
    wrong = np.flatnonzero(y.argmax(axis=1) != labels)
    return wrong[np.argsort(-y[wrong].max(axis=1))[:count]]


# Random inputs


def arrays(rng):
    for shape in SHAPES:
        yield (rng.standard_normal(shape),)


def upstream_and_z(f):
    def cases(rng):
        for shape in SHAPES:
            yield rng.standard_normal(shape), f(rng.standard_normal(shape))

    return cases


def images(rng):
    for N, rows, columns in ((1, 28, 28), (3, 4, 6)):
        yield (rng.integers(0, 256, (N, rows, columns), np.uint8),)


def network(rng, sizes):
    weights, _ = initialise(sizes, rng)
    return weights, [rng.standard_normal(n) for n in sizes[1:]]


def inputs_and_network(rng):
    for N, sizes in zip((1, 4, 7), LAYERS, strict=True):
        yield rng.standard_normal((N, sizes[0])), *network(rng, sizes), relu


def logits_and_targets(rng):
    for N, C in SHAPES:
        yield 3 * rng.standard_normal((N, C)), one_hot(rng.integers(0, C, N), C)
    yield 1000 * rng.standard_normal((5, 4)), one_hot(rng.integers(0, 4, 5), 4)


def forward_passes(rng):
    for (X, weights, biases, f), name in zip(inputs_and_network(rng), "rsr", strict=True):
        f, f_backward = (relu, relu_backward) if name == "r" else (sigmoid, sigmoid_backward)
        z = forward(X, weights, biases, f)
        yield z, rng.standard_normal(z[-1].shape), weights, f_backward


def parameters_and_gradients(rng):
    for sizes in LAYERS:
        yield *network(rng, sizes), *network(rng, sizes), 0.3


def labelled_inputs(rng):
    for X, weights, biases, f in inputs_and_network(rng):
        yield X, rng.integers(0, len(biases[-1]), len(X)), weights, biases, f


def numbers_of_samples(rng):
    for N, batch_size in ((10, 3), (12, 4), (5, 5), (3, 8), (1, 1), (200, 64)):
        yield N, batch_size, int(rng.integers(1000))


def training_runs(rng):
    # Where all samples are equal, or all are taken at once, their order does not matter.
    for N, batch_size, epochs in ((7, 7, 3), (8, 20, 2)):
        X, t = rng.standard_normal((N, 3)), one_hot(rng.integers(0, 4, N), 4)
        yield X, t, *network(rng, [3, 5, 4]), relu, relu_backward, 0.2, batch_size, epochs
    X, t = np.tile(rng.standard_normal(3), (7, 1)), np.tile(np.eye(4)[1], (7, 1))
    yield X, t, *network(rng, [3, 4]), sigmoid, sigmoid_backward, 0.3, 3, 2


def labels_and_predictions(rng):
    for N in (1, 50, 400):
        labels = rng.integers(0, 10, N, np.uint8)
        yield labels, np.where(rng.random(N) < 0.6, labels, rng.integers(0, 10, N))


def probabilities_and_labels(rng):
    for N, count in ((40, 4), (400, 5)):
        y = softmax(2 * rng.standard_normal((N, 10)))
        yield y, np.where(rng.random(N) < 0.6, y.argmax(axis=1), rng.integers(0, 10, N)), count


# What is looked at


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


def batches_of(function, N, batch_size, seed):
    rng = np.random.default_rng(seed)
    first, second = list(function(N, batch_size, rng)), list(function(N, batch_size, rng))
    order = np.concatenate(first)
    return {
        "the list of sizes": [len(batch) for batch in first],
        "the sorted list of indices": np.sort(order),
        "the random order": N < 10 or not np.array_equal(order, np.arange(N)),
        "the second epoch's order": N < 10 or not np.array_equal(order, np.concatenate(second)),
    }


def lists_of_gradients(function, z, da, weights, f_backward):
    dWs, dbs = function(z, da, weights, f_backward)
    return named(dWs, dbs, "d")


def parameters_after(function, weights, biases, *others):
    function(weights, biases, *others)
    return named(weights, biases)


def parameters_after_training(function, X, t, weights, biases, *settings):
    function(X, t, weights, biases, *settings, np.random.default_rng(0))
    return named(weights, biases)


def activations(function, X, weights, biases, f):
    return {f"z[{i}]": z for i, z in enumerate(function(X, weights, biases, f))}


def named(weights, biases, prefix=""):
    """Return {"W1": …, "b1": …} with the given prefix, last layer first."""
    parts = {}
    for layer in reversed(range(len(weights))):
        parts[f"{prefix}W{layer + 1}"] = weights[layer]
        parts[f"{prefix}b{layer + 1}"] = biases[layer]
    return parts


# What goes wrong


def like_he(deviation, shape=lambda n_in, n_out: (n_out, n_in), bias=np.zeros):
    """Return an initialisation with other deviations (of n_in, n_out), shapes or biases."""

    def answer(sizes, rng):
        pairs = list(pairwise(sizes))
        weights = [rng.normal(0, deviation(*pair), shape(*pair)) for pair in pairs]
        return weights, [bias(n_out) for _, n_out in pairs]

    return answer


def mean_for_deviation(sizes, rng):
    pairs = list(pairwise(sizes))
    weights = [rng.normal(sqrt(2 / n_in), 1, (n_out, n_in)) for n_in, n_out in pairs]
    return weights, [np.zeros(n_out) for _, n_out in pairs]


def own_generator(sizes, rng):
    return initialise(sizes, np.random.default_rng())


def activated_output(X, weights, biases, f):
    z = forward(X, weights, biases, f)
    return [*z[:-1], f(z[-1])]


def no_activation(X, weights, biases, f):
    return forward(X, weights, biases, lambda a: a)


def no_biases(X, weights, biases, f):
    return forward(X, weights, [0 * b for b in biases], f)


def without_inputs(X, weights, biases, f):
    return forward(X, weights, biases, f)[1:]


def naive_log_sum_exp(a):
    return np.log(np.exp(a).sum(axis=1))


def log_of_softmax(a, t):
    y = np.exp(a) / np.exp(a).sum(axis=1, keepdims=True)
    return -np.sum(t * np.log(y)) / len(a)


def chain(passes=lambda layer: True, mirror=lambda dW: dW, bias=lambda da: da.sum(axis=0)):
    """Return a backward pass that skips f′ where `passes` is false, or spoils dW or db."""

    def answer(z, da, weights, f_backward):
        dWs, dbs = [], []
        for layer in reversed(range(len(weights))):
            dWs.insert(0, mirror(da.T @ z[layer]))
            dbs.insert(0, bias(da))
            if layer > 0:
                da = da @ weights[layer]
                da = f_backward(da, z[layer]) if passes(layer) else da
        return dWs, dbs

    return answer


def last_first(z, da, weights, f_backward):
    dWs, dbs = backward(z, da, weights, f_backward)
    return dWs[::-1], dbs[::-1]


def output_activated(z, da, weights, f_backward):
    return backward(z, f_backward(da, z[-1]), weights, f_backward)


def upstream_forgotten(z, da, weights, f_backward):
    return backward(z, da, weights, lambda dz, z: f_backward(np.ones_like(dz), z))


def z_of_next_layer(z, da, weights, f_backward):
    dWs, dbs = [], []
    for layer in reversed(range(len(weights))):
        dWs.insert(0, da.T @ z[layer])
        dbs.insert(0, da.sum(axis=0))
        if layer > 0:
            dz = da @ weights[layer]
            da = f_backward(dz, dz)
    return dWs, dbs


def rebinding(weights, biases, dWs, dbs, eta):
    weights = [W - eta * dW for W, dW in zip(weights, dWs, strict=True)]
    biases = [b - eta * db for b, db in zip(biases, dbs, strict=True)]


def uphill(weights, biases, dWs, dbs, eta):
    update(weights, biases, dWs, dbs, -eta)


def weights_only(weights, biases, dWs, dbs, eta):
    update(weights, [], dWs, [], eta)


def full_step(weights, biases, dWs, dbs, eta):
    update(weights, biases, dWs, dbs, 1)


def scored(accuracy=lambda right: right.mean(), axis=1, reduce=lambda cost, N: cost):
    """Return a `predict` with another accuracy, another axis of argmax, or another cost."""

    def answer(X, labels, weights, biases, f):
        a = forward(X, weights, biases, f)[-1]
        predicted = a.argmax(axis=axis)
        cost = cross_entropy(a, one_hot(labels, a.shape[1]))
        right = predicted == labels if predicted.shape == labels.shape else np.zeros(1)
        return predicted, accuracy(right), reduce(cost, len(X))

    return answer


def in_order(N, batch_size, rng):
    for start in range(0, N, batch_size):
        yield np.arange(start, min(start + batch_size, N))


def last_dropped(N, batch_size, rng):
    order = rng.permutation(N)
    for start in range(0, N - batch_size + 1, batch_size):
        yield order[start : start + batch_size]


def with_replacement(N, batch_size, rng):
    for start in range(0, N, batch_size):
        yield rng.integers(0, N, min(batch_size, N - start))


def same_every_epoch(N, batch_size, rng):
    return minibatches(N, batch_size, np.random.default_rng(0))


def last_filled(N, batch_size, rng):
    order = rng.permutation(N)
    for start in range(0, N, batch_size):
        yield np.resize(order[start : start + batch_size], batch_size)


def fitted(
    steps=lambda batches: batches, divide=lambda n: 1.0, passes=None, eta_of=lambda eta: eta
):
    """Return a training loop with other minibatches, factors, backward passes or step sizes."""

    def answer(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
        for _ in range(epochs):
            for batch in steps(list(minibatches(len(X), batch_size, rng))):
                z = forward(X[batch], weights, biases, f)
                da = cross_entropy_backward(z[-1], t[batch]) / divide(len(batch))
                update(weights, biases, *backward(z, da, weights, f_backward), eta_of(eta))

    return answer


def one_epoch(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    fit(X, t, weights, biases, f, f_backward, eta, batch_size, 1, rng)


def forward_once(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    for _ in range(epochs):
        z_all = forward(X, weights, biases, f)
        for batch in minibatches(len(X), batch_size, rng):
            z = [part[batch] for part in z_all]
            da = cross_entropy_backward(z[-1], t[batch])
            update(weights, biases, *backward(z, da, weights, f_backward), eta)


def counted_once(labels, predicted):
    matrix = np.zeros((10, 10), int)
    matrix[labels, predicted] += 1
    return matrix


def least_confident(y, labels, count):
    wrong = np.flatnonzero(y.argmax(axis=1) != labels)
    return wrong[np.argsort(y[wrong].max(axis=1))[:count]]


def within_the_wrong(y, labels, count):
    wrong = np.flatnonzero(y.argmax(axis=1) != labels)
    return np.argsort(-y[wrong].max(axis=1))[:count]


def most_confident_of_all(y, labels, count):
    return np.argsort(-y.max(axis=1))[:count]


def first_wrong(y, labels, count):
    return np.flatnonzero(y.argmax(axis=1) != labels)[:count]


def by_true_class(y, labels, count):
    wrong = np.flatnonzero(y.argmax(axis=1) != labels)
    return wrong[np.argsort(-y[wrong, labels[wrong]])[:count]]


# The table

DATA = [
    ValueQuestion(
        "q5-1",
        "parameters_linear",
        lambda: 784 * 10 + 10,
        [
            Misconception("the biases are forgotten", lambda: 784 * 10, "What else is trained?"),
            Misconception("each class has a bias per pixel", lambda: 2 * 784 * 10),
            Misconception("inputs and outputs are added", lambda: 784 + 10, "What does W hold?"),
            Misconception("the picture's side is taken for its pixels", lambda: 28 * 10 + 10),
        ],
        hint="Write down the shapes of W and b.",
    ),
    ValueQuestion(
        "q5-2",
        "parameters_hidden",
        lambda: 784 * 128 + 128 + 128 * 10 + 10,
        [
            Misconception("the biases are forgotten", lambda: 784 * 128 + 128 * 10),
            Misconception("the hidden biases are forgotten", lambda: 784 * 128 + 128 * 10 + 10),
            Misconception("the output's layer is forgotten", lambda: 784 * 128 + 128),
            Misconception(
                "inputs reach the outputs directly too",
                lambda: 784 * 128 + 128 + 128 * 10 + 10 + 784 * 10,
            ),
        ],
        hint="Count layer by layer: W, then b.",
    ),
    ValueQuestion(
        "q5-3",
        "first_cost",
        lambda: np.log(10),
        [
            Misconception("the logarithm is the binary one", lambda: np.log2(10)),
            Misconception("the logarithm is the decimal one", lambda: 1.0, "Which base has log?"),
            Misconception("the probability itself is given", lambda: 0.1, "Cost is −log of it."),
            Misconception("the sign is missing", lambda: -np.log(10), "Can a cost be negative?"),
            Misconception("the ten outputs are summed", lambda: 10 * np.log(10)),
            Misconception("there are two classes", lambda: np.log(2)),
        ],
        hint="Which probability does a network give to the right class that cannot tell any apart?",
    ),
    CodeQuestion(
        "q5-4",
        "to_rows",
        to_rows,
        images,
        [
            Misconception(
                "the pixels are not scaled",
                lambda images: images.reshape(len(images), -1).astype(np.float32),
            ),
            Misconception(
                "they are divided by 255, not 200",
                lambda images: (images.reshape(len(images), -1) / 255).astype(np.float32),
            ),
            Misconception(
                "whole numbers are divided by whole numbers",
                lambda images: (images.reshape(len(images), -1) // 200).astype(np.float32),
                "Look at how many different values are left.",
            ),
            Misconception(
                "the numbers stay float64",
                lambda images: images.reshape(len(images), -1) / 200,
                "Which dtype has it? NumPy's default takes twice the memory and the time.",
            ),
            Misconception("samples are columns", lambda images: to_rows(images).T),
            Misconception(
                "the pixels of different images are mixed",
                lambda images: (images.reshape(-1, len(images)).T / 200).astype(np.float32),
                "Show one row as a picture again.",
            ),
        ],
        hint="Print the shape, the dtype and the largest entry.",
        probe=lambda function, images: {
            "the array": function(images),
            "an entry's number of bytes": function(images).itemsize,
        },
    ),
]

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

COST = [
    CodeQuestion(
        "q5-11",
        "log_sum_exp",
        log_sum_exp,
        lambda rng: [*arrays(rng), (1000 * rng.standard_normal((4, 3)),)],
        [
            Misconception("exp overflows", naive_log_sum_exp, "Try a row that holds 1000."),
            Misconception("the sum runs over the samples", lambda a: log_sum_exp(a, axis=0)),
            Misconception("the sum runs over everything", lambda a: log_sum_exp(a, axis=(0, 1))),
            Misconception(
                "the maximum is not added back", lambda a: log_sum_exp(a) - a.max(axis=1)
            ),
            Misconception("the logarithm is missing", lambda a: np.exp(log_sum_exp(a))),
            Misconception("the maximum is returned alone", lambda a: a.max(axis=1)),
            Misconception("a column (N, 1) is returned", lambda a: log_sum_exp(a, keepdims=True)),
        ],
        hint="Pull e to the largest entry out of each row's sum.",
    ),
    CodeQuestion(
        "q5-12",
        "cross_entropy",
        cross_entropy,
        logits_and_targets,
        [
            Misconception(
                "it is summed over the samples", lambda a, t: len(a) * cross_entropy(a, t)
            ),
            Misconception(
                "it is averaged over the outputs too",
                lambda a, t: cross_entropy(a, t) / a.shape[1],
            ),
            Misconception("the sign is wrong", lambda a, t: -cross_entropy(a, t)),
            Misconception(
                "the logarithm is taken of probabilities that underflow",
                log_of_softmax,
                "Try logits of ±1000: what is log 0?",
            ),
            Misconception("the target's logit is forgotten", lambda a, t: np.mean(log_sum_exp(a))),
            Misconception(
                "the softmax runs over the samples",
                lambda a, t: cross_entropy(a.T, t.T) * a.shape[1] / len(a),
            ),
            Misconception(
                "a cost for each sample is returned",
                lambda a, t: log_sum_exp(a) - np.sum(t * a, axis=1),
            ),
        ],
        hint="For one sample: log Σ exp(a_k) minus the logit of the right class.",
    ),
    CodeQuestion(
        "q5-13",
        "cross_entropy_backward",
        cross_entropy_backward,
        logits_and_targets,
        [
            Misconception("1/N is missing", lambda a, t: softmax(a) - t, "The cost is a mean."),
            Misconception("it is t − y", lambda a, t: -cross_entropy_backward(a, t)),
            Misconception(
                "the logits stand in place of the probabilities", lambda a, t: (a - t) / len(a)
            ),
            Misconception("the target is not subtracted", lambda a, t: softmax(a) / len(a)),
            Misconception(
                "the softmax runs over the samples", lambda a, t: (softmax(a, axis=0) - t) / len(a)
            ),
            Misconception(
                "the number of outputs divides too",
                lambda a, t: cross_entropy_backward(a, t) / a.shape[1],
            ),
            Misconception(
                "the softmax's derivative is multiplied on top",
                lambda a, t: cross_entropy_backward(a, t) * softmax(a) * (1 - softmax(a)),
                "It is in y − t already.",
            ),
        ],
        hint="Compare with a central difference of cross_entropy.",
    ),
    WrittenQuestion("q5-a", formula="q5-13"),
]

LEARNING = [
    CodeQuestion(
        "q5-14",
        "backward",
        backward,
        forward_passes,
        [
            Misconception("f′ is missing", chain(passes=lambda layer: False)),
            Misconception(
                "f′ is applied at the output too", output_activated, "The last layer is linear."
            ),
            Misconception(
                "f′ is taken of the gradient, not of z", z_of_next_layer, "Whose slope is it?"
            ),
            Misconception("the gradient from above is forgotten", upstream_forgotten),
            Misconception("dW is transposed", chain(mirror=lambda dW: dW.T)),
            Misconception(
                "db is the mean over the samples", chain(bias=lambda da: da.mean(axis=0))
            ),
            Misconception("db is not summed over the samples", chain(bias=lambda da: da)),
            Misconception("db is summed over the units", chain(bias=lambda da: da.sum(axis=1))),
            Misconception("the lists begin with the last layer", last_first),
        ],
        hint="Go from the last layer to the first: dW, db, then the gradient for the layer below.",
        probe=lists_of_gradients,
    ),
    CodeQuestion(
        "q5-15",
        "update",
        update,
        parameters_and_gradients,
        [
            Misconception(
                "new arrays are made, and the old ones stay",
                rebinding,
                "`W = W - …` gives a new array a name; `W -= …` changes the array.",
            ),
            Misconception("it goes uphill", uphill, "In which direction does the loss fall?"),
            Misconception("the biases are forgotten", weights_only),
            Misconception("the learning rate is forgotten", full_step),
        ],
        hint="Print one weight before and after.",
        probe=parameters_after,
    ),
    CodeQuestion(
        "q5-16",
        "predict",
        predict,
        labelled_inputs,
        [
            Misconception("argmax runs over the samples", scored(axis=0)),
            Misconception("the accuracy is a count", scored(accuracy=lambda right: right.sum())),
            Misconception(
                "the accuracy is the error rate", scored(accuracy=lambda right: 1 - right.mean())
            ),
            Misconception(
                "the accuracy is in per cent", scored(accuracy=lambda right: 100 * right.mean())
            ),
            Misconception(
                "the cost is summed over the samples", scored(reduce=lambda cost, N: N * cost)
            ),
        ],
        hint="Labels (N,), then two numbers.",
        returns=("labels", "accuracy", "cost"),
    ),
    CodeQuestion(
        "q5-17",
        "minibatches",
        minibatches,
        numbers_of_samples,
        [
            Misconception("the samples are not shuffled", in_order),
            Misconception("the last, smaller minibatch is dropped", last_dropped),
            Misconception("the last minibatch repeats samples", last_filled),
            Misconception(
                "samples are drawn with replacement", with_replacement, "Is every sample seen once?"
            ),
            Misconception("every epoch has the same order", same_every_epoch, "Is rng used?"),
        ],
        hint="Try N = 10 and batch_size = 3: four arrays, together 0 … 9.",
        probe=batches_of,
    ),
    CodeQuestion(
        "q5-18",
        "fit",
        fit,
        training_runs,
        [
            Misconception("there is one epoch only", one_epoch),
            Misconception("only one minibatch of an epoch is used", fitted(steps=lambda b: b[:1])),
            Misconception("the last minibatch is left out", fitted(steps=lambda b: b[:-1])),
            Misconception(
                "the gradient is divided by the batch size twice", fitted(divide=lambda n: n)
            ),
            Misconception("the batch size multiplies the step", fitted(divide=lambda n: 1 / n)),
            Misconception("it goes uphill", fitted(eta_of=lambda eta: -eta)),
            Misconception(
                "the forward pass is run once an epoch",
                forward_once,
                "After an update the outputs are others.",
            ),
        ],
        hint="Per minibatch: forward, ∂L/∂a, backward, update.",
        probe=parameters_after_training,
    ),
]

ERRORS = [
    CodeQuestion(
        "q5-19",
        "confusion_matrix",
        confusion_matrix,
        labels_and_predictions,
        [
            Misconception(
                "rows and columns are exchanged",
                lambda labels, predicted: confusion_matrix(predicted, labels),
            ),
            Misconception(
                "each pair is counted once only",
                counted_once,
                "`matrix[i, j] += 1` with repeated pairs adds once. np.add.at adds each.",
            ),
            Misconception(
                "only mistakes are counted",
                lambda labels, predicted: (
                    confusion_matrix(labels, predicted) * (1 - np.eye(10, dtype=int))
                ),
            ),
            Misconception(
                "rows are divided by their sum",
                lambda labels, predicted: (
                    confusion_matrix(labels, predicted)
                    / np.maximum(1, confusion_matrix(labels, predicted).sum(axis=1, keepdims=True))
                ),
            ),
        ],
        hint="Entry (i, j): how often an i was taken for a j.",
    ),
    CodeQuestion(
        "q5-20",
        "confident_mistakes",
        confident_mistakes,
        probabilities_and_labels,
        [
            Misconception("the least confident come first", least_confident),
            Misconception(
                "positions among the mistakes are returned",
                within_the_wrong,
                "Which image does the first number belong to?",
            ),
            Misconception("right answers are among them", most_confident_of_all),
            Misconception("they are not sorted", first_wrong),
            Misconception(
                "they are sorted by the right class's probability",
                by_true_class,
                "Confident of what?",
            ),
        ],
        hint="Find the mistakes, then sort them by the largest probability.",
    ),
    WrittenQuestion("q5-b"),
    WrittenQuestion("q5-c"),
]

STARTS = [
    ValueQuestion(
        "q5-21",
        "largest_slope",
        lambda: 0.25,
        [
            Misconception("the slope is that of tanh", lambda: 1.0),
            Misconception("σ(0) is given", lambda: 0.5, "That is the height; the slope is asked."),
        ],
        hint="σ′ = σ (1 − σ). Where is it largest?",
    ),
    WrittenQuestion("q5-d"),
    ValueQuestion(
        "q5-22",
        "growth",
        lambda: 2.0**4,
        [
            Misconception(
                "the factors are added, or one layer is not counted",
                lambda: 2.0 * 4,
                "Each of the four layers multiplies.",
            ),
            Misconception(
                "the variance's factor is given", lambda: 4.0**4, "Deviations are asked."
            ),
            Misconception("one layer is counted", lambda: 2.0),
            Misconception("ReLU halves each factor", lambda: 1.0, "ReLU(2a) = 2 ReLU(a)."),
            Misconception("the root is taken", lambda: 2.0**2),
        ],
        hint="What does ReLU do with 2a?",
    ),
    WrittenQuestion("q5-e"),
]

QUESTIONS = Table([*DATA, *PIECES, *COST, *LEARNING, *ERRORS, *STARTS])

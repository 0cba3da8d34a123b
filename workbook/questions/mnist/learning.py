"""Questions of notebook 05: backward pass, update, prediction, minibatches, training."""

import numpy as np

from helpers.functions import one_hot, relu, sigmoid
from helpers.training import minibatches
from workbook.checks.questions import CodeQuestion, Misconception
from workbook.questions.mnist.common import (
    LAYERS,
    backward,
    cross_entropy,
    cross_entropy_backward,
    forward,
    inputs_and_network,
    named,
    network,
    relu_backward,
    sigmoid_backward,
    update,
)


def predict(X, labels, weights, biases, f):
    """Return predicted labels, accuracy and cost."""
    a = forward(X, weights, biases, f)[-1]
    predicted = a.argmax(axis=1)
    return predicted, np.mean(predicted == labels), cross_entropy(a, one_hot(labels, a.shape[1]))


def fit(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    """Train in place."""
    for _ in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            z = forward(X[batch], weights, biases, f)
            da = cross_entropy_backward(z[-1], t[batch])
            update(weights, biases, *backward(z, da, weights, f_backward), eta)


def forward_passes(rng):
    """Yield what a forward pass left, ∂L/∂(logits), the weights and the step back."""
    for (X, weights, biases, f), name in zip(inputs_and_network(rng), "rsr", strict=True):
        f, f_backward = (relu, relu_backward) if name == "r" else (sigmoid, sigmoid_backward)
        z = forward(X, weights, biases, f)
        yield z, rng.standard_normal(z[-1].shape), weights, f_backward


def parameters_and_gradients(rng):
    """Yield parameters, as many gradients, and a learning rate."""
    for sizes in LAYERS:
        yield *network(rng, sizes), *network(rng, sizes), 0.3


def labelled_inputs(rng):
    """Yield X, labels, weights, biases and an activation."""
    for X, weights, biases, f in inputs_and_network(rng):
        yield X, rng.integers(0, len(biases[-1]), len(X)), weights, biases, f


def numbers_of_samples(rng):
    """Yield N, batch size and a seed."""
    for N, batch_size in ((10, 3), (12, 4), (5, 5), (3, 8), (1, 1), (200, 64)):
        yield N, batch_size, int(rng.integers(1000))


def training_runs(rng):
    """Yield all that `fit` takes but the generator."""
    # Where all samples are equal, or all are taken at once, their order does not matter.
    for N, batch_size, epochs in ((7, 7, 3), (8, 20, 2)):
        X, t = rng.standard_normal((N, 3)), one_hot(rng.integers(0, 4, N), 4)
        yield X, t, *network(rng, [3, 5, 4]), relu, relu_backward, 0.2, batch_size, epochs
    X, t = np.tile(rng.standard_normal(3), (7, 1)), np.tile(np.eye(4)[1], (7, 1))
    yield X, t, *network(rng, [3, 4]), sigmoid, sigmoid_backward, 0.3, 3, 2


def batches_of(function, N, batch_size, seed):
    """Look at the minibatches of two epochs, whatever their order."""
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
    """Look at each dW and db."""
    dWs, dbs = function(z, da, weights, f_backward)
    return named(dWs, dbs, "d")


def parameters_after(function, weights, biases, *others):
    """Look at the parameters that were handed in."""
    function(weights, biases, *others)
    return named(weights, biases)


def parameters_after_training(function, X, t, weights, biases, *settings):
    """Look at the parameters after training."""
    function(X, t, weights, biases, *settings, np.random.default_rng(0))
    return named(weights, biases)


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
    """Return the last layer first."""
    dWs, dbs = backward(z, da, weights, f_backward)
    return dWs[::-1], dbs[::-1]


def output_activated(z, da, weights, f_backward):
    """Apply f′ to the logits' gradient."""
    return backward(z, f_backward(da, z[-1]), weights, f_backward)


def upstream_forgotten(z, da, weights, f_backward):
    """Put ones in place of the gradient from above."""
    return backward(z, da, weights, lambda dz, z: f_backward(np.ones_like(dz), z))


def z_of_next_layer(z, da, weights, f_backward):
    """Take f′ at the gradient."""
    dWs, dbs = [], []
    for layer in reversed(range(len(weights))):
        dWs.insert(0, da.T @ z[layer])
        dbs.insert(0, da.sum(axis=0))
        if layer > 0:
            dz = da @ weights[layer]
            da = f_backward(dz, dz)
    return dWs, dbs


def rebinding(weights, biases, dWs, dbs, eta):
    """Give new arrays the old names."""
    weights = [W - eta * dW for W, dW in zip(weights, dWs, strict=True)]
    biases = [b - eta * db for b, db in zip(biases, dbs, strict=True)]


def uphill(weights, biases, dWs, dbs, eta):
    """Add."""
    update(weights, biases, dWs, dbs, -eta)


def weights_only(weights, biases, dWs, dbs, eta):
    """Forget the biases."""
    update(weights, [], dWs, [], eta)


def full_step(weights, biases, dWs, dbs, eta):
    """Forget the learning rate."""
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
    """Do not shuffle."""
    for start in range(0, N, batch_size):
        yield np.arange(start, min(start + batch_size, N))


def last_dropped(N, batch_size, rng):
    """Drop the short minibatch."""
    order = rng.permutation(N)
    for start in range(0, N - batch_size + 1, batch_size):
        yield order[start : start + batch_size]


def with_replacement(N, batch_size, rng):
    """Draw each minibatch from all samples."""
    for start in range(0, N, batch_size):
        yield rng.integers(0, N, min(batch_size, N - start))


def same_every_epoch(N, batch_size, rng):
    """Draw the same order again and again."""
    return minibatches(N, batch_size, np.random.default_rng(0))


def last_filled(N, batch_size, rng):
    """Fill the short minibatch up."""
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
    """Stop after an epoch."""
    fit(X, t, weights, biases, f, f_backward, eta, batch_size, 1, rng)


def forward_once(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    """Go forward once an epoch."""
    for _ in range(epochs):
        z_all = forward(X, weights, biases, f)
        for batch in minibatches(len(X), batch_size, rng):
            z = [part[batch] for part in z_all]
            da = cross_entropy_backward(z[-1], t[batch])
            update(weights, biases, *backward(z, da, weights, f_backward), eta)


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

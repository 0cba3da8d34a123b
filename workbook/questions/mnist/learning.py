"""The backward pass, the update, prediction, minibatches, training."""

import numpy as np

from helpers.functions import one_hot
from helpers.training import minibatches
from workbook.questions.mnist.common import LAYERS, inputs_and_network, named, network, table
from workbook.questions.mnist.cross_entropy import cross_entropy, cross_entropy_backward
from workbook.questions.mnist.pieces import (
    forward,
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
)
from workbook.questions.orders import (
    ROLLED,
    SHUFFLED_IN_PIECES,
    are_apart,
    rolled,
    shuffled_in_pieces,
)


def forward_passes(rng):
    """Yield what a forward pass left, ∂L/∂(logits), the weights and the step back."""
    steps = (relu, relu_backward), (sigmoid, sigmoid_backward), (relu, relu_backward)
    pairs = zip(inputs_and_network(rng), steps, strict=True)
    for (X, weights, biases, _), (f, f_backward) in pairs:
        z = forward.right(X, weights, biases, f.right)
        yield z, rng.standard_normal(z[-1].shape), weights, f_backward.right


def lists_of_gradients(function, z, da, weights, f_backward):
    """Look at each dW and db."""
    dWs, dbs = function(z, da, weights, f_backward)
    return named(dWs, dbs, "d")


@table.code(
    "q5-14",
    cases=forward_passes,
    probe=lists_of_gradients,
    hint="Take one layer: what arrives from above, what stays with it, what goes below?",
)
def backward(z, da, weights, f_backward):
    """Lists of dW (out, in) and db (out,), first layer first, from what `forward` kept and da."""
    dWs, dbs = [], []
    for layer in reversed(range(len(weights))):
        dWs.insert(0, da.T @ z[layer])
        dbs.insert(0, da.sum(axis=0))
        if layer > 0:
            da = f_backward(da @ weights[layer], z[layer])
    return dWs, dbs


backward.mistake(
    "f′ is missing",
    lambda z, da, weights, f_backward: backward.right(z, da, weights, lambda dz, z: dz),
    "What stood between two layers on the way forward? Go back through it too.",
)
backward.mistake(
    "f′ is applied at the output too",
    lambda z, da, weights, f_backward: backward.right(
        z, f_backward(da, z[-1]), weights, f_backward
    ),
    "Which layers have an activation?",
)
backward.mistake(
    "f′ is taken of the gradient, not of z",
    lambda z, da, weights, f_backward: backward.right(
        z, da, weights, lambda dz, z: f_backward(dz, dz)
    ),
    "Whose slope is it?",
)
backward.mistake(
    "the gradient from above is forgotten",
    lambda z, da, weights, f_backward: backward.right(
        z, da, weights, lambda dz, z: f_backward(np.ones_like(dz), z)
    ),
    "If da were twice as large, which of your gradients would be?",
)


@backward.mistake("dW is transposed", hint="Compare its shape with that of W.")
def transposed(z, da, weights, f_backward):
    """Multiply in the other order."""
    dWs, dbs = backward.right(z, da, weights, f_backward)
    return [dW.T for dW in dWs], dbs


def with_db(db_of):
    """Return a `backward` with another db, of da."""

    def answer(z, da, weights, f_backward):
        dWs, dbs = [], []
        for layer in reversed(range(len(weights))):
            dWs.insert(0, da.T @ z[layer])
            dbs.insert(0, db_of(da))
            if layer > 0:
                da = f_backward(da @ weights[layer], z[layer])
        return dWs, dbs

    return answer


backward.mistake(
    "db is the mean over the samples",
    with_db(lambda da: da.mean(axis=0)),
    "The loss is a mean: who has divided by N already?",
)
backward.mistake(
    "db is not summed over the samples",
    with_db(lambda da: da),
    "All samples share one b. How many entries has your db?",
)
backward.mistake(
    "db keeps an axis of length 1",
    with_db(lambda da: da.sum(axis=0, keepdims=True)),
    "How many axes has b, and how many has your db?",
)
backward.mistake(
    "db is a column, (out, 1)",
    with_db(lambda da: da.sum(axis=0)[:, None]),
    "How many axes has b, and how many has your db?",
)
backward.mistake(
    "dW and db are means over the samples",
    lambda z, da, *others: [
        [gradient / len(da) for gradient in gradients]
        for gradients in backward.right(z, da, *others)
    ],
    "The loss is a mean: who has divided by N already?",
)
backward.mistake(
    "db is summed over the units",
    with_db(lambda da: da.sum(axis=1)),
    "b has one entry for each unit: which axis of da may go?",
)
backward.mistake(
    "the lists begin with the last layer",
    lambda *case: [gradients[::-1] for gradients in backward.right(*case)],
    "Which of the weights has the shape of your first dW?",
)


def parameters_and_gradients(rng):
    """Yield parameters, as many gradients, and a learning rate."""
    for sizes in LAYERS:
        yield *network(rng, sizes), *network(rng, sizes), 0.3


def parameters_after(function, weights, biases, *others):
    """Look at the arrays that were handed in, whatever the lists hold afterwards."""
    held = list(weights), list(biases)
    function(weights, biases, *others)
    return named(*held)


@table.code(
    "q5-15",
    cases=parameters_and_gradients,
    probe=parameters_after,
    hint="Print one weight before and after.",
)
def update(weights, biases, dWs, dbs, eta):
    """One step of gradient descent for all W (out, in) and b (out,) of two lists, in place."""
    for parameter, gradient in zip(weights + biases, dWs + dbs, strict=True):
        parameter -= eta * gradient


@update.mistake(
    "new arrays are made, and the old ones stay",
    hint="Give an array a second name, then update: does that name see the change?",
)
def rebinding(weights, biases, dWs, dbs, eta):
    """Give new arrays the old names."""
    weights = [W - eta * dW for W, dW in zip(weights, dWs, strict=True)]
    biases = [b - eta * db for b, db in zip(biases, dbs, strict=True)]


update.mistake(
    "it goes uphill",
    lambda weights, biases, dWs, dbs, eta: update.right(weights, biases, dWs, dbs, -eta),
    "In which direction does the loss fall?",
)
update.mistake(
    "the biases are forgotten",
    lambda weights, biases, dWs, dbs, eta: update.right(weights, [], dWs, [], eta),
    "Print one bias before and after. Has it moved?",
)
update.mistake(
    "the learning rate is forgotten",
    lambda weights, biases, dWs, dbs, eta: update.right(weights, biases, dWs, dbs, 1),
    "Try eta = 0: does anything move?",
)


def labelled_inputs(rng):
    """Yield X, labels, weights, biases and an activation."""
    for X, weights, biases, f in inputs_and_network(rng):
        yield X, rng.integers(0, len(biases[-1]), len(X)), weights, biases, f


@table.code(
    "q5-16",
    cases=labelled_inputs,
    returns=("labels", "accuracy", "loss"),
    hint="Try two samples by hand: which labels, which accuracy, which loss?",
)
def predict(X, labels, weights, biases, f):
    """Predicted labels (N,), accuracy and loss on X (N, in) with true labels (N,)."""
    a = forward.right(X, weights, biases, f)[-1]
    predicted = a.argmax(axis=1)
    loss = cross_entropy.right(a, one_hot(labels, a.shape[1]))
    return predicted, np.mean(predicted == labels), loss


def with_accuracy(accuracy):
    """Return a `predict` with another accuracy, of an array that tells which are right."""

    def answer(X, labels, *network):
        predicted, _, loss = predict.right(X, labels, *network)
        return predicted, accuracy(predicted == labels), loss

    return answer


@predict.mistake(
    "argmax runs over the samples",
    hint="How many samples are there, and how many labels do you return?",
)
def best_sample_of_each_class(X, labels, weights, biases, f):
    """Find a sample for each class."""
    a = forward.right(X, weights, biases, f)[-1]
    predicted = a.argmax(axis=0)
    right = predicted == labels if predicted.shape == labels.shape else np.zeros(1)
    return predicted, right.mean(), cross_entropy.right(a, one_hot(labels, a.shape[1]))


predict.mistake(
    "the accuracy is a count",
    with_accuracy(lambda right: right.sum()),
    "If all answers were right, what would your accuracy be?",
)
predict.mistake(
    "the accuracy is the error rate",
    with_accuracy(lambda right: 1 - right.mean()),
    "A network without a mistake: has it accuracy 0 or 1?",
)
predict.mistake(
    "the accuracy is in per cent",
    with_accuracy(lambda right: 100 * right.mean()),
    "Between which two numbers should the accuracy lie?",
)


@predict.mistake(
    "the loss is summed over the samples",
    hint="With every sample twice the accuracy stays the same. And your loss?",
)
def summed_loss(X, labels, *network):
    """Add the losses up."""
    predicted, accuracy, loss = predict.right(X, labels, *network)
    return predicted, accuracy, len(X) * loss


def numbers_of_samples(rng):
    """Yield N, batch size and a seed."""
    for N, batch_size in ((10, 3), (12, 4), (5, 5), (3, 8), (1, 1), (200, 64)):
        yield N, batch_size, int(rng.integers(1000))


def batches_of(function, N, batch_size, seed):
    """Look at the minibatches of two epochs, whatever their order."""
    rng = np.random.default_rng(seed)
    first, second = list(function(N, batch_size, rng)), list(function(N, batch_size, rng))
    order = np.concatenate(first)
    return {
        "the list of sizes": [len(batch) for batch in first],
        "the sorted list of indices": np.sort(order),
        "the random order": N < 10 or not np.array_equal(order, np.arange(N)),
        "neighbours that are drawn apart": N < 100 or are_apart(order),
        "the second epoch's order": N < 10 or not np.array_equal(order, np.concatenate(second)),
    }


batches = table.code(
    "q5-17",
    name="minibatches",
    asks="Arrays of at most batch_size indices, together 0 … N − 1, in random order.",
    cases=numbers_of_samples,
    probe=batches_of,
    hint="Try N = 10 and batch_size = 3: which indices come, and how often?",
)(minibatches)


@batches.mistake(
    "the samples are not shuffled", hint="Print two epochs one after the other. What do you see?"
)
def in_order(N, batch_size, rng):
    """Do not shuffle."""
    for start in range(0, N, batch_size):
        yield np.arange(start, min(start + batch_size, N))


@batches.mistake(
    "the last, smaller minibatch is dropped",
    hint="With N = 10 and batch_size = 3, which samples are never seen?",
)
def last_dropped(N, batch_size, rng):
    """Drop the short minibatch."""
    order = rng.permutation(N)
    for start in range(0, N - batch_size + 1, batch_size):
        yield order[start : start + batch_size]


@batches.mistake(
    "the last minibatch repeats samples",
    hint="Sort the indices of an epoch: does one come twice?",
)
def last_filled(N, batch_size, rng):
    """Fill the short minibatch up."""
    order = rng.permutation(N)
    for start in range(0, N, batch_size):
        yield np.resize(order[start : start + batch_size], batch_size)


@batches.mistake("samples are drawn with replacement", hint="Is every sample seen once?")
def with_replacement(N, batch_size, rng):
    """Draw each minibatch from all samples."""
    for start in range(0, N, batch_size):
        yield rng.integers(0, N, min(batch_size, N - start))


batches.mistake("the order is only rolled: it starts elsewhere, and goes on", rolled, ROLLED)
batches.mistake(
    "the minibatches are shuffled, not the samples in them", shuffled_in_pieces, SHUFFLED_IN_PIECES
)
batches.mistake(
    "every epoch has the same order",
    lambda N, batch_size, rng: minibatches(N, batch_size, np.random.default_rng(0)),
    "Is rng used?",
)


def training_runs(rng):
    """Yield all that `fit` takes but the generator."""
    # Where all samples are equal, or all are taken at once, their order does not matter.
    for N, batch_size, epochs in ((7, 7, 3), (8, 20, 2)):
        X, t = rng.standard_normal((N, 3)), one_hot(rng.integers(0, 4, N), 4)
        settings = relu.right, relu_backward.right, 0.2, batch_size, epochs
        yield X, t, *network(rng, [3, 5, 4]), *settings
    X, t = np.tile(rng.standard_normal(3), (7, 1)), np.tile(np.eye(4)[1], (7, 1))
    yield X, t, *network(rng, [3, 4]), sigmoid.right, sigmoid_backward.right, 0.3, 3, 2
    # With η = 0 each sample can be told by what f is given for it.
    X, t = rng.standard_normal((12, 3)), one_hot(rng.integers(0, 4, 12), 4)
    yield X, t, *network(rng, [3, 5, 4]), relu.right, relu_backward.right, 0.0, 4, 2


def parameters_after_training(function, X, t, weights, biases, f, f_backward, eta, *settings):
    """Look at the parameters after training, and at the order of samples where η is 0."""
    taken = []

    def noting(a):
        taken.append(np.array(a))
        return f(a)

    first_layer = X @ weights[0].T + biases[0]
    steps = noting if eta == 0 else f, f_backward
    function(X, t, weights, biases, *steps, eta, *settings, np.random.default_rng(0))
    parts = named(weights, biases)
    if eta == 0:
        orders = orders_of(taken, first_layer)
        parts["each epoch has an order of its own"] = len({tuple(each) for each in orders}) > 1
    return parts


def orders_of(taken, first_layer):
    """Return the order of the samples in each epoch, by what f was given, batch by batch.

    Where that is not to be seen (f may be used otherwise, too), return two that are different.
    """
    samples, last, N = [], None, len(first_layer)
    for a in taken:
        a = a.T if a.ndim == 2 and a.shape[1] != first_layer.shape[1] else a
        if a.shape[1:] != first_layer.shape[1:]:
            return [0], [1]
        batch = np.abs(a.real[:, None] - first_layer).sum(axis=2).argmin(axis=1).tolist()
        samples += batch if batch != last else []
        last = batch
    epochs = [samples[:N], samples[N:]]
    return epochs if all(sorted(each) == list(range(N)) for each in epochs) else ([0], [1])


@table.code(
    "q5-18",
    cases=training_runs,
    probe=parameters_after_training,
    hint="Print the loss before and after an epoch. How many updates lie between?",
)
def fit(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    """Minibatch gradient descent on X (N, in), t (N, K), which trains two lists in place."""
    for _ in range(epochs):
        for batch in minibatches(len(X), batch_size, rng):
            z = forward.right(X[batch], weights, biases, f)
            da = cross_entropy_backward.right(z[-1], t[batch])
            dWs, dbs = backward.right(z, da, weights, f_backward)
            update.right(weights, biases, dWs, dbs, eta)


def fitted(kept=lambda batches: batches, times=lambda n: 1):
    """Return a `fit` on part of an epoch's minibatches, or with gradients that many times."""

    def answer(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
        for _ in range(epochs):
            for batch in kept(list(minibatches(len(X), batch_size, rng))):
                z = forward.right(X[batch], weights, biases, f)
                da = times(len(batch)) * cross_entropy_backward.right(z[-1], t[batch])
                update.right(weights, biases, *backward.right(z, da, weights, f_backward), eta)

    return answer


@fit.mistake("there is one epoch only", hint="Where do you use `epochs`?")
def one_epoch(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    """Stop after an epoch."""
    fit.right(X, t, weights, biases, f, f_backward, eta, batch_size, 1, rng)


fit.mistake(
    "only one minibatch of an epoch is used",
    fitted(kept=lambda batches: batches[:1]),
    "Count the updates: how many should an epoch of 7 samples in threes have?",
)
fit.mistake(
    "the last minibatch is left out",
    fitted(kept=lambda batches: batches[:-1]),
    "Count the samples that an epoch has used. Are they all?",
)
fit.mistake(
    "the gradient is divided by the batch size twice",
    fitted(times=lambda n: 1 / n),
    "Which of your functions takes the mean over the minibatch already?",
)
fit.mistake(
    "the batch size multiplies the step",
    fitted(times=lambda n: n),
    "Should a minibatch twice as large make a step twice as long?",
)
fit.mistake(
    "it goes uphill", fitted(times=lambda n: -1), "Print the loss before and after: does it fall?"
)


@fit.mistake(
    "the minibatches are drawn once, before the first epoch",
    hint="Print the first minibatch of each epoch. Is it always the same?",
)
def batches_drawn_once(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    """Keep the minibatches of the first epoch."""
    batches = list(minibatches(len(X), batch_size, rng))
    for _ in range(epochs):
        for batch in batches:
            z = forward.right(X[batch], weights, biases, f)
            da = cross_entropy_backward.right(z[-1], t[batch])
            update.right(weights, biases, *backward.right(z, da, weights, f_backward), eta)


@fit.mistake(
    "the forward pass is run once an epoch", hint="Are the outputs still the same after an update?"
)
def forward_once(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    """Go forward once an epoch."""
    for _ in range(epochs):
        z_all = forward.right(X, weights, biases, f)
        for batch in minibatches(len(X), batch_size, rng):
            z = [part[batch] for part in z_all]
            da = cross_entropy_backward.right(z[-1], t[batch])
            update.right(weights, biases, *backward.right(z, da, weights, f_backward), eta)

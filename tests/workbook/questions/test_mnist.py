"""Notebook 05's questions: right answers in other forms than the table's own."""

import heapq
import math
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from tests.workbook.questions.forms import assert_right, without_another_form
from workbook.questions.mnist import table


def rows_by_product(images):
    return images.reshape(images.shape[0], -1).astype(np.float32) * np.float32(1 / 255)


def rows_by_stacking(images):
    return np.stack([np.ravel(image) for image in images]).astype("f4") / 255


def rows_in_lists(images):
    return np.array([[int(p) / 255 for row in image for p in row] for image in images], np.float32)


def initialise_transposed(sizes, rng):
    weights, biases = [], []
    for layer in range(1, len(sizes)):
        n_in, n_out = sizes[layer - 1], sizes[layer]
        weights.append(rng.standard_normal((n_in, n_out)).T / math.sqrt(n_in / 2))
        biases.append([0.0] * n_out)
    return weights, biases


def initialise_in_float32(sizes, rng):
    layers = [
        (rng.standard_normal((n_out, n_in), np.float32) * np.float32((2 / n_in) ** 0.5), n_out)
        for n_in, n_out in pairwise(sizes)
    ]
    return [W for W, _ in layers], [np.zeros(n_out, np.float32) for _, n_out in layers]


def initialise_unit_by_unit(sizes, rng):
    weights, biases = (), ()
    for n_in, n_out in pairwise(sizes):
        variances = np.full(n_in, 2 / n_in)
        weights += (np.stack([rng.normal(0, variances**0.5) for _ in range(n_out)]),)
        biases += ([0] * n_out,)
    return weights, biases


def relu_in_a_copy(a):
    a = a.copy()
    a[a < 0] = 0
    return a


def relu_in_lists(a):
    return [[x if x > 0 else 0.0 for x in row] for row in a]


def relu_backward_in_a_copy(dz, z):
    dz = 1 * dz
    dz[z == 0] = 0
    return dz


def relu_backward_in_lists(dz, z):
    pairs = zip(dz, z, strict=True)
    return [[d * (x > 0) for d, x in zip(*rows, strict=True)] for rows in pairs]


def sigmoid_by_branches(a):
    small = np.exp(-np.abs(a))
    return np.where(a > 0, 1 / (1 + small), small / (1 + small))


def sigmoid_in_float32(a):
    return np.exp(-np.logaddexp(0, -a.astype(np.float32)))


def sigmoid_backward_through_a(dz, z):
    small = np.exp(-np.log(z / (1 - z)))
    return dz * small / (1 + small) ** 2


def forward_by_recursion(X, weights, biases, f):
    a = np.einsum("ni,ji->nj", X, weights[0]) + biases[0]
    return [X, *forward_by_recursion(f(a), weights[1:], biases[1:], f)] if weights[1:] else [X, a]


def forward_with_ones(X, weights, biases, f):
    """Biases are weights of an input that is always 1."""
    z = (X,)
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
        a = np.c_[z[-1], np.ones(len(X))] @ np.c_[W, b].T
        z += (a if layer == len(weights) else f(a),)
    return z


def forward_sample_by_sample(X, weights, biases, f):
    def one(x):
        z = [x]
        for W, b in zip(weights, biases, strict=True):
            a = np.array([w @ z[-1] + c for w, c in zip(W, b, strict=True)])
            z.append(a if W is weights[-1] else f(a))
        return z

    return [list(layer) for layer in zip(*map(one, X), strict=True)]


def forward_in_float32(X, weights, biases, f):
    z = [X.astype(np.float32)]
    for W, b in zip(weights, biases, strict=True):
        z.append(f((W.astype(np.float32) @ z[-1].T).T + b.astype(np.float32)))
    z[-1] = z[-2] @ weights[-1].T.astype(np.float32) + biases[-1].astype(np.float32)
    return z


def log_sum_exp_in_lists(a):
    return [max(row) + math.log(sum(math.exp(x - max(row)) for x in row)) for row in a]


def log_sum_exp_column_by_column(a):
    total = a[:, 0]
    for column in a.T[1:]:
        total = np.logaddexp(total, column)
    return total


def log_sum_exp_in_float32(a):
    return np.logaddexp.reduce(a.astype(np.float32), axis=1)


def log_softmax(a):
    shifted = a - a.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def loss_of_the_right_class(a, t):
    return -log_softmax(a)[np.arange(len(a)), t.argmax(axis=1)].mean()


def loss_by_margins(a, t):
    """log Σ exp(a_k − a_right): no logit is left over."""
    margins = a - np.einsum("nk,nk->n", a, t)[:, None]
    return np.logaddexp.reduce(margins, axis=1).sum() / len(a)


def loss_in_a_loop(a, t):
    loss = 0.0
    for row, target in zip(a, t, strict=True):
        right = row[list(target).index(1)]
        largest = max(row)
        loss += largest - right + math.log(math.fsum(math.exp(x - largest) for x in row))
    return np.array([loss / len(a)])


def loss_gradient_at_the_label(a, t):
    da = np.exp(log_softmax(a))
    da[range(len(a)), np.argmax(t, axis=1)] -= 1
    da /= len(a)
    return da


def loss_gradient_in_lists(a, t):
    rows = []
    for row, target in zip(a, t, strict=True):
        powers = [math.exp(x - max(row)) for x in row]
        pairs = zip(powers, target, strict=True)
        rows.append([(p / sum(powers) - label) / a.shape[0] for p, label in pairs])
    return rows


def loss_gradient_by_complex_step(a, t, h=1e-30):
    da = np.zeros(a.shape)
    for index in np.ndindex(a.shape):
        moved = a.astype(complex)
        moved[index] += 1j * h
        da[index] = -np.sum(t * log_softmax(moved)).imag / h / len(a)
    return da


def backward_by_recursion(z, da, weights, f_backward):
    *below, W = weights
    dWs, dbs = [], []
    if below:
        dWs, dbs = backward_by_recursion(z[:-1], f_backward(da @ W, z[-2]), below, f_backward)
    return [*dWs, (z[-2].T @ da).T], [*dbs, np.add.reduce(da)]


def backward_with_deltas_first(z, da, weights, f_backward):
    deltas = [da]
    for layer in range(len(weights) - 1, 0, -1):
        deltas.append(f_backward(np.einsum("nj,ji->ni", deltas[-1], weights[layer]), z[layer]))
    pairs = list(zip(deltas[::-1], z[:-1], strict=True))
    return [np.einsum("nj,ni->ji", d, entered) for d, entered in pairs], [sum(d) for d, _ in pairs]


def backward_sample_by_sample(z, da, weights, f_backward):
    dWs, dbs = [np.zeros(W.shape) for W in weights], [np.zeros(len(W)) for W in weights]
    for n in range(len(da)):
        d = da[n]
        for layer in range(len(weights))[::-1]:
            dWs[layer] += np.outer(d, z[layer][n])
            dbs[layer] += d
            d = f_backward(weights[layer].T @ d, z[layer][n])
    return dWs, dbs


def backward_in_float32(z, da, weights, f_backward):
    z, weights = ([part.astype(np.float32) for part in parts] for parts in (z, weights))
    return backward_by_recursion(z, da.astype(np.float32), weights, f_backward)


def update_by_slices(weights, biases, dWs, dbs, eta):
    for parameters, gradients in ((weights, dWs), (biases, dbs)):
        for layer in range(len(parameters)):
            parameters[layer][:] = parameters[layer] - eta * gradients[layer]


def update_with_out(weights, biases, dWs, dbs, eta):
    for each, gradient in zip([*weights, *biases], [*dWs, *dbs], strict=True):
        np.subtract(each, np.multiply(eta, gradient), out=each)


def update_entry_by_entry(weights, biases, dWs, dbs, eta):
    for W, b, dW, db in zip(weights, biases, dWs, dbs, strict=True):
        for j in range(len(b)):
            b[j] -= eta * db[j]
            for i in range(W.shape[1]):
                W[j, i] -= eta * dW[j, i]
    return weights, biases


def predict_in_one_go(X, labels, weights, biases, f):
    a = forward_with_ones(X, weights, biases, f)[-1]
    log_y = log_softmax(a)
    predicted = log_y.argmax(axis=-1)
    accuracy = np.count_nonzero(predicted == labels) / len(labels)
    return [predicted, accuracy, -np.trace(log_y[:, labels]) / len(X)]


def predict_in_a_loop(X, labels, weights, biases, f):
    predicted, right, loss = [], 0, 0.0
    for x, label in zip(X, labels, strict=True):
        a = list(forward_by_recursion(x[None], weights, biases, f)[-1][0])
        predicted.append(a.index(max(a)))
        right += predicted[-1] == label
        loss += math.log(sum(math.exp(logit - a[label]) for logit in a))
    return {"labels": predicted, "accuracy": right / len(X), "loss": loss / len(X)}


def predict_in_float32(X, labels, weights, biases, f):
    a = forward_in_float32(X, weights, biases, f)[-1]
    t = np.eye(a.shape[1], dtype=np.float32)[labels]
    right = np.isclose((a * t).sum(axis=1), a.max(axis=1))
    return a.argmax(axis=1), right.mean(dtype=np.float32), loss_by_margins(a, t)


def minibatches_by_split(N, batch_size, rng):
    return np.split(rng.choice(N, N, replace=False), range(batch_size, N, batch_size))


def minibatches_of_lists(N, batch_size, rng):
    left = list(range(N))
    rng.shuffle(left)
    while left:
        yield [left.pop() for _ in range(min(batch_size, len(left)))]


def minibatches_by_sorting(N, batch_size, rng):
    order = np.argsort(rng.random(N))
    full = N - N % batch_size
    rest = [order[full:]] if full < N else []
    return [*order[:full].reshape(-1, batch_size), *rest]


def fit_sample_by_sample(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    for _ in range(epochs):
        for batch in minibatches_of_lists(len(X), batch_size, rng):
            steps = [0 * parameter for parameter in weights + biases]
            for n in batch:
                z = forward_with_ones(X[n : n + 1], weights, biases, f)
                da = loss_gradient_at_the_label(z[-1], t[n : n + 1])
                dWs, dbs = backward_with_deltas_first(z, da, weights, f_backward)
                for step, gradient in zip(steps, dWs + dbs, strict=True):
                    step += gradient / len(batch)
            for parameter, step in zip(weights + biases, steps, strict=True):
                parameter -= eta * step


def fit_with_while(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    done, order = 0, []
    while done < epochs:
        order = order or list(rng.permutation(len(X)))
        batch, order = order[:batch_size], order[batch_size:]
        z = forward_by_recursion(X[batch], weights, biases, f)
        da = (np.exp(log_softmax(z[-1])) - t[batch]) / len(batch)
        dWs, dbs = backward_by_recursion(z, da, weights, f_backward)
        update_with_out(weights, biases, dWs, dbs, eta)
        done += not order


def fit_by_complex_step(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
    """No backward pass at all."""

    def slope(batch, parameter, index, h=1e-30):
        moved = [part.astype(complex) for part in weights + biases]
        moved[parameter][index] += 1j * h
        logits = forward_with_ones(X[batch], moved[: len(weights)], moved[len(weights) :], f)[-1]
        return -np.sum(t[batch] * log_softmax(logits)).imag / h / len(batch)

    for _ in range(epochs):
        for batch in minibatches_by_sorting(len(X), batch_size, rng):
            slopes = [
                np.reshape([slope(batch, k, index) for index in np.ndindex(p.shape)], p.shape)
                for k, p in enumerate(weights + biases)
            ]
            for parameter, gradient in zip(weights + biases, slopes, strict=True):
                parameter -= eta * gradient


def counts_at_pairs(labels, predicted):
    matrix = np.zeros((10, 10), np.float32)
    np.add.at(matrix, (labels, predicted), 1)
    return matrix


def counts_by_counter(labels, predicted):
    pairs = Counter(zip(labels.tolist(), predicted.tolist(), strict=True))
    return [[pairs[i, j] for j in range(10)] for i in range(10)]


def counts_by_product(labels, predicted):
    one_hot = np.eye(10, dtype=int)
    return one_hot[labels].T @ one_hot[predicted]


def counts_by_masks(labels, predicted):
    digits = np.arange(10)
    return np.einsum(
        "in,jn->ij", labels == digits[:, None], predicted == digits[:, None], dtype=int
    )


def mistakes_by_heap(y, labels, count):
    wrong = [n for n, row in enumerate(y) if list(row).index(max(row)) != labels[n]]
    return heapq.nlargest(count, wrong, key=lambda n: max(y[n]))


def mistakes_one_after_the_other(y, labels, count):
    confidence = np.where(y.argmax(axis=1) == labels, -1.0, y.max(axis=1))
    found = []
    for _ in range(count):
        found.append(confidence.argmax())
        confidence[found[-1]] = -1
    return found


def mistakes_among_all(y, labels, count):
    order = np.argsort(y.max(axis=1))[::-1]
    return order[np.argmax(y[order], axis=1) != labels[order]][:count]


def bins_by_masks(y, labels, edges):
    p, correct = np.max(y, axis=1), np.argmax(y, axis=1) == labels
    count, right, expected = [], [], []
    for low, high in pairwise(edges):
        inside = (p >= low) & ((p < high) | (high == edges[-1]))
        count.append(inside.sum())
        right.append(np.count_nonzero(correct & inside))
        expected.append(p[inside].sum())
    return np.array(count), right, expected


def bins_by_searching(y, labels, edges):
    p = y[np.arange(len(y)), y.argmax(axis=1)]
    bins = np.minimum(np.searchsorted(edges, p, side="right") - 1, len(edges) - 2)
    parts = {name: np.zeros(len(edges) - 1) for name in ("count", "right", "expected")}
    for k, confidence, found, label in zip(bins, p, y.argmax(axis=1), labels, strict=True):
        parts["count"][k] += 1
        parts["right"][k] += found == label
        parts["expected"][k] += confidence
    return parts


def bins_in_an_array(y, labels, edges):
    p = y.max(axis=1)
    bins = np.digitize(p, edges[1:-1])
    weights = None, y.argmax(axis=1) == labels, p
    return np.array([np.bincount(bins, w, len(edges) - 1) for w in weights])


def interval_by_sums(first, second, quantile):
    R = len(first)
    d = [a - b for a, b in zip(first, second, strict=True)]
    mean = sum(d) / R
    return mean, quantile * math.sqrt(sum((x - mean) ** 2 for x in d) / (R - 1) / R)


def interval_from_covariances(first, second, quantile):
    C = np.cov(first, second)
    error = np.sqrt((C[0, 0] + C[1, 1] - 2 * C[0, 1]) / len(first))
    return np.array([np.mean(first) - np.mean(second), quantile * error])


RIGHT = [
    ("q5-1", 7850),
    ("q5-1", [7850.0]),
    ("q5-2", np.int64(101_770)),
    ("q5-3", 2.3),
    ("q5-3", np.float32(-math.log(0.1))),
    *[("q5-4", rows) for rows in (rows_by_product, rows_by_stacking, rows_in_lists)],
    ("q5-5", initialise_transposed),
    ("q5-5", initialise_in_float32),
    ("q5-5", initialise_unit_by_unit),
    ("q5-6", relu_in_a_copy),
    ("q5-6", relu_in_lists),
    ("q5-6", lambda a: (a + abs(a)) / 2),
    ("q5-6", lambda a: np.where(a > 0, a, 0).astype(np.float32)),
    ("q5-7", relu_backward_in_a_copy),
    ("q5-7", relu_backward_in_lists),
    ("q5-7", lambda dz, z: np.where(z > 0, dz, 0)),
    ("q5-7", lambda dz, z: (dz * np.sign(z)).astype(np.float32)),
    ("q5-8", sigmoid_by_branches),
    ("q5-8", sigmoid_in_float32),
    ("q5-8", lambda a: 1 / (1 + np.exp(-a))),
    ("q5-9", sigmoid_backward_through_a),
    ("q5-9", lambda dz, z: dz * (0.25 - (z - 0.5) ** 2)),
    ("q5-9", lambda dz, z: np.einsum("nd,nd,nd->nd", dz, z, 1 - z).astype(np.float32)),
    ("q5-10", forward_by_recursion),
    ("q5-10", forward_with_ones),
    ("q5-10", forward_sample_by_sample),
    ("q5-10", forward_in_float32),
    ("q5-11", log_sum_exp_in_lists),
    ("q5-11", log_sum_exp_column_by_column),
    ("q5-11", log_sum_exp_in_float32),
    ("q5-12", loss_of_the_right_class),
    ("q5-12", loss_by_margins),
    ("q5-12", loss_in_a_loop),
    ("q5-13", loss_gradient_at_the_label),
    ("q5-13", loss_gradient_in_lists),
    ("q5-13", loss_gradient_by_complex_step),
    ("q5-14", backward_by_recursion),
    ("q5-14", backward_with_deltas_first),
    ("q5-14", backward_sample_by_sample),
    ("q5-14", backward_in_float32),
    ("q5-15", update_by_slices),
    ("q5-15", update_with_out),
    ("q5-15", update_entry_by_entry),
    ("q5-16", predict_in_one_go),
    ("q5-16", predict_in_a_loop),
    ("q5-16", predict_in_float32),
    ("q5-17", minibatches_by_split),
    ("q5-17", minibatches_of_lists),
    ("q5-17", minibatches_by_sorting),
    ("q5-18", fit_sample_by_sample),
    ("q5-18", fit_with_while),
    ("q5-18", fit_by_complex_step),
    ("q5-19", counts_at_pairs),
    ("q5-19", counts_by_counter),
    ("q5-19", counts_by_product),
    ("q5-19", counts_by_masks),
    ("q5-20", mistakes_by_heap),
    ("q5-20", mistakes_one_after_the_other),
    ("q5-20", mistakes_among_all),
    ("q5-23", [False, True, False, True]),
    ("q5-23", np.array([0, 1, 0, 1])),
    ("q5-24", bins_by_masks),
    ("q5-24", bins_by_searching),
    ("q5-24", bins_in_an_array),
    ("q5-25", interval_by_sums),
    ("q5-25", interval_from_covariances),
    ("q5-21", 1 / 4),
    ("q5-22", 16),
]


@pytest.mark.parametrize(("question_id", "answer"), RIGHT)
def test_right_answers_in_other_forms_are_right(question_id, answer):
    assert_right(table, question_id, answer)


def test_every_question_on_code_has_other_right_answers():
    assert not without_another_form(table, RIGHT)


def test_new_arrays_in_the_lists_are_no_update_in_place():
    def replacing(weights, biases, dWs, dbs, eta):
        for parameters, gradients in ((weights, dWs), (biases, dbs)):
            for layer, gradient in enumerate(gradients):
                parameters[layer] = parameters[layer] - eta * gradient

    result = table["q5-15"].grade({"update": replacing}, 0)
    assert not result.right
    assert "new arrays are made" in result.message

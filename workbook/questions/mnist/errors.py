"""Which network errs where."""

import numpy as np

from helpers.functions import softmax
from workbook.questions.mnist.common import table

table.written(
    "q5-b",
    "What can be recognised in the weight images and what not, why, and what the pixels at the "
    "rim tell.",
)


def labels_and_predictions(rng):
    """Yield labels and predictions that are often right."""
    for N in (1, 50, 400):
        labels = rng.integers(0, 10, N, np.uint8)
        yield labels, np.where(rng.random(N) < 0.6, labels, rng.integers(0, 10, N))


@table.code(
    "q5-19",
    cases=labels_and_predictions,
    hint="Entry (i, j): how often an i was taken for a j.",
)
def confusion_matrix(labels, predicted):
    """Counts (10, 10) of the pairs of labels (N,) and predictions (N,), rows true."""
    return np.bincount(10 * labels.astype(int) + predicted, minlength=100).reshape(10, 10)


confusion_matrix.mistake(
    "rows and columns are exchanged",
    lambda labels, predicted: confusion_matrix.right(predicted, labels),
    "A 4 was taken for a 9: which of the two numbers is the row?",
)


@confusion_matrix.mistake(
    "each pair is counted once only",
    hint="`matrix[i, j] += 1` with repeated pairs adds once. np.add.at adds each.",
)
def counted_once(labels, predicted):
    """Count a pair that comes twice once."""
    matrix = np.zeros((10, 10), int)
    matrix[labels, predicted] += 1
    return matrix


confusion_matrix.mistake(
    "only mistakes are counted",
    lambda labels, predicted: (
        confusion_matrix.right(labels, predicted) * (1 - np.eye(10, dtype=int))
    ),
    "A 4 was taken for a 4: where is it counted?",
)


@confusion_matrix.mistake(
    "rows are divided by their sum", hint="Counts are whole numbers. Are all of yours?"
)
def shares(labels, predicted):
    """Say which share of the i was taken for j."""
    matrix = confusion_matrix.right(labels, predicted)
    return matrix / np.maximum(1, matrix.sum(axis=1, keepdims=True))


def probabilities_and_labels(rng):
    """Yield probabilities, labels that often agree, and how many to find."""
    for N, count in ((40, 4), (400, 5)):
        y = softmax(2 * rng.standard_normal((N, 10)))
        yield y, np.where(rng.random(N) < 0.6, y.argmax(axis=1), rng.integers(0, 10, N)), count


@table.code(
    "q5-20",
    cases=probabilities_and_labels,
    hint="Find the mistakes, then sort them by the largest probability.",
)
def confident_mistakes(y, labels, count):
    """The indices (count,) of the most confident wrong predictions of probabilities y (N, 10)."""
    wrong = np.flatnonzero(y.argmax(axis=1) != labels)
    return wrong[np.argsort(-y[wrong].max(axis=1))[:count]]


@confident_mistakes.mistake(
    "the least confident come first",
    hint="Which of the images that you return has the largest probability?",
)
def least_confident(y, labels, count):
    """Sort the other way."""
    wrong = np.flatnonzero(y.argmax(axis=1) != labels)
    return wrong[np.argsort(y[wrong].max(axis=1))[:count]]


@confident_mistakes.mistake(
    "positions among the mistakes are returned",
    hint="Which image does the first number belong to?",
)
def within_the_wrong(y, labels, count):
    """Count among the mistakes."""
    wrong = np.flatnonzero(y.argmax(axis=1) != labels)
    return np.argsort(-y[wrong].max(axis=1))[:count]


confident_mistakes.mistake(
    "right answers are among them",
    lambda y, labels, count: np.argsort(-y.max(axis=1))[:count],
    "Print label and prediction of each image that you return.",
)
confident_mistakes.mistake(
    "they are not sorted",
    lambda y, labels, count: np.flatnonzero(y.argmax(axis=1) != labels)[:count],
    "Print the largest probability of each image that you return.",
)


@confident_mistakes.mistake(
    "they are sorted by the right class's probability", hint="Confident of what?"
)
def by_true_class(y, labels, count):
    """Sort by the right class's probability."""
    wrong = np.flatnonzero(y.argmax(axis=1) != labels)
    return wrong[np.argsort(-y[wrong, labels[wrong]])[:count]]


table.written(
    "q5-c",
    "Which network errs where and why, whose fault the mistakes in the gallery are, and what a "
    "probability of 99.9 % means there.",
)

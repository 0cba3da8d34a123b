"""Questions of notebook 05: which errs where."""

import numpy as np

from helpers.functions import softmax
from workbook.checks.questions import CodeQuestion, Misconception, WrittenQuestion


def confusion_matrix(labels, predicted):
    """Return how many i were taken for j."""
    return np.bincount(10 * labels.astype(int) + predicted, minlength=100).reshape(10, 10)


def confident_mistakes(y, labels, count):
    """Return the indices of the most confident mistakes."""
    wrong = np.flatnonzero(y.argmax(axis=1) != labels)
    return wrong[np.argsort(-y[wrong].max(axis=1))[:count]]


def labels_and_predictions(rng):
    """Yield labels and predictions that are often right."""
    for N in (1, 50, 400):
        labels = rng.integers(0, 10, N, np.uint8)
        yield labels, np.where(rng.random(N) < 0.6, labels, rng.integers(0, 10, N))


def probabilities_and_labels(rng):
    """Yield probabilities, labels that often agree, and how many to find."""
    for N, count in ((40, 4), (400, 5)):
        y = softmax(2 * rng.standard_normal((N, 10)))
        yield y, np.where(rng.random(N) < 0.6, y.argmax(axis=1), rng.integers(0, 10, N)), count


def counted_once(labels, predicted):
    """Count a pair that comes twice once."""
    matrix = np.zeros((10, 10), int)
    matrix[labels, predicted] += 1
    return matrix


def least_confident(y, labels, count):
    """Sort the other way."""
    wrong = np.flatnonzero(y.argmax(axis=1) != labels)
    return wrong[np.argsort(y[wrong].max(axis=1))[:count]]


def within_the_wrong(y, labels, count):
    """Count among the mistakes."""
    wrong = np.flatnonzero(y.argmax(axis=1) != labels)
    return np.argsort(-y[wrong].max(axis=1))[:count]


def most_confident_of_all(y, labels, count):
    """Take right answers too."""
    return np.argsort(-y.max(axis=1))[:count]


def first_wrong(y, labels, count):
    """Do not sort."""
    return np.flatnonzero(y.argmax(axis=1) != labels)[:count]


def by_true_class(y, labels, count):
    """Sort by the right class's probability."""
    wrong = np.flatnonzero(y.argmax(axis=1) != labels)
    return wrong[np.argsort(-y[wrong, labels[wrong]])[:count]]


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

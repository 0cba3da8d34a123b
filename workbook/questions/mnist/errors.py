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
    hint="Try three labels and three predictions by hand: which entry counts which?",
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
    hint="How often does `matrix[i, j] += 1` add, for a pair that comes twice?",
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
    hint="Print label, prediction and largest probability of each: what should be true of them?",
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


@table.value(
    "q5-23",
    hint="Which answers does the gallery show, and which does it not? Sentence by sentence.",
)
def carried():
    """Whether each of four sentences follows from what is known of the gallery, (4,)."""
    return [0, 1, 0, 1]


carried.mistake(
    "the chosen stand for all mistakes (sentence 3)",
    lambda: [0, 1, 1, 1],
    "Of the 180 mistakes, which share is in the gallery, and how was it chosen?",
)
carried.mistake(
    "the chosen show that the network is too sure (sentence 1)",
    lambda: [1, 1, 0, 1],
    "How many of the 180 mistakes are above 99.9 %?",
)
carried.mistake(
    "the chosen stand for all (sentences 1 and 3)",
    lambda: [1, 1, 1, 1],
    "How were these nine chosen from the 10,000 answers?",
)
carried.mistake(
    "the probabilities are held to be wrong because nine answers are",
    lambda: [1, 0, 1, 0],
    "Divide the nine by the number of answers that were as sure.",
)
carried.mistake(
    "nothing is held to follow",
    lambda: [0, 0, 0, 0],
    "Two of the sentences are no more than a division.",
)
carried.mistake(
    "the share above 99.9 % is held to be unknown (sentence 2)",
    lambda: [0, 0, 0, 1],
    "Nine of 8,500: what share is that?",
)
carried.mistake(
    "only the share is held to follow (sentence 4)",
    lambda: [0, 1, 0, 0],
    "How many mistakes do these 8,500 probabilities expect, and by how much may that vary?",
)


def probabilities_labels_and_bins(rng):
    """Yield probabilities, some of them exactly 1, labels that often agree, and edges of bins."""
    for N, edges in ((300, [0, 0.5, 0.8, 1]), (500, [0, 0.3, 0.4, 0.6, 0.9, 1])):
        y = softmax(2.5 * rng.standard_normal((N, 10)))
        y[:5] = np.eye(10)[:5]
        labels = np.where(rng.random(N) < 0.6, y.argmax(axis=1), rng.integers(0, 10, N))
        yield y, labels, np.array(edges)


def in_bins(p, correct, edges):
    """Return per bin of p how many, how many are correct, and the sum of p."""
    weights = np.ones(len(p)), correct.astype(float), p
    return [np.histogram(p, edges, weights=each)[0] for each in weights]


@table.code(
    "q5-24",
    cases=probabilities_labels_and_bins,
    returns=("count", "right", "expected"),
    hint="Try three answers and two bins by hand. Look up np.histogram's weights.",
)
def reliability(y, labels, edges):
    """Per bin of confidence the answers, the right ones, the sum of confidences, each (bins,)."""
    return in_bins(y.max(axis=1), y.argmax(axis=1) == labels, edges)


reliability.mistake(
    "the probabilities of all classes are sorted into bins",
    lambda y, labels, edges: in_bins(y.ravel(), np.eye(10)[labels].ravel(), edges),
    "How many answers does the network give to one picture?",
)
reliability.mistake(
    "the right class's probability is sorted into bins",
    lambda y, labels, edges: in_bins(
        y[np.arange(len(y)), labels], y.argmax(axis=1) == labels, edges
    ),
    "How sure it is must not depend on the label: does it?",
)
reliability.mistake(
    "mistakes are counted in place of right answers",
    lambda y, labels, edges: in_bins(y.max(axis=1), y.argmax(axis=1) != labels, edges),
    "In the last bin, should your second number be near the first?",
)


@reliability.mistake(
    "shares are returned in place of numbers",
    hint="Counts of answers are whole numbers: are all of yours?",
)
def shares_in_bins(y, labels, edges):
    """Divide by how many there are."""
    count, right, expected = reliability.right(y, labels, edges)
    return count, right / np.maximum(1, count), expected / np.maximum(1, count)


@reliability.mistake(
    "the middle of a bin stands for its probabilities",
    hint="Are the answers of a bin spread evenly over it?",
)
def middles(y, labels, edges):
    """Expect as many as the bin's middle says."""
    count, right, _ = reliability.right(y, labels, edges)
    return count, right, count * (edges[1:] + edges[:-1]) / 2


@reliability.mistake(
    "answers with a probability of exactly 1 are lost",
    hint="Do your counts add up to the number of pictures?",
)
def without_ones(y, labels, edges):
    """Leave the last edge out."""
    inside = y.max(axis=1) < edges[-1]
    return in_bins(y[inside].max(axis=1), y[inside].argmax(axis=1) == labels[inside], edges)


reliability.mistake(
    "each bin holds all that is above its lower edge, too",
    lambda *case: [part[::-1].cumsum()[::-1] for part in reliability.right(*case)],
    "In how many bins may one answer be?",
)


table.written(
    "q5-c",
    "Which network errs where and why, whose fault the mistakes in the gallery are, and what the "
    "network's probabilities are worth.",
)


def pairs_of_results(rng):
    """Yield two results per seed, which rise and fall together, and a quantile."""
    for R, quantile in ((5, 2.776), (8, 2.365), (3, 4.303)):
        common = 97 + rng.standard_normal(R)
        yield common + 0.2 * rng.standard_normal(R), common - 0.3 * rng.standard_normal(R), quantile


@table.code(
    "q5-25",
    cases=pairs_of_results,
    returns=("difference", "half_width"),
    hint="Each seed has made a pair: what can you do with it before you average?",
)
def paired_interval(first, second, quantile):
    """Mean of first − second (R,) over pairs, and its interval's half-width, two numbers."""
    d = first - second
    return np.mean(d), quantile * np.std(d, ddof=1) / np.sqrt(len(d))


def with_half_width(half_width):
    """Return a `paired_interval` with another half-width."""
    return lambda first, second, quantile: (
        np.mean(first - second),
        half_width(first, second, quantile),
    )


paired_interval.mistake(
    "the pairs are torn apart",
    with_half_width(lambda a, b, q: q * np.sqrt((np.var(a, ddof=1) + np.var(b, ddof=1)) / len(a))),
    "Let both rise and fall together with the seed: should that widen the interval?",
)
paired_interval.mistake(
    "the deviation stands for the error of the mean",
    with_half_width(lambda a, b, q: q * np.std(a - b, ddof=1)),
    "With four times as many seeds, how much better do you know the mean?",
)
paired_interval.mistake(
    "the deviation is divided by R, not its root",
    with_half_width(lambda a, b, q: q * np.std(a - b, ddof=1) / len(a)),
    "Which variance has a mean of R numbers? And which deviation?",
)
paired_interval.mistake(
    "the sum of squares is divided by R in place of R − 1",
    with_half_width(lambda a, b, q: q * np.std(a - b) / np.sqrt(len(a))),
    "What does `ddof` mean in np.std, and which is its default?",
)
paired_interval.mistake(
    "the quantile is forgotten",
    with_half_width(lambda a, b, q: np.std(a - b, ddof=1) / np.sqrt(len(a))),
    "With five pairs, one standard error on either side covers 63 %. Which share is asked?",
)
paired_interval.mistake(
    "the quantile is that of the normal distribution",
    with_half_width(lambda a, b, q: 1.96 * np.std(a - b, ddof=1) / np.sqrt(len(a))),
    "What is `quantile` for?",
)
paired_interval.mistake(
    "the whole width is returned",
    with_half_width(lambda a, b, q: 2 * q * np.std(a - b, ddof=1) / np.sqrt(len(a))),
    "How far does it reach on one side of the mean?",
)
paired_interval.mistake(
    "the second comes first",
    lambda first, second, quantile: paired_interval.right(second, first, quantile),
    "If `first` is the better one, which sign should the difference have?",
)

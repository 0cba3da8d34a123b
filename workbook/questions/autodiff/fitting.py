"""Questions of notebook 3: standardising, and choosing between models."""

import numpy as np

from workbook.checks.questions import CodeQuestion, Misconception


def scaled(part, by):
    """Return a part, standardised by the statistics of another."""
    return (part - by.mean()) / by.std()


def samples(rng):
    """Yield three parts of different lengths, means and spreads."""
    for N in (3, 5, 20):
        yield tuple(
            rng.normal(rng.normal(), rng.uniform(1.5, 3), (size, 1)) for size in (N, N + 1, N - 1)
        )


STANDARDISE = CodeQuestion(
    "q3-20",
    "standardise",
    lambda *parts: tuple(scaled(part, parts[0]) for part in parts),
    samples,
    [
        Misconception(
            "mean and standard deviation are those of all points",
            lambda *parts: tuple(scaled(part, np.concatenate(parts)) for part in parts),
            "What is known of the test points when training starts?",
        ),
        Misconception(
            "each part is scaled by its own statistics",
            lambda *parts: tuple(scaled(part, part) for part in parts),
            "The same x must mean the same to the network, whatever part it is in.",
        ),
        Misconception(
            "it is divided by the variance",
            lambda *parts: tuple((part - parts[0].mean()) / parts[0].var() for part in parts),
            "Which of the two has the unit of x?",
        ),
        Misconception(
            "the standard deviation divides by N − 1",
            lambda *parts: tuple((part - parts[0].mean()) / parts[0].std(ddof=1) for part in parts),
            "Both are in use, and it hardly matters; here it divides by N, as NumPy's std does.",
        ),
        Misconception(
            "the mean is not subtracted",
            lambda *parts: tuple(part / parts[0].std() for part in parts),
            "Shift first, then scale.",
        ),
        Misconception(
            "it is not divided by the standard deviation",
            lambda *parts: tuple(part - parts[0].mean() for part in parts),
            "Shift first, then scale.",
        ),
        Misconception(
            "only the training points are standardised",
            lambda *parts: (scaled(parts[0], parts[0]), *parts[1:]),
            "The network expects all its inputs on the same scale.",
        ),
        Misconception(
            "the points are scaled to the range 0 to 1",
            lambda *parts: tuple((part - parts[0].min()) / np.ptp(parts[0]) for part in parts),
            "Mean 0 and standard deviation 1 are asked for.",
        ),
        Misconception(
            "training and validation points together make the statistics",
            lambda *parts: tuple(scaled(part, np.concatenate(parts[:2])) for part in parts),
            "The validation set is there to play the unknown.",
        ),
    ],
    returns=("training", "validation", "test"),
    hint="Two numbers, both from one of the three parts, used for all three.",
)


def choosing(by, report):
    """Return a rule: keep the model with the least of one loss, report another of its losses."""

    def choose(*losses):
        best = int(np.argmin(losses[by]))
        return best, losses[report][best]

    return choose


TRAINING, VALIDATION, TEST = range(3)


def loss_lists(rng):
    """Each list has its least loss at another model."""
    for n in (3, 4, 6):
        losses = rng.uniform(0.2, 1, (3, n))
        losses[range(3), rng.permutation(n)[:3]] = rng.uniform(0.05, 0.1, 3)
        yield tuple(losses.tolist())


CHOOSE = CodeQuestion(
    "q3-21",
    "choose",
    choosing(VALIDATION, TEST),
    loss_lists,
    [
        Misconception(
            "the model is chosen by its training loss",
            choosing(TRAINING, TEST),
            "Over-fitting makes the training loss small too.",
        ),
        Misconception(
            "the model is chosen by its test loss",
            choosing(TEST, TEST),
            "If the test set decides, it is no longer a test.",
        ),
        Misconception(
            "the loss that was used for choosing is reported",
            choosing(VALIDATION, VALIDATION),
            "The least of several numbers is too good on average.",
        ),
        Misconception(
            "the training loss is reported",
            choosing(VALIDATION, TRAINING),
            "What is to be expected on points that it has not seen?",
        ),
        Misconception(
            "chosen and reported by the training loss",
            choosing(TRAINING, TRAINING),
            "The training points are known by heart.",
        ),
        Misconception(
            "the largest validation loss is chosen",
            lambda *losses: (
                int(np.argmax(losses[VALIDATION])),
                losses[TEST][int(np.argmax(losses[VALIDATION]))],
            ),
            "A loss should be small.",
        ),
        Misconception(
            "the least test loss is reported, of whichever model",
            lambda *losses: (int(np.argmin(losses[VALIDATION])), min(losses[TEST])),
            "Report the loss of the model that you keep.",
        ),
    ],
    returns=("the index", "the loss to report"),
    hint="One set decides; another one, untouched until now, gives the number.",
)

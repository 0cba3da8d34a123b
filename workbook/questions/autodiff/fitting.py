"""Standardising data, and choosing between models."""

import numpy as np

from workbook.questions.autodiff.common import table


def samples(rng):
    """Yield three parts of different lengths, means and spreads."""
    for N in (3, 5, 20):
        yield tuple(
            rng.normal(rng.normal(), rng.uniform(1.5, 3), (size, 1)) for size in (N, N + 1, N - 1)
        )


@table.code(
    "q3-20",
    cases=samples,
    returns=("training", "validation", "test"),
    hint="Two numbers, both from one of the three parts, used for all three.",
)
def standardise(training, validation, test):
    """The three arrays, (N, 1) each, shifted and scaled by what is known when training starts."""
    mean, std = training.mean(), training.std()
    return (training - mean) / std, (validation - mean) / std, (test - mean) / std


def scaled(part, by):
    """Return a part, standardised by the statistics of another."""
    return (part - by.mean()) / by.std()


SHIFT_THEN_SCALE = "Shift first, then scale."

standardise.mistake(
    "mean and standard deviation are those of all points",
    lambda *parts: tuple(scaled(part, np.concatenate(parts)) for part in parts),
    "What is known of the test points when training starts?",
)
standardise.mistake(
    "each part is scaled by its own statistics",
    lambda *parts: tuple(scaled(part, part) for part in parts),
    "The same x must mean the same to the network, whatever part it is in.",
)
standardise.mistake(
    "it is divided by the variance",
    lambda *parts: tuple((part - parts[0].mean()) / parts[0].var() for part in parts),
    "Which of the two has the unit of x?",
)
standardise.mistake(
    "the standard deviation divides by N − 1",
    lambda *parts: tuple((part - parts[0].mean()) / parts[0].std(ddof=1) for part in parts),
    "Both are in use, and it hardly matters; here it divides by N, as NumPy's std does.",
)
standardise.mistake(
    "the mean is not subtracted",
    lambda *parts: tuple(part / parts[0].std() for part in parts),
    SHIFT_THEN_SCALE,
)
standardise.mistake(
    "it is not divided by the standard deviation",
    lambda *parts: tuple(part - parts[0].mean() for part in parts),
    SHIFT_THEN_SCALE,
)
standardise.mistake(
    "only the training points are standardised",
    lambda *parts: (scaled(parts[0], parts[0]), *parts[1:]),
    "The network expects all its inputs on the same scale.",
)
standardise.mistake(
    "the points are scaled to the range 0 to 1",
    lambda *parts: tuple((part - parts[0].min()) / np.ptp(parts[0]) for part in parts),
    "Mean 0 and standard deviation 1 are asked for.",
)
standardise.mistake(
    "training and validation points together make the statistics",
    lambda *parts: tuple(scaled(part, np.concatenate(parts[:2])) for part in parts),
    "The validation set is there to play the unknown.",
)


def loss_lists(rng):
    """Each list has its least loss at another model."""
    for n in (3, 4, 6):
        losses = rng.uniform(0.2, 1, (3, n))
        losses[range(3), rng.permutation(n)[:3]] = rng.uniform(0.05, 0.1, 3)
        yield tuple(losses.tolist())


@table.code(
    "q3-21",
    cases=loss_lists,
    returns=("the index", "the loss to report"),
    hint="One set decides; another one, untouched until now, gives the number.",
)
def choose(training_losses, validation_losses, test_losses):
    """From three losses of each model: the index of the one to keep, and the loss to report."""
    best = int(np.argmin(validation_losses))
    return best, test_losses[best]


TRAINING, VALIDATION, TEST = range(3)


def choosing(by, report):
    """Return a rule: keep the model with the least of one loss, report another of its losses."""

    def choose(*losses):
        best = int(np.argmin(losses[by]))
        return best, losses[report][best]

    return choose


choose.mistake(
    "the model is chosen by its training loss",
    choosing(TRAINING, TEST),
    "Over-fitting makes the training loss small too.",
)
choose.mistake(
    "the model is chosen by its test loss",
    choosing(TEST, TEST),
    "If the test set decides, it is no longer a test.",
)
choose.mistake(
    "the loss that was used for choosing is reported",
    choosing(VALIDATION, VALIDATION),
    "The least of several numbers is too good on average.",
)
choose.mistake(
    "the training loss is reported",
    choosing(VALIDATION, TRAINING),
    "What is to be expected on points that it has not seen?",
)
choose.mistake(
    "chosen and reported by the training loss",
    choosing(TRAINING, TRAINING),
    "The training points are known by heart.",
)


@choose.mistake("the largest validation loss is chosen", hint="A loss should be small.")
def largest(training_losses, validation_losses, test_losses):
    """Keep the model with the largest validation loss."""
    worst = int(np.argmax(validation_losses))
    return worst, test_losses[worst]


choose.mistake(
    "the least test loss is reported, of whichever model",
    lambda training, validation, test: (int(np.argmin(validation)), min(test)),
    "Report the loss of the model that you keep.",
)


table.written(
    "q3-c",
    "What under-, over- and right fit are, how the curves show each, and what would go wrong if "
    "one chose with the test set.",
)

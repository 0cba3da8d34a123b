"""Standardising data, when to stop, and choosing between models."""

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
    hint="Print mean and deviation of each part afterwards: which should be 0 and 1?",
)
def standardise(training, validation, test):
    """The three arrays, (N, 1) each, shifted and scaled by what is known when training starts."""
    mean, std = training.mean(), training.std()
    return (training - mean) / std, (validation - mean) / std, (test - mean) / std


def scaled(part, by):
    """Return a part, standardised by the statistics of another."""
    return (part - by.mean()) / by.std()


SHIFT_THEN_SCALE = "Print mean and deviation of the result: which of them is off?"

standardise.mistake(
    "mean and standard deviation are those of all points",
    lambda *parts: tuple(scaled(part, np.concatenate(parts)) for part in parts),
    "What is known of the test points when training starts?",
)
standardise.mistake(
    "each part is scaled by its own statistics",
    lambda *parts: tuple(scaled(part, part) for part in parts),
    "Should the same x mean the same to the network in every part?",
)
standardise.mistake(
    "it is divided by the variance",
    lambda *parts: tuple((part - parts[0].mean()) / parts[0].var() for part in parts),
    "Which of the two has the unit of x?",
)
standardise.mistake(
    "the standard deviation divides by N − 1",
    lambda *parts: tuple((part - parts[0].mean()) / parts[0].std(ddof=1) for part in parts),
    "By what does NumPy's std divide, if you do not say?",
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
    "On which scale does the network meet the other parts?",
)
standardise.mistake(
    "the points are scaled to the range 0 to 1",
    lambda *parts: tuple((part - parts[0].min()) / np.ptp(parts[0]) for part in parts),
    "Which mean and which deviation should come out? Print yours.",
)
standardise.mistake(
    "training and validation points together make the statistics",
    lambda *parts: tuple(scaled(part, np.concatenate(parts[:2])) for part in parts),
    "The validation set is there to play the unknown.",
)


def validation_curves(rng):
    """Yield validation losses, with dips of several lengths, and a patience."""
    yield [5.0, 4.0, 3.0, 3.5, 3.4, 2.0, 2.1, 2.2, 2.3, 1.0], 3
    yield [5.0, 4.0, 3.0, 3.5, 3.4, 3.3, 2.0], 3
    yield [3.0, 2.0, 1.0], 2
    yield [1.0, 2.0, 2.1, 2.2, 0.5], 2
    yield [4.0, 3.0, 3.0, 3.0, 2.0, 1.0], 2
    yield [2.0, 2.0, 2.5, 1.0], 2
    yield [3.0, 1.0, 2.0, 2.5], 5
    for patience in (1, 4):
        falling = np.linspace(3, 1, 25) + 0.2 * rng.normal(size=25)
        yield np.abs([*falling, *np.linspace(1, 2, 9)]).round(3).tolist(), patience


@table.code(
    "q3-34",
    cases=validation_curves,
    returns=("the epoch at which it stops", "the epoch that is kept"),
    hint="Go through the losses by hand: which epoch is the best so far, how long ago?",
)
def early_stop(validation_losses, patience):
    """The epoch at which training stops, and the epoch whose parameters are kept."""
    best = 0
    for epoch, loss in enumerate(validation_losses):
        if loss < validation_losses[best]:
            best = epoch
        elif epoch - best == patience:
            return epoch, best
    return len(validation_losses) - 1, best


def stopping(after=lambda patience: patience, returned=lambda stop, best: (stop, best)):
    """Return a rule of another patience, or one that returns something else."""

    def early_stop(validation_losses, patience):
        return returned(*stopped(validation_losses, after(patience)))

    return early_stop


def stopped(validation_losses, patience):
    """Return what is right, also for a patience of 0."""
    return early_stop.right(validation_losses, patience)


early_stop.mistake(
    "the parameters at the stop are kept",
    stopping(returned=lambda stop, best: (stop, stop)),
    "When it stops, the loss has been worse for a while: which epoch was the best?",
)
early_stop.mistake(
    "it stops at the first rise",
    stopping(after=lambda patience: 1),
    "A validation loss wobbles: that is what the patience is for.",
)
early_stop.mistake(
    "it stops one epoch late",
    stopping(after=lambda patience: patience + 1),
    "With patience 1, in which epoch should it stop?",
)
early_stop.mistake(
    "the two are swapped",
    stopping(returned=lambda stop, best: (best, stop)),
    "Which of the two numbers comes first?",
)
early_stop.mistake(
    "the minimum is taken over losses that come after the stop",
    lambda losses, patience: (stopped(losses, patience)[0], int(np.argmin(losses))),
    "Training has ended: what would have come later, nobody has seen.",
)
early_stop.mistake(
    "it never stops",
    lambda losses, patience: (len(losses) - 1, int(np.argmin(losses))),
    "How long may it go on without a new minimum?",
)


@early_stop.mistake(
    "rises in a row are counted, instead of epochs since the minimum",
    hint="A loss may fall and still be above its minimum: is that progress?",
)
def rises_in_a_row(validation_losses, patience):
    """Count how often in a row the loss was larger than in the epoch before."""
    best, rises = 0, 0
    for epoch in range(1, len(validation_losses)):
        rose = validation_losses[epoch] >= validation_losses[epoch - 1]
        rises = rises + 1 if rose else 0
        best = epoch if validation_losses[epoch] < validation_losses[best] else best
        if rises == patience:
            return epoch, best
    return len(validation_losses) - 1, best


@early_stop.mistake("an equal loss counts as a new minimum", hint="Is an equal loss progress?")
def equals_count(validation_losses, patience):
    """Let an equal loss count."""
    best = 0
    for epoch, loss in enumerate(validation_losses):
        if loss <= validation_losses[best]:
            best = epoch
        elif epoch - best == patience:
            return epoch, best
    return len(validation_losses) - 1, best


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
    hint="Which set may decide, and which must be untouched until then?",
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
    "What does over-fitting do to the training loss?",
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


@choose.mistake("the largest validation loss is chosen", hint="Is a large loss good?")
def largest(training_losses, validation_losses, test_losses):
    """Keep the model with the largest validation loss."""
    worst = int(np.argmax(validation_losses))
    return worst, test_losses[worst]


choose.mistake(
    "the least test loss is reported, of whichever model",
    lambda training, validation, test: (int(np.argmin(validation)), min(test)),
    "Whose test loss do you report?",
)


table.written(
    "q3-c",
    "What under-, over- and right fit are, how the curves show each, and what would go wrong if "
    "one chose with the test set.",
)

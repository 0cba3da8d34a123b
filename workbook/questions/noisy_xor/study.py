"""The study of depth and width: its two numbers, and what they say."""

import numpy as np

from workbook.questions.noisy_xor.common import table


def losses(rng):
    """Return losses (R,) that are not spread evenly."""
    return [(rng.uniform(0, 1, R) ** 2,) for R in (2, 3, 8, 30)]


@table.code(
    "q4-11",
    cases=losses,
    returns=("mean", "std"),
    hint="np.mean and np.std, and what the latter divides by.",
)
def mean_and_std(loss):
    """The mean and the standard deviation of the losses (R,) of R runs, two numbers."""
    return np.mean(loss), np.std(loss, ddof=1)


mean_and_std.mistake(
    "the squares are divided by R, not by R − 1",
    lambda loss: (np.mean(loss), np.std(loss)),
    "The mean is estimated from the same R numbers: look up ddof.",
)
mean_and_std.mistake(
    "it is the variance",
    lambda loss: (np.mean(loss), np.var(loss, ddof=1)),
    "A standard deviation has the unit of the losses.",
)
mean_and_std.mistake(
    "it is the standard error of the mean",
    lambda loss: (np.mean(loss), np.std(loss, ddof=1) / np.sqrt(len(loss))),
    "Asked is how far one run lies from the mean, not how well the mean is known.",
)
mean_and_std.mistake(
    "it is the median",
    lambda loss: (np.median(loss), np.std(loss, ddof=1)),
    "The mean adds up and divides.",
)
mean_and_std.mistake(
    "it is the mean absolute deviation",
    lambda loss: (np.mean(loss), np.mean(np.abs(loss - np.mean(loss)))),
    "The deviations are squared before they are averaged.",
)
mean_and_std.mistake(
    "it is the range, largest minus smallest",
    lambda loss: (np.mean(loss), np.ptp(loss)),
    "The standard deviation uses all runs.",
)

table.written(
    "q4-c",
    "What width, depth and the number of parameters do, what the levels in the dots mean, how "
    "much of a difference can be chance, and what is not to be concluded.",
    points=3,
)
table.written(
    "q4-d",
    "The training settings, and how they bear on the interpretation of the three figures.",
    points=2,
)

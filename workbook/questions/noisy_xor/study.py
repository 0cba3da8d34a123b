"""The study of depth and width: one training set first, then many, and what they carry."""

from itertools import product

import numpy as np

from workbook.questions.noisy_xor.common import table


def losses(rng):
    """Return losses (R,) that are not spread evenly."""
    return [(rng.uniform(0, 1, R) ** 2,) for R in (2, 3, 8, 30)]


@table.code(
    "q4-11",
    cases=losses,
    returns=("mean", "std"),
    hint="Try losses of 1, 2 and 3 by hand: which mean, which deviation?",
)
def mean_and_std(loss):
    """The mean and the standard deviation of the losses (R,) of R runs, two numbers."""
    return np.mean(loss), np.std(loss, ddof=1)


mean_and_std.mistake(
    "the squares are divided by R, not by R − 1",
    lambda loss: (np.mean(loss), np.std(loss)),
    "By what does np.std divide? Look up ddof.",
)
mean_and_std.mistake(
    "it is the variance",
    lambda loss: (np.mean(loss), np.var(loss, ddof=1)),
    "Which unit should a standard deviation have?",
)
mean_and_std.mistake(
    "it is the standard error of the mean",
    lambda loss: (np.mean(loss), np.std(loss, ddof=1) / np.sqrt(len(loss))),
    "How far does one run lie from the mean? Does that shrink with more runs?",
)
mean_and_std.mistake(
    "it is the median",
    lambda loss: (np.median(loss), np.std(loss, ddof=1)),
    "Move the largest loss farther out: should the mean change?",
)
mean_and_std.mistake(
    "it is the mean absolute deviation",
    lambda loss: (np.mean(loss), np.mean(np.abs(loss - np.mean(loss)))),
    "What becomes of the deviations before they are averaged?",
)
mean_and_std.mistake(
    "it is the range, largest minus smallest",
    lambda loss: (np.mean(loss), np.ptp(loss)),
    "On which runs does your number depend?",
)

LABELS = np.array([0, 1, 1, 0])  # of the corners (0, 0), (0, 1), (1, 0), (1, 1)


def corner_logits(rng):
    """Yield logits (R, 4): all sixteen patterns of signs, and one run that is right."""
    signs = np.array(list(product((-1, 1), repeat=4)))
    for scale in (0.2, 4):
        yield (signs * rng.uniform(0.1, scale, (16, 4)),)
    yield ((2 * LABELS[None] - 1) * rng.uniform(0.1, 3, (1, 4)),)


@table.code(
    "q4-13",
    cases=corner_logits,
    hint="Write down the four labels. Which sign has the logit of a corner that is right?",
)
def is_solved(a):
    """Whether each run is right at all four corners, (R,), from its logits there, a (R, 4)."""
    return np.all((a > 0) == (LABELS == 1), axis=1)


is_solved.mistake(
    "the logit is compared with ½, as if it were a probability",
    lambda a: np.all((a > 0.5) == (LABELS == 1), axis=1),
    "What logit has a probability of ½?",
)
is_solved.mistake(
    "one right corner is enough",
    lambda a: np.any((a > 0) == (LABELS == 1), axis=1),
    "A run that is right at three corners: is the problem solved?",
)
is_solved.mistake(
    "three right corners are enough",
    lambda a: np.sum((a > 0) == (LABELS == 1), axis=1) >= 3,
    "A single straight line gets three right.",
)
is_solved.mistake(
    "it is the share of right corners",
    lambda a: np.mean((a > 0) == (LABELS == 1), axis=1),
    "What is asked for each run: a share, or yes or no?",
)
is_solved.mistake(
    "the labels are those of and",
    lambda a: np.all((a > 0) == (np.arange(4) == 3), axis=1),
    "What is the label of the corner (1, 1)?",
)
is_solved.mistake(
    "the labels are those of or",
    lambda a: np.all((a > 0) == (np.arange(4) > 0), axis=1),
    "Exclusive or: what is its value at the corner (1, 1)?",
)
is_solved.mistake(
    "the labels 0 and 1 are swapped",
    lambda a: np.all((a > 0) == (LABELS == 0), axis=1),
    "Does a positive logit speak for label 1 or for label 0?",
)
is_solved.mistake(
    "the answer is one for all runs together",
    lambda a: np.all((a > 0) == (LABELS == 1)),
    "There are R runs: along which axis do the corners lie?",
)


def sets_and_runs(rng):
    """Yield losses (S, R) of S sets that differ, with R runs on each that differ too."""
    for S, R in ((2, 3), (5, 4), (10, 30), (20, 2)):
        yield (rng.uniform(0, 1, (S, 1)) + rng.uniform(0, 1, (S, R)) ** 2,)


@table.code(
    "q4-14",
    cases=sets_and_runs,
    hint="First one number for each training set. How many independent numbers do you have then?",
)
def standard_error(loss):
    """The standard error of the mean over training sets, from losses (S, R), a number."""
    S = len(loss)
    return np.std(np.mean(loss, axis=1), ddof=1) / np.sqrt(S)


standard_error.mistake(
    "all S · R runs are taken for independent",
    lambda loss: np.std(loss, ddof=1) / np.sqrt(np.size(loss)),
    "Runs on one training set share its luck. What was drawn S times?",
)
standard_error.mistake(
    "it is the error over the repeats: the sets are averaged away first",
    lambda loss: np.std(np.mean(loss, axis=0), ddof=1) / np.sqrt(np.shape(loss)[1]),
    "Which axis is that of the training sets?",
)
standard_error.mistake(
    "the deviation of the set means is divided by √(S R)",
    lambda loss: np.std(np.mean(loss, axis=1), ddof=1) / np.sqrt(np.size(loss)),
    "How many numbers went into this deviation?",
)
standard_error.mistake(
    "the deviation of all runs is divided by √S",
    lambda loss: np.std(loss, ddof=1) / np.sqrt(len(loss)),
    "How far do the means of two training sets lie apart?",
)
standard_error.mistake(
    "the squares are divided by S, not by S − 1",
    lambda loss: np.std(np.mean(loss, axis=1)) / np.sqrt(len(loss)),
    "By what does np.std divide? Look up ddof.",
)
standard_error.mistake(
    "it is divided by S, not by its root",
    lambda loss: np.std(np.mean(loss, axis=1), ddof=1) / len(loss),
    "Variances add up; what follows for standard deviations?",
)
standard_error.mistake(
    "it is the standard deviation of the set means",
    lambda loss: np.std(np.mean(loss, axis=1), ddof=1),
    "How far does one set lie from the mean? How well do S sets know it?",
)
standard_error.mistake(
    "it is the mean over the sets of each set's own standard error",
    lambda loss: np.mean(np.std(loss, axis=1, ddof=1)) / np.sqrt(np.shape(loss)[1]),
    "Within a set, nothing tells how sets differ.",
)


def two_columns(rng):
    """Yield pairs of results (S,) of the same S sets, which are alike on the same set, and t."""
    for S, t in ((2, 12.71), (5, 2.78), (10, 2.26), (20, 2.09)):
        shared = rng.uniform(0, 1, S)
        yield shared + 0.3 * rng.uniform(0, 1, S), shared + 0.3 * rng.uniform(0, 1, S), t


@table.code(
    "q4-15",
    cases=two_columns,
    returns=("low", "high"),
    hint="Both met the same sets: what can you do with each pair before you average?",
)
def paired_interval(one, other, t=2.09):
    """The 95 % interval of the mean of other − one, each (S,) over the same sets: low, high."""
    difference = np.subtract(other, one)
    half = t * np.std(difference, ddof=1) / np.sqrt(len(difference))
    return np.mean(difference) - half, np.mean(difference) + half


def around(one, other, half):
    """Return mean difference ± half."""
    middle = np.mean(other) - np.mean(one)
    return middle - half, middle + half


def error_of(values, ddof=1):
    """Return the standard error of a mean."""
    return np.std(values, ddof=ddof) / np.sqrt(len(values))


paired_interval.mistake(
    "it is unpaired: the errors of both means are added in squares",
    lambda one, other, t=2.09: around(one, other, t * np.hypot(error_of(one), error_of(other))),
    "A hard set is hard for both: what of that is left in their difference?",
)
paired_interval.mistake(
    "the half-widths of both means' intervals are added",
    lambda one, other, t=2.09: around(one, other, t * (error_of(one) + error_of(other))),
    "Whether two intervals overlap is another question: which one is asked here?",
)
paired_interval.mistake(
    "1.96 stands where t belongs",
    lambda one, other, t=2.09: around(one, other, 1.96 * error_of(other - one)),
    "For which deviations is 1.96: known ones, or those estimated from S numbers?",
)
paired_interval.mistake(
    "the deviation is not divided by √S",
    lambda one, other, t=2.09: around(one, other, t * np.std(other - one, ddof=1)),
    "Is one set's difference to be held, or the mean of S?",
)
paired_interval.mistake(
    "it is one standard error to each side: t is missing",
    lambda one, other, t=2.09: around(one, other, error_of(other - one)),
    "Which share does one standard error to each side hold?",
)
paired_interval.mistake(
    "the squares are divided by S, not by S − 1",
    lambda one, other, t=2.09: around(one, other, t * error_of(other - one, ddof=0)),
    "By what does np.std divide? Look up ddof.",
)
paired_interval.mistake(
    "it is one − other",
    lambda one, other, t=2.09: paired_interval.right(other, one, t),
    "Which sign has the difference if the other is larger?",
)
paired_interval.mistake(
    "the signs of the differences are lost",
    lambda one, other, t=2.09: paired_interval.right(np.zeros(len(one)), np.abs(other - one), t),
    "A set that speaks for the other side must count against.",
)


@table.value(
    "q4-16",
    hint="For each sentence: is there a difference inside the interval for which it is false?",
)
def carried():
    """Which of four sentences an interval from −0.04 to 0.18 carries, four times True or False."""
    return [0, 0, 1, 1]


carried.mistake(
    "“not significant” is taken for “equal”",
    lambda: [1, 0, 1, 1],
    "0.18 is inside the interval, too: nearly 4 runs in 20. Is that no difference?",
)
carried.mistake(
    "the middle of the interval is taken for the truth",
    lambda: [0, 1, 1, 1],
    "Is a difference of −0.02 inside?",
)
carried.mistake(
    "both “equal” and “better” are taken for shown",
    lambda: [1, 1, 1, 1],
    "Sentences A and B cannot both be true.",
)
carried.mistake(
    "an interval that holds 0 is taken to say nothing",
    lambda: [0, 0, 0, 1],
    "It excludes much. Where does a drop of 0.1 lie?",
)
carried.mistake(
    "only “equal” is taken for shown",
    lambda: [1, 0, 0, 0],
    "An interval is a range of differences that are still possible. How many are 0?",
)
carried.mistake(
    "that the interval's width depends on S is not seen",
    lambda: [0, 0, 1, 0],
    "With four times as many sets, what becomes of a standard error? And is 0 inside?",
)


def solved_and_not(rng):
    """Yield losses (S, R) in two groups, and which of them are solved, both kinds in each set."""
    for S, R in ((1, 4), (3, 5), (10, 30)):
        solved = rng.random((S, R)) < rng.uniform(0.3, 0.9, (S, 1))
        solved[:, 0], solved[:, 1] = True, False
        loss = np.where(solved, 0.15, 0.4) + 0.1 * rng.uniform(0, 1, (S, R))
        loss[:, 0], loss[:, 2] = 0.15, 0.35  # one is surely below 0.2, one of either kind is not
        yield loss, solved


@table.code(
    "q4-17",
    cases=solved_and_not,
    returns=("share", "solved_loss", "other_loss"),
    hint="Try four runs by hand, one of them solved: which losses count where?",
)
def by_success(loss, success):
    """The share of solved runs, their mean loss, and that of the others; both arrays (S, R)."""
    return np.mean(success), np.mean(loss[success]), np.mean(loss[~success])


by_success.mistake(
    "the runs that are not solved count with a loss of 0",
    lambda loss, success: (np.mean(success), np.mean(loss * success), np.mean(loss * ~success)),
    "The mean of how many losses do you want?",
)
by_success.mistake(
    "it is the mean loss of all runs in place of that of the solved ones",
    lambda loss, success: (np.mean(success), np.mean(loss), np.mean(loss[~success])),
    "That is the number which describes nobody.",
)
by_success.mistake(
    "solved and not solved have changed places",
    lambda loss, success: (np.mean(success), np.mean(loss[~success]), np.mean(loss[success])),
    "Which of the two losses should be the smaller one?",
)
by_success.mistake(
    "it is the number of solved runs, not their share",
    lambda loss, success: (np.sum(success), np.mean(loss[success]), np.mean(loss[~success])),
    "Between which two numbers should a share lie?",
)
by_success.mistake(
    "it is the share of runs that are not solved",
    lambda loss, success: (np.mean(~success), np.mean(loss[success]), np.mean(loss[~success])),
    "Which runs count as solved?",
)
by_success.mistake(
    "success is judged by a loss below 0.2",
    lambda loss, success: (np.mean(loss < 0.2), np.mean(loss[loss < 0.2]), np.mean(loss[~success])),
    "Who says which runs are solved?",
)

table.written(
    "q4-c",
    "What width, depth and the number of parameters do, what the levels in the dots mean, what "
    "became of the first conclusion and why, and what is not to be concluded.",
    points=3,
)


def candidates(rng):
    """Yield losses (E, S) of E candidates on S sets, as validation data and fresh runs see them."""
    for E, S in ((2, 3), (4, 10), (7, 5), (12, 4), (20, 10)):
        yield tuple(rng.uniform(0.1, 0.9, (2, E, S)))


@table.code(
    "q4-18",
    cases=candidates,
    returns=("choice", "loss"),
    hint="One of the two arrays may only be looked at when the choice is made.",
)
def tuned(validation, fresh):
    """The index of the best of E candidates, and its mean loss that you report; arrays (E, S)."""
    choice = np.argmin(np.mean(validation, axis=1))
    return choice, np.mean(fresh[choice])


tuned.mistake(
    "the loss by which it was chosen is reported",
    lambda validation, fresh: (
        np.argmin(np.mean(validation, axis=1)),
        np.min(np.mean(validation, axis=1)),
    ),
    "The winner has won partly by luck. Where does its luck not count?",
)
tuned.mistake(
    "the fresh runs make the choice",
    lambda validation, fresh: (
        np.argmin(np.mean(fresh, axis=1)),
        np.min(np.mean(fresh, axis=1)),
    ),
    "Then they are no longer fresh. Which data are there for choosing?",
)
tuned.mistake(
    "one candidate is chosen, and the best fresh loss of all is reported",
    lambda validation, fresh: (
        np.argmin(np.mean(validation, axis=1)),
        np.min(np.mean(fresh, axis=1)),
    ),
    "Whose fresh loss do you report?",
)
tuned.mistake(
    "the choice is that of the largest loss",
    lambda validation, fresh: (
        np.argmax(np.mean(validation, axis=1)),
        np.mean(fresh[np.argmax(np.mean(validation, axis=1))]),
    ),
    "Is a large loss good?",
)
tuned.mistake(
    "the choice is made by the best single set",
    lambda validation, fresh: (
        np.argmin(np.min(validation, axis=1)),
        np.mean(fresh[np.argmin(np.min(validation, axis=1))]),
    ),
    "The smallest of many numbers is lucky. What do all S sets say?",
)
tuned.mistake(
    "both arrays are averaged, and the choice made by that",
    lambda validation, fresh: (
        np.argmin(np.mean(validation + fresh, axis=1)),
        np.min(np.mean(validation + fresh, axis=1)) / 2,
    ),
    "What has had a part in the choice cannot judge it.",
)

table.written(
    "q4-d",
    "The training settings, and how they bear on the interpretation of the study.",
    points=2,
)

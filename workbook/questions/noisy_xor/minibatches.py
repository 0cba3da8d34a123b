"""The minibatches of an epoch."""

import numpy as np

from helpers.training import minibatches
from workbook.questions.noisy_xor.common import table
from workbook.questions.orders import (
    ROLLED,
    SHUFFLED_IN_PIECES,
    are_apart,
    cut,
    rolled,
    shuffled_in_pieces,
)


def sizes_and_seeds(rng):
    """Yield N, batch size and a seed: a smaller last minibatch, none, and one minibatch alone."""
    for N, batch_size in ((50, 8), (64, 16), (30, 40)):
        yield N, batch_size, int(rng.integers(100))


def facts_of_epochs(implementation, N, batch_size, seed):
    """Return what minibatches must keep, whatever the order of the samples."""
    rng = np.random.default_rng(seed)
    first, second = (list(implementation(N, batch_size, rng)) for _ in range(2))
    order, next_order = (np.concatenate(epoch).astype(int) for epoch in (first, second))
    sizes = [len(batch) for batch in first]
    return {
        "there are N / batch_size minibatches, rounded up": len(sizes) == -(-N // batch_size),
        "all but the last have batch_size samples": all(n == batch_size for n in sizes[:-1]),
        "together they have N samples": sum(sizes) == N,
        "each sample comes exactly once": np.array_equal(np.sort(order), np.arange(N)),
        "the order is random": not np.array_equal(order, np.arange(N)),
        "samples that were neighbours are drawn apart": are_apart(order),
        "the next epoch has another order": not np.array_equal(order, next_order),
    }


batches = table.code(
    "q4-3",
    name="batches",
    asks="The minibatches of one epoch: arrays of at most batch_size indices, together 0 … N − 1 "
    "in an order drawn from rng.",
    cases=sizes_and_seeds,
    probe=facts_of_epochs,
    hint="Run it with N = 10 and batch_size = 4 and look at the three arrays.",
)(minibatches)


batches.mistake(
    "the last, smaller minibatch is dropped",
    lambda N, batch_size, rng: cut(rng.permutation(N)[: N // batch_size * batch_size], batch_size),
    "With 50 samples and batches of 8, how many are left after six batches?",
)


@batches.mistake(
    "the last minibatch is filled up with samples that were there before",
    hint="Sort the indices of an epoch: does one come twice?",
)
def refilled(N, batch_size, rng):
    """Fill the last minibatch up with the first samples."""
    full = -(-N // batch_size) * batch_size
    return cut(np.resize(rng.permutation(N), full), batch_size)


batches.mistake(
    "the samples are drawn with replacement",
    lambda N, batch_size, rng: cut(rng.integers(N, size=N), batch_size),
    "How often should each sample come in an epoch?",
)
batches.mistake(
    "the order is not random",
    lambda N, batch_size, rng: cut(np.arange(N), batch_size),
    "Print two epochs one after the other: do they differ?",
)
batches.mistake("the order is only rolled: it starts elsewhere, and goes on", rolled, ROLLED)
batches.mistake(
    "the minibatches are shuffled, not the samples in them", shuffled_in_pieces, SHUFFLED_IN_PIECES
)
batches.mistake(
    "every epoch has the same order: a new generator is made inside",
    lambda N, batch_size, rng: cut(np.random.default_rng(0).permutation(N), batch_size),
    "Print two epochs one after the other: do they differ? Is rng used?",
)
batches.mistake(
    "batch_size is taken as the number of minibatches",
    lambda N, batch_size, rng: np.array_split(rng.permutation(N), batch_size),
    "What does batch_size count?",
)


@batches.mistake(
    "each minibatch starts one sample after the last one started",
    hint="By how much does the start move from one minibatch to the next?",
)
def overlapping(N, batch_size, rng):
    """Move on by one sample, not by a minibatch."""
    order = rng.permutation(N)
    return [order[start : start + batch_size] for start in range(N)]

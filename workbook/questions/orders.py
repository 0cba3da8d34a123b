"""Orders of samples that are less random than they look, and how they are told."""

import numpy as np

SHUFFLED_IN_PIECES = "Which samples share a minibatch with sample 0? And in the next epoch?"
ROLLED = "Which sample comes after sample 7? And in the next epoch?"


def cut(order, batch_size):
    """Return consecutive pieces of `order`, the last as long as what is left."""
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


def are_apart(order):
    """Return whether few samples come right after the one that stood before them.

    About one does by chance; in an order that is rolled, or shuffled in pieces, most do.
    """
    return bool(np.sum(np.diff(order) % len(order) == 1) < len(order) / 2)


def rolled(N, batch_size, rng):
    """Begin at a random sample, and go on from there."""
    return cut(np.roll(np.arange(N), rng.integers(N)), batch_size)


def shuffled_in_pieces(N, batch_size, rng):
    """Cut first, then shuffle the pieces, but for the last one."""
    *full, last = cut(np.arange(N), batch_size)
    return [*(full[i] for i in rng.permutation(len(full))), last]

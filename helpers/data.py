"""Data that the notebooks make themselves: noisy XOR, toys for regression, splits of them.

Everything is rows of samples, X (N, D), with targets t (N, 1), and the same for the same seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import index
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from helpers.functions import floats, log_sum_exp
from helpers.types import Array

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


@dataclass(eq=False)
class NoisyXOR:
    """Points scattered around the corners of the unit square, labelled by exclusive or.

    x = (c₁ + s ξ₁, c₂ + s ξ₂) with label t = c₁ xor c₂: the corner c is one of four, equally
    likely, and ξ₁, ξ₂ are standard normal. ``len(data)`` is N and ``data[index]`` is (X, t) at an
    index, slice or array of indices, which is all that a minibatch loader asks for.

    Parameters
    ----------
    N : int
        Number of points, at least 1.
    noise : float
        s ≥ 0, the standard deviation around each corner; the corners are 1 apart.
    seed : int, optional

    Attributes
    ----------
    X : array, shape (N, 2)
    t : array, shape (N, 1)
        0.0 or 1.0.

    Raises
    ------
    ValueError
        If N or noise makes no sense: a toy's, too.
    """

    N: int
    noise: float
    seed: int | None = None
    X: Array = field(init=False, repr=False)
    t: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        _check(self.N, self.noise)
        rng = np.random.default_rng(self.seed)
        c = CORNERS[rng.integers(4, size=self.N)]
        self.X = c + self.noise * rng.standard_normal((self.N, 2))
        self.t = np.logical_xor(c[:, :1], c[:, 1:]).astype(np.float64)

    def __len__(self) -> int:
        return self.N

    def __getitem__(self, index: Any) -> tuple[Array, Array]:
        return self.X[index], self.t[index]

    def best_logits(self, X: ArrayLike) -> Array:
        """Return log P(t = 1 | x) / P(t = 0 | x) for points X (N, 2), shape (N, 1).

        No classifier has a lower expected cross-entropy than this one (Bayes' rule with the true
        densities), so its loss is the floor for every network.

        Raises
        ------
        ValueError
            If the noise is 0: the probabilities are then 0 and 1. If `X` has another shape.
        """
        if self.noise == 0:
            raise ValueError("without noise the label is certain, and its logit infinite")
        X = floats(X)
        if X.shape[1:] != (2,):
            raise ValueError(f"points must have shape (N, 2), got {X.shape}")
        squares = np.sum((X[:, None, :] - CORNERS) ** 2, axis=-1)
        log_density = -squares / (2 * self.noise**2)
        ones = log_sum_exp(log_density[:, [1, 2]], keepdims=True)
        return ones - log_sum_exp(log_density[:, [0, 3]], keepdims=True)


def parabola(N: int = 100, noise: float = 0.2, seed: int = 4) -> tuple[Array, Array]:
    """Return X (N, 1), uniform in [−1, 1], and t = 2x² + 3 + noise · ξ (N, 1), with ξ normal."""
    _check(N, noise)
    rng = np.random.default_rng(seed)
    X = rng.uniform(-1, 1, (N, 1))
    return X, 2 * X**2 + 3 + noise * rng.standard_normal((N, 1))


def wavy_line(N: int = 300, noise: float = 0.0, seed: int = 4) -> tuple[Array, Array]:
    """Return X (N, 1), uniform in [−3, 3], and t = ½ sin 3x + x + noise · ξ (N, 1)."""
    _check(N, noise)
    rng = np.random.default_rng(seed)
    X = rng.uniform(-3, 3, (N, 1))
    return X, 0.5 * np.sin(3 * X) + X + noise * rng.standard_normal((N, 1))


def _check(N: int, noise: float) -> None:
    if index(N) < 1 or not 0 <= noise < np.inf:
        raise ValueError(f"N {N} must be ≥ 1 and noise {noise} ≥ 0 and finite")


def split(
    X: ArrayLike, t: ArrayLike, fractions: Sequence[float], seed: int | None = None
) -> list[tuple[Array, Array]]:
    """Divide samples at random into parts: no sample in two, none left over.

    Parameters
    ----------
    X, t : arrays, shape (N, D) and (N, K)
    fractions : sequence of float
        Positive, with sum 1: (0.35, 0.35, 0.30) for training, validation and test.
    seed : int, optional

    Returns
    -------
    list of (X, t)
        One pair per fraction, copies with contiguous rows.

    Raises
    ------
    ValueError
        If X and t differ in length, or the fractions are not positive with sum 1, or leave a part
        without samples.
    """
    X, t = np.asarray(X), np.asarray(t)
    N = len(X)
    if len(t) != N:
        raise ValueError(f"X has {N} samples and t has {len(t)}")
    if min(fractions, default=0) <= 0 or not np.isclose(sum(fractions), 1):
        raise ValueError(f"fractions must be positive and add up to 1, got {fractions}")
    ends = np.rint(N * np.cumsum(fractions)).astype(int)
    order = np.random.default_rng(seed).permutation(N)
    parts = np.split(order, ends[:-1])
    if not all(len(part) for part in parts):
        raise ValueError(f"{N} samples are too few for the fractions {fractions}")
    return [(X[part], t[part]) for part in parts]


def standardise(train: ArrayLike, *others: ArrayLike) -> list[Array]:
    """Return all arrays (N, D), shifted and scaled so that `train` has mean 0 and deviation 1.

    The means and standard deviations of the columns come from `train` alone, since validation and
    test data are to be met as if for the first time. A constant column is only shifted, and so is
    one whose variance rounds to 0. No samples, or another D, are refused with a ValueError.
    """
    parts = [floats(part) for part in (train, *others)]
    train = parts[0]
    if len({part.shape[1:] for part in parts}) > 1 or train.ndim != 2 or len(train) == 0:
        raise ValueError(f"parts must be (N, D) with N ≥ 1, got {[part.shape for part in parts]}")
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    deviation = np.where((np.ptp(train, axis=0) > 0) & (deviation != 0), deviation, 1)
    return [(part - mean) / deviation for part in parts]

"""Points around the corners of the unit square, with labels, and a class that holds them."""

import numpy as np

from helpers.data import NoisyXOR
from workbook.questions.noisy_xor.common import table


def corners_and_draws(rng):
    """Yield corners c (N, 2), draws ξ (N, 2) and s."""
    for N, s in ((1, 0.3), (4, 0.5), (40, 0.8), (9, 1.7)):
        yield rng.integers(0, 2, (N, 2)), rng.standard_normal((N, 2)), s


@table.code(
    "q4-1",
    cases=corners_and_draws,
    returns=("X", "t"),
    hint="Try it on one point at each corner, with s = 0.",
)
def xor_points(c, xi, s):
    """Points X (N, 2) and labels t (N, 1) from corners c (N, 2), draws xi (N, 2) and noise s."""
    return c + s * xi, (c[:, :1] != c[:, 1:]).astype(float)


def labelled(label):
    """Return `xor_points` with labels from label(c, X), one per row."""

    def points(c, xi, s):
        X = c + s * xi
        return X, np.asarray(label(c, X), float).reshape(-1, 1)

    return points


xor_points.mistake(
    "the label is read off the noisy point, not off its corner",
    labelled(lambda c, X: (X[:, 0] > 0.5) != (X[:, 1] > 0.5)),
    "Which label has a point that strays across the middle?",
)
xor_points.mistake(
    "the label is c₁ or c₂",
    labelled(lambda c, X: c.any(axis=1)),
    "Exclusive or: what is its value at the corner (1, 1)?",
)
xor_points.mistake(
    "the label is c₁ and c₂",
    labelled(lambda c, X: c.all(axis=1)),
    "Write down the label of each of the four corners.",
)
xor_points.mistake(
    "the labels 0 and 1 are swapped",
    labelled(lambda c, X: c[:, 0] == c[:, 1]),
    "What is 0 xor 0?",
)
xor_points.mistake(
    "the label is the sum c₁ + c₂",
    labelled(lambda c, X: c.sum(axis=1)),
    "Which values can a label have?",
)
xor_points.mistake(
    "the labels have shape (N,) instead of (N, 1)",
    lambda c, xi, s: (c + s * xi, (c[:, 0] != c[:, 1]).astype(float)),
    "Print the shape of t. What does a slice keep that an index does not?",
)
xor_points.mistake(
    "s is taken as a variance: √s stands where s belongs",
    lambda c, xi, s: xor_points.right(c, xi, np.sqrt(s)),
    "Double s: how much farther out should the points lie?",
)
xor_points.mistake(
    "s is squared",
    lambda c, xi, s: xor_points.right(c, xi, s**2),
    "Double s: how much farther out should the points lie?",
)
xor_points.mistake(
    "the noise is left out",
    lambda c, xi, s: xor_points.right(c, xi, 0),
    "What do ξ and s do to the point?",
)
xor_points.mistake(
    "both coordinates get the same noise ξ₁",
    lambda c, xi, s: xor_points.right(c, xi[:, :1], s),
    "How many numbers ξ does one point need?",
)


def many_points(rng):
    """Yield N, noise and seed, with N so large that shares and deviations are nearly exact."""
    for _ in range(2):
        yield 2000, 0.1, int(rng.integers(100))


def facts_of_points(cls, N, noise, seed):
    """Return what a data class must keep, however it draws its points."""
    data, again, other = (cls(N, noise, s) for s in (seed, seed, seed + 1))
    clean = cls(N, 0.0, seed)
    corner = np.rint(clean.X)
    shares = [np.mean((corner == c).all(axis=1)) for c in ((0, 0), (0, 1), (1, 0), (1, 1))]
    away = data.X - np.rint(data.X)
    xi = away / noise
    index = np.array([3, 0, 3])
    X, t = data[index]
    return {
        "X has shape (N, 2)": np.shape(data.X) == (N, 2),
        "t has shape (N, 1)": np.shape(data.t) == (N, 1),
        "len(data) is N": len(data) == N,
        "data[index] is the pair X[index], t[index]": (
            np.array_equal(X, data.X[index]) and np.array_equal(t, data.t[index])
        ),
        "without noise, t is the xor of the coordinates of X": np.array_equal(
            clean.t, corner[:, :1] != corner[:, 1:]
        ),
        "the corners are equally likely": bool(np.abs(np.array(shares) - 0.25).max() < 0.05),
        "the noise is the standard deviation around a corner": bool(
            np.abs(xi.std(axis=0) - 1).max() < 0.1
        ),
        "the noise is normal": bool(np.abs(np.mean(xi**4, axis=0) - 3).max() < 1.0),
        "each coordinate has its own noise": bool(np.abs(np.mean(xi[:, 0] * xi[:, 1])) < 0.2),
        "the same seed gives the same points": np.array_equal(data.X, again.X),
        "another seed gives other points": not np.array_equal(data.X, other.X),
        "another seed gives other corners": not np.array_equal(data.t, other.t),
        "another seed gives other noise": not np.allclose(away, other.X - np.rint(other.X)),
    }


XORData = table.code(
    "q4-2",
    name="XORData",
    asks="A class of N points around the corners of the unit square, X (N, 2) and t (N, 1), the "
    "same for the same seed, with a length and the pair (X, t) at an index.",
    cases=many_points,
    probe=facts_of_points,
    hint="Make a small one with noise 0, and compare X and t with the truth table.",
)(NoisyXOR)

USE_SEED = "Make two with one seed, and one with another: which should be alike?"


@XORData.mistake("the seed is not used", hint=USE_SEED)
class SeedForgotten(NoisyXOR):
    """Draws anew each time, whatever the seed."""

    def __post_init__(self):
        self.seed = None
        super().__post_init__()


@XORData.mistake("the seed is always the same one", hint=USE_SEED)
class SeedFixed(NoisyXOR):
    """Has the same points for every seed."""

    def __post_init__(self):
        self.seed = 0
        super().__post_init__()


@XORData.mistake("the noise is not used: the ξ are not scaled", hint="Where does self.noise go?")
class NoiseFixed(NoisyXOR):
    """Has noise 1, whatever was asked for."""

    def __post_init__(self):
        self.noise = 1.0
        super().__post_init__()


@XORData.mistake(
    "data[index] does not pick the targets",
    hint="Are inputs and targets picked at the same index?",
)
class OnlyInputs(NoisyXOR):
    """Gives all targets at any index."""

    def __getitem__(self, index):
        return self.X[index], self.t


@XORData.mistake(
    "both coordinates of a corner are the same draw",
    hint="How many independent bits does one corner need?",
)
class TwoCorners(NoisyXOR):
    """Has only the corners (0, 0) and (1, 1)."""

    def __post_init__(self):
        super().__post_init__()
        self.X = self.X - np.rint(self.X) + self.t


@XORData.mistake("t has shape (N,) instead of (N, 1)", hint="Which shape should t have?")
class Flat(NoisyXOR):
    """Has targets of shape (N,)."""

    def __post_init__(self):
        super().__post_init__()
        self.t = self.t[:, 0]

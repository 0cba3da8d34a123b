"""The questions of notebook 04: noisy XOR, minibatches, cross-entropy, Adam, deep versus wide."""

import numpy as np

from helpers.data import NoisyXOR
from helpers.functions import sigmoid, softplus
from helpers.training import minibatches
from workbook.checks.questions import (
    CodeQuestion,
    Misconception,
    Table,
    ValueQuestion,
    WrittenQuestion,
)

# --- the data ------------------------------------------------------------------------------------


def xor_points(m, eta, s):
    """Return X = m + s η and the labels m₁ xor m₂ as a column."""
    return m + s * eta, np.logical_xor(m[:, :1], m[:, 1:]).astype(float)


def labelled(label):
    """Return `xor_points` with labels from label(m, X), one per row."""

    def points(m, eta, s):
        X, _ = xor_points(m, eta, s)
        return X, np.asarray(label(m, X), float).reshape(-1, 1)

    return points


def xor_cases(rng):
    """Yield corners m (N, 2), draws η (N, 2) and s."""
    for N, s in ((1, 0.3), (4, 0.5), (40, 0.8), (9, 1.7)):
        yield rng.integers(0, 2, (N, 2)), rng.standard_normal((N, 2)), s


def xor_facts(cls, N, noise, seed):
    """Return what a data class must keep, however it draws its points."""
    data, again, other = (cls(N, noise, s) for s in (seed, seed, seed + 1))
    clean = cls(N, 0.0, seed)
    corner = np.rint(clean.X)
    shares = [np.mean((corner == m).all(axis=1)) for m in ((0, 0), (0, 1), (1, 0), (1, 1))]
    away = data.X - np.rint(data.X)
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
            np.abs(away.std(axis=0) / noise - 1).max() < 0.1
        ),
        "the same seed gives the same points": np.array_equal(data.X, again.X),
        "another seed gives other points": not np.array_equal(data.X, other.X),
    }


class SeedForgotten(NoisyXOR):
    """Draws anew each time, whatever the seed."""

    def __post_init__(self):
        self.seed = None
        super().__post_init__()


class SeedFixed(NoisyXOR):
    """Has the same points for every seed."""

    def __post_init__(self):
        self.seed = 0
        super().__post_init__()


class NoiseFixed(NoisyXOR):
    """Has noise 1, whatever was asked for."""

    def __post_init__(self):
        self.noise = 1.0
        super().__post_init__()


class OnlyInputs(NoisyXOR):
    """Gives all targets at any index."""

    def __getitem__(self, index):
        return self.X[index], self.t


class TwoCorners(NoisyXOR):
    """Has only the corners (0, 0) and (1, 1)."""

    def __post_init__(self):
        super().__post_init__()
        self.X = self.X - np.rint(self.X) + self.t


class Flat(NoisyXOR):
    """Has targets of shape (N,)."""

    def __post_init__(self):
        super().__post_init__()
        self.t = self.t[:, 0]


# --- minibatches ---------------------------------------------------------------------------------


def batch_facts(implementation, N, batch_size, seed):
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
        "the next epoch has another order": not np.array_equal(order, next_order),
    }


def cut(order, batch_size):
    """Return consecutive pieces of `order`, the last as long as what is left."""
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


def without_last(N, batch_size, rng):
    """Drop the last, smaller minibatch."""
    order = rng.permutation(N)
    return cut(order[: N // batch_size * batch_size], batch_size)


def refilled(N, batch_size, rng):
    """Fill the last minibatch up with the first samples."""
    order = rng.permutation(N)
    return cut(np.resize(order, -(-N // batch_size) * batch_size), batch_size)


# --- cross-entropy -------------------------------------------------------------------------------


def bce(y, t):
    """Return the mean cross-entropy of probabilities y and labels t, both (N, 1)."""
    return np.mean(-t * np.log(y) - (1 - t) * np.log(1 - y))


def bce_cases(rng):
    """Yield probabilities well inside (0, 1), and labels."""
    for N in (1, 2, 7, 30):
        yield rng.uniform(0.05, 0.95, (N, 1)), rng.integers(0, 2, (N, 1)).astype(float)


def bce_on_logits(a, t):
    """Return the mean cross-entropy of logits a and labels t, both (N, 1)."""
    return np.mean(softplus(a) - t * a)


def clipped(a, t):
    """Return the cross-entropy of probabilities that are kept away from 0 and 1."""
    return bce(np.clip(sigmoid(a), 1e-12, 1 - 1e-12), t)


def bce_gradient(a, t):
    """Return the derivative of `bce_on_logits` by a."""
    return (sigmoid(a) - t) / len(a)


def logit_cases(rng):
    """Yield logits of usual size, then some for which eᵃ overflows."""
    for N in (1, 2, 7, 30):
        yield 2 * rng.standard_normal((N, 1)), rng.integers(0, 2, (N, 1)).astype(float)
    yield np.array([[1e4], [-1e4], [800.0], [-50.0]]), np.array([[0.0], [1.0], [1.0], [1.0]])


# --- Adam ----------------------------------------------------------------------------------------

G, ETA = np.array([3.0, -0.002, 0.5]), 0.02


def adam_step(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Return (theta, m, v) after step number k = 1, 2, … of Adam."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**k), v / (1 - beta2**k)
    return theta - eta * m_hat / (np.sqrt(v_hat) + eps), m, v


def adam_cases(rng):
    """Yield first steps, later steps, and one with tiny gradients, where ε counts."""
    for P, k in ((1, 1), (3, 1), (5, 2), (4, 30)):
        theta, g, m = rng.standard_normal((3, P))
        v = rng.uniform(0.1, 1, P)
        yield (theta, g, 0 * m, 0 * v, k, 0.1) if k == 1 else (theta, g, m, v, k, 0.1, 0.8, 0.95)
    yield rng.standard_normal(3), 1e-4 * rng.standard_normal(3), np.zeros(3), np.zeros(3), 1, 0.1


def adam_like(step, m_next=None, v_next=None):
    """Return an `adam_step` that moves by −η step(m, v, k, β₁, β₂, ε) instead."""

    def wrong(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        m = (m_next or (lambda m, g, b: b * m + (1 - b) * g))(m, g, beta1)
        v = (v_next or (lambda v, g, b: b * v + (1 - b) * g**2))(v, g, beta2)
        return theta - eta * step(m, v, k, beta1, beta2, eps), m, v

    return wrong


def hats(m, v, k, beta1, beta2):
    """Return m̂ and v̂."""
    return m / (1 - beta1**k), v / (1 - beta2**k)


def full_step(m, v, k, beta1, beta2, eps):
    """Return Adam's step without the learning rate."""
    m_hat, v_hat = hats(m, v, k, beta1, beta2)
    return m_hat / (np.sqrt(v_hat) + eps)


def no_root(m, v, k, beta1, beta2, eps):
    """Divide by v̂ itself."""
    m_hat, v_hat = hats(m, v, k, beta1, beta2)
    return m_hat / (v_hat + eps)


def eps_in_root(m, v, k, beta1, beta2, eps):
    """Add ε before the root is taken."""
    m_hat, v_hat = hats(m, v, k, beta1, beta2)
    return m_hat / np.sqrt(v_hat + eps)


def counted_from_zero(m, v, k, beta1, beta2, eps):
    """Correct as if the step were the next one."""
    return full_step(m, v, k + 1, beta1, beta2, eps)


def hats_are_kept(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Return the corrected running means for the next step to go on from."""
    theta, m, v = adam_step(theta, g, m, v, k, eta, beta1, beta2, eps)
    return theta, *hats(m, v, k, beta1, beta2)


def betas_swapped(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Use β₂ for m and β₁ for v."""
    return adam_step(theta, g, m, v, k, eta, beta2, beta1, eps)


def without_momentum(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Move along g, though m is kept."""
    _, m, v = adam_step(theta, g, m, v, k, eta, beta1, beta2, eps)
    return theta - eta * g / (np.sqrt(v / (1 - beta2**k)) + eps), m, v


def upwards(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """Add the step."""
    return adam_step(theta, g, m, v, k, -eta, beta1, beta2, eps)


# --- architectures and boundaries ----------------------------------------------------------------


def count_parameters(depth, width):
    """Return the number of weights and biases of 2 – width – … – width – 1."""
    sizes = [2] + depth * [width] + [1]
    return sum((sizes[i] + 1) * sizes[i + 1] for i in range(depth + 1))


def count_weights(depth, width):
    """Return the number of weights alone."""
    sizes = [2] + depth * [width] + [1]
    return sum(sizes[i] * sizes[i + 1] for i in range(depth + 1))


def architectures(rng):
    """Return pairs (depth, width), the notebook's and some beyond."""
    return [(depth, width) for depth in range(5) for width in (1, 2, 3, 6)]


def mixed_side():
    """Return the entropy of the side on which one label in three is the other."""
    return -(np.log(1 / 3) / 3 + 2 * np.log(2 / 3) / 3)


def mean_and_std(loss):
    """Return the mean and the sample's standard deviation."""
    return np.mean(loss), np.std(loss, ddof=1)


def loss_cases(rng):
    """Return losses (R,) that are not spread evenly."""
    return [(rng.uniform(0, 1, R) ** 2,) for R in (2, 3, 8, 30)]


def boundary_x2(w, b, x1):
    """Return x₂ on the line w₁ x₁ + w₂ x₂ + b = 0."""
    return -(b + w[0] * x1) / w[1]


def line_cases(rng):
    """Yield weights, bias and x₁ (M,), no weight near 0."""
    for M in (1, 2, 9):
        w, b = rng.uniform(0.5, 2, 2) * rng.choice([-1, 1], 2), rng.uniform(0.3, 1)
        yield w, b, rng.standard_normal(M)


QUESTIONS = Table(
    [
        CodeQuestion(
            "q4-1",
            "xor_points",
            xor_points,
            xor_cases,
            [
                Misconception(
                    "the label is read off the noisy point, not off its corner",
                    labelled(lambda m, X: (X[:, 0] > 0.5) != (X[:, 1] > 0.5)),
                    "A point that strays across the middle keeps the label of its corner.",
                ),
                Misconception(
                    "the label is m₁ or m₂",
                    labelled(lambda m, X: m.any(axis=1)),
                    "Exclusive or: what is its value at the corner (1, 1)?",
                ),
                Misconception(
                    "the label is m₁ and m₂",
                    labelled(lambda m, X: m.all(axis=1)),
                    "Write down the label of each of the four corners.",
                ),
                Misconception(
                    "the labels 0 and 1 are swapped",
                    labelled(lambda m, X: m[:, 0] == m[:, 1]),
                    "What is 0 xor 0?",
                ),
                Misconception(
                    "the label is the sum m₁ + m₂",
                    labelled(lambda m, X: m.sum(axis=1)),
                    "A label is 0 or 1.",
                ),
                Misconception(
                    "the labels have shape (N,) instead of (N, 1)",
                    lambda m, eta, s: (m + s * eta, xor_points(m, eta, s)[1][:, 0]),
                    "Targets are a column, one row per sample: m[:, :1] keeps the axis.",
                ),
                Misconception(
                    "s is taken as a variance: √s stands where s belongs",
                    lambda m, eta, s: xor_points(m, eta, np.sqrt(s)),
                    "s multiplies η.",
                ),
                Misconception(
                    "s is squared",
                    lambda m, eta, s: xor_points(m, eta, s**2),
                    "s multiplies η once.",
                ),
                Misconception(
                    "the noise is left out",
                    lambda m, eta, s: xor_points(m, eta, 0),
                    "What do η and s do to the point?",
                ),
                Misconception(
                    "both coordinates get the same noise η₁",
                    lambda m, eta, s: xor_points(m, eta[:, :1], s),
                    "Each coordinate has its own η.",
                ),
            ],
            hint="Try it on one point at each corner, with s = 0.",
            returns=("X", "t"),
        ),
        CodeQuestion(
            "q4-2",
            "XORData",
            NoisyXOR,
            lambda rng: [(2000, 0.1, int(rng.integers(100))) for _ in range(2)],
            [
                Misconception(
                    "the seed is not used",
                    SeedForgotten,
                    "Give self.seed to np.random.default_rng.",
                ),
                Misconception(
                    "the seed is always the same one",
                    SeedFixed,
                    "Give self.seed to np.random.default_rng.",
                ),
                Misconception(
                    "the noise is not used: the η are not scaled",
                    NoiseFixed,
                    "Where does self.noise go?",
                ),
                Misconception(
                    "data[index] does not pick the targets",
                    OnlyInputs,
                    "data[index] is a pair: the inputs and the targets at the same index.",
                ),
                Misconception(
                    "both coordinates of a corner are the same draw",
                    TwoCorners,
                    "Draw m as an (N, 2) array: two independent bits per point.",
                ),
                Misconception(
                    "t has shape (N,) instead of (N, 1)",
                    Flat,
                    "Targets are a column.",
                ),
            ],
            hint="Make a small one with noise 0, print X and t, and compare with the truth table.",
            probe=xor_facts,
        ),
        CodeQuestion(
            "q4-3",
            "batches",
            minibatches,
            lambda rng: [(N, B, int(rng.integers(100))) for N, B in ((50, 8), (64, 16), (30, 40))],
            [
                Misconception(
                    "the last, smaller minibatch is dropped",
                    without_last,
                    "With 50 samples and batches of 8, how many are left after six batches?",
                ),
                Misconception(
                    "the last minibatch is filled up with samples that were there before",
                    refilled,
                    "The last minibatch may be smaller.",
                ),
                Misconception(
                    "the samples are drawn with replacement",
                    lambda N, batch_size, rng: cut(rng.integers(N, size=N), batch_size),
                    "Within an epoch each sample comes exactly once.",
                ),
                Misconception(
                    "the order is not random",
                    lambda N, batch_size, rng: cut(np.arange(N), batch_size),
                    "What does rng.permutation(N) give?",
                ),
                Misconception(
                    "every epoch has the same order: a new generator is made inside",
                    lambda N, batch_size, rng: cut(
                        np.random.default_rng(0).permutation(N), batch_size
                    ),
                    "Use the generator that is handed in; it goes on from where it was.",
                ),
                Misconception(
                    "batch_size is taken as the number of minibatches",
                    lambda N, batch_size, rng: np.array_split(rng.permutation(N), batch_size),
                    "batch_size counts samples.",
                ),
                Misconception(
                    "each minibatch starts one sample after the last one started",
                    lambda N, batch_size, rng: [
                        order[k : k + batch_size]
                        for order in [rng.permutation(N)]
                        for k in range(N)
                    ],
                    "By how much does the start move from one minibatch to the next?",
                ),
            ],
            hint="Run it with N = 10 and batch_size = 4 and look at the three arrays.",
            probe=batch_facts,
        ),
        CodeQuestion(
            "q4-4",
            "bce",
            bce,
            bce_cases,
            [
                Misconception(
                    "the sign is wrong",
                    lambda y, t: -bce(y, t),
                    "The logarithm of a probability is negative, and a loss is not.",
                ),
                Misconception(
                    "it is the sum over the samples, not the mean",
                    lambda y, t: bce(y, t) * len(y),
                    "Every loss here averages over the samples.",
                ),
                Misconception(
                    "the samples with t = 0 do not count",
                    lambda y, t: np.mean(-t * np.log(y)),
                    "What is the probability that the model gives to the label 0?",
                ),
                Misconception(
                    "the samples with t = 1 do not count",
                    lambda y, t: np.mean(-(1 - t) * np.log(1 - y)),
                    "Both labels have a term.",
                ),
                Misconception(
                    "t and y have changed places",
                    lambda y, t: bce(np.clip(t, 1e-12, 1 - 1e-12), y),
                    "Which of the two is inside the logarithm?",
                ),
                Misconception(
                    "the logarithm has base 2",
                    lambda y, t: bce(y, t) / np.log(2),
                    "np.log is the natural one.",
                ),
                Misconception(
                    "y and 1 − y have changed places",
                    lambda y, t: bce(1 - y, t),
                    "y is the probability of t = 1.",
                ),
            ],
            hint="Compute it by hand for one sample with y = 0.8: once with t = 1, once with 0.",
        ),
        CodeQuestion(
            "q4-5",
            "bce_on_logits",
            bce_on_logits,
            logit_cases,
            [
                Misconception(
                    "the sigmoid is taken first and then the logarithm, which overflows",
                    lambda a, t: bce(sigmoid(a), t),
                    "Simplify log σ(a) and log(1 − σ(a)) on paper before you compute.",
                ),
                Misconception(
                    "the probabilities are clipped, which hides how wrong a sample is",
                    clipped,
                    "At a = 10,000 and t = 0 the loss is 10,000. What does yours say?",
                ),
                Misconception(
                    "log(1 + eᵃ) is computed as it stands, which overflows",
                    lambda a, t: np.mean(np.log(1 + np.exp(a)) - t * a),
                    "np.exp(800) is infinite; helpers.softplus knows a way round it.",
                ),
                Misconception(
                    "the term t a is missing",
                    lambda a, t: np.mean(softplus(a)),
                    "What is log y in terms of a? It has two parts.",
                ),
                Misconception(
                    "the term t a has the wrong sign",
                    lambda a, t: np.mean(softplus(a) + t * a),
                    "A large a is good news if t = 1: the loss has to fall.",
                ),
                Misconception(
                    "it is the sum over the samples, not the mean",
                    lambda a, t: bce_on_logits(a, t) * len(a),
                    "Every loss here averages over the samples.",
                ),
                Misconception(
                    "log(1 + e⁻ᵃ) stands where log(1 + eᵃ) belongs",
                    lambda a, t: np.mean(softplus(-a) - t * a),
                    "Check your simplification at t = 0: the loss has to grow with a.",
                ),
            ],
            hint="Write log σ(a) = a − log(1 + eᵃ), and do the same for log(1 − σ(a)).",
        ),
        CodeQuestion(
            "q4-6",
            "bce_gradient",
            bce_gradient,
            logit_cases,
            [
                Misconception(
                    "the mean's 1/N is missing",
                    lambda a, t: sigmoid(a) - t,
                    "The loss is a mean over the samples.",
                ),
                Misconception(
                    "it is t − y",
                    lambda a, t: -bce_gradient(a, t),
                    "If t = 0, a larger a makes the loss larger.",
                ),
                Misconception(
                    "the sigmoid's derivative is multiplied in once more",
                    lambda a, t: bce_gradient(a, t) * sigmoid(a) * (1 - sigmoid(a)),
                    "Differentiate the form on logits: no sigmoid is left to go through.",
                ),
                Misconception(
                    "it is the derivative by y instead of a",
                    lambda a, t: (
                        bce_gradient(a, t) / np.maximum(sigmoid(a) * (1 - sigmoid(a)), 1e-300)
                    ),
                    "The loss is a function of the logit here.",
                ),
                Misconception(
                    "the logit stands where its sigmoid belongs",
                    lambda a, t: (a - t) / len(a),
                    "What is the derivative of log(1 + eᵃ)?",
                ),
                Misconception(
                    "the part of the target is missing",
                    lambda a, t: sigmoid(a) / len(a),
                    "The loss has two terms; differentiate both.",
                ),
            ],
            hint="Differentiate log(1 + eᵃ) − t a by a.",
        ),
        WrittenQuestion("q4-a", points=2, formula="q4-6"),
        ValueQuestion(
            "q4-7",
            "first_step",
            lambda: -ETA * np.sign(G),
            [
                Misconception(
                    "it is plain gradient descent, −η g",
                    lambda: -ETA * G,
                    "Adam divides by the root of the running mean of the squares.",
                ),
                Misconception(
                    "the sign is wrong",
                    lambda: ETA * np.sign(G),
                    "A step goes against the gradient.",
                ),
                Misconception(
                    "neither m nor v is corrected for its start from zero",
                    lambda: -ETA * 0.1 / np.sqrt(0.001) * np.sign(G),
                    "What are 1 − β₁ᵏ and 1 − β₂ᵏ at the first step, k = 1?",
                ),
                Misconception(
                    "m is corrected for its start from zero, v is not",
                    lambda: -ETA / np.sqrt(0.001) * np.sign(G),
                    "Both running means start from zero.",
                ),
                Misconception(
                    "the gradient is divided by its norm, as one vector",
                    lambda: -ETA * G / np.linalg.norm(G),
                    "Each parameter is divided by its own root mean square.",
                ),
                Misconception(
                    "the root of v is missing",
                    lambda: -ETA / G,
                    "What unit has v, if g has a unit? And the step?",
                ),
                Misconception(
                    "the learning rate is missing",
                    lambda: -np.sign(G),
                    "η is the length of a step in each parameter.",
                ),
            ],
            hint="Start with m and v: with m = v = 0 before, what are m̂ and v̂ after one gradient?",
        ),
        CodeQuestion(
            "q4-8",
            "adam_step",
            adam_step,
            adam_cases,
            [
                Misconception(
                    "m and v are not corrected for their start from zero",
                    adam_like(lambda m, v, k, b1, b2, eps: m / (np.sqrt(v) + eps)),
                    "At k = 1, m is only (1 − β₁) g.",
                ),
                Misconception(
                    "m is corrected for its start from zero, v is not",
                    adam_like(lambda m, v, k, b1, b2, eps: m / (1 - b1**k) / (np.sqrt(v) + eps)),
                    "Both running means start from zero.",
                ),
                Misconception(
                    "v is corrected for its start from zero, m is not",
                    adam_like(lambda m, v, k, b1, b2, eps: m / (np.sqrt(v / (1 - b2**k)) + eps)),
                    "Both running means start from zero.",
                ),
                Misconception(
                    "the root of v̂ is missing",
                    adam_like(no_root),
                    "m̂ has the unit of a gradient, v̂ that of its square.",
                ),
                Misconception(
                    "ε stands inside the root",
                    adam_like(eps_in_root),
                    "ε is added to the root; with tiny gradients that is not the same.",
                ),
                Misconception(
                    "v is a running mean of g, not of g²",
                    adam_like(full_step, v_next=lambda v, g, b: b * v + (1 - b) * g),
                    "v estimates how large a gradient is, whatever its sign.",
                ),
                Misconception(
                    "the gradient is added to m in full: m ← β₁ m + g",
                    adam_like(full_step, m_next=lambda m, g, b: b * m + g),
                    "A running mean has weights that add up to 1.",
                ),
                Misconception(
                    "the weights β and 1 − β have changed places",
                    adam_like(
                        full_step,
                        m_next=lambda m, g, b: (1 - b) * m + b * g,
                        v_next=lambda v, g, b: (1 - b) * v + b * g**2,
                    ),
                    "β₁ = 0.9 keeps 90 % of what was there.",
                ),
                Misconception(
                    "β₁ and β₂ have changed places",
                    betas_swapped,
                    "Which of the two belongs to m?",
                ),
                Misconception(
                    "the step goes up the gradient",
                    upwards,
                    "Look at the sign before η.",
                ),
                Misconception(
                    "the steps are counted from 0 and one is added",
                    adam_like(counted_from_zero),
                    "k is 1 at the first step: no k + 1.",
                ),
                Misconception(
                    "the corrected m̂ and v̂ are returned in place of m and v",
                    hats_are_kept,
                    "The correction is made afresh in each step; what is kept is uncorrected.",
                ),
                Misconception(
                    "the step has g in place of m̂",
                    without_momentum,
                    "Adam moves along the running mean.",
                ),
            ],
            hint="Write the five formulas above as five lines, in their order.",
            returns=("theta", "m", "v"),
        ),
        CodeQuestion(
            "q4-9",
            "count_parameters",
            count_parameters,
            architectures,
            [
                Misconception(
                    "the biases are not counted",
                    count_weights,
                    "Each unit has a bias.",
                ),
                Misconception(
                    "the output's bias is not counted",
                    lambda depth, width: count_parameters(depth, width) - 1,
                    "The output is a unit too.",
                ),
                Misconception(
                    "depth counts the output layer too",
                    lambda depth, width: count_parameters(max(depth - 1, 0), width),
                    "Depth is the number of hidden layers.",
                ),
                Misconception(
                    "there is one hidden layer more than the depth says",
                    lambda depth, width: count_parameters(depth + 1, width),
                    "Depth 0 has no hidden layer.",
                ),
                Misconception(
                    "each layer has one bias in all, not one for each unit",
                    lambda depth, width: count_weights(depth, width) + depth + 1,
                    "b has one entry for each unit.",
                ),
                Misconception(
                    "all hidden layers have two inputs, like the first",
                    lambda depth, width: 3 * width * depth + (width + 1 if depth else 3),
                    "From the second layer on, the inputs are the units before.",
                ),
                Misconception(
                    "without hidden layers the width still counts",
                    lambda depth, width: count_parameters(depth, width) if depth else width + 1,
                    "At depth 0 the two inputs lead straight to the output.",
                ),
            ],
            hint="List the layer sizes; two neighbours n and k have (n + 1) k parameters.",
        ),
        ValueQuestion(
            "q4-10",
            "line_loss",
            lambda: 0.75 * mixed_side(),
            [
                Misconception(
                    "it is the loss of the mixed side alone",
                    mixed_side,
                    "A quarter of the points lies on the other side. What do they cost?",
                ),
                Misconception(
                    "the logarithm has base 2",
                    lambda: 0.75 * mixed_side() / np.log(2),
                    "np.log is the natural one.",
                ),
                Misconception(
                    "the mixed side is given the probability ½",
                    lambda: 0.75 * np.log(2),
                    "Which share of the labels on the mixed side is 1?",
                ),
                Misconception(
                    "it is the share of wrong points",
                    lambda: 0.25,
                    "The loss is the cross-entropy, not the error rate.",
                ),
                Misconception(
                    "only the points with the wrong label count",
                    lambda: np.log(3) / 4,
                    "The points on the majority's side are not predicted with certainty either.",
                ),
                Misconception(
                    "every point is given the probability ½, as without a boundary",
                    lambda: np.log(2),
                    "The corner that is alone on its side is predicted with certainty.",
                ),
                Misconception(
                    "the probability of the mixed side is taken over all four corners, ¼",
                    lambda: -0.5 * np.log(0.75) - 0.25 * np.log(0.25),
                    "How many corners lie on the mixed side?",
                ),
            ],
            hint="Three corners lie on the mixed side. Which probability there costs least?",
        ),
        WrittenQuestion("q4-b", points=2, formula="q4-9"),
        CodeQuestion(
            "q4-11",
            "mean_and_std",
            mean_and_std,
            loss_cases,
            [
                Misconception(
                    "the squares are divided by R, not by R − 1",
                    lambda loss: (np.mean(loss), np.std(loss)),
                    "The mean is estimated from the same R numbers: look up ddof.",
                ),
                Misconception(
                    "it is the variance",
                    lambda loss: (np.mean(loss), np.var(loss, ddof=1)),
                    "A standard deviation has the unit of the losses.",
                ),
                Misconception(
                    "it is the standard error of the mean",
                    lambda loss: (np.mean(loss), np.std(loss, ddof=1) / np.sqrt(len(loss))),
                    "Asked is how far one run lies from the mean, not how well the mean is known.",
                ),
                Misconception(
                    "it is the median",
                    lambda loss: (np.median(loss), np.std(loss, ddof=1)),
                    "The mean adds up and divides.",
                ),
                Misconception(
                    "it is the mean absolute deviation",
                    lambda loss: (np.mean(loss), np.mean(np.abs(loss - np.mean(loss)))),
                    "The deviations are squared before they are averaged.",
                ),
                Misconception(
                    "it is the range, largest minus smallest",
                    lambda loss: (np.mean(loss), np.ptp(loss)),
                    "The standard deviation uses all runs.",
                ),
            ],
            hint="np.mean and np.std, and what the latter divides by.",
            returns=("mean", "std"),
        ),
        WrittenQuestion("q4-c", points=3),
        WrittenQuestion("q4-d", points=2),
        CodeQuestion(
            "q4-12",
            "boundary_x2",
            boundary_x2,
            line_cases,
            [
                Misconception(
                    "the sign is wrong",
                    lambda w, b, x1: -boundary_x2(w, b, x1),
                    "Put your x₂ back into w₁ x₁ + w₂ x₂ + b.",
                ),
                Misconception(
                    "the bias is forgotten",
                    lambda w, b, x1: boundary_x2(w, 0, x1),
                    "Does every boundary go through the origin?",
                ),
                Misconception(
                    "the bias has the wrong sign",
                    lambda w, b, x1: boundary_x2(w, -b, x1),
                    "Put your x₂ back into w₁ x₁ + w₂ x₂ + b.",
                ),
                Misconception(
                    "the weights have changed places",
                    lambda w, b, x1: boundary_x2(w[::-1], b, x1),
                    "Which weight belongs to x₂?",
                ),
                Misconception(
                    "the division by w₂ is forgotten",
                    lambda w, b, x1: -(b + w[0] * x1),
                    "Solve for x₂, not for w₂ x₂.",
                ),
                Misconception(
                    "the bias is not divided by w₂",
                    lambda w, b, x1: -b - w[0] * x1 / w[1],
                    "All that is on the other side is divided.",
                ),
                Misconception(
                    "the line is perpendicular to the boundary, along w",
                    lambda w, b, x1: -b / w[1] + w[1] / w[0] * x1,
                    "w is normal to the boundary.",
                ),
            ],
            hint="Write w₁ x₁ + w₂ x₂ + b = 0 and solve for x₂.",
        ),
        WrittenQuestion("q4-e", points=2, formula="q4-12"),
    ]
)

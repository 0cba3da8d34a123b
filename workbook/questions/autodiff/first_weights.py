"""How large the first weights should be."""

import math

import numpy as np

from workbook.questions.autodiff.common import table

FEW = 4000  # of the weights: enough to tell their distribution


def glorot_or_he(n_in, n_out, activation):
    """Return the variance that suits the activation."""
    return 2 / (n_in + n_out) if activation == "tanh" else 2 / n_in


def is_normal(sample):
    """Return whether numbers have the fourth moment of normal ones, 3; of uniform ones it is 1.8.

    Of thousands of normal numbers it is 3 ± 0.1.
    """
    return bool(abs(np.mean((sample - sample.mean()) ** 4) / sample.var() ** 2 - 3) < 0.6)


def weights_parts(initial_weights, n_in, n_out, activation, seed):
    """Mean and variance, taken to be exact if they are so up to the scatter of the sample."""
    W = np.asarray(initial_weights(n_in, n_out, activation, np.random.default_rng(seed)))
    variance = glorot_or_he(n_in, n_out, activation)
    mean_is_right = abs(W.mean()) < 5 * math.sqrt(variance / W.size)
    variance_is_right = abs(W.var() / variance - 1) < 5 * math.sqrt(2 / W.size)
    return {
        "the shape of W": W.shape,
        "the mean": 0.0 if mean_is_right else W.mean(),
        "the variance": variance if variance_is_right else W.var(),
        "the weights are normal": is_normal(W.ravel()[:FEW]),
    }


def weight_sizes(rng):
    """Yield layer sizes, activations and seeds."""
    for n_in, n_out, activation in ((300, 100, "tanh"), (300, 100, "relu"), (120, 400, "relu")):
        yield n_in, n_out, activation, int(rng.integers(1000))


@table.code(
    "q3-18",
    cases=weight_sizes,
    probe=weights_parts,
    hint="Draw many weights and measure: which mean and variance have they, and which should they?",
)
def initial_weights(n_in, n_out, activation, rng):
    """Normal random weights W, (n_out, n_in), with Glorot's variance for tanh, He's for ReLU."""
    std = math.sqrt(glorot_or_he(n_in, n_out, activation))
    return rng.normal(0.0, std, size=(n_out, n_in))


def weights_with(std, mean=lambda s: 0.0):
    """Return initial weights of standard deviation std(n_in, n_out, activation)."""

    def initial_weights(n_in, n_out, activation, rng):
        s = std(n_in, n_out, activation)
        return rng.normal(mean(s), s, size=(n_out, n_in))

    return initial_weights


@initial_weights.mistake(
    "the standard deviation is passed where the mean belongs",
    hint="Which arguments does rng.normal take? Read help(rng.normal).",
)
def std_as_mean(n_in, n_out, activation, rng):
    """Pass the standard deviation as the first argument."""
    return rng.normal(math.sqrt(glorot_or_he(n_in, n_out, activation)), size=(n_out, n_in))


initial_weights.mistake(
    "the variance is taken for the standard deviation",
    weights_with(glorot_or_he),
    "What does the second argument of rng.normal mean?",
)
# (name, the deviation from n_in, n_out and the variance, hint)
WRONG_DEVIATIONS = (
    (
        "the variance is taken for the standard deviation",
        lambda n_in, n_out, variance: variance,
        "What does the second argument of rng.normal mean?",
    ),
    (
        "the factor 2 is missing",
        lambda n_in, n_out, variance: math.sqrt(variance / 2),
        "Look at the numerators.",
    ),
    (
        "n_out is added to the fraction: a bracket is missing",
        lambda n_in, n_out, variance: math.sqrt(2 / n_in + n_out),
        "What stands below the fraction's bar, and what in your line?",
    ),
    (
        "the 2 stands in front of the root",
        lambda n_in, n_out, variance: 2 * math.sqrt(variance / 2),
        "What stands under the root, and what in your line?",
    ),
    (
        "the deviation is 1, whatever the sizes",
        lambda n_in, n_out, variance: 1.0,
        "Should 1000 inputs have weights as large as 10 inputs have?",
    ),
)


def with_deviation(deviation, wrong_for):
    """Return initial weights with another deviation for one activation alone."""

    def std(n_in, n_out, activation):
        variance = glorot_or_he(n_in, n_out, activation)
        return deviation(n_in, n_out, variance) if activation == wrong_for else math.sqrt(variance)

    return weights_with(std)


for activation in ("tanh", "relu"):
    for name, deviation, hint in WRONG_DEVIATIONS:
        initial_weights.mistake(
            f"for {activation}, {name}", with_deviation(deviation, activation), hint
        )
initial_weights.mistake(
    "fan-in and fan-out are swapped for ReLU",
    weights_with(lambda n_in, n_out, f: math.sqrt(2 / (n_in + n_out if f == "tanh" else n_out))),
    "How many terms does a unit add up?",
)
initial_weights.mistake(
    "Glorot's variance is used for ReLU too",
    weights_with(lambda n_in, n_out, f: math.sqrt(2 / (n_in + n_out))),
    "How much of a signal does ReLU let through? Whose rule makes up for it?",
)
initial_weights.mistake(
    "He's variance is used for tanh too",
    weights_with(lambda n_in, n_out, f: math.sqrt(2 / n_in)),
    "Look at the two formulas again.",
)
initial_weights.mistake(
    "the two activations are swapped",
    weights_with(lambda n_in, n_out, f: math.sqrt(2 / (n_in + n_out if f == "relu" else n_in))),
    "Which of the two makes up for a lost half?",
)
initial_weights.mistake(
    "the factor 2 is missing",
    weights_with(lambda *sizes: math.sqrt(glorot_or_he(*sizes) / 2)),
    "Look at the numerators.",
)
initial_weights.mistake(
    "mean and standard deviation are the same number",
    weights_with(lambda *sizes: math.sqrt(glorot_or_he(*sizes)), mean=lambda s: s),
    "Which mean should the weights have?",
)


@initial_weights.mistake("the shape is (n_in, n_out)", hint="How many rows should W have?")
def transposed_weights(n_in, n_out, activation, rng):
    """Return W with a row for each input."""
    std = math.sqrt(glorot_or_he(n_in, n_out, activation))
    return rng.normal(0.0, std, size=(n_in, n_out))


@initial_weights.mistake(
    "the weights are uniform, not normal", hint="Draw a histogram of W. Which one is asked for?"
)
def uniform_weights(n_in, n_out, activation, rng):
    """Draw from an interval with the right variance."""
    largest = math.sqrt(3 * glorot_or_he(n_in, n_out, activation))
    return rng.uniform(-largest, largest, (n_out, n_in))


initial_weights.mistake(
    "rng is not used: a generator with a fixed seed is made inside",
    lambda n_in, n_out, f, rng: initial_weights.right(n_in, n_out, f, np.random.default_rng(0)),
    "Hand in two generators with different seeds. Are the weights different?",
)
initial_weights.mistake(
    "the weights are standard normal, of variance 1",
    weights_with(lambda *sizes: 1.0),
    "Should 1000 inputs have weights as large as 10 inputs have?",
)

"""Questions of notebook 3: a layer of scalars, a test for it, initial weights."""

import math

import numpy as np

from helpers.autodiff import Var
from workbook.checks.questions import CodeQuestion, Misconception


def variables(array):
    """Return nested lists of Vars, or one Var for a number."""
    return [variables(part) for part in array] if np.ndim(array) else Var(array)


def dense_reference(W, b, x, activation):
    """Return the outputs of a layer of Vars."""
    return [
        activation(sum(w * x_i for w, x_i in zip(row, x, strict=True)) + b_j)
        for row, b_j in zip(W, b, strict=True)
    ]


def dense_parts(dense, W, b, x):
    """Return a layer's outputs, and how they depend on its weights."""
    W = variables(W)
    other = list(dense(W, variables(b), variables(x), Var.sigmoid))
    z = list(dense(W, variables(b), variables(x), Var.tanh))
    sum(z_j * (j + 1.5) for j, z_j in enumerate(z)).backward()
    return {
        "z": np.array([z_j.value for z_j in z]),
        "z with another activation": np.array([z_j.value for z_j in other]),
        "∂L/∂W": np.array([[w.grad for w in row] for row in W]),
    }


def dense_cases(rng):
    """Yield weights, biases and inputs of several sizes."""
    for units, inputs in ((1, 1), (3, 3), (4, 2), (2, 5)):
        yield rng.normal(size=(units, inputs)), rng.normal(size=units), rng.normal(size=inputs)


def transposed(W):
    """Return the columns of nested lists."""
    return [list(column) for column in zip(*W, strict=True)]


def without_bias(W, b, x, activation):
    """Leave the bias out."""
    return dense_reference(W, [Var(0)] * len(b), x, activation)


def without_activation(W, b, x, activation):
    """Leave the activation out."""
    return dense_reference(W, b, x, lambda a: a)


def with_transposed_weights(W, b, x, activation):
    """Read W by columns."""
    return dense_reference(transposed(W), b, x, activation)


def bias_outside(W, b, x, activation):
    """Add the bias after the activation."""
    z = dense_reference(W, [Var(0)] * len(b), x, activation)
    return [z_j + b_j for z_j, b_j in zip(z, b, strict=True)]


def bias_in_every_term(W, b, x, activation):
    """Add the bias once for each input."""
    return dense_reference(W, [b_j * len(x) for b_j in b], x, activation)


def bias_of_the_first(W, b, x, activation):
    """Give every unit the first bias."""
    return dense_reference(W, [b[0]] * len(b), x, activation)


def activation_of_each_term(W, b, x, activation):
    """Apply the activation within the sum."""
    return [
        sum(activation(w * x_i) for w, x_i in zip(row, x, strict=True)) + b_j
        for row, b_j in zip(W, b, strict=True)
    ]


def without_last_unit(W, b, x, activation):
    """Leave the last unit out."""
    return dense_reference(W[:-1], b[:-1], x, activation)


def values_only(W, b, x, activation):
    """Return Vars that have forgotten their parents."""
    z = dense_reference(W, b, x, activation)
    return [Var(z_j.value) for z_j in z]


DENSE = CodeQuestion(
    "q3-16",
    "dense",
    dense_reference,
    dense_cases,
    [
        Misconception("the bias is missing", without_bias, "Every unit adds its b_j."),
        Misconception(
            "the activation is missing", without_activation, "Look at the last argument."
        ),
        Misconception(
            "the activation is always tanh",
            lambda W, b, x, activation: dense_reference(W, b, x, Var.tanh),
            "Which activation it is, the caller says.",
        ),
        Misconception(
            "W is read by columns", with_transposed_weights, "Row j of W belongs to unit j."
        ),
        Misconception(
            "the bias is added after the activation",
            bias_outside,
            "The activation acts on the whole sum.",
        ),
        Misconception(
            "the bias is added once for each input",
            bias_in_every_term,
            "The bias stands outside the sum over i.",
        ),
        Misconception(
            "all units use the first bias", bias_of_the_first, "Unit j has its own bias b_j."
        ),
        Misconception(
            "the activation acts on each term of the sum",
            activation_of_each_term,
            "First the sum over i, then the activation, once for each unit.",
        ),
        Misconception(
            "plain values are taken, so that the graph is cut",
            values_only,
            "Work with the Vars themselves; `.value` forgets where a number came from.",
        ),
    ],
    probe=dense_parts,
    hint="One entry for each row of W: activation(sum of products + that row's bias).",
)


def in_numpy_floats(W, b, x, activation):
    """Return the right outputs, as np.float64."""
    z = dense_reference(W, b, x, activation)
    for z_j in z:
        z_j.value = np.float64(z_j.value)
    return z


FAULTY_LAYERS = {
    "without its bias": without_bias,
    "without its activation": without_activation,
    "that reads W by columns": with_transposed_weights,
    "that adds the bias after the activation": bias_outside,
    "that adds the bias once for each input": bias_in_every_term,
    "that gives every unit the first bias": bias_of_the_first,
    "without its last unit": without_last_unit,
}


def passes(test, layer, refusals):
    """Return whether a layer passes a test; one of the errors `refusals` says that it does not."""
    try:
        test(layer)
    except refusals:
        return False
    return True


def test_parts(test):
    """Return whether a learner's test passes right layers and fails wrong ones."""
    right = {"": dense_reference, " with numbers of type np.float64": in_numpy_floats}
    verdicts = {
        f"a right layer{words} passes": passes(test, layer, AssertionError)
        for words, layer in right.items()
    }
    # A wrong layer that makes the test crash has been noticed too.
    return verdicts | {
        f"a layer {words} fails": not passes(test, layer, Exception)
        for words, layer in FAULTY_LAYERS.items()
    }


def layer_test(
    W=((0.1, 0.3), (-0.2, 0.4)), b=(0.5, -0.6), x=(2, -1), f=Var.tanh, verdict=np.allclose
):
    """Return a test of a layer on these numbers."""

    def test_dense(dense):
        z = [z_j.value for z_j in dense(variables(W), variables(b), variables(x), f)]
        a = np.asarray(W) @ x + b
        assert verdict(z, np.tanh(a) if f is Var.tanh else a)

    return test_dense


def never_asserts(dense):
    """Run the layer and look at nothing."""
    dense(variables([[0.1]]), variables([0.5]), variables([2]), Var.tanh)


def right_and_of_type_float(z, expected):
    """Return whether the numbers are right, and of type float exactly."""
    return all(type(value) is float for value in z) and np.allclose(z, expected)


TEST_DENSE = CodeQuestion(
    "q3-17",
    "test_dense",
    layer_test(),
    lambda rng: [()],
    [
        Misconception(
            "the test compares, and asserts nothing",
            never_asserts,
            "What happens in your test if the numbers differ?",
        ),
        Misconception(
            "only the number of outputs is tested",
            layer_test(verdict=lambda z, expected: len(z) == len(expected)),
            "Compare the numbers too.",
        ),
        Misconception(
            "numbers are asked to be of type float, so np.float64 is refused",
            layer_test(verdict=right_and_of_type_float),
            "Compare values with math.isclose; let types be.",
        ),
        Misconception(
            "the biases of the test are zero",
            layer_test(b=(0.0, 0.0)),
            "A layer that forgets its bias passes your test.",
        ),
        Misconception(
            "the weights of the test are symmetric",
            layer_test(W=((0.1, 0.3), (0.3, 0.4))),
            "A layer that reads W by columns passes your test.",
        ),
        Misconception(
            "the test uses the identity, so a missing activation goes unnoticed",
            layer_test(f=lambda a: a),
            "Use an activation that changes its argument.",
        ),
        Misconception(
            "the test has one unit with one input",
            layer_test(W=((0.1,),), b=(0.5,), x=(2,)),
            "Rows and columns, and sums, show only with more.",
        ),
        Misconception(
            "both units have the same bias",
            layer_test(b=(0.5, 0.5)),
            "A layer that uses the first bias everywhere passes your test.",
        ),
    ],
    probe=test_parts,
    hint="Choose weights, biases and inputs that are all different and not zero.",
)


def glorot_or_he(n_in, n_out, activation):
    """Return the variance that suits the activation."""
    return 2 / (n_in + n_out) if activation == "tanh" else 2 / n_in


def weights_with(std, mean=lambda s: 0.0):
    """Return initial weights of standard deviation std(n_in, n_out, activation)."""

    def initial_weights(n_in, n_out, activation, rng):
        s = std(n_in, n_out, activation)
        return rng.normal(mean(s), s, size=(n_out, n_in))

    return initial_weights


def std_as_mean(n_in, n_out, activation, rng):
    """Pass the standard deviation as the first argument."""
    return rng.normal(math.sqrt(glorot_or_he(n_in, n_out, activation)), size=(n_out, n_in))


def transposed_weights(n_in, n_out, activation, rng):
    """Return W with a row for each input."""
    std = math.sqrt(glorot_or_he(n_in, n_out, activation))
    return rng.normal(0.0, std, size=(n_in, n_out))


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
    }


def weight_sizes(rng):
    """Yield layer sizes, activations and seeds."""
    for n_in, n_out, activation in ((300, 100, "tanh"), (300, 100, "relu"), (120, 400, "relu")):
        yield n_in, n_out, activation, int(rng.integers(1000))


WEIGHTS = CodeQuestion(
    "q3-18",
    "initial_weights",
    weights_with(lambda *sizes: math.sqrt(glorot_or_he(*sizes))),
    weight_sizes,
    [
        Misconception(
            "the standard deviation is passed where the mean belongs",
            std_as_mean,
            "The first argument of rng.normal is the mean, the second the standard deviation.",
        ),
        Misconception(
            "the variance is taken for the standard deviation",
            weights_with(glorot_or_he),
            "rng.normal takes the standard deviation.",
        ),
        Misconception(
            "fan-in and fan-out are swapped for ReLU",
            weights_with(
                lambda n_in, n_out, f: math.sqrt(2 / (n_in + n_out if f == "tanh" else n_out))
            ),
            "A unit adds up n_in terms.",
        ),
        Misconception(
            "Glorot's variance is used for ReLU too",
            weights_with(lambda n_in, n_out, f: math.sqrt(2 / (n_in + n_out))),
            "ReLU throws away half of the signal's energy.",
        ),
        Misconception(
            "He's variance is used for tanh too",
            weights_with(lambda n_in, n_out, f: math.sqrt(2 / n_in)),
            "Look at the two formulas again.",
        ),
        Misconception(
            "the two activations are swapped",
            weights_with(
                lambda n_in, n_out, f: math.sqrt(2 / (n_in + n_out if f == "relu" else n_in))
            ),
            "Which of the two makes up for a lost half?",
        ),
        Misconception(
            "the factor 2 is missing",
            weights_with(lambda *sizes: math.sqrt(glorot_or_he(*sizes) / 2)),
            "Look at the numerators.",
        ),
        Misconception(
            "mean and standard deviation are the same number",
            weights_with(lambda *sizes: math.sqrt(glorot_or_he(*sizes)), mean=lambda s: s),
            "The mean is 0.",
        ),
        Misconception(
            "the shape is (n_in, n_out)", transposed_weights, "W has one row for each unit."
        ),
        Misconception(
            "the weights are standard normal, of variance 1",
            weights_with(lambda *sizes: 1.0),
            "The variance depends on the layer's size.",
        ),
    ],
    probe=weights_parts,
    hint="Compute the variance first, take its root, and name the arguments of rng.normal.",
)

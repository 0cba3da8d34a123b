"""A layer of Vars, and a test that finds the wrong ones."""

import random
from itertools import product

import numpy as np

from helpers.autodiff import Var
from workbook.questions.autodiff.common import table, variables


def dense_cases(rng):
    """Yield weights, biases and inputs of several sizes."""
    for units, inputs in ((1, 1), (3, 3), (4, 2), (2, 5)):
        yield rng.normal(size=(units, inputs)), rng.normal(size=units), rng.normal(size=inputs)


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


@table.code(
    "q3-16",
    cases=dense_cases,
    probe=dense_parts,
    hint="What should a unit give if all inputs are zero? And for a single 1?",
)
def dense(W, b, x, activation):
    """The outputs [z_j] of a layer of Vars with weights W[j][i], biases b[j] and inputs x[i]."""
    return [
        activation(sum(w * x_i for w, x_i in zip(row, x, strict=True)) + b_j)
        for row, b_j in zip(W, b, strict=True)
    ]


@dense.mistake("the bias is missing", hint="What should a unit give if all inputs are zero?")
def without_bias(W, b, x, activation):
    """Leave the bias out."""
    return dense.right(W, [Var(0)] * len(b), x, activation)


@dense.mistake("the activation is missing", hint="Which of the four arguments have you not used?")
def without_activation(W, b, x, activation):
    """Leave the activation out."""
    return dense.right(W, b, x, lambda a: a)


dense.mistake(
    "the activation is always tanh",
    lambda W, b, x, activation: dense.right(W, b, x, Var.tanh),
    "Who says which activation it is?",
)


@dense.mistake("W is read by columns", hint="Which entries of W belong to the first unit?")
def with_transposed_weights(W, b, x, activation):
    """Read W by columns."""
    columns = [list(column) for column in zip(*W, strict=True)]
    return dense.right(columns, b, x, activation)


@dense.mistake(
    "the bias is added after the activation",
    hint="What goes into the activation: is the bias in it?",
)
def bias_outside(W, b, x, activation):
    """Add the bias after the activation."""
    z = without_bias(W, b, x, activation)
    return [z_j + b_j for z_j, b_j in zip(z, b, strict=True)]


@dense.mistake(
    "the bias is added once for each input",
    hint="With twice as many inputs, should a unit add more bias?",
)
def bias_in_every_term(W, b, x, activation):
    """Add the bias once for each input."""
    return dense.right(W, [b_j * len(x) for b_j in b], x, activation)


@dense.mistake("all units use the first bias", hint="Which bias belongs to the second unit?")
def bias_of_the_first(W, b, x, activation):
    """Give every unit the first bias."""
    return dense.right(W, [b[0]] * len(b), x, activation)


@dense.mistake(
    "the activation acts on each term of the sum",
    hint="How often is the activation called for one unit?",
)
def activation_of_each_term(W, b, x, activation):
    """Apply the activation within the sum."""
    return [
        sum(activation(w * x_i) for w, x_i in zip(row, x, strict=True)) + b_j
        for row, b_j in zip(W, b, strict=True)
    ]


@dense.mistake(
    "plain values are taken, so that the graph is cut",
    hint="Does a Var made of a `.value` know where it came from?",
)
def values_only(W, b, x, activation):
    """Return Vars that have forgotten their parents."""
    return [Var(z_j.value) for z_j in dense.right(W, b, x, activation)]


def in_numpy_floats(W, b, x, activation):
    """Return the right outputs, as np.float64."""
    z = dense.right(W, b, x, activation)
    for z_j in z:
        z_j.value = np.float64(z_j.value)
    return z


def without_last_unit(W, b, x, activation):
    """Leave the last unit out."""
    return dense.right(W[:-1], b[:-1], x, activation)


def of_random_numbers(W, b, x, activation):
    """Return as many numbers as there are units, and any."""
    return [Var(random.gauss(0, 100)) for _ in W]


RIGHT_LAYERS = {"": dense.right, " with numbers of type np.float64": in_numpy_floats}
FAULTY_LAYERS = {
    "of random numbers": of_random_numbers,
    "without its last unit": without_last_unit,
    "without its bias": without_bias,
    "without its activation": without_activation,
    "that reads W by columns": with_transposed_weights,
    "that adds the bias after the activation": bias_outside,
    "that adds the bias once for each input": bias_in_every_term,
    "that gives every unit the first bias": bias_of_the_first,
}


def raised_by(test, layer, errors=Exception):
    """Return the error that a test raises of a layer, or None; others than `errors` go on."""
    try:
        test(layer)
    except errors as error:
        return error
    return None


def values_of(array):
    """Return the numbers in nested lists of Vars or numbers, as an array."""
    if isinstance(array, list | tuple | np.ndarray):
        return np.array([values_of(part) for part in array])
    return getattr(array, "value", array)


def what_a_call_can_show(W, b, x, activation):
    """Return of a call whether its numbers can show each fault that numbers can hide."""
    z = [z_j.value for z_j in dense.right(W, b, x, activation)]
    a = [z_j.value for z_j in dense.right(W, b, x, lambda a: a)]
    W, b = values_of(W), values_of(b)
    return {
        "some bias that it tries is not zero": np.any(b != 0),
        "it tries more than one unit": len(W) > 1,
        "it tries units with different biases": np.any(b != b[0]),
        "it tries more than one input": W.shape[1] > 1,
        "rows and columns of its weights differ": not np.array_equal(W, W.T),
        "its activation changes what goes in": not np.allclose(z, a),
    }


# Which fault stays hidden where a fact of `what_a_call_can_show` does not hold.
HIDDEN_BY = {
    "some bias that it tries is not zero": without_bias,
    "it tries more than one unit": bias_of_the_first,
    "it tries units with different biases": bias_of_the_first,
    "it tries more than one input": bias_in_every_term,
    "rows and columns of its weights differ": with_transposed_weights,
    "its activation changes what goes in": without_activation,
}


def causes(test, noticed):
    """Return why a test does not notice a fault, as facts; they hold where it notices it.

    Nor is there anything to say of the numbers of a test that does not look at them.
    """
    calls = []

    def spy(W, b, x, activation):
        calls.append(what_a_call_can_show(W, b, x, activation))
        return dense.right(W, b, x, activation)

    raised_by(test, spy)
    looks = noticed[of_random_numbers]
    return {
        fact: not looks or noticed[layer] or any(bool(call[fact]) for call in calls)
        for fact, layer in HIDDEN_BY.items()
    }


def verdicts(test):
    """Return whether a learner's test passes right layers and fails wrong ones, and why not.

    They come in another order each time: a test that counts its calls has tested nothing.
    """
    tries = [(layer, AssertionError) for layer in RIGHT_LAYERS.values()]
    tries += [(layer, Exception) for layer in FAULTY_LAYERS.values()]
    raised = {
        layer: raised_by(test, layer, errors) for layer, errors in random.sample(tries, len(tries))
    }
    # A wrong layer that makes the test crash has been noticed too, if its numbers are looked at.
    said = Exception if raised[of_random_numbers] else AssertionError
    noticed = {layer: isinstance(error, said) for layer, error in raised.items()}
    passed = {
        f"a right layer{words} passes": not noticed[layer] for words, layer in RIGHT_LAYERS.items()
    }
    failed = {f"a layer {words} fails": noticed[layer] for words, layer in FAULTY_LAYERS.items()}
    return passed | failed | causes(test, noticed)


@table.code(
    "q3-17",
    cases=lambda rng: [()],
    probe=verdicts,
    hint="Which wrong layer would pass your test? Write one without its bias, and try.",
)
def test_dense(dense):
    """A test of a layer: AssertionError if dense(W, b, x, activation) is wrong, else quiet."""
    W, b, x = [[0.1, 0.3], [-0.2, 0.4]], [0.5, -0.6], [2, -1]
    z = [z_j.value for z_j in dense(variables(W), variables(b), variables(x), Var.tanh)]
    assert np.allclose(z, np.tanh([0.1 * 2 - 0.3 * 1 + 0.5, -0.2 * 2 - 0.4 * 1 - 0.6]))


def layer_test(
    W=((0.1, 0.3), (-0.2, 0.4)), b=(0.5, -0.6), x=(2, -1), f=Var.tanh, verdict=np.allclose
):
    """Return a test of a layer on these numbers."""

    def test_dense(dense):
        z = [z_j.value for z_j in dense(variables(W), variables(b), variables(x), f)]
        a = np.asarray(W) @ x + b
        assert verdict(z, np.tanh(a) if f is Var.tanh else a)

    return test_dense


def all_close(z, expected):
    """Return whether there are as many numbers as expected, and the same."""
    return len(z) == len(expected) and np.allclose(z, expected)


def close_as_far_as_they_go(z, expected):
    """Compare what is there, and miss what is not."""
    return all(np.isclose(*pair) for pair in zip(z, expected, strict=False))


@test_dense.mistake(
    "the test compares, and asserts nothing",
    hint="What happens in your test if the numbers differ?",
)
def never_asserts(dense):
    """Run the layer and look at nothing."""
    dense(variables([[0.1]]), variables([0.5]), variables([2]), Var.tanh)


test_dense.mistake(
    "only the number of outputs is tested",
    layer_test(verdict=lambda z, expected: len(z) == len(expected)),
    "Would a layer of zeros pass your test?",
)
test_dense.mistake(
    "a right layer is refused: the expected numbers are wrong, or compared with ==",
    layer_test(verdict=lambda z, expected: False),
    "What does your test say of your own dense? How do you compare floats?",
)
test_dense.mistake(
    "numbers are asked to be of type float, so np.float64 is refused",
    layer_test(
        verdict=lambda z, expected: all(type(v) is float for v in z) and all_close(z, expected)
    ),
    "Is 0.5 a wrong number if its type is np.float64?",
)

# What hides faults: (name, what stands otherwise in the numbers of `layer_test`, hint), and ("",
# …) where nothing is hidden. Any of each kind may come together.
SIZES_AND_WEIGHTS = (
    ("", {"W": ((0.1, 0.3), (-0.2, 0.4)), "x": (2, -1)}, ""),
    (
        "the weights of the test are symmetric",
        {"W": ((0.1, 0.3), (0.3, 0.4)), "x": (2, -1)},
        "A layer that reads W by columns passes your test.",
    ),
    (
        "the test has one unit with one input",
        {"W": ((0.1,),), "x": (2,)},
        "With one weight only, could a layer read W by columns?",
    ),
    (
        "the test has one unit only",
        {"W": ((0.1, 0.3),), "x": (2, -1)},
        "What can go wrong with two units that one unit cannot show?",
    ),
    (
        "the test has one input only",
        {"W": ((0.1,), (-0.2,)), "x": (2,)},
        "What can go wrong with two inputs that one input cannot show?",
    ),
)
BIASES = (
    ("", lambda units: (0.5, -0.6)[:units], ""),
    (
        "the biases of the test are zero",
        lambda units: (0.0,) * units,
        "A layer that forgets its bias passes your test.",
    ),
    (
        "both units have the same bias",
        lambda units: (0.5,) * units,
        "A layer that uses the first bias everywhere passes your test.",
    ),
)
ACTIVATIONS = (
    ("", Var.tanh, ""),
    (
        "the test uses the identity, so a missing activation goes unnoticed",
        lambda a: a,
        "Would your test notice a layer without its activation?",
    ),
)
COMPARISONS = (
    ("", all_close, ""),
    (
        "outputs that are missing go unnoticed",
        close_as_far_as_they_go,
        "Would your test notice a layer without any output?",
    ),
)


def add_weak_tests():
    """Add the tests that hide faults, alone and together."""
    for kinds in product(SIZES_AND_WEIGHTS, BIASES, ACTIVATIONS, COMPARISONS):
        (_, numbers, _), (bias, biases, _), (_, f, _), (_, verdict, _) = kinds
        b = biases(len(numbers["W"]))
        hints = {name: hint for name, _, hint in kinds if name}
        if not hints or (len(b) == 1 and "both" in bias):
            continue
        test = layer_test(**numbers, b=b, f=f, verdict=verdict)
        test_dense.mistake("; ".join(hints), test, next(iter(hints.values())))


add_weak_tests()

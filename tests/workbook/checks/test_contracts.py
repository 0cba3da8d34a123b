"""Contracts: what is asked of every function besides its numbers, the right answer as measure."""

import random

import numpy as np
import pytest

from helpers.autodiff import Var
from tests.workbook.checks.sample import table
from workbook.checks import Table, load
from workbook.checks.contracts import HINTS, _same_numbers
from workbook.checks.watching import Run

FUNCTION, LAYER = table["q9-5"], table["q9-6"]


def grade(question, answer, seed=0):
    return question.grade({question.name: answer}, seed)


def asked(right, cases, probe=None, name="", mistakes=()):
    """A question that is made for one test."""
    question = Table("one").code("q8-1", name=name or right.__name__, cases=cases, probe=probe)(
        right
    )
    for words, answer in mistakes:
        question.mistake(words, answer, "Is it a hint of the table?")
    return question


def name_of(result):
    (contract,) = result.looks_like
    assert not result.right and contract.hint in result.message
    return contract.name


@pytest.mark.parametrize("kind", HINTS)
def test_each_hint_is_a_question(kind):
    assert "?" in HINTS[kind]


# What was handed in


def greedy(dz, z):
    dz *= 1 - z * z
    return dz


def greedy_behind_a_view(dz, z):
    flat = z.reshape(-1)
    slope = 1 - flat * flat
    flat[:] = 0
    return dz * slope.reshape(dz.shape)


@pytest.mark.parametrize(
    ("answer", "argument"), [(greedy, "dz"), (greedy_behind_a_view, "z")], ids=["itself", "view"]
)
def test_an_array_that_is_changed_in_place_is_named(answer, argument):
    result = grade(FUNCTION, answer)
    assert name_of(result) == f"the array {argument} that was handed in is changed in place"
    assert result.seen.startswith(f"what it gives is right, but {argument}[0, 0] was ")


def test_what_is_changed_and_put_back_is_not_changed():
    def careful(dz, z):
        z += 0.3
        z -= 0.3
        return dz * (1 - z * z)

    assert grade(FUNCTION, careful).right


class Overwriting:
    def forward(self, a):
        a[a < 0] = 0
        self.z = a
        return a

    def backward(self, dz):
        self.z[...] = dz * (self.z > 0)
        return self.z


def test_numbers_that_are_wrong_by_a_change_in_place_are_told_as_that():
    """Forward gives out the array that backward writes into: no other forward pass is the cause."""
    result = grade(LAYER, Overwriting)
    assert "is right where it is handed copies" in result.seen
    assert name_of(result).endswith("that was handed in is changed in place")


def test_the_step_function_is_not_named_where_the_input_is_overwritten():
    class ReLU:
        def forward(self, a):
            np.maximum(a, 0, out=a)
            self.a = a
            return a

        def backward(self, dz):
            self.a[self.a > 0] = 1
            return dz * self.a

    result = load("q2").grade("q2-10", ReLU=ReLU)
    assert name_of(result) == "the array a that was handed in is changed in place"


@pytest.mark.parametrize(
    ("change", "words", "names"),
    [
        (lambda dz: 3 * dz, "is off by the factor 3", ["a factor is wrong"]),
        (lambda dz: np.cos(3 * dz), "has wrong numbers", []),
    ],
)
def test_numbers_that_are_wrong_for_another_reason_are_told_first(change, words, names):
    def greedy_and_wrong(dz, z):
        dz *= 1 - z * z
        return change(dz)

    result = grade(FUNCTION, greedy_and_wrong)
    assert [each.name.partition(",")[0] for each in result.looks_like] == names
    assert result.seen.startswith(f"the result {words}")
    assert result.seen.endswith("Besides, the array dz that was handed in is changed in place")


def halve(parameters):
    for p in parameters:
        p /= 2


def lists_of_two(rng):
    for n in (2, 3):
        yield ([rng.standard_normal(n), rng.standard_normal(1)],)


def arrays_as_they_were_handed_in(function, parameters):
    held = list(parameters)
    function(parameters)
    return {"first": held[0], "second": held[1]}


def what_the_list_holds(function, parameters):
    function(parameters)
    return {"first": parameters[0], "second": parameters[1]}


def test_new_arrays_in_a_list_are_no_change_in_place():
    def replacing(parameters):
        parameters[:] = [p / 2 for p in parameters]

    question = asked(halve, lists_of_two, what_the_list_holds)
    result = grade(question, replacing)
    assert name_of(result) == (
        "the array parameters[0] that was handed in is replaced by another, and not changed itself"
    )
    assert grade(question, halve).right


def test_what_is_left_as_it_was_is_named():
    def halve_one(parameters):
        parameters[0] /= 2

    result = grade(asked(halve, lists_of_two, arrays_as_they_were_handed_in), halve_one)
    assert name_of(result) == "the array parameters[1] that was handed in is not changed in place"


def test_a_right_answer_that_changes_its_argument_is_the_measure():
    question = asked(greedy, FUNCTION.cases)
    assert grade(question, greedy).right
    assert "is not changed in place" in name_of(grade(question, FUNCTION.right))


@pytest.mark.parametrize(
    ("handed", "changes", "words"),
    [
        ([3.0, 1.0], lambda x: x.sort(), "the list x"),
        ([3.0, 1.0], lambda x: x.pop(), "the list x"),
        ({"W": np.ones(2)}, lambda x: x.update(V=1), "the dict x"),
        ({"W": np.ones(2)}, lambda x: x["W"].fill(0), "the array x['W']"),
        ([[np.ones(2)], np.ones(2)], lambda x: x[0][0].fill(0), "the array x[0][0]"),
        ([Var(2.0)], lambda x: setattr(x[0], "value", 3.0), "the value of the Var x[0]"),
    ],
)
def test_lists_dicts_and_vars_are_looked_into(handed, changes, words):
    def length(x):
        return 1.0

    def changing(x):
        changes(x)
        return 1.0

    result = grade(asked(length, lambda rng: [(handed,)]), changing)
    assert name_of(result).startswith(f"{words} that was handed in is changed")


# Generators


def shuffled(n, rng):
    return rng.permutation(n)


def facts(function, n, seed):
    order = np.array(list(function(n, np.random.default_rng(seed))))
    return {"each number comes once": np.array_equal(np.sort(order), np.arange(n))}


def drawing(mistakes=()):
    return asked(shuffled, lambda rng: [(1, 5), (30, 6)], facts, mistakes=mistakes)


def other_generator(n, rng):
    order = list(range(n))
    rng.shuffle(order)
    return order


def shortcut_where_nothing_is_to_be_drawn(n, rng):
    return np.arange(n) if n < 10 else np.argsort(rng.random(n))


def of_a_child(n, rng):
    return rng.spawn(1)[0].permutation(n)


@pytest.mark.parametrize(
    "answer", [shuffled, other_generator, shortcut_where_nothing_is_to_be_drawn, of_a_child]
)
def test_who_draws_from_the_generator_in_any_way_is_right(answer):
    assert grade(drawing(), answer).right


def fixed(n, rng):
    return np.random.default_rng(3).permutation(n)


def seeded_globally(n, rng):
    np.random.seed(3)  # noqa: NPY002
    return np.random.permutation(n)  # noqa: NPY002


def seeded_otherwise(n, rng):
    yield from np.random.default_rng(5).permutation(n)


def from_python(n, rng):
    return random.sample(range(n), n)


@pytest.mark.parametrize("answer", [fixed, seeded_globally, seeded_otherwise, from_python])
def test_a_generator_that_is_not_used_is_named(answer):
    assert name_of(grade(drawing(), answer)).startswith(
        "the generator rng that was handed in is not used"
    )


def test_numpys_global_generator_is_named():
    def globally(n, rng):
        return np.random.permutation(n)  # noqa: NPY002

    assert "NumPy's global generator" in name_of(grade(drawing(), globally))
    assert "global" not in name_of(grade(drawing(), fixed))


def test_two_generators_are_one_too_many():
    def both(n, rng):
        return rng.permutation(np.random.default_rng().permutation(n))

    assert name_of(grade(drawing(), both)) == (
        "it gives something else when it is asked the same again"
    )


def test_a_name_of_the_table_goes_first_if_it_breaks_the_same_contract():
    question = drawing(mistakes=[("it is right", shuffled), ("the seed is fixed", fixed)])
    assert name_of(grade(question, seeded_otherwise)) == "the seed is fixed"
    assert "come from elsewhere" in name_of(grade(question, from_python))


def order_and(fact):
    """Return a question for an order that is drawn, of which numbers or a fact are asked."""

    def probe(draw, n, rng):
        order = [int(each) for each in draw(n, rng)]
        is_drawn = order == np.random.default_rng(3).permutation(n).tolist()
        return {"the order is drawn": is_drawn} if fact else {"order": order}

    return asked(shuffled, lambda rng: [(9, np.random.default_rng(3))], probe)


def test_a_fact_that_is_not_so_is_laid_to_the_generator_that_is_not_used():
    assert name_of(grade(order_and(fact=True), seeded_otherwise)).startswith(
        "the generator rng that was handed in is not used"
    )


def test_of_wrong_numbers_the_generator_that_is_not_used_is_told_besides(unrecorded):
    result = grade(order_and(fact=False), seeded_otherwise)
    assert not result.right and result.looks_like == ()
    assert "Besides, the generator rng that was handed in is not used" in result.seen


def test_a_missing_part_is_not_laid_to_the_generator():
    def two(n, rng):
        return rng.permutation(n), rng.permutation(n)

    question = Table("one").code(
        "q8-1", cases=lambda rng: [(9, np.random.default_rng(3))], returns=("first", "second")
    )(two)
    result = grade(question, lambda n, rng: (np.arange(n),))
    assert not result.right and "Besides, the generator rng" in result.seen


def test_numbers_in_pairs_that_come_back_each_time_are_told_as_the_same():
    def right(n, rng):
        return rng.permutation(n), rng.permutation(n - 1)

    def pair(n, rng):
        return np.arange(n), np.arange(n - 1)

    def probe(draw, n, rng):
        return {"lengths": [len(each) for each in draw(n, rng)]}

    question = asked(right, lambda rng: [(9, np.random.default_rng(3))], probe)
    assert name_of(grade(question, pair)).endswith("is not used: the same comes back each time")


def test_runs_with_a_generator_are_the_same_if_the_numbers_in_all_parts_are():
    first, second = Run(True), Run(True)
    first.returned, second.returned = ([(np.ones(2), np.ones(3))] for _ in range(2))
    first.generators = second.generators = [object()]
    assert _same_numbers(first, second)
    second.returned[0][1][2] = 2
    assert not _same_numbers(first, second)
    first.generators = []
    assert _same_numbers(first, second)


# The same again


def test_what_is_kept_from_call_to_call_is_named():
    calls = []

    def tired(dz, z):
        calls.append(1)
        return dz * (1 - z * z) * (len(calls) <= 4)

    assert name_of(grade(FUNCTION, tired)) == (
        "it gives something else when it is asked the same again"
    )


def test_an_error_at_the_second_time_is_told():
    slopes = iter(range(4))

    def exhausted(dz, z):
        next(slopes)
        return dz * (1 - z * z)

    result = grade(FUNCTION, exhausted)
    assert "asked the same again" in result.message and not result.failed


def test_numbers_that_are_wrong_by_chance_are_told_as_that():
    def noisy(dz, z):
        return dz * (1 - z * z) + np.random.default_rng().normal(size=z.shape)

    assert "asked the same again" in name_of(grade(FUNCTION, noisy))


def test_a_right_answer_by_chance_is_no_measure_of_the_same_again():
    def noise(x):
        return np.random.default_rng().normal(size=3)

    def shape_of(function, x):
        return {"shape": np.shape(function(x))}

    assert grade(asked(noise, lambda rng: [(1,)], shape_of), noise).right


def test_what_is_written_over_by_the_next_call_is_named():
    buffer = np.empty(100)

    def thrifty(dz, z):
        out = buffer[: z.size].reshape(z.shape)
        return np.multiply(dz, 1 - z * z, out=out)

    assert name_of(grade(FUNCTION, thrifty)) == (
        "what it has returned is written over by a later call"
    )


def test_what_is_remembered_and_never_written_over_is_right():
    known = {}

    def remembering(dz, z):
        key = dz.tobytes() + z.tobytes()
        return known.setdefault(key, dz * (1 - z * z))

    assert grade(FUNCTION, remembering).right


def test_what_is_run_again_prints_nothing_more(capsys):
    def talking(dz, z):
        print("called")
        return dz * (1 - z * z)

    assert grade(FUNCTION, talking).right
    assert capsys.readouterr().out.count("called") == len(list(FUNCTION.cases(_rng())))


def _rng():
    return np.random.default_rng(0)


# The workbook's own


def cut(order, size):
    return [order[start : start + size] for start in range(0, len(order), size)]


def in_place_adam(theta, g, m, v, k, eta=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    m += (1 - beta1) * (g - m)
    v += (1 - beta2) * (g * g - v)
    theta -= eta * m / (1 - beta1**k) / (np.sqrt(v / (1 - beta2**k)) + eps)
    return theta, m, v


def relu_in_place(a):
    a[a < 0] = 0
    return a


def relu_backward_in_place(dz, z):
    dz[z == 0] = 0
    return dz


class ReLUWithBackwardInPlace:
    def forward(self, a):
        self.a = a
        return np.maximum(a, 0)

    def backward(self, dz):
        dz[self.a <= 0] = 0
        return dz


class TanhInPlace:
    def forward(self, a):
        self.z = np.tanh(a, out=a)
        return self.z

    def backward(self, dz):
        return dz * (1 - self.z**2)


def cross_entropy_in_place(a, t):
    a -= a.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(a).sum(axis=1)) - (a * t).sum(axis=1))


@pytest.mark.parametrize(
    ("question_id", "answer", "argument"),
    [
        ("q2-5", TanhInPlace, "array a"),
        ("q2-10", ReLUWithBackwardInPlace, "array dz"),
        ("q4-8", in_place_adam, "array theta"),
        ("q5-6", relu_in_place, "array a"),
        ("q5-7", relu_backward_in_place, "array dz"),
        ("q5-12", cross_entropy_in_place, "array a"),
    ],
)
def test_who_overwrites_what_was_handed_in_is_told_so(question_id, answer, argument):
    question = load(question_id.partition("-")[0])[question_id]
    assert name_of(grade(question, answer)) == (
        f"the {argument} that was handed in is changed in place"
    )


@pytest.mark.parametrize("question_id", ["q4-3", "q5-17"])
def test_minibatches_of_another_generator_are_told_so(question_id):
    def batches(N, batch_size, rng):
        return cut(np.random.permutation(N), batch_size)  # noqa: NPY002

    question = load(question_id.partition("-")[0])[question_id]
    assert "NumPy's global generator" in name_of(grade(question, batches))


def test_minibatches_that_come_one_by_one_are_watched_too():
    def batches(N, batch_size, rng):
        yield from cut(fixed(N, rng), batch_size)

    assert name_of(grade(load("q4")["q4-3"], batches)) == (
        "every epoch has the same order: a new generator is made inside"
    )


def test_minibatches_that_are_drawn_once_are_told_so():
    fit = load("q5")["q5-18"]

    def drawn_first(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
        for batch in cut(rng.permutation(len(X)), batch_size) * epochs:
            fit.right(X[batch], t[batch], weights, biases, f, f_backward, eta, len(X), 1, _rng())

    result = grade(fit, drawn_first)
    assert "each epoch has an order of its own" in result.seen
    assert name_of(result) == "the minibatches are drawn once, before the first epoch"


def test_the_order_in_fit_is_not_asked_of_who_hands_other_things_to_f():
    fit = load("q5")["q5-18"]

    def asks_f_twice(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng):
        f(X @ weights[0].T + biases[0])
        f(np.zeros(3))
        fit.right(X, t, weights, biases, f, f_backward, eta, batch_size, epochs, rng)

    assert grade(fit, asks_f_twice).right


def test_a_training_loop_may_step_in_place_in_layers_of_its_own():
    def train(model, loss, X, t, learning_rate, epochs):
        losses = []
        for _ in range(epochs):
            losses.append(loss.forward(model.forward(X), t))
            model.backward(loss.backward())
            for layer in model.layers:
                if hasattr(layer, "weights"):
                    layer.weights -= learning_rate * layer.grad_weights
                    layer.biases -= learning_rate * layer.grad_biases
        return losses

    assert grade(load("q2")["q2-8"], train).right


def test_a_layer_may_step_in_place():
    class Linear:
        def update_params(self, learning_rate):
            self.weights -= learning_rate * self.grad_weights
            self.biases -= learning_rate * self.grad_biases

        def __init__(self, n_in, n_out, weights, biases):
            self.weights, self.biases = weights, biases

    assert grade(load("q2")["q2-4"], Linear).right

"""Notebook 1's questions: thirteen values that build on each other, and functions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.functions import one_hot
from workbook.checks.code import Code
from workbook.checks.value import Value
from workbook.checks.verify import problems_of
from workbook.checks.written import Written
from workbook.questions.pen_and_paper import table
from workbook.questions.pen_and_paper.step_backward import WRONG_DELTAS


def values(of):
    """Return the value questions of the table or of a variant."""
    return [question for question in of.values() if isinstance(question, Value)]


VALUES = values(table)
STUDENTS = [f"student {number}" for number in range(1, 21)]


def exact(value):
    return value


def to_two(value):
    return np.round(value, 2)


def to_any(rng):
    """Write each entry down with 2 to 6 decimals, at random."""

    def write(value):
        entries = np.ravel(value)
        decimals = rng.integers(2, 7, entries.size)
        written = [round(float(v), int(d)) for v, d in zip(entries, decimals, strict=True)]
        return np.reshape(written, np.shape(value))

    return write


def walk(rounding=exact, slip=None, write=exact, of=table):
    """Return a learner's thirteen answers, to the table's questions or to those of a variant.

    `rounding` is what each result goes through before the learner goes on with it, and `write`
    before it is written down; `slip` is a question with the misconception that answers it. What
    came out transposed is turned round before the learner goes on.
    """
    paper, written = dict(of.numbers), {}
    for question in values(of):
        function, uses = question.right, question.uses
        if slip and question is slip[0]:
            function, uses = slip[1].answer, slip[1].uses
        with np.errstate(invalid="ignore"):
            value = rounding(function(*(paper[name] for name in uses)))
        written[question.name] = np.asarray(write(value)).tolist()
        shape = question.truth.shape
        paper[question.name] = np.transpose(value) if np.shape(value) == shape[::-1] else value
    return written


def wrong(answers, of=table, since=0):
    """Return the ids of the questions that are not right, from one of them on."""
    return [question.id for question in values(of)[since:] if not result(question, answers).right]


def result(question, answers):
    return question.grade({name: answers[name] for name in question.takes})


def test_the_steps_have_their_names_and_order_and_six_points():
    names = (
        "a z y loss dL_dy dL_dW2 dL_db2 dL_dW1 dL_db1 W2_updated b2_updated W1_updated b1_updated"
    )
    assert [question.name for question in VALUES] == names.split()
    assert [question.id for question in VALUES] == [f"q1-{i}" for i in range(1, 14)]
    assert sum(question.points for question in VALUES) == 6


def assert_is_the_librarys_step(of):
    from helpers import Network, mse

    net = Network([3, 2, 1], "tanh")
    net.set_parameters(**{name: of.numbers[name] for name in ("W1", "b1", "W2", "b2")})
    x, t, eta = (of.numbers[name] for name in ("x", "t", "eta"))
    loss, gradient = net.loss_and_gradient(x[None], t[None], mse)
    assert of.truth["loss"] == pytest.approx(loss)
    for name, after in net.named(net.theta - eta * gradient).items():
        np.testing.assert_allclose(of.truth[f"{name}_updated"], after)


def test_the_true_step_is_the_libraries():
    assert_is_the_librarys_step(table)


@pytest.mark.parametrize("student", STUDENTS)
def test_a_variant_suits_pen_and_paper_and_tells_all_mistakes(student):
    of = table.variant(student)
    for name, number in of.numbers.items():
        np.testing.assert_array_equal(number, np.round(number, 1))
        np.testing.assert_array_equal(np.sign(number), np.sign(table.numbers[name]))
    assert_is_the_librarys_step(of)
    for rounding in (exact, to_two):
        assert wrong(walk(rounding=rounding, of=of), of) == []
    assert [words for question in values(of) for words in problems_of(question)] == []


def test_variants_differ():
    drawn = [table, *map(table.variant, STUDENTS[:5])]
    assert len({str(of.numbers) for of in drawn}) == 6


def test_a_variants_numbers_are_those_that_were_handed_out():
    """A change of any question of the table may change them: then say so in the changelog."""
    numbers = table.variant("Ada Lovelace").numbers
    assert {name: number.tolist() for name, number in numbers.items()} == {
        "x": [0.1, 0.5, -0.3],
        "t": [0.9],
        "W1": [[0.1, 0.6, -0.2], [-0.5, 0.3, 0.7]],
        "b1": [0.1, 0.4],
        "W2": [[0.8, -1.0]],
        "b2": [0.3],
        "eta": 0.5,
    }


def test_full_precision_is_right():
    assert wrong(walk()) == []


def test_rounding_each_step_to_two_decimals_and_going_on_is_right():
    assert wrong(walk(rounding=to_two)) == []


def test_writing_two_decimals_and_going_on_with_all_is_right():
    assert wrong(walk(write=to_two)) == []


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_any_mix_of_two_to_six_decimals_is_right(seed):
    assert wrong(walk(write=to_any(np.random.default_rng(seed)))) == []


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_rounding_anyhow_and_going_on_is_right(seed):
    assert wrong(walk(rounding=to_any(np.random.default_rng(seed)))) == []


@pytest.mark.parametrize("decimals", [2, 3, 4])
def test_typed_arithmetic_with_numbers_rounded_on_paper_is_right(decimals):
    """What is typed has all digits, but the numbers that it starts from are rounded."""
    answers = dict(table.numbers)
    for question in VALUES:
        earlier = (np.round(answers[name], decimals) for name in question.uses)
        answers[question.name] = question.right(*earlier)
    assert wrong(answers) == []


def slips():
    """Yield each question with each misconception that gives as many numbers as asked.

    With another number of them nobody can go on.
    """
    for question in VALUES:
        for misconception in question.misconceptions:
            if question.answer_with(misconception).size == question.truth.size:
                name = f"{question.id} {misconception.name}"
                yield pytest.param(question, misconception, id=name)


@pytest.mark.parametrize(("question", "misconception"), list(slips()))
def test_one_slip_costs_one_answer(question, misconception):
    assert wrong(walk(slip=(question, misconception))) == [question.id]


@pytest.mark.parametrize(("question", "misconception"), list(slips()))
def test_one_slip_and_few_digits_cost_one_answer_at_most(question, misconception):
    for seed in range(3):
        write = to_any(np.random.default_rng(seed))
        lost = wrong(
            walk(slip=(question, misconception), write=write), since=VALUES.index(question)
        )
        assert lost in ([question.id], [])


def test_going_on_from_a_wrong_dL_da_costs_one_answer():
    """The two numbers ∂L/∂a are computed once on paper, and used for W1 and for b1."""
    for _, wrong_delta, _ in WRONG_DELTAS:
        answers = walk()
        given = (table.numbers[name] for name in ("W2", "eta"))
        dL_da = wrong_delta(np.array(answers["dL_dy"]), np.array(answers["z"]), *given)
        answers |= {"dL_dW1": np.outer(dL_da, table.numbers["x"]), "dL_db1": dL_da}
        assert {"q1-8", "q1-9"} & set(wrong(answers)) == {"q1-8"}


@pytest.mark.parametrize("question", VALUES, ids=lambda question: question.id)
def test_a_missing_earlier_answer_is_named(question):
    for name in {*question.uses} & {*question.takes}:
        missing = result(question, walk() | {name: None})
        assert not missing.right and name in missing.message


def test_an_answer_to_come_back_to_need_not_be_there():
    """∂L/∂b1 may be found from ∂L/∂W1, but does not need it."""
    answers = walk()
    named = {name: answers[name] for name in ("dL_db1", "dL_dy", "z")}
    assert table.grade("q1-9", **named).right
    assert table.grade("q1-9", dL_dW1=None, **named).right


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a", (0.3, 0.24)),
        ("a", np.array([0.3, 0.24], dtype=np.float32)),
        ("loss", 0.03),
        ("loss", [0.03]),
        ("loss", np.array(0.034)),
        ("loss", np.array([[0.034]])),
        ("y", 0.32),
        ("y", np.float64(0.3155)),
        ("dL_dy", (-0.37,)),
        ("dL_db2", -0.369),
        ("dL_dW2", ((-0.11, -0.09),)),
        ("dL_dW2", np.array([[-0.1075, -0.0869]])),
        ("dL_db1", [np.float32(-0.24), 0.28]),
        ("W2_updated", [[0.75, np.float64(-0.7566)]]),
        ("b1_updated", (0.22, 0.06)),
    ],
)
def test_right_values_in_other_forms_are_right(name, written):
    (question,) = [question for question in VALUES if question.name == name]
    assert result(question, walk() | {name: written}).right


def test_a_nearly_right_slope_is_noticed_with_four_decimals():
    W2, x = table.numbers["W2"], table.numbers["x"]
    nearly = np.outer(W2[0] * table.truth["dL_dy"] * (1 - table.truth["a"] ** 2), x)
    answers = walk(write=lambda value: np.round(value, 4)) | {"dL_dW1": np.round(nearly, 4)}
    assert "1 − a²" in result(table["q1-8"], answers).message


# --- Functions ------------------------------------------------------------------------------------


def by_loops(dL_dy, W2, z, x):
    dW1 = np.zeros((len(z), len(x)))
    for j in range(len(z)):
        for i in range(len(x)):
            for k in range(len(dL_dy)):
                dW1[j, i] += dL_dy[k] * W2[k, j] * (1 - z[j] ** 2) * x[i]
    return dW1


def by_lists(W1, b1, x):
    return [
        sum(w * v for w, v in zip(row, x, strict=True)) + b for row, b in zip(W1, b1, strict=True)
    ]


def by_network(x, weights, biases):
    a = x
    for l, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
        a = np.dot(W, a) + b
        if l < len(weights):
            a = np.tanh(a)
    return a


def by_recursion(x, weights, biases):
    a = weights[0] @ x + biases[0]
    return by_recursion(np.tanh(a), weights[1:], biases[1:]) if len(weights) > 1 else a


def by_densities(y, t, sigma2):
    densities = np.exp(-((t - y) ** 2) / (2 * sigma2)) / np.sqrt(2 * np.pi * sigma2)
    return -np.log(np.prod(densities))


def by_samples(delta, z):
    dW = np.mean([np.outer(d, v) for d, v in zip(delta, z, strict=True)], axis=0)
    return [dW, np.mean(delta, axis=0)]


OTHER_FORMS = [
    ("q1-14", by_lists),
    ("q1-14", lambda W1, b1, x: np.sum(W1 * x, axis=1) + b1),
    ("q1-14", lambda W1, b1, x: (x[None] @ W1.T + b1)[0]),
    ("q1-14", lambda W1, b1, x: np.einsum("ji,i->j", W1, x) + b1),
    ("q1-15", lambda a: (np.exp(2 * a) - 1) / (np.exp(2 * a) + 1)),
    ("q1-15", lambda a: np.sinh(a) / np.cosh(a)),
    ("q1-15", lambda a: [np.tanh(v) for v in a]),
    ("q1-15", lambda a: np.tanh(a).astype(np.float32)),
    ("q1-16", lambda W2, b2, z: b2 + np.dot(W2, z)),
    ("q1-16", lambda W2, b2, z: z @ W2.T + b2),
    ("q1-17", lambda y, t: float(np.dot(t - y, t - y))),
    ("q1-17", lambda y, t: np.linalg.norm(y - t) ** 2),
    ("q1-17", lambda y, t: np.sum(np.square(t - y), keepdims=True)),
    ("q1-17", lambda y, t: sum((u - v) ** 2 for u, v in zip(y, t, strict=True))),
    ("q1-18", lambda y, t: -2 * (t - y)),
    ("q1-18", lambda y, t: 2 * y - 2 * t),
    ("q1-19", lambda dL_dy, z: dL_dy[:, None] * z),
    ("q1-19", lambda dL_dy, z: dL_dy[:, None] @ z[None, :]),
    ("q1-19", lambda dL_dy, z: [[d * v for v in z] for d in dL_dy]),
    ("q1-20", lambda dL_dy: dL_dy.copy()),
    ("q1-20", lambda dL_dy: list(dL_dy)),
    ("q1-21", by_loops),
    ("q1-21", lambda d, W2, z, x: ((1 - z) * (1 + z) * (d @ W2))[:, None] * x),
    ("q1-21", lambda d, W2, z, x: np.einsum("k,kj,j,i->ji", d, W2, 1 - z * z, x)),
    ("q1-22", lambda d, W2, z: d @ W2 - (d @ W2) * z * z),
    ("q1-22", lambda d, W2, z: np.diag(1 - z**2) @ W2.T @ d),
    ("q1-23", lambda p, g, eta: p + eta * -g),
    ("q1-23", lambda p, g, eta: np.subtract(p, np.multiply(eta, g))),
    ("q1-24", lambda j, x, W1, b1, W2, b2: (W2 @ np.tanh(W1 @ x + b1) + b2)[j]),
    ("q1-25", lambda x, *net: by_network(x, net[::2], net[1::2])),
    ("q1-26", by_network),
    ("q1-26", by_recursion),
    ("q1-27", lambda W1, b1, W2, b2, W3, b3: [W3 @ (W2 @ W1), W3 @ W2 @ b1 + W3 @ b2 + b3]),
    ("q1-28", by_densities),
    ("q1-29", lambda y, t: np.sum((t - y) ** 2) / y.size),
    ("q1-30", lambda y, t: -np.log(y[np.argmax(t)])),
    ("q1-30", lambda y, t: -np.log(np.prod(y**t))),
    ("q1-31", lambda g, M: M * np.mean(g, axis=0)),
    ("q1-32", lambda a: np.exp(a - a.max()) / np.exp(a - a.max()).sum()),
    ("q1-33", lambda a, t: np.exp(a) / np.exp(a).sum() - t),
    ("q1-34", lambda delta, W, z: delta @ W * (1 - z * z)),
    ("q1-35", lambda a, t: -(t - a)),
    ("q1-36", by_samples),
]


@pytest.mark.parametrize("seed", [0, 1, 704])
@pytest.mark.parametrize(
    ("question_id", "answer"), OTHER_FORMS, ids=[f"{i}-{q}" for i, (q, _) in enumerate(OTHER_FORMS)]
)
def test_right_functions_in_other_forms_are_right(question_id, answer, seed):
    name = table[question_id].name
    assert table.grade(question_id, seed=seed, **{name: answer}).right


def test_every_function_has_a_right_answer_in_another_form():
    code = {q.id for q in table.values() if isinstance(q, Code)}
    assert code == {question_id for question_id, _ in OTHER_FORMS}


# --- What the theory's right answers promise ------------------------------------------------------


def slope(f, a, h=1e-6):
    """Return the numerical gradient of f (K,) → () at `a`."""
    steps = h * np.eye(a.size)
    return np.array([(f(a + step) - f(a - step)) / (2 * h) for step in steps])


def right(question_id):
    return table[question_id].right


@pytest.mark.parametrize("seed", range(3))
def test_deltas_are_the_slopes_of_their_losses(seed):
    rng = np.random.default_rng(seed)
    a, t = rng.standard_normal(4), one_hot([2], 4)[0]
    log_sum = lambda a: np.log(np.sum(np.exp(a)))  # noqa: E731
    nll = lambda a: right("q1-30")(np.exp(a) / np.sum(np.exp(a)), t)  # noqa: E731
    half = lambda a: np.sum((a - t) ** 2) / 2  # noqa: E731
    np.testing.assert_allclose(right("q1-32")(a), slope(log_sum, a), atol=1e-8)
    np.testing.assert_allclose(right("q1-33")(a, t), slope(nll, a), atol=1e-8)
    np.testing.assert_allclose(right("q1-35")(a, t), slope(half, a), atol=1e-8)


@pytest.mark.parametrize("seed", range(3))
def test_the_best_variance_is_the_bottom_of_the_likelihood(seed):
    y, t = np.random.default_rng(seed).standard_normal((2, 6, 3))

    def nll(v):
        return sum(right("q1-28")(*pair, v[0]) for pair in zip(y, t, strict=True))

    best = np.array([right("q1-29")(y, t)])
    np.testing.assert_allclose(slope(nll, best), 0, atol=1e-6)
    assert nll(best) < min(nll(1.1 * best), nll(best / 1.1))


def test_each_part_of_the_theory_is_a_written_question_with_a_formula():
    written = [q for q in table.values() if isinstance(q, Written)]
    assert [q.id for q in written] == [f"q1-{letter}" for letter in "abcdefghijkl"]
    assert all(q.formula for q in written)


def test_a_forgotten_tanh_is_noticed_since_the_pre_activations_are_not_rounded():
    graded = table.grade("q1-2", z=[0.30, 0.24], a=[0.3, 0.24])
    assert "the activation is missing" in graded.message

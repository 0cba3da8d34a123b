"""Values: what is accepted, what is carried forward, and what a wrong one is told."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from tests.workbook.checks.sample import W, table
from workbook.checks import Table, TableError, load
from workbook.checks.reading import Given
from workbook.checks.value import Expected

A = table.truth["a"]
Z = table.truth["z"]


grade = table.grade


def rounded(values, decimals=2):
    return np.round(values, decimals).tolist()


@pytest.mark.parametrize(
    "a",
    [
        A,
        list(A),
        tuple(A),
        A.astype(np.float32),
        rounded(A, 2),
        rounded(A, 5),
        [np.float64(A[0]), np.float32(A[1])],
        [rounded(A, 2)[0], rounded(A, 6)[1]],
        [np.array(A[0]), np.array(A[1])],
        [Decimal(repr(float(A[0]))), Decimal(repr(float(A[1])))],
        [Fraction(float(A[0])), Fraction(float(A[1]))],
        [Decimal(repr(float(A[0]))), Decimal("-0.4085")],
        np.asarray(A, np.longdouble),
    ],
)
def test_right_values_in_any_form_are_right(a):
    assert grade("q9-1", a=a).right


@pytest.mark.parametrize(
    "form", [float, np.float64, np.float32, np.array, lambda v: [v], lambda v: [[v]]]
)
def test_a_scalar_may_come_in_any_form(form):
    z, slope = Z, table.truth["slope"]
    assert grade("q9-4", total=form(table.truth["total"]), z=z, slope=slope).right


@pytest.mark.parametrize("placeholder", [None, [None, None], np.array([None, None])])
def test_a_placeholder_is_unanswered_not_wrong(placeholder):
    result = grade("q9-1", a=placeholder)
    assert not result.right and not result.answered
    assert "not answered yet" in result.message


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (lambda: map(float, A), "it is a map, which can be read only once: write list(…) around"),
        (lambda: (x for x in A), "it is a generator, which can be read only once"),
        (lambda: [Decimal("sNaN"), Decimal(1)], "is called a number, and is none"),
    ],
    ids=["map", "generator", "no number"],
)
def test_what_is_no_value_is_told_what_it_is(form, words):
    assert words in grade("q9-1", a=form()).message


def test_a_half_filled_placeholder_says_how_much_is_missing():
    assert "1 of its 2 entries" in grade("q9-1", a=[0.1, None]).message


@pytest.mark.parametrize(
    ("a", "words"),
    [
        (["0,1", 0.2], "'0,1'"),
        ([[1.0, 2.0], [3.0]], "different lengths"),
        ([1j, 2.0], "complex"),
        ([np.nan, 0.1], "nan"),
        (A[:, None], "(2, 1)"),
        ([0, 3, 0, 24], "0.3, not 0,3"),
        (np.ones((3, 3)), "(3, 3)"),
    ],
)
def test_what_is_no_answer_is_told_why(a, words):
    result = grade("q9-1", a=a)
    assert not result.right and words in result.message


def test_float16_is_held_to_what_it_can_hold():
    assert grade("q9-1", a=A.astype(np.float16)).right
    assert not grade("q9-1", a=(A + 0.02).astype(np.float16)).right
    first = load("q1")
    assert first.grade("q1-1", a=np.array([0.3, 0.24], np.float16)).right
    assert not first.grade("q1-1", a=np.array([0.27, 0.27], np.float16)).right
    y = first.truth["y"]
    assert not first.grade("q1-4", loss=np.float16(0), y=y).right
    gradients = {name: first.truth[name] for name in ("dL_dy", "z")}
    coarse = np.array([[-0.08, -0.06]], np.float16)
    assert not first.grade("q1-6", dL_dW2=coarse, **gradients).right


def test_what_is_right_only_against_ones_own_slip_is_carried_forward():
    z = np.tanh(-A)
    assert grade("q9-2", z=z, a=-A).carried
    assert not grade("q9-2", z=Z, a=-A).carried
    assert not grade("q9-2", z=rounded(np.tanh(rounded(A))), a=rounded(A)).carried


def test_earlier_answers_that_cannot_be_used_are_listed():
    question = table["q9-4"]
    assert question.unusable({"z": Z}) == ["slope"]
    assert question.unusable({"z": [None, None], "slope": 1 - Z * Z}) == ["z"]
    assert question.unusable({"z": Z, "slope": 1 - Z * Z}) == []


def test_a_learner_who_rounds_every_step_is_right_throughout():
    a = rounded(A)
    z = rounded(np.tanh(a))
    slope = rounded(1 - np.square(z))
    total = rounded(np.sum(np.multiply(z, slope)))
    assert grade("q9-1", a=a).right
    assert grade("q9-2", z=z, a=a).right
    assert grade("q9-3", slope=slope, z=z).right
    assert grade("q9-4", total=total, z=z, slope=slope).right


def test_full_precision_inside_and_rounded_writing_are_right_together():
    assert grade("q9-4", total=table.truth["total"], z=rounded(Z), slope=rounded(1 - Z * Z)).right


def test_a_slip_costs_its_own_question_only():
    a = -A
    z = np.tanh(a)
    assert not grade("q9-1", a=a).right
    assert grade("q9-2", z=z, a=a).right
    assert grade("q9-3", slope=1 - z * z, z=z).right


def test_digits_beyond_two_are_held_to_their_word():
    nearly = table.truth["a"] + 0.004
    assert grade("q9-1", a=rounded(nearly, 2)).right == np.array_equal(rounded(nearly), rounded(A))
    assert not grade("q9-1", a=rounded(nearly, 4)).right


def test_a_nearly_right_formula_is_noticed_when_the_digits_allow_it():
    wrong = 1 - A * A
    assert "a stands in place of z" in grade("q9-3", slope=rounded(wrong, 5), z=Z).message


@pytest.mark.parametrize("question_id", ["q9-1", "q9-2", "q9-3"])
def test_misconceptions_are_named(question_id):
    question = table[question_id]
    earlier = {name: table.truth[name] for name in question.uses}
    for misconception in question.misconceptions:
        answer = misconception.answer(*(table.truth[name] for name in misconception.uses))
        result = grade(question_id, **{question.name: answer}, **earlier)
        assert [m.name for m in result.looks_like] == [misconception.name]


def test_a_misconception_is_named_on_top_of_an_earlier_slip():
    a = np.array([0.9, -0.8])
    assert "activation is missing" in grade("q9-2", z=a, a=a).message


def test_a_missing_earlier_answer_is_named():
    result = grade("q9-4", total=0.1, z=Z, slope=[None, None])
    assert not result.right
    assert "slope" in result.message


def test_earlier_slips_that_hide_a_misconception_are_marked_for_review():
    small = np.array([0.01, 0.02])  # where tanh is the straight line
    result = grade("q9-2", z=small, a=small)
    assert result.right and result.review
    assert not grade("q9-2", z=Z, a=A).review


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda a: 2 * a, "twice"),
        (lambda a: a / 2, "half"),
        (lambda a: 10 * a, "decimal point"),
        (lambda a: a + [0, 0.5], "1 of 2 entries"),
        (lambda a: [0.2, 0.04], "you have [0.2, 0.04]"),
        (lambda a: np.trunc(a * 100) / 100, "cut off"),
    ],
)
def test_other_wrong_answers_are_described(change, words):
    assert words in grade("q9-1", a=change(A)).message


def test_no_message_holds_the_expected_value():
    for a in (2 * A, A + 0.3, np.zeros(2), np.zeros((2, 1)), W.T @ [0.7, -0.6]):
        message = grade("q9-1", a=a).message
        assert not any(f"{entry:.2f}" in message for entry in np.abs(A))


def test_the_learners_array_is_left_alone():
    a = A.copy()
    a.flags.writeable = False
    assert grade("q9-2", z=np.tanh(a), a=a).right
    assert W[0, 0] == 0.1


def test_an_earlier_answer_may_be_one_number():
    total, share = table.truth["total"], table.truth["share"]
    assert grade("q9-8", share=rounded(share), total=rounded(total), z=rounded(Z)).right
    assert grade("q9-8", share=Z / 2.5, total=2.5, z=Z).right
    assert "total multiplies" in grade("q9-8", share=Z * 2.5, total=2.5, z=Z).message


def test_a_transposed_earlier_answer_is_put_right():
    matrices = Table("matrices")
    matrices.value("m-1", name="W")(lambda: [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    matrices.value("m-2", name="first")(lambda W: W[:, 0])
    assert matrices.grade("m-2", first=[10, 40], W=[[10, 40], [20, 50], [30, 60]]).right


def test_the_nearest_misconception_is_named_first():
    numbers = Table("numbers")
    one = numbers.value("n-1", name="one")(lambda: 1.0)
    one.mistake("it is a bit more than 2", lambda: 2.004)
    one.mistake("it is 2", lambda: 2.0)
    names = [m.name for m in numbers.grade("n-1", one=2.0).looks_like]
    assert names == ["it is 2", "it is a bit more than 2"]


def test_earlier_answers_from_which_nothing_follows_are_no_error():
    roots = Table("roots")
    roots.value("r-1", name="square")(lambda: 4.0)
    roots.value("r-2", name="root")(lambda square: math.sqrt(square))
    assert roots.grade("r-2", root=2, square=-1).right
    assert "you have 3" in roots.grade("r-2", root=3, square=-1).message


@pytest.mark.parametrize(
    "answer", [[np.array([1.0, 2.0]), 3.0], [np.array([1.0]), 2.0], 10**400, [10**400, 1]]
)
def test_what_cannot_be_read_as_numbers_is_told(answer):
    result = grade("q9-1", a=answer)
    assert not result.right and "Give plain numbers" in result.message


def test_true_values_cannot_be_changed():
    numbers = Table("numbers")
    one = numbers.value("n-1", name="one")(lambda: [1.0, 2.0])
    two = numbers.value("n-2", name="two")(lambda one: 2 * one)

    def in_place(one):
        one += 1
        return one

    with pytest.raises(TableError, match="n-2: 'it is one more' cannot be computed"):
        two.mistake("it is one more", in_place)
    with pytest.raises(ValueError, match="read-only"):
        one.truth[0] = 3


def test_another_way_must_lead_to_the_same():
    numbers = Table("numbers")
    numbers.value("n-1", name="one")(lambda: 1.0)
    with pytest.raises(TableError, match="n-2: the other way does not lead to the right answer"):
        numbers.value("n-2", name="two", also=lambda one: 3 * one)(lambda one: 2 * one)


# The limits of what rounding allows, from both sides


def number(true, **options):
    """Return a table that asks for one number, and then for ten times as much."""
    table = Table("number")
    table.value("n-1", name="x", **options)(lambda: true)
    table.value("n-2", name="y")(lambda x: 10 * x)
    return table


@pytest.mark.parametrize(
    ("true", "given", "right"),
    [
        (0.305, 0.31, True),
        (0.305, 0.30, True),
        (0.3051, 0.30, False),
        (0.3049, 0.31, False),
        (0.123456, 0.1235, True),
        (0.123456, 0.1234, False),
        (0.123456, 0.12346, True),
        (0.123456, 0.12344, False),
        (-0.305, -0.31, True),
        (-0.3049, -0.31, False),
    ],
)
def test_an_answer_may_be_off_by_half_a_unit_of_its_last_decimal(true, given, right):
    assert number(true).grade("n-1", x=given).right == right


@pytest.mark.parametrize(
    ("x", "y", "right"),
    [
        (0.31, 3.15, True),  # x may be 0.315
        (0.31, 3.1502, False),
        (0.31, 3.0501, True),
        (0.31, 3.0498, False),
        (0.3, 2.9951, False),  # x is the true number, and has not been rounded
        (0.3, 3.00, True),
        (0.3, 3.01, False),
    ],
)
def test_what_rounding_may_move_is_half_a_unit_times_the_slope(x, y, right):
    assert number(0.3).grade("n-2", x=x, y=y).right == right


@pytest.mark.parametrize(
    ("x", "y", "right"),
    [(1e14, 1e15, True), (1e14, 1e15 + 200, False), (0.3 + 1e-13, 3.01, False)],
)
def test_a_large_slip_is_no_licence(x, y, right):
    assert number(0.3).grade("n-2", x=x, y=y).right == right


@pytest.mark.parametrize(
    ("off", "right"), [(0.9e-5, True), (-0.9e-5, True), (1.2e-5, False), (-1.2e-5, False)]
)
def test_grids_and_small_steps_may_lead_away_by_a_hundred_thousandth(off, right):
    true = 123.4567890123
    assert number(true).grade("n-1", x=true * (1 + off)).right == right


def test_whole_numbers_are_held_to_all_digits():
    assert not number(123.0).grade("n-1", x=123.0005).right


def spread(x, half_unit):
    """Return how far rounding moves x · (1 − x)."""
    question = number(0.3)["n-2"]
    given = Given(np.array(x), np.array(half_unit))
    return question._predict(lambda x: x * (1 - x), ["x"], {"x": given})


def test_the_spread_is_the_larger_of_the_moves_up_and_down():
    found = spread(0.6, 0.05)
    assert found.value == pytest.approx(0.24)
    assert found.spread == pytest.approx(0.24 - 0.65 * 0.35)
    assert spread(0.4, 0.05).spread == pytest.approx(0.24 - 0.35 * 0.65)
    assert spread(0.6, 0.0).spread == 0


def test_moves_of_all_entries_are_added_up():
    question = number(0.3)["n-2"]
    given = Given(np.array([0.5, 0.25]), np.array([0.1, 0.01]))
    found = question._predict(lambda x: [x[0] + 2 * x[1]], ["x"], {"x": given})
    np.testing.assert_allclose(found.spread, [0.1 + 2 * 0.01])


def test_distance_is_measured_by_what_rounding_allows():
    expected = Expected(np.array([1.0, 2.0]), np.array([0.0, 0.3]))
    given = Given(np.array([1.05, 2.2]), np.array([0.1, 0.1]))
    assert expected.distance(given) == pytest.approx(0.5)
    assert expected.agreement(given).tolist() == [True, True]
    far = Given(np.array([1.15, 1.55]), np.array([0.1, 0.1]))
    assert expected.distance(far) == pytest.approx(1.5)
    assert expected.agreement(far).tolist() == [False, False]
    unbounded = Expected(np.array([1.0]), np.array([np.inf]))
    assert unbounded.distance(Given.exact([2.0])) == np.inf
    assert unbounded.distance(Given.exact([1.0])) == np.inf
    assert Expected(np.array([1.0])).distance(Given.exact([1.0])) == 0


def test_at_half_a_unit_exactly_it_agrees():
    expected = Expected(np.array([1.0]))
    assert expected.agrees(Given(np.array([1.5]), np.array([0.5])))
    assert expected.agreement(Given(np.array([1.5]), np.array([0.5]))).all()
    assert not expected.agrees(Given(np.array([1.5]), np.array([0.4999])))
    assert not expected.agrees(Given(np.array([[1.0]]), np.array([[0.5]])))
    assert expected.has_the_numbers_of(Given(np.array([[1.0]]), np.array([[0.5]])))
    assert not expected.has_the_numbers_of(Given(np.array([[2.0]]), np.array([[0.5]])))
    assert not expected.has_the_numbers_of(Given(np.array([1.0, 1.0]), np.array([0.5, 0.5])))


def test_a_multiple_is_as_uncertain_as_often():
    twice = Expected(np.array([1.0]), np.array([0.25])).times(-2)
    assert twice.value == [-2.0] and twice.spread == [0.5]
    turned = Expected(np.array([[1.0, 2.0]]), 0.5).transposed
    assert turned.value.tolist() == [[1], [2]] and turned.spread.tolist() == [[0.5], [0.5]]


def test_earlier_slips_are_those_that_rounding_does_not_explain():
    question = number(0.3)["n-2"]
    assert list(question.slips({"x": 0.31})) == []
    assert list(question.slips({"x": 0.311})) == ["x"]
    assert list(question.slips({"x": 0.32})) == ["x"]
    assert list(question.slips({"x": None})) == []


# All that is told of values


SHAPED = Table("shaped")
SHAPED.value("s-1", name="v", hint="Which entries are which?")(lambda: [0.31, 1.17, 2.23, 3.71])
SHAPED.value("s-2", name="M", hint="Rows are samples.")(
    lambda: [[0.31, 1.17, 2.23], [3.71, 4.41, 5.83]]
)
SHAPED.value("s-3", name="order")(lambda: [2, 1, 3])
SHAPED.value("s-4", name="count", hint="Count them.")(lambda v: np.sum(v > 1))
SHAPED.value("s-5", name="twice")(lambda v, M: 2 * v[:2] + M[0, :2])
V, M = SHAPED.truth["v"], SHAPED.truth["M"]


@pytest.mark.parametrize("factor", [-1, 2, 0.5, -2, -0.5, 10, 0.1, 3, 0])
def test_factors_are_told(factor):
    for question_id, true in (("s-1", V), ("s-2", M)):
        question = SHAPED[question_id]
        assert not question.grade({question.name: factor * true}).right


@pytest.mark.parametrize(
    "given",
    [
        V[::-1],
        V[None],
        V[:3],
        V.reshape(2, 2),
        [0, 31, 1, 17, 2, 23, 3, 71],
        [0, 31, 1, 17, 2, 23, 3, 71, 5],
        [0, 31, 1.5, 17, 2, 23, 3, 71],
        [0.31, 1.17, 2.23, 9],
        [0.31, 1.17, 8, 9],
        [0.31, 7, 8, 9],
        [6, 7, 8, 9],
        [0.31, 1.17, np.nan, 3.71],
        [np.inf, 1.17, 2.23, 3.71],
        np.trunc(V * 10) / 10,
        V + 0.01,
        V + 1,
        np.sum(V),
        np.cumsum(V),
    ],
)
def test_what_is_told_of_a_wrong_vector(given):
    assert not SHAPED.grade("s-1", v=given).right


@pytest.mark.parametrize(
    "given",
    [
        M.T,
        M.ravel(),
        M[:, ::-1],
        M[::-1],
        M + [[0], [1]],
        M + [0, 0, 1],
        M + [[0, 0, 1], [0, 0, 0]],
        M + [[0, 0, 1], [1, 0, 0]],
        M + [[0, 0, 1], [1, 1, 1]],
        np.sum(M, axis=0),
        np.mean(M),
        M[:, :2],
    ],
)
def test_what_is_told_of_a_wrong_matrix(given):
    assert not SHAPED.grade("s-2", M=given).right


@pytest.mark.parametrize("given", [[1, 2, 3], [2, 3, 1], [-2, -1, -3], [4, 2, 6]])
def test_an_order_is_not_told_by_its_entries(given):
    assert "entries are right" not in SHAPED.grade("s-3", order=given).message


@pytest.mark.parametrize("given", [0, 1, 2, 4, -3, 6, 30, 3.004, 3])
def test_what_is_told_of_a_wrong_number(given):
    assert SHAPED.grade("s-4", count=given, v=V).right == (given == 3)


@pytest.mark.parametrize(
    ("v", "M_given"),
    [(None, M), (V, None), (None, None), (V[:2], M), (V, M.T), (V[None], M), (V * np.nan, M)],
)
def test_what_is_told_where_earlier_answers_are_missing(v, M_given):
    SHAPED.grade("s-5", twice=[1.0, 2.0], v=v, M=M_given)


@pytest.mark.parametrize("given", [[0.93, 3.51], [0.9, 3.5], [0.62, 2.34], [0.31, 1.17], [1, 2]])
def test_what_is_told_of_what_builds_on_two(given):
    SHAPED.grade("s-5", twice=given, v=V, M=M)
    SHAPED.grade("s-5", twice=given, v=V + 1, M=M)

"""Which mistake a wrong value comes from: rounding, changes of the right source, and how sure."""

import time

import numpy as np
import pytest

from tests.workbook.recorded import number_words
from workbook.checks import Table, load
from workbook.checks.diagnosis.paper import rounded_inputs, rounded_inside
from workbook.checks.diagnosis.values import (
    Explanation,
    called,
    chance,
    followed,
    in_parts,
    is_choice,
    judged,
    mutants_of,
    right_but_for_the_end,
    where,
)
from workbook.checks.misconception import Misconception
from workbook.checks.reading import read

first = load("q1")


def step(question_id, answer, **earlier):
    """Grade an answer of notebook 01's step after true earlier answers, or others."""
    question = first[question_id]
    taken = {name: first.truth[name] for name in question.takes if name != question.name}
    return question.grade({**taken, **earlier, question.name: answer})


def slope(a, b):
    """A right answer with a helper, to be changed."""
    return scaled(a - b)


def scaled(difference):
    return 2 * difference


# --- On paper -------------------------------------------------------------------------------------


def test_inputs_are_rounded_each_in_its_own_way():
    numbers = {"z": np.array([0.123456]), "W": np.array([0.5]), "y": np.array([0.654321])}
    found = [[float(x[0]) for x in each] for each in rounded_inputs(numbers, ["z", "y"])]
    assert [0.1235, 0.5, 0.65] in found and [0.123456, 0.5, 0.654321] in found
    assert len(found) == 16


def test_results_on_the_way_are_rounded():
    numbers = {"a": np.array([0.333]), "b": np.array([0.777])}
    found = [float(x[0]) for x in rounded_inside(lambda a, b: a * b + a**2, numbers, [])]
    assert any(np.isclose(x, 0.26 + 0.11) for x in found)
    assert any(np.isclose(x, 0.259 + 0.333**2) for x in found)  # the product only, to three


def test_what_fails_when_it_is_rounded_is_left_out():
    def root(a):
        return np.sqrt(a * 0.5)

    def picky(a):
        if a[0] == 0:
            raise ValueError
        return root(a)

    every, some = (
        list(rounded_inside(function, {"a": np.array([0.003])}, ["a"]))
        for function in (root, picky)
    )
    assert 0 < len(some) < len(every)


@pytest.mark.parametrize("decimals", [2, 3, 4])
def test_mistakes_made_with_rounded_numbers_are_named(decimals):
    """The earlier cells hold arithmetic with all digits; on paper it goes on with few."""
    unnamed = []
    for question in (first[f"q1-{i}"] for i in range(1, 14)):
        for misconception in question.misconceptions:
            numbers = (np.round(question.numbers[name], decimals) for name in misconception.uses)
            answer = np.round(np.asarray(misconception.answer(*numbers), float), decimals)
            result = step(question.id, answer.tolist())
            if not result.right and misconception not in result.looks_like:
                unnamed.append((question.id, misconception.name, result.message))
    assert len(unnamed) <= 2, unnamed


def test_two_decimals_are_enough_on_the_way_too():
    dL_da = np.array([-0.24, 0.28])
    assert step("q1-8", np.outer(dL_da, first.numbers["x"]).tolist()).right
    wrong = np.array([-0.24, 0.29])
    assert not step("q1-8", np.outer(wrong, first.numbers["x"]).tolist()).right


@pytest.mark.parametrize("question", [first[f"q1-{i}"] for i in range(1, 14)], ids=lambda q: q.id)
def test_every_operation_may_be_rounded(question):
    names = [name for name in question.uses if name not in question.given]
    inputs = {name: question.numbers[name] for name in question.uses}
    (whole, *_) = rounded_inside(question.right, inputs, names)
    assert step(question.id, whole.tolist()).right


def test_a_misconception_does_not_pass_as_rounding():
    for question in (first[f"q1-{i}"] for i in range(1, 14)):
        for misconception in question.misconceptions:
            assert not step(question.id, question.answer_with(misconception).tolist()).right


def test_what_a_fine_grid_finds_is_right():
    fourth = load("q4")
    p = np.linspace(0.001, 0.999, 9999)
    losses = (0 - 2 * np.log(p) - np.log(1 - p)) / 4
    assert fourth.grade("q4-10", line_loss=losses.min()).right
    assert not fourth.grade("q4-10", line_loss=1.001 * losses.min()).right


def test_whole_numbers_are_not_nearly_right():
    assert not load("q5").grade("q5-2", parameters_hidden=101771).right


# --- Changes of the right source ------------------------------------------------------------------


def test_a_change_of_a_helper_is_found_too():
    words = {
        each.words
        for each in mutants_of(slope, ("a", "b")).all
        if called(each.function, (np.array(3.0), np.array(1.0))) == [np.array(8.0)]
    }
    assert "a sign is turned round" in words  # 2 (a + b)


def test_what_is_no_function_of_a_file_has_no_changes():
    assert mutants_of(lambda a: 2 * a, ("a",)).all == []
    assert mutants_of(max, ("a",)).all == []
    made = {}
    exec("def right(a):\n    return 2 * a", made)
    assert mutants_of(made["right"], ("a",)).all == []


@pytest.fixture(scope="module")
def prices():
    table = Table("prices")
    table.given("price", [1.37, 2.91, 4.13])
    table.given("rate", 0.19)

    @table.value("prices-1", hint="What is added?")
    def gross(price, rate):
        return price + rate * price

    gross.mistake("the rate is added to each price", lambda price, rate: price + rate, "Percent?")
    gross.mistake("the price has not changed", lambda price: price, "Percent?")
    return table


def told(result):
    return [each.name for each in result.looks_like]


def test_a_mistake_that_no_table_knows_is_named(prices):
    price, rate = prices.numbers["price"], prices.numbers["rate"]
    result = prices.grade("prices-1", gross=price - rate * price)
    assert told(result) == ["a sign is turned round"] and result.sure
    assert "It looks as if a sign is turned round" in result.message


def after_step(old, gradient, rate):
    """A parameter after a step."""
    return old - rate * gradient


def test_a_factor_at_the_wrong_term_is_named():
    steps = Table("steps")
    old, gradient, rate = np.array([0.71, -0.83]), np.array([1.27, 0.46]), 0.3
    for name, number in (("old", old), ("gradient", gradient), ("rate", rate)):
        steps.given(name, number)
    steps.value("steps-1")(after_step)
    assert told(steps.grade("steps-1", after_step=rate * old - gradient)) == [
        "rate multiplies another term than it should"
    ]


def test_a_mistake_in_one_entry_is_named_with_its_place(prices):
    price, rate = prices.numbers["price"], prices.numbers["rate"]
    answer = price + rate * price
    answer[1] = price[1] - rate * price[1]
    result = prices.grade("prices-1", gross=answer.tolist())
    assert told(result)[0] == "a sign is turned round, in entry 2 only" and not result.sure
    assert "2 of 3 entries are right" in result.message


def test_two_mistakes_in_two_rows_are_named():
    delta, x = first.truth["dL_db1"], first.numbers["x"]
    slopes = 1 - first.truth["z"] ** 2
    answer = np.outer([delta[0] / slopes[0], -delta[1]], x)
    first_row, second_row = "the slope of tanh is missing, in row 1", "the sign is the other way"
    result = step("q1-8", np.round(answer, 4).tolist())
    assert all(name.startswith(first_row) for name in told(result)) and not result.sure
    assert any(f"{second_row} round, in row 2" in name for name in told(result))


def test_a_misconception_with_another_mistake_after_it_is_named():
    answer = -first["q1-5"].answer_with(first["q1-5"].misconceptions[4])
    result = step("q1-5", answer.tolist())
    first_of_all = "the square is still there after differentiating, and the sign is the other way"
    assert told(result)[0] == f"{first_of_all} round" and not result.sure


def test_entries_that_are_added_up_are_noticed():
    assert "added up to one number" in step("q1-9", [float(first.truth["dL_db1"].sum())]).message


def test_right_numbers_in_another_shape_are_no_mistake_of_computing():
    result = step("q1-6", first.truth["dL_dW2"].ravel().tolist())
    assert not result.looks_like and "brackets" in result.message


# --- How sure -------------------------------------------------------------------------------------


def belief(name):
    return Misconception(name, lambda: 0)


def test_one_likely_explanation_is_sure_and_a_coincidence_is_not():
    assert judged([(belief("a"), 1.0)], 0.001).sure
    one = judged([(belief("a"), 1.0)], 0.1)
    assert not one.sure and [each.name for each in one.told] == ["a"]
    assert judged([(belief("a"), 0.1)], 1.0).told == ()


def test_two_that_are_as_likely_are_both_told():
    verdict = judged([(belief("a"), 0.2), (belief("b"), 0.3)], 0.0)
    assert [each.name for each in verdict.told] == ["b", "a"] and not verdict.sure


def test_the_same_words_add_up():
    assert judged([(belief("a"), 0.5)] * 2 + [(belief("b"), 1e-3)], 0.0).sure


def test_nothing_is_told_if_too_many_fit():
    assert judged([(belief(str(i)), 0.1) for i in range(9)], 0.0).told == ()


def test_two_mistakes_at_once_are_never_sure():
    assert not judged([], 0.0, two=[(belief("a and b"), 1.0)]).sure


def test_more_digits_and_entries_are_less_likely_by_chance():
    truth = np.array([0.3, 0.24, -0.4])
    few, many = (chance(read(v), truth) for v in ([0.41, 0.24, -0.4], [0.4123, 0.24, -0.4]))
    assert many < few / 50
    assert chance(read([0.41, 0.33, -0.4]), truth) < few / 5
    assert chance(read([0, 0, 0]), truth) > 0.1


def test_a_whole_number_near_others_is_weak_evidence():
    numbers = Table("numbers")
    few = numbers.value("n-1", name="few", hint="List them.")(lambda: 2)
    many = numbers.value("n-2", name="many", hint="List them.")(lambda: 7850)
    few.mistake("only the inputs are counted", lambda: 1, "And the others?")
    few.mistake("one is counted twice", lambda: 3, "Which?")
    many.mistake("the biases are forgotten", lambda: 7840, "What is added?")
    result = few.grade({"few": 1})
    assert not result.sure and "It might be that" in result.message
    assert "It looks as if the biases are forgotten" in many.grade({"many": 7840}).message


def test_a_whole_number_is_not_explained_by_any_change():
    assert not load("q3").grade("q3-2", objects=2).looks_like


def test_noise_is_hardly_ever_given_a_name():
    rng = np.random.default_rng(0)
    question, named = first["q1-12"], 0
    for _ in range(40):
        answer = np.round(question.truth + 0.1 * rng.standard_normal((2, 3)), 2)
        named += bool(step("q1-12", answer.tolist()).looks_like)
    assert named <= 2


@pytest.mark.parametrize(
    ("truth", "choice"),
    [
        ([0, 1, 1], True),
        ([2, 3, 1], True),
        ([[0, 1], [1, 0]], True),
        (1, False),
        ([2, 3, 5], False),
        ([0.5, 1, 0], False),
    ],
)
def test_a_choice_is_known(truth, choice):
    assert is_choice(np.array(truth, float)) is choice


def test_of_a_choice_it_is_not_told_how_much_is_right():
    second = load("q2")
    for answer in ([True, True, False, True, False], [0, 0, 1, 1, 0]):
        message = second.grade("q2-21", hold=answer).message
        assert "entries" not in message and "might" not in message
    assert "entries" not in second.grade("q2-19", bugs=[4, 2, 6, 5, 1, 3]).message


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        ([False, True], "in entry 2"),
        ([True, False, True], "in entries 1 and 3"),
        ([[False, False], [True, True]], "in row 2"),
        ([[True, False], [True, False]], "in column 1"),
        ([[True, False], [False, False]], "in row 1, column 1"),
        ([[True, False], [False, True]], ""),
    ],
)
def test_places_are_told(mask, words):
    assert where(np.array(mask)) == words


def test_a_wrong_entry_of_many_is_pointed_at():
    answer = first.truth["dL_dW1"].copy()
    answer[1, 2] = 0.77
    assert "5 of 6 entries are right: look in row 2, column 3" in step("q1-8", answer).message


@pytest.mark.parametrize("answer", [[0.3, 0, 24], [0, 3, 0.24], [0, 3, 0, 24]])
def test_commas_in_some_numbers_are_noticed(answer):
    assert "0.3, not 0,3" in step("q1-1", answer).message


@pytest.mark.parametrize("answer", [[0.3, 0.24, 0.1], [1, 0.5, 3], [1, 2, 3, 4, 5, 6]])
def test_other_numbers_too_many_are_no_commas(answer):
    assert "0.3, not 0,3" not in step("q1-1", answer).message


def test_more_decimals_are_asked_for_only_where_they_would_tell():
    assert "More decimals" in step("q1-2", [0.31, 0.24]).message
    assert "More decimals" not in load("q5").grade("q5-22", growth=32).message


def test_a_wrong_value_is_understood_in_little_time():
    answer = [[0.123, 0.456, 0.789], [0.321, 0.654, 0.987]]
    step("q1-8", answer)
    started = time.process_time()
    step("q1-8", answer)
    assert time.process_time() - started < 0.3


@pytest.mark.parametrize("more", [1, 3])
def test_a_general_mistake_in_another_shape_is_still_told(more):
    question = load("q3")["q3-10"]
    answer = np.resize(3 * load("q3").truth["gradients"], question.truth.size + more)
    assert not question.grade(
        {question.name: answer, "gradients": load("q3").truth["gradients"]}
    ).right


# All changes of a right value, as they were written down


def mixture(a, b, c):
    """A right answer with an operation of each sort."""
    return c * np.tanh(a - b) + np.sum(b**2) / 2 - scaled(a)


def words_and_values(mutants, *numbers):
    """Return a line for each change: its words, its cost and what it gives."""
    for each in mutants.all:
        values = called(each.function, numbers)
        yield f"{each.cost} {each.words}: {number_words(values[0]) if values else 'an error'}"


def test_all_changes_of_a_right_value_are_as_recorded(note):
    a, b, c, d = np.array([0.4, 1.2]), np.array([0.3, -0.7]), np.array(2.5), np.array(0.6)
    with np.errstate(all="ignore"):
        note(*words_and_values(mutants_of(mixture, ("a", "b", "c", "d")), a, b, c, d))


def test_of_other_names_first_no_change_is_made():
    assert mutants_of(mixture, ("b", "a", "c")).all == []
    assert mutants_of(np.tanh, ("a",)).all == []


GIVEN = np.array([0.5, 1.25, -2.0])


def one(name, values, weight=0.5):
    return Explanation(Misconception(name, abs, f"{name}?"), weight, [np.array(values)])


@pytest.mark.parametrize(
    "given",
    [-GIVEN, 2 * GIVEN, GIVEN / 2, GIVEN[::-1], [[0.5, 1.25, -2.0]], [0.0, 0.0, 0.0], GIVEN],
)
def test_what_follows_a_mistake_is_as_recorded(given, note):
    found = followed([one("it is so", GIVEN), one("else", GIVEN + 1)], read(given))
    note(*(f"{known.name}: {weight:.6g} {known.hint}" for known, weight in found))


def test_rows_may_be_upside_down(note):
    matrix = np.array([[1.0, 2.0, 3.0], [4.5, 5.0, 6.0]])
    found = followed([one("it is so", matrix)], read(matrix[::-1]))
    note(*(f"{known.name}: {weight:.6g}" for known, weight in found))


@pytest.mark.parametrize("value", [GIVEN, np.array([[1.0, 2], [3, 5]]), np.array(2.0), [7.0, 7.0]])
def test_what_may_be_done_at_the_end_is_as_recorded(value, note):
    for each in right_but_for_the_end(abs, [np.asarray(value, float)]):
        note(f"{each.misconception.name}: {each.weight:.6g} {number_words(each.predictions[0])}")


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ([0.5, 9.0, 9.0], [True, False, False]),
        ([9.0, 9.0, 9.0], [False] * 3),
        ([8.0, 9.0, 9.0], [False] * 3),
        ([8.0, 1.25, 9.0], [False, True, False]),
        ([8.0, 8.0, 9.0], [False, False, False]),
        ([0.5, 1.25, 3.0], [True, True, False]),
    ],
)
def test_mistakes_in_some_entries_are_as_recorded(given, right, note):
    known = [one("it is eight", [8.0, 8.0, 8.0]), one("it is nine", [9.0, 9.0, 9.0], 0.25)]
    found = in_parts(known, read(given), np.array(right))
    note(*(f"{each.name}: {weight:.6g} {each.hint}" for each, weight in found))


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        ([0, 1, 0], "in entry 2"),
        ([1, 0, 1], "in entries 1 and 3"),
        ([1, 1, 1], "in entries 1, 2 and 3"),
        ([[0, 0], [1, 1]], "in row 2"),
        ([[0, 1], [0, 1]], "in column 2"),
        ([[0, 1], [0, 0]], "in row 1, column 2"),
        ([[0, 1], [1, 0]], ""),
        ([[1, 1, 0]], ""),
        ([[[1, 1]]], ""),
    ],
)
def test_where_entries_stand(mask, words):
    assert where(np.array(mask, bool)) == words


@pytest.mark.parametrize(
    ("weights", "unknown", "two", "told", "sure"),
    [
        ([("a", 0.95)], 0.05, [], "a", True),
        ([("a", 0.94)], 0.06, [], "a", False),
        ([("a", 0.5), ("a", 0.45)], 0.05, [], "a", True),
        ([("a", 0.5)], 0.5, [], "a", False),
        ([("a", 0.49)], 0.51, [], "", False),
        ([("a", 0.3), ("b", 0.3)], 0.4, [], "ab", False),
        ([("b", 0.1), ("a", 0.3), ("c", 0.2), ("d", 0.05)], 0.0, [], "acb", False),
        ([("a", 1.0), ("b", 0.021)], 0.1, [], "ab", False),
        ([("a", 1.0), ("b", 0.02)], 0.1, [], "a", False),
        ([], 0.0, [("a", 1.0)], "a", False),
        ([("a", 0.6)], 0.0, [("a", 0.4)], "a", False),
        ([], 0.1, [], "", False),
        ([("a", 0.0)], 0.0, [], "", False),
    ],
)
def test_explanations_are_weighed_against_each_other(weights, unknown, two, told, sure):
    def known(pairs):
        return [(Misconception(name, abs), weight) for name, weight in pairs]

    verdict = judged(known(weights), unknown, known(two))
    assert ("".join(each.name for each in verdict.told), verdict.sure) == (told, sure)


def test_chances_are_as_recorded(note):
    true = np.array([0.5, -2.0, 3.25])
    for given in (true, true + 1, -true, true * 10, [0, 0, 0], [0.5, 7, 3.25], [0.5, 7.1234, 9]):
        note(f"{given}: {chance(read(given), true):.6g}")
    for given in ([1, 2], [2, 2], [7, 9], [0.5, 2], [[1, 2]]):
        note(f"{given}: {chance(read(given), np.array([2.0, 1.0])):.6g}")
    note(f"another shape: {chance(read([3.0]), true):.6g}")


@pytest.mark.parametrize(
    ("truth", "expected"),
    [
        ([1, 0, 1], True),
        ([2, 1, 3], True),
        ([2, 1, 4], False),
        ([1], False),
        ([[1, 0], [0, 1]], True),
        ([[2, 1], [3, 4]], False),
        ([0.5, 1], False),
    ],
)
def test_what_one_chooses_from_few_is_a_choice(truth, expected):
    assert is_choice(np.array(truth, float)) is expected


def test_support_is_shared_by_the_ways_to_round():
    plain, other = np.array([1.0]), np.array([2.0])
    each = Explanation(Misconception("a", abs), 0.8, [plain, other, other, np.ones(2)])
    assert each.support(read([1.0])) == pytest.approx(0.8 * 0.5)
    assert each.support(read([2.0])) == pytest.approx(0.8 * 0.5 * 2 / 3)
    assert each.support(read([3.0])) == 0
    assert each.support(read([[1.0]])) == 0

"""Functions and classes: what is accepted, and what wrong code is told."""

import statistics

import numpy as np
import pytest

from helpers.autodiff import Var
from helpers.layers import ReLU
from tests.workbook.checks.sample import Leaky, MaskFromOutput, table
from workbook.checks import Table, TableError, load
from workbook.checks.observing import Failure

FUNCTION, LAYER, PAIR = table["q9-5"], table["q9-6"], table["q9-7"]


def grade_code(question, answer, seed):
    return question.grade({question.name: answer}, seed)


def like(question, right=None, misconceptions=(), **changed):
    """Return a question like another, with something changed."""
    fields = ("cases", "probe", "returns", "own_gradient", "hint")
    details = {field: getattr(question, field) for field in fields} | changed
    copy = Table("copy").code(question.id, name=question.name, **details)(right or question.right)
    for name, answer in misconceptions:
        copy.mistake(name, answer)
    return copy


def other_form(dz, z):
    return dz - dz * z**2


def in_float32(dz, z):
    return (dz * (1 - z * z)).astype(np.float32)


def as_lists(dz, z):
    return (dz * (1 - z * z)).tolist()


def loops(dz, z):
    return np.array(
        [[g * (1 - y * y) for g, y in zip(*rows, strict=True)] for rows in zip(dz, z, strict=True)]
    )


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("answer", [FUNCTION.right, other_form, in_float32, as_lists, loops])
def test_right_functions_in_any_form_are_right(answer, seed):
    assert grade_code(FUNCTION, answer, seed).right


def stub(dz, z):
    raise NotImplementedError


@pytest.mark.parametrize("placeholder", [None, stub])
def test_a_placeholder_is_unanswered_not_wrong(placeholder):
    result = grade_code(FUNCTION, placeholder, 0)
    assert not result.answered and "not answered yet" in result.message


@pytest.mark.parametrize("question", [FUNCTION, LAYER])
def test_misconceptions_are_named(question):
    for misconception in question.misconceptions:
        result = grade_code(question, misconception.answer, 0)
        assert [m.name for m in result.looks_like] == [misconception.name]


def test_an_error_shows_the_learners_own_line():
    def broken(dz, z):
        return dz * missing_name  # noqa: F821

    message = grade_code(FUNCTION, broken, 0).message
    assert "NameError" in message and "return dz * missing_name" in message


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda dz, z: None, "return"),
        (lambda dz, z: (dz * (1 - z * z)).T, "transposed"),
        (lambda dz, z: 3 * dz * (1 - z * z), "factor 3"),
        (lambda dz, z: len(z) * dz * (1 - z * z), "N times too large"),
        (lambda dz, z: dz * (1 - z * z) / len(z), "N times too small"),
        (lambda dz, z: dz * (1 - z * z) / 0, "nan or infinity"),
        (lambda dz, z: [Var(1.0)] * 3, "shape (3,)"),
        (lambda dz, z: np.full(z.shape, Var(1.0)), "holds Var, not numbers"),
        (lambda dz: dz, "TypeError"),
        (3.0, "float, not a function"),
    ],
)
def test_other_wrong_functions_are_described(answer, words):
    result = grade_code(FUNCTION, answer, 0)
    assert not result.right and words in result.message


class WrongBackward:
    def forward(self, a):
        self.a = a
        return np.maximum(a, 0)

    def backward(self, dz):
        return dz * (self.a > 0) * 0.7 + 0.1


def test_a_wrong_backward_is_told_from_a_wrong_forward():
    assert "contradicts your backward" in grade_code(LAYER, WrongBackward, 0).message
    assert "look at the forward" in grade_code(LAYER, Leaky, 0).message
    assert grade_code(LAYER, MaskFromOutput, 0).looks_like


def test_a_pair_may_come_as_tuple_list_or_array():
    for form in (tuple, list, np.array):
        assert grade_code(PAIR, lambda a, form=form: form([np.maximum(a, 0), a > 0]), 0).right


class WrongForward(ReLU):
    def forward(self, a):
        return 2 * super().forward(a)


def test_a_right_backward_is_not_blamed_for_a_wrong_forward():
    message = grade_code(LAYER, WrongForward, 0).message
    assert "backward is right" in message and "contradicts" not in message


def test_an_error_in_every_case_is_a_misconception_only_if_its_words_agree():
    def misnamed(dz, z):
        return z.derivative * dz

    def other(dz, z):
        return z.gradient * dz

    question = like(FUNCTION, misconceptions=[("z is an object", misnamed)])
    assert grade_code(question, misnamed, 0).looks_like
    assert not grade_code(question, other, 0).looks_like


def test_numbers_and_functions_among_the_inputs_are_said_briefly():
    question = like(FUNCTION, lambda f, x: 1, cases=lambda rng: [(len, [1 / 3, 2.0])])
    assert "on the input len, [0.3333, 2]" in grade_code(question, lambda f, x: 3, 0).message


def test_a_missing_part_of_a_pair_is_described():
    message = grade_code(PAIR, lambda a: np.maximum(a, 0), 0).message
    assert "z and mask are asked for" in message


def test_a_fact_that_does_not_hold_is_said():
    def facts(cls, X, dy):
        z = cls().forward(X)
        return {
            "z has the shape of X": z.shape == X.shape,
            "z is never negative": bool((z >= 0).all()),
        }

    question = like(LAYER, probe=facts, own_gradient=None)
    assert grade_code(question, ReLU, 0).right
    message = grade_code(question, Leaky, 0).message
    assert "it is not so that z is never negative, on inputs of shape" in message


def test_the_inputs_are_copies():
    kept = np.ones((2, 3))

    def greedy(dz, z):
        dz *= 1 - z * z
        return dz

    question = like(FUNCTION, greedy, cases=lambda rng: [(kept, np.tanh(kept))])
    assert grade_code(question, greedy, 0).right
    assert not grade_code(question, FUNCTION.right, 0).right
    assert np.array_equal(kept, np.ones((2, 3)))


def test_numbers_of_float16_are_too_coarse_for_a_function():
    assert not grade_code(FUNCTION, lambda dz, z: np.float16(dz * (1 - z * z)), 0).right


def test_an_answer_that_raises_is_told_from_one_that_is_wrong():
    assert grade_code(FUNCTION, lambda dz, z: dz.nothing, 0).failed
    assert not grade_code(FUNCTION, lambda dz, z: dz, 0).failed
    assert not grade_code(FUNCTION, FUNCTION.right, 0).failed


def test_an_error_from_another_process_brings_its_line():
    error = ValueError("odd")
    error.learners_line = "z.odd()"
    assert str(Failure(error)) == "it raised ValueError: odd, at `z.odd()`"


def test_a_right_answer_that_fails_is_the_authors_mistake():
    def broken(dz, z):
        raise ValueError("no such thing")

    question = like(FUNCTION, broken)
    with pytest.raises(
        TableError,
        match=r"the right answer fails: it raised ValueError: no such thing.*, on case 1",
    ):
        grade_code(question, FUNCTION.right, 0)


def test_an_answer_that_is_wrong_once_is_told_so():
    calls = []

    def wrong_at_first(dz, z):
        calls.append(1)
        return dz * (1 - z * z) * (len(calls) > 1)

    message = grade_code(FUNCTION, wrong_at_first, 0).message
    assert "wrong at first, and right when it was asked the same again" in message


def test_an_answer_that_fails_once_is_asked_what_it_keeps():
    calls = []

    def fails_at_first(dz, z):
        calls.append(1)
        if len(calls) == 1:
            raise ValueError
        return dz * (1 - z * z)

    assert grade_code(FUNCTION, fails_at_first, 0).message.splitlines()[1:] == [
        "Seen: it was wrong at first, and right when it was asked the same again.",
        "Next: Does it keep something from call to call?",
    ]


def test_cases_that_cannot_be_made_are_refused():
    with pytest.raises(TableError) as refused:
        like(FUNCTION, cases=lambda rng: 1 // 0)
    assert str(refused.value) == (
        "q9-5: `cases` must be a function that takes a random generator and yields tuples "
        "(ZeroDivisionError: integer division or modulo by zero)"
    )


def test_a_right_answer_of_parts_of_different_lengths_is_refused():
    question = like(FUNCTION, lambda dz, z: (dz, z[:, :1], dz[0]))
    with pytest.raises(TableError) as refused:
        grade_code(question, FUNCTION.right, 0)
    assert str(refused.value) == (
        "q9-5: the right answer gives parts of different lengths for result: "
        "name them with `returns`, on case 1"
    )


class Wordless(Exception):
    def __str__(self):
        raise ValueError


class NoException(BaseException):
    pass


@pytest.mark.parametrize("error", [Wordless, NoException, SystemExit])
def test_an_error_of_any_kind_is_told_and_stops_nothing(error):
    def failing(dz, z):
        raise error

    assert (
        f"it raised {error.__name__}, at `raise error`" in grade_code(FUNCTION, failing, 0).message
    )


def test_the_learner_can_stop_a_check():
    def stopped(dz, z):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade_code(FUNCTION, stopped, 0)


def test_a_dict_with_any_keys_is_described():
    assert "1, b came back" in grade_code(FUNCTION, lambda dz, z: {1: z, "b": z}, 0).message


class EqualsEverything:
    def __eq__(self, other):
        return True

    __hash__ = None


@pytest.mark.parametrize(
    "answer",
    [
        lambda dz, z: EqualsEverything(),
        lambda dz, z: np.full(z.shape, EqualsEverything()),
        lambda dz, z: np.full(z.shape, "a"),
    ],
)
def test_what_claims_to_equal_everything_is_not_right(answer):
    assert not grade_code(FUNCTION, answer, 0).right
    question = like(FUNCTION, lambda dz, z: np.full(z.shape, "b"))
    assert not grade_code(question, answer, 0).right


def test_a_comparison_that_a_cell_has_put_in_its_place_is_not_asked(monkeypatch):
    for name in ("allclose", "isclose", "array_equal"):
        monkeypatch.setattr(np, name, lambda *arguments, **named: True)
    assert not grade_code(FUNCTION, lambda dz, z: dz, 0).right


def test_a_new_mistake_is_known_after_a_check():
    def odd(dz, z):
        return np.sin(3 * dz) + np.cos(z)

    question = like(FUNCTION)
    assert not grade_code(question, odd, 0).looks_like
    question.mistake("the slope is quite another", odd)
    (found,) = grade_code(question, odd, 0).looks_like
    assert found is question.misconceptions[-1]


class Stubborn:
    """What another library's tensor may do."""

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("detach me first")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda dz, z: map(list, dz * (1 - z * z)), "is a map: write list(…) around it"),
        (lambda dz, z: (row for row in dz * (1 - z * z)), "is a generator: write list(…) around"),
        (lambda dz, z: Stubborn(), "cannot be read as numbers (RuntimeError)"),
        (lambda dz, z: [[10**400] * z.shape[1]] * len(z), "cannot be read as numbers (Overflow"),
        (lambda dz, z: {"result": dz * (1 - z * z)}, "has shape ()"),
        (lambda dz, z: {}, "a single result is asked for, and an empty dict came back"),
    ],
)
def test_what_is_no_array_is_told_so(answer, words):
    result = grade_code(FUNCTION, answer, 0)
    assert not result.right and words in result.message


def test_the_line_that_is_shown_is_the_learners_own(tmp_path):
    """Not one of the probe, in the teacher's file, nor of a library."""
    (tmp_path / "coffee.py").write_text(COFFEE)
    table = load(str(tmp_path / "coffee.py"))

    class WithoutStep:
        pass

    message = table.grade("coffee-1", Cup=WithoutStep).message
    assert "no attribute 'step'" in message and "at `" not in message

    class WithBadStep:
        def step(self):
            return statistics.mean([])

    assert "at `return statistics.mean([])`" in table.grade("coffee-1", Cup=WithBadStep).message


COFFEE = """
from workbook.checks import Table

table = Table("coffee")

@table.code("coffee-1", cases=lambda rng: [()], probe=lambda cls: {"T": cls().step()})
class Cup:
    def step(self):
        return 1
"""


def test_a_name_that_no_cell_has_brought_yet_is_told_as_that():
    def before_the_imports(dz, z):
        return dz * np_of_another_cell.ones_like(z)  # noqa: F821

    message = grade_code(FUNCTION, before_the_imports, 0).message
    assert "name 'np_of_another_cell' is not defined" in message
    assert "Begin with the imports." in message

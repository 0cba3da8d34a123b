"""Running an implementation, and when two parts count as the same."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from workbook.checks.observing import (
    TOLERANCE,
    Failure,
    NotAnArray,
    alike,
    as_array,
    is_numeric,
    observe,
    returned_parts,
    same,
    same_part,
)


def boundary(kind, tolerance):
    """Return whether a deviation is the same, just below and just above a relative tolerance."""
    right = np.array([1.0, 1000.0])
    return [same_part((right * [1, 1 + c * tolerance]).astype(kind), right) for c in (0.95, 1.06)]


def test_floats_may_differ_by_1e_7_and_float32_by_1e_4():
    assert TOLERANCE == {"float64": 1e-7, "float32": 1e-4}
    assert boundary(float, 1e-7) == [True, False]
    assert boundary(np.float32, 1e-4) == [True, False]
    assert not same_part(np.float16(1.001), 1.0)


@pytest.mark.parametrize(("c", "is_same"), [(0.95, True), (1.05, False)])
def test_what_should_be_zero_is_measured_by_the_largest(c, is_same):
    right = np.array([0.0, 2.0, np.inf])
    given = right + [c * 1e-3 * 1e-7 * 2.0, 0, 0]
    assert same_part(given, right) == is_same


@pytest.mark.parametrize(
    ("given", "expected", "is_same"),
    [
        ([1.0], 1.0, True),
        (1.0, [1.0], False),
        ([[1.0]], 1.0, True),
        ([1.0, 2.0], [[1.0, 2.0]], False),
        ([np.nan, 1], [np.nan, 1], True),
        ([np.nan, 1], [0, 1], False),
        ([np.inf], [-np.inf], False),
        (True, 1, True),
        (1 + 0j, 1.0, True),
        ("tanh", "tanh", True),
        ("tanh", "relu", False),
        ("1", 1, False),
        ([1, "a"], ["1", "a"], True),
        (None, None, True),
        (None, 0.0, False),
        ([[1], [1, 2]], [1, 2], False),
        ({"a": 1}, {"a": 1}, True),
        ({"a": 1}, {"a": 2}, False),
        ({"a": np.ones(2)}, {"a": np.ones(2)}, False),
        ([], [], True),
    ],
)
def test_parts_are_the_same_in_shape_kind_and_value(given, expected, is_same):
    assert same_part(given, expected) is is_same


def test_one_that_claims_to_be_the_same_is_not_asked():
    class Liar:
        def __eq__(self, other):
            return True

    assert not same_part(Liar(), "tanh") and not same_part([Liar()], ["tanh"])


def fails(error):
    def implementation(*case):
        raise error

    return observe(returned_parts(()), implementation, (1,))


def test_failures_are_the_same_if_their_errors_are_of_one_type():
    one, other, third = fails(ValueError("a")), fails(ValueError("b")), fails(TypeError("a"))
    assert same(one, other) and not same(one, third)
    assert not same(one, {"result": 1}) and not same({"result": 1}, one)


def test_observations_are_the_same_in_all_parts_and_no_more():
    right = {"dW": 1.0, "db": 2.0}
    assert same({"db": 2.0, "dW": 1.0}, right)
    assert not same({"dW": 1.0}, right) and not same(right | {"dX": 1}, right)
    assert not same({"dW": 1.0, "db": 3.0}, right)


def test_where_all_fail_their_words_count():
    one, other = fails(ValueError("a")), fails(ValueError("b"))
    right = {"result": 1}
    assert not alike([one, one], [one, other]) and alike([one, one], [one, one])
    assert alike([one, right], [other, right])
    assert not alike([right, right], [right, {"result": 2}])


@pytest.mark.parametrize(
    ("names", "returned", "parts"),
    [
        ((), (1, 2), {"result": (1, 2)}),
        (("a", "b"), (1, 2), {"a": 1, "b": 2}),
        (("a", "b"), [1, 2], {"a": 1, "b": 2}),
        (("a", "b"), (1, 2, 3, 4), {"a": 1, "b": 2, "part 3": 3, "part 4": 4}),
        (("a", "b"), (1,), {"a": 1}),
        (("a", "b"), {"b": 2}, {"b": 2}),
        (("a", "b"), {"result": 2}, {"result": {"result": 2}}),
        (("a", "b"), 3, {"result": 3}),
    ],
)
def test_what_is_returned_has_the_names_of_its_parts(names, returned, parts):
    assert returned_parts(names)(lambda: returned) == parts


def test_stacked_parts_are_parts_and_another_number_of_rows_is_one_result():
    parts = returned_parts(("a", "b"))
    assert list(parts(lambda: np.ones((2, 3)))) == ["a", "b"]
    assert list(parts(lambda: np.ones((3, 2)))) == ["result"]


def test_an_implementation_works_on_a_copy_and_warns_of_nothing():
    case = (np.array([0.0]),)

    def implementation(x):
        x += 0
        x[:] = 1 / x
        return x

    assert observe(returned_parts(()), implementation, case)["result"] == [np.inf]
    assert case[0] == [0.0]


def test_an_interrupt_is_the_learners_and_an_exit_is_a_failure():
    assert isinstance(fails(SystemExit()), Failure)
    with pytest.raises(KeyboardInterrupt):
        fails(KeyboardInterrupt())


def test_a_failure_says_its_error_and_the_learners_line():
    def implementation(x):
        raise ValueError("too small")

    failure = observe(returned_parts(()), implementation, (1,))
    assert str(failure) == 'it raised ValueError: too small, at `raise ValueError("too small")`'
    assert str(fails(KeyError())) == "it raised KeyError, at `raise error`"
    assert str(Failure(ValueError("too small"))) == "it raised ValueError: too small"
    assert str(Failure(ValueError())) == "it raised ValueError"
    hidden = observe(returned_parts(()), implementation, (1,), frozenset([__file__]))
    assert str(hidden) == "it raised ValueError: too small"


def test_a_line_that_was_noted_elsewhere_is_told():
    error = ValueError("too small")
    error.learners_line = "y = f(x)"
    assert str(Failure(error)) == "it raised ValueError: too small, at `y = f(x)`"


def test_an_error_that_cannot_say_what_it_is_says_nothing():
    class Mute(Exception):
        def __str__(self):
            raise RuntimeError

    assert Failure(Mute()).words == "" and str(Failure(Mute())) == "it raised Mute"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (iter([1]), "is a list_iterator: write list(…) around it"),
        ([[1], [1, 2]], "has rows of different lengths"),
    ],
)
def test_what_is_no_array_is_told(value, words):
    with pytest.raises(NotAnArray) as error:
        as_array(value)
    assert str(error.value) == words


def test_another_librarys_tensor_may_refuse():
    class Tensor:
        def __array__(self, dtype=None, copy=None):
            raise RuntimeError("call detach")

    with pytest.raises(NotAnArray) as error:
        as_array(Tensor())
    assert str(error.value) == "cannot be read as numbers (RuntimeError)"


def test_objects_that_can_be_floats_are():
    assert as_array(np.array([1, 2.5], object)).dtype == float
    assert as_array([None, 1]).dtype == object
    assert as_array([object()]).dtype == object


@pytest.mark.parametrize(
    ("value", "numeric"),
    [([1], True), ([1.5], True), ([True], True), ([1j], True), (["a"], False), ([None], False)],
)
def test_numbers_and_truth_values_are_numeric(value, numeric):
    assert is_numeric(np.array(value)) is numeric
    assert is_numeric(np.array([1], np.uint8))


def test_one_number_is_the_same_in_any_brackets():
    assert same_part([3.0], 3.0) and same_part([[3.0]], 3.0)
    assert not same_part([3.0, 3.0], 3.0) and not same_part(3.0, [3.0])


def test_a_failure_does_not_change_and_can_be_a_key():
    failure = Failure(ValueError())
    with pytest.raises(FrozenInstanceError):
        failure.error = KeyError()
    assert {failure: 1}[failure] == 1


def test_the_line_that_is_shown_is_none_of_an_installed_package(tmp_path):
    path = tmp_path / "site-packages" / "theirs.py"
    path.parent.mkdir()
    path.write_text("def theirs():\n    raise ValueError('too small')\n")
    names = {}
    exec(compile(path.read_text(), str(path), "exec"), names)

    def implementation():
        return names["theirs"]()

    failure = observe(returned_parts(()), implementation, ())
    assert str(failure) == 'it raised ValueError: too small, at `return names["theirs"]()`'

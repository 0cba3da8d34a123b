"""Calls between two processes: what stands in for what, errors, and what a stranger may ask."""

import numpy as np
import pytest

from helpers.autodiff import Var
from tests.workbook.teaching.isolation.pairs import pair
from workbook.checks import load
from workbook.checks.code import Code
from workbook.questions.gradient_check.linear import Linear
from workbook.teaching.isolation.peer import Gone, LateError, Remote, is_plain


def call(function, *arguments):
    """Let the learner's side call a function, and return what comes back."""
    with pair(function=function) as peer:
        return peer.do("value", "function")(*arguments)


class Layer:
    slope = 2.0

    def __init__(self, bias):
        self.bias = bias

    def forward(self, X):
        self.X = X
        return self.slope * X + self.bias

    def __len__(self):
        return 7

    def __getitem__(self, index):
        return index, self.bias

    def __add__(self, other):
        return Layer(self.bias + other)

    __radd__ = __add__


def test_a_class_and_its_instances_are_used_as_if_they_were_here():
    with pair(Layer=Layer) as peer:
        layer = peer.do("value", "Layer")(np.array([1.0]))
        assert layer.forward(np.eye(2)).tolist() == [[3, 1], [1, 3]]
        layer.bias = 5.0
        assert layer.bias == 5 and layer.slope == 2 and len(layer) == 7
        assert layer[1:3] == (slice(1, 3), 5.0)
        assert (layer + 1).bias == (1 + layer).bias == 6
        assert type(layer).__name__ == "Layer" and not callable(layer)
        assert not hasattr(layer, "_private") and not hasattr(layer, "nothing")


def test_what_the_learner_changes_is_changed_here():
    def change(array, numbers, table):
        array += 1
        numbers.append(3)
        table["new"] = numbers

    array, numbers, table = np.zeros(2), [1], {}
    call(change, array, numbers, table)
    assert array.tolist() == [1, 1] and numbers == [1, 3] and table["new"] is numbers


def test_a_function_of_ours_sees_what_the_learner_has_changed_by_then():
    theta = np.zeros(2)

    def difference(f, theta):
        theta[0] = 3
        up = f()
        theta[0] = 0
        return up

    assert call(difference, lambda: theta.sum(), theta) == 3
    assert theta.tolist() == [0, 0]


def test_a_lazy_generator_draws_from_the_random_numbers_it_was_given():
    def batches(rng):
        yield rng.permutation(10)
        yield rng.permutation(10)

    with pair(batches=batches) as peer:
        rng, same = np.random.default_rng(1), np.random.default_rng(1)
        function = peer.do("value", "batches")
        drawn = [list(function(rng)) for _ in range(2)]
    assert np.array_equal(drawn, [[same.permutation(10) for _ in range(2)] for _ in range(2)])


def test_an_array_given_to_an_object_stays_shared_with_it():
    with pair(Layer=Layer) as peer:
        bias = np.zeros(1)
        layer = peer.do("value", "Layer")(bias)
        bias[0] = 4
        assert layer.forward(np.zeros(1)).tolist() == [4]


def test_vars_of_both_sides_make_one_graph():
    u, v = Var(2.0), Var(3.0)
    z = call(lambda u, v: u * v + Var(1.0), u, v)
    z.backward()
    assert (z.value, u.grad, v.grad) == (7, 3, 2)


@pytest.mark.parametrize(
    "error",
    [ValueError("x"), KeyError("x"), NotImplementedError(), AssertionError(), ZeroDivisionError(1),
     np.linalg.LinAlgError("x"), UnicodeDecodeError("utf-8", b"x", 0, 1, "odd")],
)  # fmt: skip
def test_errors_come_back_with_their_words(error):
    def fail():
        raise error

    with pytest.raises(Exception) as caught:
        call(fail)
    assert type(caught.value).__name__ == type(error).__name__
    assert str(caught.value) == str(error)
    assert isinstance(caught.value, type(error)) or isinstance(error, UnicodeDecodeError)


class Odd(BaseException):
    def __str__(self):
        raise self


@pytest.mark.parametrize("error", [Odd, SystemExit, KeyboardInterrupt, GeneratorExit])
def test_no_error_of_the_learners_stops_the_grader(error):
    def fail():
        raise error

    with pytest.raises(Exception) as caught:
        call(fail)
    assert type(caught.value).__name__ == error.__name__


def test_what_is_iterated_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr("workbook.teaching.isolation.peer.LONGEST", 10)

    def forever():
        while True:
            yield 1

    with pair(forever=forever) as peer, pytest.raises(ValueError, match="more than 10"):
        _ = [*peer.do("value", "forever")()]


def test_endless_calls_to_and_fro_are_stopped():
    with pair(function=lambda f: f(f)) as peer:
        function = peer.do("value", "function")
        with pytest.raises(RecursionError):
            function(lambda f: function(f))


def test_who_sends_too_much_in_all_is_given_up(monkeypatch):
    monkeypatch.setattr("workbook.teaching.isolation.peer.IN_ALL", 100_000)

    def flood(take):
        for _ in range(100):
            take(np.ones(1000))

    with pytest.raises(Gone, match="too much"):
        call(flood, lambda array: None)


def test_without_time_nothing_is_asked():
    with pair(function=len) as peer:
        function = peer.do("value", "function")
        peer.allowance = 0
        with pytest.raises(LateError):
            function("x")


def test_stand_ins_are_found_in_any_container():
    with pair(thing=object()) as peer:
        thing = peer.do("value", "thing")
    hidden = np.empty(1, dtype=object)
    hidden[0] = thing
    for value in (thing, [1, (thing,)], hidden):
        assert not is_plain(value)
    assert is_plain([1, (None, np.eye(2))])


# What a stranger may ask for


class Ours:
    public = 1.0
    _private = 2.0

    def method(self):
        return 3


def asked(question, *handed):
    """Return what the learner's side finds out by a function of what it was handed."""
    return call(question, *handed)


def test_an_object_of_ours_shows_what_is_public():
    assert asked(lambda each: (each.public, each.method()), Ours()) == (1, 3)


@pytest.mark.parametrize("name", ["_private", "__class__", "__dict__", "__init__"])
def test_an_object_of_ours_hides_what_is_private(name):
    def question(each):
        return each.__dict__["_ask"]("get", each, name)

    with pytest.raises(AttributeError, match="not public"):
        asked(question, Ours())


@pytest.mark.parametrize(
    ("what", "arguments"),
    [("get", ["__globals__"]), ("get", ["right"]), ("get", ["misconceptions"]), ("len", []),
     ("do", ["grade"]), ("set", ["right", 1]), ("item", [0])],
)  # fmt: skip
def test_a_function_or_question_of_ours_can_only_be_called(what, arguments):
    question = next(each for each in load("q2").values() if isinstance(each, Code))
    for handed in (lambda: 1, question, Linear, Ours().method):
        with pytest.raises(TypeError, match="cannot be asked"):
            asked(lambda each: each.__dict__["_ask"](what, each, *arguments), handed)


def test_methods_of_our_arrays_cannot_be_reached():
    def question(array, show):
        remote = show.__dict__["_ask"].__self__
        number = remote.wire._numbers[id(array)][1]
        stand_in = remote._stand_in(number, "x", False)
        remote.wire._numbers[id(stand_in)] = (False, number)
        return stand_in.tofile

    with pytest.raises(TypeError, match="cannot be asked"):
        asked(question, np.zeros(2), lambda: 1)


def test_what_was_handed_for_one_question_is_gone_with_the_next():
    kept = []
    with pair(keep=kept.append, use=lambda: kept[0]()) as peer:
        peer.do("value", "keep")(lambda: "a reference")
        peer.forget()
        use = peer.do("value", "use")
        with pytest.raises(LookupError, match="over"):
            use()


# The same as within one process


TABLES = [load(name) for name in ("q1", "q2", "q3", "q4", "q5")]
CODE = [
    pytest.param(question, id=question.id)
    for table in TABLES
    for question in table.values()
    if isinstance(question, Code)
]


# What crosses is a copy: that it is written over later is seen in one process only.
UNSEEN = "backward writes, in place, into the array that forward has returned"


@pytest.mark.parametrize("question", CODE)
def test_every_known_answer_gets_the_result_that_it_gets_in_one_process(question):
    seen = (each for each in question.misconceptions if each.name != UNSEEN)
    known = [question.right, *(each.answer for each in seen)]
    with pair() as peer:
        for answer in known:
            peer.forget()
            peer.held["answer"] = answer
            remote = peer.do("value", "answer")
            assert isinstance(remote, Remote)
            given = question.grade({question.name: remote})
            assert given == question.grade({question.name: answer})

"""What crosses by value, what as a reference, and what is refused."""

import json
import math
from collections import OrderedDict, namedtuple
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from helpers.autodiff import Tensor, Var
from workbook.teaching.isolation.wire import Wire, WireError, changes_in_place


class StandIn:
    def __init__(self, number, name, can_be_called):
        self.told = name, can_be_called


def wires():
    """Return the learner's side and the grader's."""
    return Wire(StandIn, strict=False), Wire(StandIn, strict=True)


def sent(sender, receiver, value):
    """Return what arrives of a value."""
    packed, _ = sender.pack(value)
    arrived, _ = receiver.unpack(json.loads(json.dumps(packed)))
    sender.sent(packed)
    return arrived


def arrived(value):
    learner, grader = wires()
    return sent(learner, grader, value)


Pair = namedtuple("Pair", "a b")


class Sly(float):
    def __eq__(self, other):
        return True

    __hash__ = None


@pytest.mark.parametrize(
    "value",
    [
        None, True, 3, -(1 << 200), 2.5, math.inf, 1 + 2j, "η\ud800", (1, (2, "x")), range(3),
        slice(1, None, 2), [1, [2, None]], {"a": [1], 2: "b"},
        np.float64(0.1), np.float32(0.1), np.float16(0.1), np.int8(3), np.bool_(True), np.str_("a"),
    ],
)  # fmt: skip
def test_plain_values_cross_as_they_are(value):
    got = arrived(value)
    assert type(got) is type(value) and got == value


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6.0).reshape(2, 3), np.arange(6)[::2], np.zeros((0, 3)), np.array(2.0),
        np.array(["a", "bc"]), np.array([True]), np.arange(3, dtype=np.float16), np.eye(2) * 1j,
        np.asfortranarray(np.arange(6).reshape(2, 3)), np.array([[None, 1.5]], dtype=object),
    ],
)  # fmt: skip
def test_arrays_cross_with_shape_dtype_and_entries(array):
    got = arrived(array)
    assert type(got) is np.ndarray and got.dtype == array.dtype and got.shape == array.shape
    assert np.array_equal(got, array)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Fraction(1, 4), 0.25), (Decimal("0.5"), 0.5), (np.longdouble(0.5), 0.5), (Sly(7), 7.0),
        (Pair(1, 2), (1, 2)), (OrderedDict(a=1), {"a": 1}),
        (np.ma.array([1.0, 2.0]), np.array([1.0, 2.0])),
        (np.array([0.5], np.longdouble), np.array([0.5])),
    ],
)  # fmt: skip
def test_what_is_like_a_plain_value_arrives_as_one(value, plain):
    got = arrived(value)
    assert type(got) is type(plain) and np.array_equal(got, plain)


@pytest.mark.parametrize(
    "value", [{1, 2}, object(), {(1, 2): 3}, len, np.array(["2020"], "M8[Y]"), 1 << 5000, b"x"]
)
def test_all_else_stays_where_it_is(value):
    assert arrived(value).told == (type(value).__name__, callable(value))


def test_an_object_that_comes_back_is_the_original():
    learner, grader = wires()
    for mine in ([1], np.zeros(2), {"a": 1}, Var(2), object()):
        assert sent(grader, learner, sent(learner, grader, mine)) is mine


def test_what_is_the_same_object_here_is_the_same_there():
    x = [1, 2]
    got = arrived([x, (x, np.eye(2)), {"x": x}])
    assert got[0] is got[1][0] is got[2]["x"]


@pytest.mark.parametrize("times", [1, 2])
def test_a_list_that_holds_itself_is_refused_on_both_sides(times):
    x = [1]
    x += [x] * times
    learner, grader = wires()
    with pytest.raises(WireError, match=r"^a list that holds itself$"):
        learner.pack(x)
    packed, _ = grader.pack(x)  # as a cheat would send it
    with pytest.raises(WireError, match="holds itself"):
        wires()[1].unpack(packed)


def test_what_is_short_to_send_and_long_to_write_out_is_refused():
    for part in (np.ones(1000), range(1000), [[0.5] * 100] * 10):
        sent(*wires(), [part] * 100)
        with pytest.raises(WireError, match=r"^lists in lists with too many entries$"):
            sent(*wires(), [part] * 2000)


@pytest.mark.parametrize(("count", "fits"), [(14, True), (15, False)])
def test_tuples_that_are_long_to_write_out_are_refused_as_they_arrive(count, fits):
    packed = {"value": {"tuple": [{"range": [0, 100_000, 1]}] * count}, "states": []}
    if fits:
        assert len(wires()[1].unpack(packed)[0]) == count
    else:
        with pytest.raises(WireError, match="too many entries"):
            wires()[1].unpack(packed)


def test_of_a_long_name_of_a_type_the_beginning_crosses():
    assert arrived(type("T" * 200, (), {})()).told == ("T" * 100, False)


def test_a_large_array_in_a_list_is_refused_with_its_size():
    with pytest.raises(ValueError, match=r"^an array of 9 MB is too large to hand over$"):
        wires()[0].pack([np.zeros(9 << 20, np.int8)])


def test_what_can_change_in_place_is_known():
    for value in ([1], {}, np.ones(2), np.random.default_rng(1), Var(1.0), Tensor(np.ones(2))):
        assert changes_in_place(value) is True
    for value in ((1,), 1.0, "a", None, range(3)):
        assert changes_in_place(value) is False


def test_a_change_in_place_crosses_once():
    learner, grader = wires()
    mine = np.zeros(3)
    theirs = sent(grader, learner, mine)
    theirs[1] = 5
    packed, _ = learner.pack(None, shared=[theirs])
    learner.sent(packed)
    grader.unpack(packed)
    assert mine.tolist() == [0, 5, 0]
    assert learner.pack(None, shared=[theirs])[0]["states"] == []


def test_a_generator_of_random_numbers_goes_on_where_it_was():
    got = arrived(rng := np.random.default_rng(3))
    assert got.random() == rng.random()


def test_a_long_chain_of_vars_crosses_with_its_parents():
    end = start = Var(1.0)
    for _ in range(3000):
        end = end + start
    got = arrived(end)
    got.backward()
    assert got.value == 3001 and got.operation == "+" and got.parents[1].grad == 3001


def test_a_tensor_crosses_and_its_pullbacks_stay():
    got = arrived(Tensor(np.ones(2)) * 3.0)
    assert got.value.tolist() == [3, 3] and got.pullbacks[0].told == ("function", True)


def test_functions_of_numpy_and_helpers_cross_to_the_learner_by_name_and_never_back():
    learner, grader = wires()
    assert sent(grader, learner, np.exp) is np.exp
    assert sent(grader, learner, Var.tanh) is Var.tanh
    assert sent(grader, learner, np.linalg.norm) is np.linalg.norm
    assert sent(learner, grader, np.exp).told == ("ufunc", True)


@pytest.mark.parametrize(
    "packed",
    [
        {}, {"value": 1}, {"value": [1], "states": []}, {"value": {"yours": 7}, "states": []},
        {"value": {"object": 7}, "states": []}, {"value": {"named": "numpy:load"}, "states": []},
        {"value": {"scalar": ["O", [], [], True]}, "states": []},
        {"value": None, "states": [[True, 1, "ndarray", ["<f8", [10**12], "AAAA", True]]]},
        {"value": None, "states": [[True, 1, "ndarray", ["|V8", [1], "AAAAAAAAAAA=", True]]]},
        {"value": None, "states": [[False, 1, "list", [1]]]},
        {"value": None, "states": [[True, 1, "Generator", {"bit_generator": "MT19937"}]]},
        {"value": None, "states": [[True, 1, "Var", [1]]]},
        {"value": {"range": [0, 10**12, 1]}, "states": []},
        {"value": {"tuple": [{"a": 1, "b": 2}]}, "states": []},
    ],
)  # fmt: skip
def test_what_keeps_to_no_rule_is_refused(packed):
    with pytest.raises(WireError):
        wires()[1].unpack(packed)


def test_what_nests_without_end_is_refused():
    packed = None
    for _ in range(100_000):
        packed = {"tuple": [packed]}
    with pytest.raises(WireError, match="too large"):
        wires()[1].unpack({"value": packed, "states": []})


def test_a_large_array_is_refused_before_memory_is_taken():
    with pytest.raises(ValueError, match="too large"):
        wires()[0].pack(np.broadcast_to(1.0, (10**6, 10**6)))


def test_a_read_only_array_is_read_only_there():
    array = np.ones(2)
    array.flags.writeable = False
    assert not arrived(array).flags.writeable

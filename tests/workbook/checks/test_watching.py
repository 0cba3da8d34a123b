"""What a run is handed, and how it leaves that."""

import numpy as np
import pytest

from helpers.autodiff import Var
from workbook.checks.watching import (
    Apart,
    Run,
    agree,
    arrays_in,
    has_numbers,
    is_node,
    numbers_in,
)


def run_of(function, *arguments, **named):
    """Return what watched a call of a function."""
    run = Run(of_function=True)
    run.begins(function, arguments, arguments)(*arguments, **named)
    return run


def held(run):
    """Return what was handed in: where, by which name, and whether it has changed."""
    return [
        (each.position, each.path, each.keyword, each.has_changed) for each in run.held.values()
    ]


def test_all_that_can_change_is_noted_by_where_it_stands_inside_first():
    run = run_of(
        lambda *given, **named: None, 3, [np.ones(2), {"W": np.ones(3)}], (1, [2]), x=np.ones(1)
    )
    assert held(run) == [
        (1, "[0]", "", False),
        (1, "[1]['W']", "", False),
        (1, "[1]", "", False),
        (1, "", "", False),
        (2, "[1]", "", False),
        (0, "", "x", False),
    ]
    assert run.size == 2 + 3 + 1 and run.calls == 1


def test_a_change_in_place_is_seen_and_what_was_there_before_is_kept():
    def change(x, values):
        x[0] = 7
        values.append(3)

    run = run_of(change, np.array([1.0, 2.0]), [1])
    assert [each.has_changed for each in run.held.values()] == [True, True]
    assert [np.asarray(each.before).tolist() for each in run.held.values()] == [[1, 2], [1]]


def test_what_is_replaced_is_no_longer_in_its_place():
    def replace(values):
        values[0] = values[0] + 1

    run = run_of(replace, [np.ones(2)])
    array, container = run.held.values()
    assert not array.is_in_place() and not array.has_changed
    assert container.is_in_place() and container.has_changed

    emptied = run_of(lambda values: values.clear(), [np.ones(2)])
    assert not next(iter(emptied.held.values())).is_in_place()


def test_what_is_handed_in_twice_is_noted_once():
    x = np.ones(2)
    assert held(run_of(lambda a, b: None, x, [x])) == [(0, "", "", False), (1, "", "", False)]


def test_lists_within_lists_are_looked_into_eight_deep():
    def nested(depth):
        inner = np.ones(1)
        for _ in range(depth):
            inner = [inner]
        return inner

    assert len(held(run_of(lambda x: None, nested(8)))) == 9
    assert len(held(run_of(lambda x: None, nested(9)))) == 9


def test_pairs_are_of_what_stood_at_the_same_place():
    one, other = (run_of(lambda *x: None, np.ones(2), *rest) for rest in ([], [np.ones(3)]))
    assert [(a.position, b.position) for a, b in other.pairs(one)] == [(0, 0)]


def test_what_comes_back_is_kept_call_by_call_and_of_a_generator_as_it_comes():
    run = Run(of_function=True)
    double = run.begins(lambda x: 2 * x, (1,), (1,))
    double(1)
    double(2)
    assert run.returned == [2, 4] and run.calls == 2 and run.given == (1,)

    steps = Run(of_function=True)
    list(steps.begins(lambda n: (i for i in range(n)), (3,), (3,))(3))
    assert steps.returned == [[0, 1, 2]]
    assert double(3) == 6


def test_of_a_class_the_case_is_noted_and_what_its_probe_gives():
    run, x = Run(of_function=False), np.ones(2)
    assert run.begins(list, ("a", x), ("a", x)) is list
    run.ends({"z": 1})
    assert run.returned == [{"z": 1}] and held(run) == [(1, "", "", False)]
    of_function = Run(of_function=True)
    of_function.ends({"z": 1})
    assert of_function.returned == []


@pytest.mark.parametrize(
    ("draw", "uses_generator", "uses_global"),
    [
        (lambda rng: rng.normal(), True, False),
        (lambda rng: rng.spawn(1), True, False),
        (lambda rng: np.random.normal(), False, True),  # noqa: NPY002
        (lambda rng: 3, False, False),
    ],
)
def test_which_generator_has_gone_on(draw, uses_generator, uses_global):
    run = run_of(draw, np.random.default_rng(0))
    assert (run.uses_generator, run.uses_global) == (uses_generator, uses_global)
    assert not run.held and len(run.generators) == 1


def test_without_a_generator_the_global_one_is_not_asked():
    assert not run_of(lambda x: np.random.normal(), np.ones(1)).uses_global  # noqa: NPY002


def test_a_node_is_held_by_its_value():
    node = Var(2.0)
    assert is_node(node) and not is_node(3) and not is_node({"value": 1})

    def change(node):
        node.value = 5.0

    (noted,) = run_of(change, node).held.values()
    assert noted.has_changed and noted.before == 2.0


def test_numbers_are_found_in_lists_tuples_and_dicts():
    assert numbers_in([1, (2.5, {"a": "b"}), object(), Var(4.0)]) == [
        1,
        [2.5, {"a": "b"}],
        None,
        4.0,
    ]
    deep = [[[[[[[[[1]]]]]]]]]
    assert numbers_in(deep) == [[[[[[[[None]]]]]]]]


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1, True), ([[], {"a": 2.0}], True), (np.ones(1), True), ("a", False), ([None, ()], False)],
)
def test_whether_there_are_numbers(value, expected):
    assert has_numbers(value) is expected


def test_arrays_are_found_in_lists_tuples_and_dicts():
    a, b, c = np.ones(1), np.ones(2), np.ones(3)
    found = list(arrays_in([a, 3, (b, {"c": c})]))
    assert [len(each) for each in found] == [1, 2, 3] and found[0] is a


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (1, 1, True),
        (1, 2, False),
        (1.0, 1.0 + 1e-9, True),
        ([1, 2], [1, 2], True),
        ([1, 2], [1], False),
        ([1, 2], [1, 3], False),
        ({"a": 1}, {"a": 1}, True),
        ({"a": 1}, {"b": 1}, False),
        ({"a": 1}, {"a": 2}, False),
        ("a", "a", True),
        ("a", "b", False),
        ("1", 1, False),
        (None, None, True),
        (None, 1, False),
        (1, None, False),
        (np.array([1.0, np.nan]), np.array([1.0, np.nan]), True),
        (np.ones(2), np.ones((1, 2)), False),
        (np.array([object()]), np.array([object()]), True),
        (np.array([object()]), np.array([[object()]]), False),
    ],
)
def test_what_agrees(one, other, expected):
    assert agree(one, other) is expected


# Keeping apart


def test_what_is_kept_apart_is_handed_copies_and_gives_copies():
    kept = []

    def greedy(x, values, *, more):
        kept.extend([x, values[0], more["W"]])
        x[:] = values[0][:] = more["W"][:] = 7
        return x

    x, values, more = np.ones(2), [np.ones(2)], {"W": np.ones(2)}
    given = Apart(greedy)(x, values, more=more)
    assert x.tolist() == values[0].tolist() == more["W"].tolist() == [1, 1]
    assert given.tolist() == [7, 7] and not np.shares_memory(given, kept[0])


def test_an_object_stays_apart_with_its_methods_and_attributes():
    class Layer:
        def forward(self, x):
            self.x = x
            return self

    layer = Apart(Layer)()
    assert isinstance(layer, Apart)
    x = np.ones(2)
    assert isinstance(layer.forward(x), Apart)
    layer.x[:] = 3
    assert layer.x.tolist() == [1, 1]
    layer.n = 4
    assert layer._inner.n == 4 and layer.n == 4


def test_types_of_containers_are_kept():
    def same(value):
        return Apart(lambda x: x)(value)

    assert same((1, [2])) == (1, [2]) and type(same((1,))) is tuple
    assert same(None) is None and same("a") == "a"
    node = Var(1.0)
    assert same(node) is node


def test_a_run_and_what_it_holds_are_themselves_alone():
    run, other = (run_of(lambda x: x, np.ones(2)) for _ in range(2))
    assert run != other and Run(True) != Run(True)
    first, second = (list(each.held.values()) for each in (run, other))
    assert first != second and len({*first, *second, run, other}) == 4


def test_what_is_handed_in_by_itself_is_in_its_place():
    run = run_of(lambda *given: None, np.ones(2), [np.ones(1)], {"a": [1]})
    assert [each.is_in_place() for each in run.held.values()] == [True] * 5


def test_what_holds_itself_is_looked_into_no_deeper_than_eight():
    entries, names = [], {}
    entries.append(entries)
    names["a"] = names
    lists, dicts = numbers_in(entries), numbers_in(names)
    for _ in range(8):
        (lists,), dicts = lists, dicts["a"]
    assert lists is None and dicts is None

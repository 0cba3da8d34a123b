"""What the right code computes on the way, and how it is put into other code."""

import ast

import numpy as np
import pytest

from workbook.checks.diagnosis.grafts import (
    GRAFT,
    LEARNERS,
    NOTE,
    Notes,
    grafted_number,
    grafts,
    names,
    noted,
)


def right(x, y):
    """A difference, its square, and the mean of it."""
    d = x - y
    return np.mean(d**2)


class Layer:
    def forward(self, X):
        self.X = X
        return np.tanh(2 * X)


def test_the_right_code_still_gives_what_it_gave():
    notes = Notes(right)
    assert notes.right(3.0, 1.0) == right(3.0, 1.0)


def test_values_on_the_way_are_noted_but_no_whole_result():
    notes = Notes(right)
    notes.begin(0)
    notes.right(np.array([3.0, 5.0]), 1.0)
    noted = [notes._values(number, 1)[0].tolist() for number in notes.numbers(1)]
    assert noted == [[2.0, 4.0], [4.0, 16.0]]


def test_a_class_is_noted_method_by_method():
    notes = Notes(Layer)
    notes.begin(0)
    notes.right().forward(3.0)
    assert [notes._values(number, 1) for number in notes.numbers(1)] == [[6.0]]


def test_each_time_that_it_is_asked_a_graft_gives_the_next_value():
    notes = Notes(right)
    for case, x in enumerate((3.0, 5.0)):
        notes.begin(case)
        notes.right(x, 1.0)
        notes.right(x, 2.0)
    number = notes.numbers(2)[0]
    notes.begin(1)
    assert [notes.graft(number), notes.graft(number)] == [4.0, 3.0]


def test_what_is_put_in_is_a_copy():
    notes = Notes(right)
    notes.begin(0)
    notes.right(np.array([3.0]), 1.0)
    number = notes.numbers(1)[0]
    notes.begin(0)
    notes.graft(number)[:] = 7
    notes.begin(0)
    assert notes.graft(number) == [2.0]


def test_code_that_cannot_be_had_notes_nothing():
    assert Notes(np.tanh).right is None


def test_what_runs_first_is_tried_first():
    tree = ast.parse("def f(x):\n    a = x + 1\n    return a * 2")
    lines = [edit.place.node.lineno for edit in grafts(tree, [5])]
    assert lines == sorted(lines)


def test_a_part_of_a_product_is_a_place_of_its_own():
    tree = ast.parse("def f(x, y, z):\n    return x * y * z")
    texts = set()
    for edit in grafts(tree, [5]):
        assert grafted_number(edit) == 5
        with edit.place.holding(edit.new):
            texts.add(ast.unparse(tree.body[0].body[0]))
    assert texts == {f"return {GRAFT}(5) * z", f"return {GRAFT}(5)", f"return x * {GRAFT}(5)"}


SOURCE = """
def helper(u):
    return u + 1

def f(x, y, z):
    d = helper(x) - y * z * 2
    if d > 0:
        x.grad += d + y + z
    return [np.sum(d, axis=0), d[0]]
"""


def test_all_grafts_of_some_code_are_as_recorded(note):
    tree = ast.parse(SOURCE)
    for edit in grafts(tree, [3, 4]):
        meant = ast.unparse(edit.meant)
        note(f"{edit.place.node.lineno} {edit.cost} {meant}: {ast.unparse(edit.new)}")


def noted_by(right, *cases):
    """Return the values on the way that are kept, by the number of their expression."""
    notes = Notes(right)
    for number, case in enumerate(cases):
        notes.begin(number)
        notes.right(*case)
    numbers = notes.numbers(len(cases))
    return [f"{each}: {notes._values(each, len(cases))}" for each in numbers]


def repeated(x, n):
    """The same value twice, one of text, and a sum over rounds."""
    total = 0.0
    for i in range(n):
        total = total + (x * i) ** 2
    again = x * 0 + total
    name = "a" + "b"
    return total + len(name) + again - again


def test_values_that_are_noted_are_as_recorded(note):
    note(*noted_by(repeated, (0.5, 3), (1.5, 2)))
    note(*noted_by(right, (3.0, 1.0), (5.0, 2.5)))


def test_sixty_values_are_kept_at_most():
    notes = Notes(right)
    for number in range(100):
        notes.note(number, float(number))
    assert len(notes.numbers(1)) == 60


@pytest.mark.parametrize(
    ("learner", "right_values", "carried"),
    [
        ([1.0, 2.0], [1.0, 3.0], True),
        ([2.0, 3.0], [1.0, 3.0], False),
        ([1.0, 3.0], [1.0, 3.0], False),
        ([1.0], [1.0, 3.0], False),
        ([1.0 + 1e-9, 2.0], [1.0, 3.0], True),
        ([np.ones(2), np.ones(2)], [1.0, 3.0], False),
    ],
)
def test_what_begins_right_and_goes_on_otherwise_is_carried_over(learner, right_values, carried):
    notes = Notes(right)
    notes.begin(0)
    for value in learner:
        notes.note(LEARNERS, value)
    for value in right_values:
        notes.note(5, value)
    assert notes.is_right_at_first(5, 1) is carried


def test_only_numbers_are_noted_and_all_pass_through():
    notes = Notes(right)
    for value in ("a", None, [1.0]):
        assert notes.note(1, value) is value
    assert notes._noted == {}
    assert notes.note(1, 2) == 2 and notes._noted == {0: {1: [2]}}


def test_noted_code_calls_with_the_number_of_the_learner():
    node = ast.parse("a + b", mode="eval").body
    assert ast.unparse(noted(node)) == f"{NOTE}(-1, a + b)"
    assert set(names(Notes(right))) == {GRAFT, NOTE}

"""What the right code computes on the way, and how it is put into other code."""

import ast

import numpy as np

from workbook.checks.diagnosis.grafts import GRAFT, Notes, grafted_number, grafts


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

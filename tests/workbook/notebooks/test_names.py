"""The names of a cell: what it reads, makes and changes, and which cells follow."""

import pytest

from workbook.notebooks.names import building_on, names_of, needed


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("y = W @ x + b", {"W", "x", "b"}),
        ("def f(x):\n    return W @ x", {"W"}),
        ("class Layer:\n    def forward(self, X):\n        return np.tanh(X)", {"np"}),
        ("[k * x for k in range(3)]", {"x"}),
        ("print(len(x))", {"x"}),
        ("x = 1", set()),
        ("total += x", {"total", "x"}),
        ("layer.W[0] += x", {"layer", "x"}),
        ("y = 1\nprint(y)", {"y"}),
        ("def f():\n    y = 1\n    return y", set()),
    ],
)
def test_a_cell_reads_the_variables_that_it_uses(source, reads):
    assert names_of(source).reads == reads


@pytest.mark.parametrize(
    ("source", "makes"),
    [
        ("y = 1", {"y"}),
        ("a, (b, c) = 1, (2, 3)", {"a", "b", "c"}),
        ("import numpy as np", {"np"}),
        ("from helpers import plots", {"plots"}),
        ("def f():\n    g = 1", {"f"}),
        ("class Layer:\n    W = 1", {"Layer"}),
        ("for i in range(3):\n    last = i", {"i", "last"}),
        ("W[0, 0] = 3", {"W"}),
        ("layer.weights[0] = 3", {"layer"}),
        ("losses.append(1)", {"losses"}),
        ("np.add.at(counts, 0, 1)", {"np", "counts"}),
        ("show(table[0].rows)", {"show", "table"}),
        ("x + y", set()),
        ("del W[0]", {"W"}),
    ],
)
def test_a_cell_makes_what_it_binds_and_what_it_may_change(source, makes):
    assert names_of(source).makes == makes


@pytest.mark.parametrize("source", ["y = (", "from numpy import *", "x = 1\0"])
def test_code_that_cannot_be_read_is_opaque(source):
    assert names_of(source).opaque


CELLS = [
    names_of(source)
    for source in ("import numpy as np", "x = 1", "y = np.tanh(x)", "print(y)", "z = x + 1")
]


def test_a_cell_needs_those_that_make_what_it_reads():
    assert needed(CELLS, [2]) == [0, 1, 2]
    assert needed(CELLS, [4]) == [1, 4]


def test_a_later_cell_is_not_needed():
    assert needed([names_of("y = x"), names_of("x = 1")], [0]) == [0]


def test_what_cannot_be_read_is_always_needed():
    assert needed([names_of("from numpy import *"), names_of("x = 1")], [1]) == [0, 1]


def test_cells_build_on_names_directly_and_by_way_of_others():
    assert building_on(CELLS, ["x"]) == [2, 3, 4]
    assert building_on(CELLS, ["z"]) == []

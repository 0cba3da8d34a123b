"""What is read off wrong code: each fact where it holds, and nowhere else."""

import pytest

from tests.workbook.checks.diagnosis.cells import typed
from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.facts import facts
from workbook.checks.diagnosis.source import program_of

SEEN = [
    ("def f(x, b):\n    return x", kinds.UNUSED, 1),
    ("def f(x, h):\n    h = 1e-10\n    return x + h", kinds.OVERWRITTEN, 2),
    ("def f(x):\n    for i in x:\n        y = 2 * i\n        return y", kinds.ENDS_AT_ONCE, 4),
    ("def f(x):\n    x - 1\n    return x", kinds.LOST, 2),
    ("def f(x):\n    for g in x:\n        g = 0\n    return x", kinds.REBOUND, 3),
    ("def f(x):\n    for g in x:\n        g -= 1\n    return x", kinds.REBOUND, 3),
]

UNSEEN = [
    "def f(x, b):\n    return x + b",
    "def f(x, h):\n    h = 2 * h\n    return x + h",
    "def f(x, h):\n    y = x + h\n    h = 3\n    return y + h",
    "def f(x):\n    for i in x:\n        if i > 0:\n            return i\n    return 0",
    'def f(x):\n    """Say what it does."""\n    return x',
    "def f(x):\n    for g in x:\n        g = 2 * g\n        print(g)\n    return x",
    "class C:\n    def f(self):\n        return 1\nf = lambda _: 1",
]


def noticed(cell):
    return [(kind, node.lineno) for node, kind in facts(program_of(typed(cell, "f"), "f"))]


@pytest.mark.parametrize(("cell", "kind", "line"), SEEN)
def test_a_fact_is_noticed_on_its_line(cell, kind, line):
    assert noticed(cell) == [(kind, line)]


@pytest.mark.parametrize("cell", UNSEEN)
def test_nothing_is_noticed_that_may_well_be_meant(cell):
    assert noticed(cell) == []


def test_what_the_right_answer_does_not_use_either_is_not_missed():
    def right(x, learning_rate):
        return x

    program = program_of(typed("def f(x, learning_rate):\n    return -x", "f"), "f")
    assert facts(program, right) == []

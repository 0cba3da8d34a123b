"""A learner's code as a tree: what is found of it, and what can be made of it again."""

import ast
import time

import numpy as np
import pytest

from tests.workbook.checks.diagnosis.cells import typed
from workbook.checks.diagnosis.kinds import SIGN
from workbook.checks.diagnosis.source import TimeOver, is_tick, places, program_of

DOUBLE = """
    # q9-1
    offset = 1
    print("ran")

    def double(x):
        return 2 * x + offset
"""


def test_a_function_is_made_again_as_it_was():
    program = program_of(typed(DOUBLE, "double"), "double")
    assert program.made()(3) == 7


def test_only_what_defines_something_is_run_again(capsys):
    program = program_of(typed(DOUBLE, "double"), "double")
    assert capsys.readouterr().out == "ran\n"
    program.made()
    assert capsys.readouterr().out == ""


def test_a_class_is_found_by_its_methods():
    layer = typed("class Layer:\n    def forward(self, X):\n        return X + 1", "Layer")
    assert program_of(layer, "Layer").made()().forward(1) == 2


def test_a_class_that_continues_an_earlier_one_is_made_again():
    class Layer:
        def forward(self, X):
            return X + 1

    continued = typed(
        "class Layer(Layer):\n    def backward(self, dX):\n        return -dX", "Layer", Layer=Layer
    )
    made = program_of(continued, "Layer").made()()
    assert (made.forward(1), made.backward(1)) == (2, -1)


def test_a_lambda_is_found_by_the_name_that_it_is_given():
    program = program_of(typed("square = lambda x: x * x", "square"), "square")
    assert program.made()(3) == 9


def test_helpers_of_the_same_cell_belong_to_it():
    cell = "def half(x):\n    return x / 2\n\ndef quarter(x):\n    return half(half(x))"
    program = program_of(typed(cell, "quarter"), "quarter")
    assert [each.name for each in program.tree.body] == ["half", "quarter"]


def test_what_the_notebook_holds_besides_is_seen():
    program = program_of(typed("def plus(x):\n    return x + more", "plus", more=5), "plus")
    assert program.made()(1) == 6


@pytest.mark.parametrize("answer", [np.tanh, np.mean, len, ast.NodeVisitor, 3, print])
def test_a_librarys_code_is_nobodys_answer(answer):
    assert program_of(answer, "answer") is None


def test_a_function_in_a_file_is_not_the_whole_file():
    def local(x):
        return x

    assert program_of(local, "local") is None
    program = program_of(helper_of_this_file, "helper_of_this_file")
    assert [each.name for each in program.tree.body] == ["helper_of_this_file"]


def helper_of_this_file(x):
    return x


def test_a_place_holds_something_else_for_a_while_only():
    tree = ast.parse("y = 1 + 2")
    place = next(each for each in places(tree) if isinstance(each.node, ast.BinOp))
    with place.holding(ast.Constant(5)):
        assert ast.unparse(tree) == "y = 5"
    assert ast.unparse(tree) == "y = 1 + 2"


def test_a_place_holds_what_it_held_even_after_an_error():
    tree = ast.parse("y = x")
    place = next(each for each in places(tree) if isinstance(each.node, ast.Name))
    with pytest.raises(ZeroDivisionError), place.holding(ast.Constant(5)):
        raise ZeroDivisionError
    assert ast.unparse(tree) == "y = x"


@pytest.mark.parametrize(
    "body", ["while True:\n        pass", "return endless()", "for i in iter(int, 1): x = i"]
)
def test_what_never_ends_is_ended(body):
    program = program_of(typed(f"def endless():\n    {body}", "endless"), "endless")
    started = time.perf_counter()
    with program.at_most(0.02), pytest.raises((TimeOver, RecursionError)):
        program.made()()
    assert time.perf_counter() - started < 5


def test_the_part_of_a_line_is_as_it_was_written_with_its_brackets():
    program = program_of(typed("def f(a):\n    return 2 * (a  +  1)", "f"), "f")
    product = program.tree.body[0].body[-1].value
    assert program.part(product) == "2 * (a  +  1)"


# Where things stand, and what is kept


CELL = """
    import numpy as np
    from math import exp
    eta = 0.5
    minus, table = -eta, {"a": 1}
    data = np.ones(3)
    eta * 2

    class Layer:
        def forward(self, a):
            while True:
                for i in range(3):
                    a = a + i
                return a

    def f(x):
        return Layer().forward(x) * eta + data[0]
"""


def test_a_cell_as_a_program_is_as_recorded(note):
    program = program_of(typed(CELL, "f"), "f")
    note(*ast.unparse(program.tree).splitlines())
    for place in places(program.tree):
        shown = ast.unparse(place.node) if isinstance(place.node, ast.expr) else ""
        note(f"{type(place.parent).__name__}.{place.name}[{place.index}] {shown}")


def test_locations_are_as_recorded(note):
    program = program_of(typed(CELL, "f"), "f")
    for node in ast.walk(program.tree):
        if hasattr(node, "lineno") and not is_tick(node):
            location = program.location(node, SIGN, frozenset("z"))
            assert location.parts == {"z"} and location.kind is SIGN
            note(f"{location.line} {location.text} | {location.part}")


def test_what_the_learner_keeps_outside_is_copied_if_it_is_small():
    data, large, number = np.ones(2), np.ones(1_000_001), 3
    cell = "def f(x):\n    data[0] = 7\n    large[0] = 7\n    return data[0] + number"
    names = {"data": data, "large": large, "number": number}
    program = program_of(typed(cell, "f", **names), "f")
    assert program.made()(0) == 10
    assert data[0] == 1 and large[0] == 7


def test_as_many_entries_as_are_copied():
    data = np.ones(1_000_000)
    program = program_of(typed("def f(x):\n    data[0] = 7", "f", data=data), "f")
    program.made()(0)
    assert data[0] == 1


def test_an_answer_under_another_name_is_found_by_its_own():
    program = program_of(typed("def mine(x):\n    return x", "mine"), "asked")
    assert program.name == "mine" and program.made()(3) == 3


def test_what_cannot_be_had_is_no_program():
    assert program_of(3, "f") is None
    assert program_of(type("Empty", (), {}), "Empty") is None
    function = typed("def f(x):\n    return x", "f")
    assert program_of(function, "f") is not None
    function.__code__ = function.__code__.replace(co_filename="<nowhere>")
    assert program_of(function, "f") is None


def test_time_is_kept_while_it_is_asked_for():
    program = program_of(typed("def f(x):\n    return x", "f"), "f")
    with program.at_most(-1), pytest.raises(TimeOver):
        program.made()(1)
    assert program.made()(1) == 1
    with program.at_most(60):
        assert program.made()(1) == 1

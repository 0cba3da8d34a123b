"""A learner's code as a tree: what is found of it, and what can be made of it again."""

import ast
import time

import numpy as np
import pytest

from tests.workbook.checks.diagnosis.cells import typed
from workbook.checks.diagnosis.source import TimeOver, places, program_of

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

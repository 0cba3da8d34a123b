"""Stubs: what stands in an answer's place before it is given."""

import ast

import nbformat
import numpy as np
import pytest

from tests import ROOT
from workbook.checks import Table, load
from workbook.checks.code import Code
from workbook.checks.value import Value
from workbook.notebooks.cells import first_line_id
from workbook.notebooks.stubs import placeholder, placeholder_shape, stub

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

TABLE = Table("coffee")
TABLE.value("coffee-1", name="heat")(lambda: 60.0)
TABLE.value("coffee-2", name="pair")(lambda: [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
TABLE.code("coffee-3", name="double", cases=lambda rng: [(1,)])(lambda a: 2 * a)
TABLE.code("coffee-4", name="Cup", cases=lambda rng: [()])(lambda: None)

SOLUTION = "### BEGIN SOLUTION\n{}\n### END SOLUTION"


def stub_of(question_id, source):
    return stub(source, TABLE[question_id])


def test_a_placeholder_stays_as_it_is_and_nothing_comes_after_it():
    own = "# coffee-2\npair = [[None, None, None], [None, None, None]]  # hot, cold\n"
    assert stub_of("coffee-2", own + SOLUTION.format("pair = [[1, 2, 3], [4, 5, 6]]")) == own


def test_a_placeholder_may_be_a_tuple():
    own = "pair = ((None, None, None), (None, None, None))\n"
    assert stub_of("coffee-2", own + SOLUTION.format("pair = 1")) == own


@pytest.mark.parametrize("own", ["", "pair = [None, None]\n", "pair = 0\n", "other = None\n"])
def test_a_placeholder_that_is_not_there_or_has_another_shape_comes_from_the_question(own):
    left = stub_of("coffee-2", own + SOLUTION.format("pair = [[1, 2, 3], [4, 5, 6]]"))
    names = {}
    exec(left, names)
    assert names["pair"] == [[None, None, None], [None, None, None]]
    assert ("other" in names) == ("other" in own)


def test_a_number_has_a_placeholder_without_brackets():
    assert placeholder(()) == "None"
    assert stub_of("coffee-1", "# coffee-1\n" + SOLUTION.format("heat = 60")).endswith(
        "heat = None"
    )


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        ("a = None", ()),
        ("a = {'x': None, 'y': None}", (2,)),
        ("a = [None, 1]", None),
        ("a = [None] * 2", None),
        ("b = None", None),
        ("%time a", None),
    ],
)
def test_the_shape_of_a_placeholder(source, shape):
    assert placeholder_shape(source, "a") == shape


def test_a_body_that_is_asked_for_raises_and_what_is_given_stays():
    source = '''def double(a):
    """Return twice a."""
    b = a
    ### BEGIN SOLUTION
    b = 2 * a
    ### END SOLUTION
    return b'''
    assert (
        stub_of("coffee-3", source)
        == '''def double(a):
    """Return twice a."""
    b = a
    raise NotImplementedError
    return b'''
    )


def test_a_definition_inside_a_solution_keeps_its_signature_and_docstring():
    source = SOLUTION.format('def double(a, *, b=1):\n    """Return twice a."""\n    return 2 * a')
    expected = 'def double(a, *, b=1):\n    """Return twice a."""\n    raise NotImplementedError'
    assert stub_of("coffee-3", source) == expected


CUP = '''class Cup:
    size = 1

    def fill(self, much):
        ### BEGIN SOLUTION
        self.much = much

    def __len__(self):
        """Return how much."""
        return self._round()

    def _round(self):
        return int(self.much)
        ### END SOLUTION

    def spill(self):
        ### BEGIN SOLUTION
        self.much = 0
        ### END SOLUTION'''

EMPTY_CUP = '''class Cup:
    size = 1

    def fill(self, much):
        raise NotImplementedError

    def __len__(self):
        """Return how much."""
        raise NotImplementedError

    def spill(self):
        raise NotImplementedError'''


def test_a_class_keeps_its_skeleton_and_loses_what_only_its_solution_has():
    assert stub_of("coffee-4", CUP) == EMPTY_CUP


def test_a_class_inside_a_solution_keeps_its_skeleton():
    whole = "\n".join(line for line in CUP.split("\n") if "###" not in line)
    left = stub_of("coffee-4", SOLUTION.format(whole))
    assert ast.unparse(ast.parse(left)) == ast.unparse(
        ast.parse(EMPTY_CUP.replace("    size = 1\n\n", ""))
    )


def test_a_magic_command_is_no_obstacle():
    source = (
        "%load_ext x\ndef double(a):\n    ### BEGIN SOLUTION\n    return 2\n    ### END SOLUTION"
    )
    assert stub_of("coffee-3", source).endswith("def double(a):\n    raise NotImplementedError")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_all_placeholders_have_their_truths_shape_and_all_stubs_say_that_they_are(path):
    table = load(f"q{int(path.stem[:2])}")
    for cell in nbformat.read(path, as_version=4).cells:
        question = table.get(first_line_id(cell))
        if isinstance(question, Value):
            left = stub(cell.source, question)
            assert placeholder_shape(left, question.name) == np.shape(question.truth)
            assert "raise" not in left
            assert len(ast.parse(left).body) == 1
        elif isinstance(question, Code):
            left = stub(cell.source, question)
            assert "raise NotImplementedError" in left
            assert defined(left) >= {question.name}
            assert methods(left) == methods(cell.source)


def defined(source):
    return {node.name for node in ast.parse(source).body if hasattr(node, "name")}


def methods(source):
    """Return all signatures in a cell's classes, and those of its functions."""
    nodes = ast.parse(source).body
    nodes += [inner for node in nodes if isinstance(node, ast.ClassDef) for inner in node.body]
    return [
        (node.name, ast.unparse(node.args)) for node in nodes if isinstance(node, ast.FunctionDef)
    ]

"""workbook.notebooks.cells: roles, ids and marks."""

from nbformat.v4 import new_code_cell, new_markdown_cell

from workbook.notebooks.cells import (
    grade_id,
    has_tag,
    is_check,
    without_hidden_tests,
    without_marks,
    without_solutions,
)

SOURCE = """# q1-1
def f(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
### BEGIN SOLUTION
y = f(3)
### END SOLUTION
### BEGIN HIDDEN TESTS
assert y == 6
### END HIDDEN TESTS"""


def graded(name):
    return new_code_cell(metadata={"nbgrader": {"grade_id": name}})


def test_cell_that_checks_is_told_from_the_answer_by_its_id():
    assert [grade_id(graded("q1-1")), is_check(graded("q1-1"))] == ["q1-1", False]
    assert [grade_id(graded("q1-1-check")), is_check(graded("q1-1-check"))] == ["q1-1-check", True]
    assert [grade_id(new_markdown_cell()), is_check(new_markdown_cell())] == ["", False]


def test_tag_is_one_of_a_cells_tags():
    assert has_tag(new_code_cell(metadata={"tags": ["a", "report"]}), "report")
    assert not has_tag(new_code_cell(metadata={"tags": ["reported"]}), "report")
    assert not has_tag(new_code_cell(), "report")


def test_marks_go_and_what_they_enclose_stays():
    source = "    ### BEGIN SOLUTION\n    x = 1\n    ### END SOLUTION\n### a comment\ny = 2"
    assert without_marks(source) == "    x = 1\n### a comment\ny = 2"


def test_solution_that_is_a_body_gives_way_to_a_stub_and_any_other_is_gone():
    left = without_hidden_tests(without_solutions(SOURCE, stub="pass"))
    assert left == "# q1-1\ndef f(x):\n    pass\n\n"

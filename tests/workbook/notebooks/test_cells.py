"""workbook.notebooks.cells: roles and ids."""

from nbformat.v4 import new_code_cell, new_markdown_cell

from workbook.notebooks.cells import grade_id, has_tag, is_check


def graded(name):
    return new_code_cell(metadata={"nbgrader": {"grade_id": name}})


def test_cell_that_checks_is_told_from_the_answer_by_its_id():
    assert [grade_id(graded("q1-1")), is_check(graded("q1-1"))] == ["q1-1", False]
    assert [grade_id(graded("q1-1-check")), is_check(graded("q1-1-check"))] == ["q1-1-check", True]
    assert [grade_id(new_markdown_cell()), is_check(new_markdown_cell())] == ["", False]


def test_an_id_that_is_a_number_is_read_as_text():
    assert grade_id(graded(7)) == "7"


def test_tag_is_one_of_a_cells_tags():
    assert has_tag(new_code_cell(metadata={"tags": ["a", "report"]}), "report")
    assert not has_tag(new_code_cell(metadata={"tags": ["reported"]}), "report")
    assert not has_tag(new_code_cell(), "report")

"""workbook.report.selection: which cells a report keeps."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from workbook.report.selection import KeepTagged, heading_cells

REPORT = {"tags": ["report"]}


def kept(*cells, **traits):
    notebook, resources = KeepTagged(**traits).preprocess(new_notebook(cells=list(cells)), {"a": 1})
    assert resources == {"a": 1}
    return [cell.source for cell in notebook.cells]


def test_tagged_cells_are_kept_in_order_and_no_others():
    cells = [new_code_cell(str(i), metadata=REPORT if i in (1, 2, 4) else {}) for i in range(6)]
    assert kept(*cells) == ["1", "2", "4"]
    assert kept(*cells, tag="other") == []


def test_headings_that_lead_to_a_cell_are_kept_once():
    cells = [
        new_markdown_cell("# One\n\nwords"),
        new_markdown_cell("## Two\n\n### Three"),
        new_code_cell("a", metadata=REPORT),
        new_code_cell("b", metadata=REPORT),
        new_markdown_cell("### Four\n\n## Five"),
        new_markdown_cell("### Six"),
        new_code_cell("c", metadata=REPORT),
        new_markdown_cell("## Seven"),
    ]
    assert kept(*cells) == ["# One", "## Two", "### Three", "a", "b", "## Five", "### Six", "c"]


def test_a_heading_of_the_same_level_takes_the_place_of_the_one_before():
    cells = [
        new_markdown_cell("## A"),
        new_markdown_cell("## B"),
        new_code_cell("c", metadata=REPORT),
    ]
    assert kept(*cells) == ["## B", "c"]


def test_a_heading_in_a_tagged_cell_is_not_repeated_and_ends_those_below_it():
    cells = [
        new_markdown_cell("## A\n\n### B"),
        new_markdown_cell("## C", metadata=REPORT),
        new_code_cell("d", metadata=REPORT),
    ]
    assert kept(*cells) == ["## C", "d"]


def test_heading_cells_are_the_lines_alone_with_the_cell_s_own_metadata():
    cell = new_markdown_cell("words\n## Two *a*\nmore\n   #### Four ##", metadata={"origin": 7})
    found = list(heading_cells(cell))
    assert [(level, each.source) for level, each in found] == [
        (2, "## Two *a*"),
        (4, "   #### Four ##"),
    ]
    assert [each.metadata for _, each in found] == [{"origin": 7}] * 2
    assert cell.source.startswith("words")


@pytest.mark.parametrize(
    "source",
    ["```\n# no\n```", "~~~\n# no\n~~~", "    # no", "####### no", "#no\n".replace("#", "a")],
)
def test_what_is_no_heading_is_none(source):
    assert list(heading_cells(new_markdown_cell(source))) == []


def test_a_comment_in_code_is_no_heading():
    assert list(heading_cells(new_code_cell("# no"))) == []


def test_a_heading_after_a_fence_is_found():
    source = "```\n# no\n```\n\n## Yes\n\n~~~\n```\n# no\n~~~\n# Six"
    assert [level for level, _ in heading_cells(new_markdown_cell(source))] == [2, 1]


def test_the_tag_can_be_set_as_the_command_line_of_nbconvert_does():
    trait = KeepTagged.class_traits(config=True)["tag"]
    assert (trait.default_value, trait.help) == ("report", "The tag of the cells to keep.")

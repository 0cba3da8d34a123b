"""The top of a learner's notebook."""

from nbformat.v4 import new_code_cell, new_markdown_cell

from workbook.notebooks.contents import contents


def cell(text, *tags, new=new_markdown_cell):
    return new(text, metadata={"tags": list(tags)})


def test_each_part_is_a_link_to_its_heading():
    cells = [
        cell("# All"),
        cell("## One part\n### In it\nwords\n## Why?"),
        cell("## a", new=new_code_cell),
    ]
    assert contents(cells).splitlines()[2:] == [
        "- [One part](#One-part)",
        "- [Why?](#Why?)",
    ]


def test_what_is_optional_in_part_or_whole_is_marked():
    cells = [
        cell("## A", "optional"),
        cell("x = 1", "optional", new=new_code_cell),
        cell("## B"),
        cell("x = 1", "optional", new=new_code_cell),
        cell("## C"),
    ]
    assert contents(cells).splitlines()[2:] == [
        "- [A](#A) · *optional*",
        "- [B](#B) · *in part optional*",
        "- [C](#C)",
    ]


def test_a_part_that_begins_below_other_words_is_not_marked_for_what_stands_above_it():
    cells = [
        cell("## A"),
        cell("In one sentence: …\n\n## B"),
        cell("words", "optional"),
    ]
    assert "- [B](#B) · *optional*" in contents(cells)


def test_empty_lines_above_a_heading_are_no_words_of_the_part_before():
    assert contents([cell("\n\n## A", "optional")]).endswith("- [A](#A) · *optional*")


def test_a_part_of_nothing_but_its_heading_is_as_optional_as_its_cell_says():
    assert contents([cell("words\n\n## A", "optional")]).endswith("\n- [A](#A)")
    both = contents([cell("## A\n## B", "optional"), cell("words")]).splitlines()[2:]
    assert both == ["- [A](#A) · *optional*", "- [B](#B) · *in part optional*"]


def test_a_heading_that_says_it_is_optional_is_not_marked_once_more():
    assert contents([cell("## A (optional)", "optional")]).splitlines()[-1].endswith("(optional))")

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
    assert contents(cells, {}).splitlines()[2:] == [
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
    assert contents(cells, {}).splitlines()[2:] == [
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
    assert "- [B](#B) · *optional*" in contents(cells, {})


def test_the_short_path_and_the_time_are_told_if_they_are_known():
    minutes = {"minutes": 195, "short_path_minutes": 75}
    told = contents([cell("## A", "optional")], minutes).splitlines()[-1]
    assert told == (
        "**Short path**, about 75 minutes: leave out what is marked *optional*. "
        "**All of it**, about 195 minutes."
    )
    assert "minutes" not in contents([cell("## A")], {})

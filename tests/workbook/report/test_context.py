"""workbook.report.context: what a report knows as a whole, without any report."""

import logging
from base64 import b64decode

import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from tests.workbook.report.conftest import PIXEL
from workbook.report.context import Context, anchor, locate

PICTURE = (b64decode(PIXEL), "png")


def at_start(title=None):
    """A context of two notebooks, in the first cell of the first."""
    anchors = {"a.ipynb": ["Top", "The-end"], "b.ipynb": ["Other"], "c.ipynb": []}
    context = Context(anchors, title, logging.getLogger("test"))
    context.enter(cell("a.ipynb"))
    return context


def cell(notebook):
    located = new_notebook(cells=[new_markdown_cell()])
    locate(located, notebook, "folder")
    return located.cells[0]


def levels(context, *levels):
    """The levels at which headings of these levels are set."""
    marked = [context.heading("text", level, f"words {i}") for i, level in enumerate(levels)]
    return [int(markup.removeprefix("#heading(level: ")[0]) for markup in marked]


def test_cells_are_located_once():
    notebook = new_notebook(cells=[new_markdown_cell(), new_markdown_cell()])
    locate(notebook, "first.ipynb", "here")
    locate(notebook, "second.ipynb", "there")
    assert [c.metadata["origin"] for c in notebook.cells] == [
        {"notebook": "first.ipynb", "folder": "here", "number": 1},
        {"notebook": "first.ipynb", "folder": "here", "number": 2},
    ]


def test_headings_never_skip_a_level():
    assert levels(at_start(), 1, 3, 6, 2, 4, 1) == [1, 2, 3, 2, 3, 1]
    assert levels(at_start(), 4, 4) == [1, 2]


def test_below_a_title_headings_move_up():
    assert levels(at_start(title="Title"), 2, 3, 2, 1) == [1, 2, 1, 1]


def test_title_is_not_repeated_and_links_find_it():
    context = at_start(title="The title")
    assert context.heading("The *title*", 1, "The title") == (
        '#metadata(none) #label("a.ipynb#The-title")\n\n'
    )
    assert context.heading("The title", 2, "The title").startswith("#heading(level: 1,")


def test_label_is_set_once_in_each_notebook():
    context = at_start()
    assert '#label("a.ipynb#Check")' in context.heading("Check", 2, "Check")
    assert "#label" not in context.heading("Check", 2, "Check")
    context.enter(cell("b.ipynb"))
    assert '#label("b.ipynb#Check")' in context.heading("Check", 2, "Check")


def test_heading_without_words_is_none():
    assert at_start().heading("#picture()", 1, " ") == "#picture()\n\n"


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("#The-end", 'label("a.ipynb#The-end")'),
        ("a.ipynb#The-end", 'label("a.ipynb#The-end")'),
        ("../x/b.ipynb#Other", 'label("b.ipynb#Other")'),
        ("b.ipynb", 'label("b.ipynb#Other")'),
        ("out%20side.ipynb#Top", '"out side.pdf"'),
        ("data.csv", '"data.csv"'),
        ("https://x.org/a.ipynb", '"https://x.org/a.ipynb"'),
    ],
)
def test_link_leads_to_a_heading_here_or_to_a_file_or_the_web(url, target):
    context = at_start()
    assert context.link(url, "words") == f"#link({target}, [words]);"
    assert context.problems == []


@pytest.mark.parametrize("url", ["#Nowhere", "b.ipynb#Top", "c.ipynb"])
def test_link_to_no_heading_keeps_its_words_and_is_a_problem(url):
    context = at_start()
    assert context.link(url, "words").startswith("words#problem(")
    assert len(context.problems) == 1


def test_anchor_is_what_jupyterlab_makes_of_the_words():
    assert anchor(" The V-curve: why? ") == "The-V-curve:-why?"


def test_picture_is_kept_once_under_the_name_that_is_read():
    context = at_start()
    marked = [context.picture(PICTURE, "A dot.", width=40) for _ in range(2)]
    ((name, content),) = context.files.items()
    assert content == PICTURE[0]
    assert marked == [f'#picture("{name}", alt: "A dot.", width: 30.0pt);'] * 2


def test_picture_is_looked_for_among_the_attachments_of_the_cell_where_we_are():
    context = at_start()
    there = cell("a.ipynb")
    there["attachments"] = {"dot.png": {"image/png": PIXEL}}
    context.enter(there)
    assert context.linked_picture("attachment:dot.png", "A dot.").startswith("#picture(")
    context.enter(cell("b.ipynb"))
    assert context.linked_picture("attachment:dot.png", "A dot.").startswith("#problem(")


def test_a_picture_that_is_not_there_is_named_by_the_beginning_of_its_address():
    context = at_start()
    marked = context.linked_picture(f"data:{100 * 'x'}", "A dot.")
    said = f"![A dot.](data:{75 * 'x'})"
    assert marked == f'#problem("A picture that is not there", "{said}");'


@pytest.mark.parametrize("alt", ["A dot.", ""])
def test_a_picture_that_cannot_be_read_keeps_its_caption(alt):
    boxed = f'#problem("A picture that cannot be read", "{alt or "png"}");'
    assert at_start().picture((b"", "png"), alt) == boxed
    assert at_start().picture((b"", "png"), alt, "*Seen.*") == f"{boxed}\n\n*Seen.*"


def test_problem_names_the_cell_and_is_logged(caplog):
    context = at_start()
    assert context.problem("It is wrong", "a\\b") == '#problem("It is wrong", "a\\\\b");'
    assert context.problems == ["a.ipynb, cell 1: It is wrong: a\\b"] == caplog.messages


def test_before_any_cell_a_problem_is_in_the_title():
    context = Context({}, None, logging.getLogger("test"))
    context.complain("It is wrong")
    assert context.problems == ["the title: It is wrong"]

"""workbook.report.typesetter: exactly what each kind of cell and of output becomes."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from tests.workbook.report import records
from tests.workbook.report.conftest import PIXEL, code
from workbook.notebooks.cells import WIDGET
from workbook.report.context import locate
from workbook.report.markdown import MarkdownRenderer, headings, tokens
from workbook.report.typesetter import Typesetter, caption_of

DOT = '"c414cd0e204de974.png"'
PNG = {"image/png": PIXEL, "text/plain": "<Figure>"}
DESCRIBED = {"image/png": {"alt": "A dot.", "width": 40}}


@pytest.fixture
def setter():
    return Typesetter(records.context())


def display(data, **metadata):
    return new_output("display_data", data=data, metadata=metadata)


def test_a_cell_begins_with_a_comment_that_says_whence_it_comes(setter):
    notebook = new_notebook(cells=[new_markdown_cell("a"), new_raw_cell("b")])
    locate(notebook, "x.ipynb", ".")
    assert setter.start(notebook.cells[1]) == "//: x.ipynb, cell 2\n"
    assert setter.context.place == "x.ipynb, cell 2"


def test_code_is_a_listing_that_stays_with_its_output(setter):
    source = 'figure(fig, "Caption.")'
    assert setter.code(code(source)) == (
        '#listing("figure(fig, \\"Caption.\\")", language: "python", sticky: false);'
    )
    assert setter.code(code(source, display({}))) == (
        '#listing("figure(fig, …)", language: "python", sticky: true);'
    )
    assert setter.code(new_code_cell("")) == ""


def test_a_raw_cell_is_a_listing_and_an_unknown_one_is_boxed(setter):
    assert setter.raw(new_raw_cell("*a*")) == '#listing("*a*", language: "", sticky: false);'
    assert setter.context.problems == []
    assert setter.unknown(new_raw_cell("b")) == '#problem("A cell of unknown type", "b");'
    assert setter.context.problems == ["n.ipynb, cell 1: A cell of unknown type: b"]


@pytest.mark.parametrize(
    ("output", "markup"),
    [
        (new_output("stream", text="a\n"), '#terminal(("a", "", ), kind: "stdout");'),
        (
            new_output("stream", name="stderr", text="a"),
            '#terminal(("a", "", ), kind: "stderr");',
        ),
        (
            new_output("error", ename="E", evalue="v", traceback=["a", "b"]),
            '#terminal(("a\nb", "", ), kind: "error");',
        ),
        (display({"text/plain": "a"}), '#terminal(("a", "", ), kind: "result");'),
        (display({"text/markdown": "*a*", "text/plain": "b"}), "#emph([a]);\n\n"),
        (display({"text/html": "<i>a</i>", "text/markdown": "b"}), "#emph([a]);"),
        (display({"text/html": "<canvas/>", "text/markdown": "b"}), "#problem"),
        (
            display({"text/html": "<canvas/>", "text/plain": "b"}),
            '#terminal(("b", "", ), kind: "result");',
        ),
        (
            display({"text/latex": " $a$ ", "text/plain": "b"}),
            '#math.equation(alt: "a", $ a $);\n\n',
        ),
        (
            display({"text/latex": "\\begin{align} a \\end{align}"}),
            '#math.equation(block: true, alt: "\\\\begin{align} a \\\\end{align}", $ a $);\n\n',
        ),
        (
            display({"text/latex": "\\emph{a}"}),
            '#problem("LaTeX that is not a formula", "\\\\emph{a}");',
        ),
        (display({}), ""),
        (
            display({"x/y": "a", "x/z": "b"}),
            '#problem("An output of a kind that cannot be printed", "x/y, x/z");',
        ),
        (
            display({WIDGET: {}, "text/plain": "Slider()", "text/html": "<i>a</i>"}),
            '#problem("A widget without a static twin", "Slider()");',
        ),
        (
            display({WIDGET: {}}),
            f'#problem("A widget without a static twin", "{WIDGET}");',
        ),
        (
            display(PNG, **DESCRIBED),
            f'#figure-of({DOT}, alt: "A dot.", width: 30.0pt, caption: none);\n\n',
        ),
        (
            display(PNG, alt="B.", width=80),
            f'#figure-of({DOT}, alt: "B.", width: 60.0pt, caption: none);\n\n',
        ),
        (
            display(PNG),
            f'#figure-of({DOT}, alt: "A picture without a description in n.ipynb, cell 1", '
            "caption: none);\n\n",
        ),
        (
            display(PNG | {WIDGET: {}}, **DESCRIBED),
            f'#figure-of({DOT}, alt: "A dot.", width: 30.0pt, caption: none);\n\n',
        ),
    ],
)
def test_an_output_is_set_by_what_says_most_on_paper(setter, output, markup):
    found = setter.output(output)
    assert found == markup or (markup == "#problem" and found.startswith('#problem("HTML'))


def test_outputs_stand_apart_and_markdown_after_a_described_picture_is_its_caption(setter):
    outputs = [
        new_output("stream", text="a"),
        display(PNG, **DESCRIBED),
        display({"text/markdown": "The *caption*."}),
        display({"text/markdown": "Words."}),
        display(PNG, alt="C."),
        display({"text/plain": "b"}),
    ]
    assert setter.outputs(outputs) == "\n\n".join(
        [
            '#terminal(("a", "", ), kind: "stdout");',
            f'#figure-of({DOT}, alt: "A dot.", width: 30.0pt, '
            "caption: [The #emph([caption]);\\.]);\n\n",
            "Words\\.\n\n",
            f'#figure-of({DOT}, alt: "C.", caption: none);\n\n',
            '#terminal(("b", "", ), kind: "result");',
        ]
    )


def test_a_caption_is_markdown_right_after_a_picture_with_a_description():
    words = display({"text/markdown": "Words."})
    assert caption_of(display(PNG, **DESCRIBED), words) == "Words."
    assert caption_of(display(PNG, **DESCRIBED), None) is None
    assert caption_of(display(PNG, **DESCRIBED), display({"text/plain": "a"})) is None
    assert caption_of(display(PNG, **DESCRIBED), display({"text/markdown": ""})) is None
    assert caption_of(display(PNG, **{"image/png": {"width": 4}}), words) is None
    assert caption_of(new_output("stream", text="a"), words) is None
    assert caption_of(display(PNG, **DESCRIBED), new_output("stream", text="a")) is None


def test_headings_are_found_with_their_level_and_their_words():
    source = "# One *two* `x`\n\nwords\n\nThree\nfour\n---\n\n    # no\n\n###### $y$"
    assert list(headings(source)) == [(1, "One two x"), (2, "Three four"), (6, "y")]


@pytest.mark.parametrize(
    ("first", "is_caption"),
    [("Table: a", True), ("Table: ", False), ("**Table:** a", False), ("![](Table: )", False)],
)
def test_only_a_paragraph_that_begins_with_its_mark_is_a_caption(first, is_caption):
    blocks = tokens(f"{first}\n\n| a |\n|---|\n| 1 |")
    assert [block["type"] for block in blocks] == ["paragraph", "table"][is_caption:]
    assert ("caption" in blocks[-1]) == is_caption


def test_markdown_that_cannot_be_read_is_boxed():
    here = records.context()
    markup = MarkdownRenderer(here).render_token({"type": "block_error", "raw": "a"})
    assert markup == '#problem("This Markdown cannot be read", "a");'

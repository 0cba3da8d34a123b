"""workbook.report.markdown: Markdown keeps its words and its meaning."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workbook.report.conftest import Pdf, markdown
from workbook.report.exporter import TypstPDFExporter

MARKS = [
    *[
        "*",
        "**",
        "_",
        "`",
        "``",
        "~~",
        "|",
        "---",
        "<",
        ">",
        "$",
        "$$",
        "\\",
        "\n",
        "\n\n",
        "\t",
        "@",
        "=",
        '"',
        "'",
        "...",
        "--",
        "//",
        "/*",
        "*/",
        "#let",
        "{",
        "}",
        "^",
        "_{",
        "%",
        "&",
        "<b>",
        "</b>",
        "<div>",
        "</div>",
        "<br>",
    ],
    *[
        "\n# ",
        "\n## ",
        "\n- ",
        "\n1. ",
        "\n> ",
        "\n    ",
        "\n===\n",
        "\n```\n",
        "[ ]",
        ": ",
        "[^1]",
        "\\\n",
        "\n- [x] ",
    ],
    *[
        "\n\n| ab | cd |\n|---|---|\n|",
        "[link](https://typst.app)",
        "![alt](missing.png)",
        "https://",
        "\\begin{align}",
    ],
]
WORDS = st.text("abcdefghijklmnopqrstuvwxyzABCDEéßω", min_size=2, max_size=8)


def letters(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


PARTS = st.tuples(WORDS, st.sampled_from(MARKS), st.sampled_from(["", " "]))


@settings(max_examples=50, deadline=None)
@given(st.lists(PARTS, min_size=8, max_size=45))
def test_any_markdown_is_set_and_keeps_its_words(parts):
    exporter = TypstPDFExporter(language="zxx", title="Words")
    exporter.log.disabled = True
    source = "".join(map("".join, parts))
    content, resources = exporter.from_notebook_node(markdown(source))
    shown = Pdf(content, resources["problems"]).letters
    for word, _, _ in parts:
        assert letters(word) in shown


@pytest.mark.parametrize(
    "words",
    [
        "a *b* _c_ **d** ~~e~~ `f`",
        "2 * 3 = 6, a_b, #tag, @name, <notatag, 50 % of $5, [brackets], x^2, ~, / and //",
        "| is a bar | and - a dash",
        "∂ ∇ η ≤ ✓ é ω → ‖ σ² ½ “quotes” — dash",
    ],
)
def test_words_stay_as_they_are(export, words):
    plain = words.replace("*b* _c_ **d** ~~e~~ `f`", "b c d e f")
    shown = export(markdown(words), title="T").text.replace("’", "'")
    assert letters(plain) in "".join(shown.split())


def test_typst_code_is_not_run(export):
    assert "#eval(1+1)[x]" in export(markdown("see #eval(1+1)[x] $x$(y) *a*(b) `c`[d]")).letters


def test_lists_keep_their_numbers(export):
    assert "3. three 4. four" in export(markdown("3. three\n4. four")).text


def test_table_keeps_its_cells_and_caption(export):
    pdf = export(markdown("Table: What is *seen*.\n\n| a | b |\n|:--|--:|\n| 1 | $x$ |"))
    assert "Table 1. What is seen." in pdf.text
    assert "Table:" not in pdf.text
    assert "a b 1 x" in pdf.text


def test_paragraph_before_no_table_stays(export):
    assert "Table: of no kind" in export(markdown("Table: of no kind\n\nwords")).text


def test_details_and_unknown_elements_keep_their_words(export):
    pdf = export(
        markdown(
            "<details><summary>More</summary>\n\nhidden *here*\n\n</details>\n\n<blink>on</blink>"
        )
    )
    for word in ("More", "hidden", "here", "on"):
        assert word in pdf.text
    assert any("<blink>" in problem for problem in pdf.problems)


def test_inline_html_encloses_markdown(export):
    words = "H<sub>2</sub>O, <b>bold *and* $x$</b>, <kbd>Ctrl</kbd><br>next <a href='#T'>T</a>"
    pdf = export(markdown(words, "# T\n\n## U"))
    assert "H2O, bold and x, Ctrl next T" in pdf.text
    assert pdf.problems == []


def test_unknown_formula_is_shown_with_its_source(export):
    pdf = export(markdown("# T", "before $\\nosuch x$ after"))
    assert "before the command \\nosuch is not known: \\nosuch x after" in pdf.text
    assert pdf.problems == ["notebook.ipynb, cell 2: the command \\nosuch is not known: \\nosuch x"]


def test_formula_keeps_its_letters(export):
    assert (
        "before𝐿=y−tafter".replace("𝐿", "L") in export(markdown("before $L = y - t$ after")).letters
    )

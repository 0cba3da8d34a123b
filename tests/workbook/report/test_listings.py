"""workbook.report.listings: code and printed text on a page."""

import re

import pytest

from workbook.report.listings import fold, listing, terminal, without_captions


@pytest.mark.parametrize("columns", [5, 100])
def test_fold_keeps_lines_short_and_all_letters(columns):
    text = "short\n" + "\x1b[31m" + "abcdefghij" * 30 + "\x1b[0m\n\nend"
    folded = fold(text, columns)
    plain = re.sub(r"\x1b\[\d+m", "", folded)
    assert max(map(len, plain.split("\n"))) == columns
    assert folded.replace("\n↪ ", "") == text


def test_figure_is_listed_without_its_caption():
    source = 'ax.plot(η)\nfigure(\n    fig,\n    "What *η* does.",\n    alt="A line.",\n)\nx = 1'
    assert without_captions(source) == "ax.plot(η)\nfigure(fig, …)\nx = 1"


def test_every_figure_of_a_cell_is_listed_without_its_caption():
    source = 'figure(\n    one,\n    "First.",\n)\nx = 1\nfigure(two, "Second.")'
    assert without_captions(source) == "figure(one, …)\nx = 1\nfigure(two, …)"


@pytest.mark.parametrize(
    "source", ["figure(fig)", "%time figure(fig, 'a')", "figures(fig, 'a')", "f()"]
)
def test_other_code_is_left_alone(source):
    assert without_captions(source) == source


def test_listing_is_folded_and_ends_without_empty_lines():
    assert listing("x = 1\n\n\n", "python", sticky=True) == (
        '#listing("x = 1", language: "python", sticky: true);'
    )
    assert listing("  a\n" + 101 * "b") == (
        f'#listing("  a\n{100 * "b"}\n↪ b", language: "", sticky: false);'
    )


def test_terminal_keeps_each_colour_with_its_words():
    assert terminal("\r\na \x1b[31mred\x1b[0m b\n\n", "stdout") == (
        '#terminal(("a ", "", ), ("red", "ansi-red-fg", ), (" b", "", ), kind: "stdout");'
    )
    assert terminal("\x1b[1;34mb\x1b[0m", "stderr") == (
        '#terminal(("b", "ansi-blue-intense-fg ansi-bold", ), kind: "stderr");'
    )
    assert terminal("<b> & 'c'", "error") == '#terminal(("<b> & \'c\'", "", ), kind: "error");'


@pytest.mark.parametrize(
    ("text", "columns", "folded"),
    [
        ("abcd", 4, "abcd"),
        ("abcde", 4, "abcd\n↪ e"),
        ("abcdefg", 4, "abcd\n↪ ef\n↪ g"),
        ("a\r\nb", 4, "a\nb"),
        ("a\tb", 100, "a       b"),
        ("\x1b[31mabcd\x1b[0m", 4, "\x1b[31mabcd\x1b[0m"),
        ("", 4, ""),
    ],
)
def test_fold_goes_on_where_a_line_is_full(text, columns, folded):
    assert fold(text, columns) == folded
    assert fold(100 * "a" + "b") == 100 * "a" + "\n↪ b"

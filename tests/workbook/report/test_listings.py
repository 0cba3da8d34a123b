"""workbook.report.listings: code and printed text on a page."""

import re

import pytest

from workbook.report.listings import fold, without_captions


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

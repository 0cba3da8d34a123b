"""workbook.report.listings: code and printed text on a page."""

import re

import pytest

from workbook.report.listings import fold, without_captions, without_marks


@pytest.mark.parametrize("columns", [5, 100])
def test_fold_keeps_lines_short_and_all_letters(columns):
    text = "short\n" + "\x1b[31m" + "abcdefghij" * 30 + "\x1b[0m\n\nend"
    folded = fold(text, columns)
    plain = re.sub(r"\x1b\[\d+m", "", folded)
    assert max(map(len, plain.split("\n"))) == columns
    assert folded.replace("\n↪ ", "") == text


def test_marks_go_and_what_they_enclose_stays():
    source = "    ### BEGIN SOLUTION\n    x = 1\n    ### END SOLUTION\n### a comment\ny = 2"
    assert without_marks(source) == "    x = 1\n### a comment\ny = 2"


def test_figure_is_listed_without_its_caption():
    source = 'ax.plot(η)\nfigure(\n    fig,\n    "What *η* does.",\n    alt="A line.",\n)\nx = 1'
    assert without_captions(source) == "ax.plot(η)\nfigure(fig, …)\nx = 1"


@pytest.mark.parametrize(
    "source", ["figure(fig)", "%time figure(fig, 'a')", "figures(fig, 'a')", "f()"]
)
def test_other_code_is_left_alone(source):
    assert without_captions(source) == source

"""workbook.report.mathematics: a formula is set as it was meant, or refused."""

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.report import symbols
from workbook.report.mathematics import MathError, equation

TOKENS = [
    *(f"\\{name} " for name in [*symbols.WRAPPERS, *symbols.TWO_ARGUMENTS, *symbols.STYLES]),
    *(f"\\{name} " for name in [*symbols.SPACES, *symbols.SYMBOLS, *symbols.ARROWS]),
    *[
        r"\sum",
        r"\alpha",
        r"\lim",
        r"\sin",
        r"\sqrt",
        r"\sqrt[3]",
        r"\not",
        r"\limits",
        r"\big(",
        r"\left(",
        r"\right)",
        r"\middle|",
        r"\hline",
        r"\tag{1}",
    ],
    *[
        r"\begin{matrix}",
        r"\end{matrix}",
        r"\begin{align}",
        r"\end{align}",
        r"\begin{cases}",
        r"\end{cases}",
    ],
    *[
        r"\begin{array}{c|c}",
        r"\end{array}",
        r"\textcolor{red}{x}",
        r"\operatorname{f}",
        r"\substack{",
        r"\hspace{1em}",
    ],
    *"{}{}{}{}^_'&,;:()[]|/\\.#$\"@~%+-=<>!*`?0123abxyé∂😀 ",
    "\\\\",
    "\\text{if }",
    "1.5",
]


def pdf(markup):
    preamble = '#set document(title: "Formulas")\n#set text(font: "New Computer Modern")\n'
    return typst.compile(
        (preamble + markup).encode(), pdf_standards=["ua-1"], ignore_system_fonts=True
    )


def drawing(latex):
    """What a formula looks like, its alt text apart."""
    return typst.compile(equation(latex).encode(), format="svg", ignore_system_fonts=True)


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        (r"\nosuchcommand x", r"\\nosuchcommand"),
        (r"\begin{tikzpicture} x \end{tikzpicture}", "tikzpicture"),
        (r"\frac{1}", r"\\frac needs"),
        (r"\left( x", "right"),
        (r"\right)", r"\\left"),
        (r"{x", "}"),
        (r"x}", "}"),
        (r"x^", r"\^"),
        (r"\begin{matrix} a \end{pmatrix}", "pmatrix"),
        (r"\begin{matrix} a", "end"),
        (r"\text{\frac12}", "inside"),
        (r"\textcolor{mauve}{x}", "mauve"),
        (r"\left a b \right)", "delimiter"),
        (r"\begin{array}{c} a & b \end{array}", "columns"),
        (" ", "without content"),
    ],
)
def test_refuses_what_it_cannot_set(latex, reason):
    with pytest.raises(MathError, match=reason):
        equation(latex)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"x_i^2", r"x^2_i"),
        (r"f''", r"f^{\prime\prime}"),
        (r"\frac12", r"\frac{1}{2}"),
        (r"a\,b % a comment", r"a\thinspace b"),
        (r"\mathbf x", r"\mathbf{x}"),
        (r"\{a\}", r"\lbrace a\rbrace"),
        (r"\left\|a\right\|", r"\left\Vert a \right\Vert"),
        (r"\sqrt[3]x", r"\sqrt[3]{x}"),
        (r"\begin{matrix}a&b\end{matrix}", r"\begin{matrix} a & b \\ \end{matrix}"),
    ],
)
def test_means_the_same(one, other):
    assert drawing(one) == drawing(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"ab", r"a\,b"),
        (r"x_i", r"x i"),
        (r"\mathbf{x}", r"\mathrm{x}"),
        (r"\left. a \right|", r"\left( a \right|"),
        (r"x^{10}", r"x^10"),
        (r"\begin{cases} a & b \end{cases}", r"\begin{rcases} a & b \end{rcases}"),
        (r"a \! b", r"a b"),
        (r"\epsilon", r"\varepsilon"),
    ],
)
def test_means_something_else(one, other):
    assert drawing(one) != drawing(other)


def test_every_line_of_an_align_keeps_its_tag():
    markup = equation(r"\begin{align} a &= b \tag{7} \\ c &= d \tag{8} \end{align}", display=True)
    assert "(7)" in markup
    assert "(8)" in markup


def test_alt_text_is_the_source():
    assert r'alt: "\\frac{a}{\"b\"}"' in equation(r'\frac{a}{"b"}')


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=12).map("".join))
def test_any_source_is_set_or_refused(latex):
    try:
        markup = equation(latex)
    except MathError:
        return
    try:
        pdf(markup)
    except typst.TypstError as error:
        assert "could not be displayed" in str(
            error
        )  # a glyph that no font has: the exporter's to box

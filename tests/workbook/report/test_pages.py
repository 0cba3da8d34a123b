"""What only the page can tell: where things stand on it."""

import pytest

from tests.workbook.report.conftest import markdown

MARGIN, WIDTH = 65.19685, 595.2756  # points: 2.3 cm, A4


@pytest.fixture
def places(export):
    """Places of the words of a Markdown source, whose title is T."""
    return lambda source: export(markdown(source), title="T").places


def x(place):
    return place[0]


def y(place):
    return place[1]


def test_a_display_formula_stands_alone_in_the_middle(places):
    found = places("before\n\n$$L = 2$$\n\nafter")
    assert y(found["before"]) > y(found["L"]) + 14 > y(found["after"]) + 28
    assert y(found["L"]) == y(found["="]) == y(found["2"])
    assert (x(found["L"]) + x(found["2"]) + 5) / 2 == pytest.approx(WIDTH / 2, abs=1)


def test_an_inline_formula_stands_among_the_words(places):
    found = places("before $L$ after")
    assert y(found["before"]) == y(found["L"]) == y(found["after"])
    assert MARGIN == x(found["before"]) < x(found["L"]) < x(found["after"])


def test_the_cells_of_a_matrix_stand_in_rows_and_columns_between_its_brackets(places):
    found = places(r"$$\begin{pmatrix} p & q \\ r & s \end{pmatrix}$$")
    assert y(found["p"]) == y(found["q"]) > y(found["r"]) + 8 == y(found["s"]) + 8
    assert x(found["("]) < x(found["p"]) < x(found["q"]) < x(found[")"])
    assert x(found["p"]) == pytest.approx(x(found["r"]), abs=1)
    assert x(found["q"]) == pytest.approx(x(found["s"]), abs=1)
    assert y(found["p"]) > y(found["("]) > y(found["r"])


def test_the_lines_of_an_align_stand_under_their_signs_and_their_tags_right(places):
    found = places(r"\begin{align} p &= q \tag{1} \\ r + v &> s \tag{2} \end{align}")
    assert x(found["="]) == pytest.approx(x(found[">"]), abs=0.1)
    assert y(found["="]) == y(found["q"]) > y(found[">"]) + 8 == y(found["s"]) + 8
    assert y(found["(1)"]) == y(found["q"])
    assert y(found["(2)"]) == y(found["s"])
    assert x(found["(1)"]) == pytest.approx(x(found["(2)"]), abs=0.1)
    assert x(found["(2)"]) > x(found["s"]) + 20


def test_a_tagged_formula_has_its_number_at_the_right_margin(places):
    found = places(r"$$p = q \tag{7}$$")
    assert y(found["(7)"]) == y(found["p"])
    assert x(found["(7)"]) > WIDTH - MARGIN - 20


def test_a_fraction_has_its_numerator_above_and_scripts_stand_where_they_should(places):
    found = places(r"$$\frac{p}{q} + r^u_v$$")
    assert y(found["p"]) > y(found["+"]) > y(found["q"])
    assert y(found["u"]) > y(found["r"]) > y(found["v"])
    assert x(found["u"]) > x(found["r"])


def test_a_list_has_bullets_and_a_list_of_numbers_has_its_numbers(places):
    found = places("- one\n- *two*\n\nwords\n\n3. three\n4. four")
    assert y(found["•"]) == y(found["two"])
    assert y(found["3."]) == y(found["three"]) > y(found["4."]) == y(found["four"])
    assert MARGIN == x(found["words"]) < x(found["•"]) < x(found["two"])
    assert MARGIN < x(found["3."]) < x(found["three"]) == x(found["four"]) == x(found["one"])


def test_a_list_in_a_list_stands_further_right(places):
    found = places("1. one\n   - two")
    assert MARGIN < x(found["1."]) < x(found["one"]) < x(found["•"]) < x(found["two"])
    assert y(found["one"]) > y(found["two"]) == y(found["•"])


def test_a_table_stands_below_its_caption_its_header_above_its_rows(places):
    found = places("Table: Words.\n\n| ab | cd |\n|:--|--:|\n| pppp | qqqq |\n| r | s |")
    assert y(found["Words."]) > y(found["ab"]) > y(found["pppp"]) > y(found["r"])
    assert y(found["ab"]) == y(found["cd"])
    assert x(found["ab"]) == x(found["pppp"]) == x(found["r"])  # left
    assert x(found["qqqq"]) < x(found["cd"]) < x(found["s"])  # right


def test_a_quotation_and_code_stand_further_right(places):
    found = places("words\n\n> quoted\n\n```\ncode = 1\n```")
    assert MARGIN == x(found["words"]) < x(found["quoted"])
    assert x(found["code = 1"]) > MARGIN


def test_a_line_break_begins_a_line(places):
    found = places("one\\\ntwo")
    assert x(found["one"]) == x(found["two"]) == MARGIN
    assert y(found["one"]) > y(found["two"])

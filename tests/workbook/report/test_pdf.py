"""workbook.report.pdf: markup to PDF, and what happens to a character that no font has."""

import logging
import re

import pytest

from workbook.report.context import PLACE, Context
from workbook.report.pdf import ReportError, make_pdf, missing_glyphs, spell_out

TITLED = '#set document(title: "T")\n'


def context():
    log = logging.getLogger("pdf")
    log.disabled = True
    return Context({}, None, log)


def test_missing_glyphs_are_read_from_what_typst_says():
    words = "the text `{}` could not be displayed"
    said = words.format('"a\\u{1f600}b王"') + "\n" + words.format('"ß"')
    assert missing_glyphs(said) == {"😀", "王", "ß"}
    assert missing_glyphs('`"王"` was displayed') == set()


def test_a_character_becomes_its_number_and_every_cell_that_has_it_is_named():
    here = context()
    source = f"é0\n{PLACE}n.ipynb, cell 1\néab\nßé\n{PLACE}n.ipynb, cell 2\nß"
    assert spell_out({"é", "ß", "x"}, source, here) == (
        f"⟦U+00E9⟧0\n{PLACE}n.ipynb, cell 1\n⟦U+00E9⟧ab\n⟦U+00DF⟧⟦U+00E9⟧\n"
        f"{PLACE}n.ipynb, cell 2\n⟦U+00DF⟧"
    )
    e, s = "LATIN SMALL LETTER E WITH ACUTE", "LATIN SMALL LETTER SHARP S"
    assert here.problems == [
        f"the title: no font has ⟦U+00E9⟧: {e}",
        f"n.ipynb, cell 1: no font has ⟦U+00E9⟧: {e}",
        f"n.ipynb, cell 1: no font has ⟦U+00DF⟧: {s}",
        f"n.ipynb, cell 1: no font has ⟦U+00E9⟧: {e}",
        f"n.ipynb, cell 2: no font has ⟦U+00DF⟧: {s}",
    ]


def test_a_character_without_a_name_is_unnamed():
    here = context()
    assert spell_out({"\x07"}, "a\x07", here) == "a⟦U+0007⟧"
    assert here.problems == ["the title: no font has ⟦U+0007⟧: unnamed"]


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x0b", "\x1f", "\x7f", "\ud800", "\udfff"])
def test_what_no_file_may_hold_is_spelt_out(character):
    here = context()
    assert make_pdf(f"{TITLED}a{character}\tb", here, []).startswith(b"%PDF")
    assert len(here.problems) == 1


def test_several_characters_of_no_font_are_all_spelt_out():
    here = context()
    assert make_pdf(f"{TITLED}王 a 玉 😀", here, []).startswith(b"%PDF")
    assert sorted(re.findall(r"U\+\w+", " ".join(here.problems))) == ["U+1F600", "U+7389", "U+738B"]


def test_what_typst_refuses_is_told_in_its_words():
    with pytest.raises(ReportError, match=r"^Typst refuses the report:\n") as caught:
        make_pdf(f"{TITLED}#nosuch", context(), [])
    assert "unknown variable: nosuch" in str(caught.value)


def test_pictures_and_the_layout_lie_beside_the_source():
    here = context()
    here.files["a.svg"] = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    source = '#import "workbook.typ": picture\n' + TITLED + '#picture("a.svg", alt: "A.")'
    assert make_pdf(source, here, []).startswith(b"%PDF")

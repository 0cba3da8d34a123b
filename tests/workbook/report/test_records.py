"""What each source becomes in Typst, exactly: see `records`."""

from collections import Counter
from contextlib import suppress

import pytest
import typst

from tests.workbook.report import records
from tests.workbook.report.conftest import compiled, pages
from tests.workbook.report.records import RECORDS, cases, difference
from workbook.report import symbols
from workbook.report.mathematics import MathError, equation

COMMANDS = "\n".join(title for title, _ in cases("commands"))


def set_formulas(name):
    """The formulas of a record that are not refused, and their markup on lines of their own."""
    found = {}
    for latex, _ in cases(name):
        with suppress(MathError):
            found[latex] = equation(latex, display=True)
    return found


@pytest.mark.parametrize("name", RECORDS)
def test_every_source_is_set_as_it_was_recorded(name):
    assert difference(name) == ""


def test_a_difference_is_shown_with_its_source(tmp_path, monkeypatch):
    (tmp_path / "markdown.txt").write_text("▶ a word\na *b*\n▷\na b\n\n∎\n", encoding="utf-8")
    monkeypatch.setattr(records, "FOLDER", tmp_path)
    shown = difference("markdown").splitlines()[3:]
    assert shown == [" ▶ a word", " a *b*", " ▷", "-a b", "+a #emph([b]);", " ", " ∎", " "]


@pytest.mark.parametrize("table", ["WRAPPERS", "TWO_ARGUMENTS", "TEXT", "SPACES", "SYMBOLS"])
def test_every_command_of_a_table_is_recorded(table):
    assert [name for name in getattr(symbols, table) if f"\\{name}" not in COMMANDS] == []


@pytest.mark.parametrize(
    "table", ["OPERATORS", "LIMIT_OPERATORS", "ARROWS", "INVISIBLE", "COLOURS"]
)
def test_every_name_of_a_table_is_recorded(table):
    assert [name for name in getattr(symbols, table) if name not in COMMANDS] == []


@pytest.mark.parametrize("table", ["MATRICES", "LINES", "LINES_WITHOUT_GAPS"])
def test_every_environment_of_a_table_is_recorded(table):
    begun = [f"\\begin{{{name}}}" for name in getattr(symbols, table)]
    assert [each for each in begun if each not in COMMANDS] == []


@pytest.mark.parametrize("name", ["commands", "notebooks"])
def test_typst_takes_every_formula(name):
    markup = [one for latex, one in set_formulas(name).items() if "王" not in latex]  # of no font
    assert compiled(markup)


def test_on_the_page_a_formula_of_the_field_has_every_letter_and_digit_of_its_source():
    formulas = set_formulas("field")
    assert len(formulas) >= 60
    for latex, page in zip(formulas, pages(list(formulas.values())), strict=True):
        asked = Counter(c for c in records.letters(latex) if c.isalnum())
        assert asked - Counter(page) == Counter(), latex


def test_a_glyph_of_no_font_is_what_typst_refuses():
    with pytest.raises(typst.TypstError, match="王"):
        compiled([equation("王")])

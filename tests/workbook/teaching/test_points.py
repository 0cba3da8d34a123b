"""The table of points: see also what `records` keeps of it."""

import csv
import io
from dataclasses import FrozenInstanceError, replace

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.workbook.checks.sample import table
from workbook.checks import Table
from workbook.notebooks.contents import OPTIONAL
from workbook.teaching.points import Points, points_csv, points_html, points_of

LINE = Points("tea", "tea-1", "code", 2.5, "core", "a, b")


def test_each_question_has_a_line_optional_where_its_cell_is():
    cell = new_code_cell("# q9-2\nz = 1", metadata={"tags": [OPTIONAL]})
    lines = list(points_of(table, new_notebook(cells=[new_code_cell("# q9-1"), cell])))
    assert [(each.question, each.kind, each.points) for each in lines] == [
        (each.id, each.kind, each.points) for each in table.values()
    ]
    assert {each.notebook for each in lines} == {"sample"}
    assert {each.question for each in lines if each.path == "optional"} == {"q9-2"}
    assert {each.path for each in lines} == {"core", "optional"}
    assert lines[0].asks == "The pre-activations, (2,)."


def test_what_is_asked_stands_on_one_line():
    words = Table("words")
    words.written("w-1", "Why\n   is   it so?")
    (line,) = points_of(words, new_notebook())
    assert line.asks == "Why is it so?"


def test_a_spreadsheet_reads_the_points_back():
    rows = list(csv.reader(io.StringIO(points_csv([LINE]))))
    assert rows == [
        ["notebook", "question", "kind", "points", "path", "asks"],
        ["tea", "tea-1", "code", "2.5", "core", "a, b"],
    ]


def test_the_page_sums_each_notebook_by_itself_and_its_core():
    lines = [
        LINE,
        replace(LINE, question="tea-2", path="optional", points=4.0),
        replace(LINE, question="tea-3", points=1.0),
        replace(LINE, notebook="<milk>", kind="written", points=3.0),
    ]
    page = points_html(lines)
    assert "<h2>tea</h2><p>3.5 of 7.5 points are core.</p>" in page
    assert "<h2>&lt;milk&gt;</h2><p>3 of 3 points are core.</p>" in page
    assert page.count("<h2>") == page.count("<table>") == page.count("</table>") == 2
    assert page.count("<th>question</th>") == 2 and page.count("<td>tea-") == 4
    assert page.count("<td>in words</td><td>3</td><td>core</td>") == 1
    assert page.startswith("<!DOCTYPE html>\n") and page.endswith("</html>\n")


def test_a_line_of_points_stays_as_it_is():
    with pytest.raises(FrozenInstanceError):
        LINE.points = 100.0

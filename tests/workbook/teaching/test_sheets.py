"""What a notebook's file says, in whatever state it is."""

import json

import pytest

from tests.workbook.checks.sample import table
from tests.workbook.teaching.standin import RIGHT, SAMPLE, notebook
from workbook.checks import Table, load
from workbook.teaching.sheets import Sheet, read_sheet, which_notebook

TABLES = {"sample": table, "other": Table("other"), "02_two": Table("02_two")}


def test_answers_are_found_by_the_ids_in_their_first_lines():
    sheet = read_sheet(notebook(RIGHT))
    assert sheet.code["q9-4"] == "total = -0.4509"
    assert sheet.written["q9-a"] == RIGHT["q9-a"]
    assert set(sheet.code) | set(sheet.written) == set(load(SAMPLE))


def test_answers_are_found_by_metadata_when_the_line_is_gone():
    raw = json.loads(notebook({"q9-1": "a = 1"}))
    raw["cells"][1] |= {"source": ["a = ", "1"], "metadata": {"nbgrader": {"grade_id": "q9-1"}}}
    assert read_sheet(json.dumps(raw).encode()).code == {"q9-1": "a = 1"}


@pytest.mark.parametrize(
    "content",
    [b"", b"no json", b"[]", b"3", b'{"cells": 3}', b'{"cells": [3]}', b"\xff\xfe", b"[" * 99_999],
)
def test_what_is_no_notebook_is_none(content):
    assert read_sheet(content) is None


@pytest.mark.parametrize(
    "metadata", [None, [], {"workbook": 3}, {"workbook": {"notebook": None, "variant": 7}}]
)
def test_odd_metadata_say_nothing(metadata):
    sheet = read_sheet(json.dumps({"cells": [], "metadata": metadata}).encode())
    assert (sheet.notebook, sheet.variant) == ("", None)


def test_what_is_attached_is_kept_by_question():
    raw = json.loads(notebook({"q9-a": "![x](attachment:x)", "q9-1": "a = 1"}))
    raw["cells"][1]["attachments"] = {"x": {"image/png": "AA=="}}
    raw["cells"][2]["attachments"] = ["odd"]
    raw["cells"].append(raw["cells"][1] | {"attachments": {"y": {"image/png": "BB=="}}})
    assert read_sheet(json.dumps(raw).encode()).attachments == {
        "q9-a": {"x": {"image/png": "AA=="}, "y": {"image/png": "BB=="}}
    }


def test_a_notebook_was_run_if_any_cell_was():
    raw = json.loads(notebook({"q9-1": "a = 1"}))
    assert not read_sheet(json.dumps(raw).encode()).run
    raw["cells"][0]["execution_count"] = 3
    assert read_sheet(json.dumps(raw).encode()).run


def test_a_cell_without_a_source_is_empty():
    sheet = read_sheet(b'{"cells": [{"cell_type": "code"}, {}]}')
    assert sheet == Sheet()


def test_metadata_go_before_the_files_name_and_that_before_the_questions():
    sheet = read_sheet(notebook(RIGHT, notebook="02_two"))
    assert which_notebook(sheet, "sample.ipynb", TABLES) == "02_two"
    sheet = read_sheet(notebook(RIGHT))
    assert which_notebook(sheet, "my 02-Two (1).ipynb", TABLES) == "02_two"
    assert which_notebook(sheet, "hand_in.ipynb", TABLES) == "sample"
    assert which_notebook(None, "my coffee.1.ipynb", {"Coffee-1": Table("Coffee-1")}) == "Coffee-1"
    assert which_notebook(None, "02 t wo.ipynb", TABLES) == ""
    assert which_notebook(None, "sample or other.ipynb", TABLES) == "sample"


def test_a_notebook_without_questions_is_none_of_them():
    assert which_notebook(read_sheet(notebook({})), "x.ipynb", TABLES) == ""
    assert which_notebook(read_sheet(notebook({}, notebook="start")), "sample.ipynb", TABLES) == ""


def test_a_file_that_cannot_be_read_is_known_by_its_name():
    assert which_notebook(None, "Sample-1.ipynb", TABLES) == "sample"
    assert which_notebook(None, "x.ipynb", TABLES) == ""


def test_the_solved_notebook_gives_itself_away():
    marked = "### BEGIN SOLUTION\na = 3\n### END SOLUTION"
    assert read_sheet(notebook({"q9-1": marked})).solved
    assert not read_sheet(notebook(RIGHT)).solved

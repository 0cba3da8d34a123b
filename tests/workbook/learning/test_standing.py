"""How far a learner has come: counted from progress.json and from the notebooks."""

import json
from importlib.metadata import EntryPoint

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from workbook.checks import finding
from workbook.checks.progress import EMPTY, record
from workbook.learning import progress, standing
from workbook.learning.page import start_page
from workbook.learning.standing import standings


@pytest.fixture
def folder(tmp_path, monkeypatch):
    point = EntryPoint("q9", "tests.workbook.checks.sample:table", finding.GROUP)
    for module in (finding, standing):
        monkeypatch.setattr(module, "announced", lambda: {"q9": point})
    monkeypatch.chdir(tmp_path)
    (tmp_path / "progress.json").write_text(EMPTY)
    save(tmp_path)
    return tmp_path


def save(folder, written="<!-- q9-a -->\n*Your answer:*", **metadata):
    """Save the learner's notebook with an answer in words."""
    cells = [new_markdown_cell("# A <small> sample\n\nText"), new_markdown_cell(written, id="q9-a")]
    workbook = {"workbook": {"minutes": 195, "short_path_minutes": 75} | metadata}
    nbformat.write(new_notebook(cells=cells, metadata=workbook), folder / "sample.ipynb")


def only(folder):
    (found,) = standings(folder)
    return found


def test_at_first_all_is_open(folder):
    found = only(folder)
    assert (found.title, found.minutes, found.short_path_minutes) == ("A <small> sample", 195, 75)
    assert set(found.questions.values()) == {"open"}
    assert (found.points, found.of_points, found.done, found.begun) == (0, 8, 0, False)
    assert found.next == "q9-1"


def test_right_and_tried_are_what_checks_noted(folder):
    record("q9-1", right=True)
    record("q9-2", right=False)
    found = only(folder)
    assert found.those("right") == ["q9-1"] and found.those("tried") == ["q9-2"]
    assert (found.points, found.next, found.begun) == (1, "q9-2", True)


@pytest.mark.parametrize(
    "words", ["Because …", "*Your answer:* Because …", "<!-- q9-a -->\n*Your answer:*\n\nBecause …"]
)
def test_an_answer_in_words_counts_when_something_is_written(folder, words):
    save(folder, words)
    assert only(folder).questions["q9-a"] == "written"


@pytest.mark.parametrize("words", ["", "<!-- q9-a -->", "<!-- q9-a -->\n*Your answer:*\n\n  "])
def test_an_empty_place_is_no_answer(folder, words):
    save(folder, words)
    assert only(folder).questions["q9-a"] == "open"


def test_what_is_done_has_no_next(folder):
    for question_id in only(folder).questions:
        record(question_id, right=True)
    save(folder, "<!-- q9-a -->\nBecause …")
    assert only(folder).next == "" and only(folder).done == 1
    assert "All done." in str(progress("sample"))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"cells": 3}', b"\xff"])
def test_a_damaged_notebook_or_file_stops_nothing(folder, content):
    (folder / "sample.ipynb").write_bytes(content)
    (folder / "progress.json").write_bytes(content)
    found = only(folder)
    assert found.title == "sample" and found.next == "q9-1"
    assert "sample" in str(progress())


# How it is shown


def test_the_overview_links_to_the_notebook_and_to_what_is_next(folder):
    assert '<a href="sample.ipynb">begin</a>' in progress().html
    record("q9-1", right=True)
    html = progress()._repr_html_()
    assert '<a href="sample.ipynb">A &lt;small&gt; sample</a>' in html
    assert '<a href="sample.ipynb#cell-id=q9-2"' in html
    assert "<small>short path 1 h 15 min, all 3 h 15 min</small>" in html
    assert "1 right, 8 open" in html


@pytest.mark.parametrize(
    ("minutes", "said"), [({"minutes": 0}, ""), ({"short_path_minutes": 0}, "<small>3 h 15 min</")]
)
def test_times_that_a_notebook_does_not_tell_are_left_out(folder, minutes, said):
    save(folder, **minutes)
    assert said in progress().html and "short path" not in progress().html


def test_the_overview_as_text(folder):
    record("q9-1", right=True)
    assert repr(progress()) == "sample  ██··················  1 right, 8 open; next: q9-2"


def test_one_notebook_lists_its_questions_by_how_they_stand(folder):
    record("q9-1", right=True)
    record("q9-2", right=False)
    save(folder, "<!-- q9-a -->\nBecause …")
    assert str(progress("sample")).splitlines() == [
        "sample  ████················  1 of 8 points, 1 right, 1 written, 1 tried, 6 open",
        "✓ right    q9-1",
        "✎ written  q9-a",
        "✗ tried    q9-2",
        "○ open     q9-3, q9-4, q9-8, q9-5, q9-6, q9-7",
        "Next: q9-2",
    ]
    html = progress("sample").html
    assert html.count('<a href="sample.ipynb#cell-id=') == 10
    assert "1 of 8 points" in html


def test_a_newer_release_is_shown_beside(folder):
    (folder / "sample.new.ipynb").write_text("{}")
    assert '<a href="sample.new.ipynb">a newer release</a> lies beside it' in progress().html


def test_where_no_notebook_is_it_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "There is no notebook to work in here" in str(progress())
    assert "keeps no progress here" in str(progress("01_pen_and_paper"))


def test_a_notebook_that_is_not_here_is_named(folder):
    said = "other keeps no progress here: it does so in the folder of `make lab`."
    assert str(progress("other")) == said


def test_newer_releases_are_listed_in_order_and_a_standing_cannot_be_changed(folder):
    for name in ("sample.new-3.ipynb", "sample.new.ipynb", "sample.new-2.ipynb"):
        (folder / name).write_text("{}")
    found = only(folder)
    assert found.newer == ("sample.new-2.ipynb", "sample.new-3.ipynb", "sample.new.ipynb")
    assert found.file == "sample.ipynb"
    with pytest.raises(AttributeError):
        found.points = 8


def test_minutes_are_whole_numbers_however_they_are_written(folder):
    save(folder, minutes="90", short_path_minutes="30")
    assert (only(folder).minutes, only(folder).short_path_minutes) == (90, 30)


@pytest.mark.parametrize("answer", ["<!-- q9-a -->x", "x", "xy", "x\n\n"])
def test_an_answer_of_one_letter_counts(folder, answer):
    save(folder, answer)
    assert only(folder).those("written") == ["q9-a"]


@pytest.mark.parametrize("named", [{}, {"id": ["q9-a"]}])
def test_a_cell_without_an_id_is_no_answer(folder, named):
    save(folder)
    notebook = json.loads((folder / "sample.ipynb").read_text())
    for cell in notebook["cells"]:
        del cell["id"]
    notebook["cells"].append({"cell_type": "markdown", "source": "words"} | named)
    (folder / "sample.ipynb").write_text(json.dumps(notebook))
    assert only(folder).those("written") == []


def test_the_start_page_says_to_begin_and_later_to_go_on(folder):
    (folder / "progress.json").write_text('{"version": 1, "questions": {}}')
    assert b"Begin here" in start_page(standings(folder))
    kept = '{"version": 1, "questions": {"q9-1": {"status": "right", "tries": 1}}}'
    (folder / "progress.json").write_text(kept)
    assert b"Go on" in start_page(standings(folder))


def test_the_start_page_is_a_notebook_with_the_table_in_place(folder):
    record("q9-1", right=True)
    page = json.loads(start_page(standings(folder)))
    nbformat.validate(page)
    assert "Stop it with ■ above".encode() in start_page(standings(folder))
    shown = page["cells"][1]["outputs"][0]["data"]
    assert shown == {"text/html": progress().html, "text/plain": str(progress())}

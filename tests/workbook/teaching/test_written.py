"""Points for written answers: what a teacher typed is taken over, and never lost."""

import csv
import hashlib

import pytest

from tests.workbook.checks.sample import table
from workbook.teaching.written import (
    CHANGED,
    COLUMNS,
    GONE,
    Answer,
    Mark,
    MarksError,
    merge,
    read_marks,
    with_marks,
    write_marks,
)

ADA = Answer("Ada", "q9-a", 2.0, "- since tanh' = 1 - z²\n- and =z is kept")
BO = Answer("=Bo", "q9-a", 2.0, "because")


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "written.csv"
    write_marks(path, [ADA, BO], merge([ADA, BO], {}))
    return path


def type_into(path, encoding="utf-8-sig", delimiter=",", **cells):
    """Fill in the first row, as a spreadsheet would save it."""
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines(keepends=True)))
    rows[0] |= cells
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)


def again(path, answers):
    """One more run: the marks after it."""
    write_marks(path, answers, merge(answers, read_marks(path)))
    return read_marks(path)


def test_the_table_has_a_row_for_each_answer_and_room_for_points(path):
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines(keepends=True)))
    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["student"], rows[0]["max_points"], rows[0]["points"]) == ("Ada", "2", "")
    assert rows[0]["answer"] == "'" + ADA.text and rows[1]["student"] == "'=Bo"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_points_are_read_however_a_spreadsheet_saved_them(path, encoding, delimiter):
    type_into(path, encoding, delimiter, points="1,5", comment="schön")
    mark = read_marks(path)["Ada", "q9-a"]
    assert (mark.points(2), mark.comment) == (1.5, "schön")
    assert ("=Bo", "q9-a") in read_marks(path)
    assert again(path, [ADA, BO])["Ada", "q9-a"].note == ""


def test_what_was_typed_stays_in_every_later_run(path):
    type_into(path, points="1.5", comment="-so?", seen_by="me")
    for _ in range(3):
        mark = again(path, [ADA, BO])["Ada", "q9-a"]
        assert (mark.typed, mark.comment, mark.others) == ("1.5", "-so?", {"seen_by": "me"})


def test_an_answer_that_changes_after_it_was_graded_is_marked_until_somebody_has_looked(path):
    type_into(path, points="1")
    changed = Answer("Ada", "q9-a", 2.0, "something else")
    for _ in range(2):
        mark = again(path, [changed, BO])["Ada", "q9-a"]
        assert (mark.typed, mark.note) == ("1", CHANGED)
    type_into(path, note="")
    assert again(path, [changed, BO])["Ada", "q9-a"].note == ""


def test_a_version_is_the_same_in_every_release_of_the_workbook():
    """Or all that a teacher has graded would be marked as changed."""
    digest = hashlib.sha256(" ".join(ADA.text.split()).encode()).hexdigest()
    assert ADA.version == f"v-{digest[:10]}" and BO.version == "v-a511aeeeb8"


def test_the_notes_say_what_happened_and_what_to_do(path):
    type_into(path, points="1")
    assert again(path, [BO])["Ada", "q9-a"].note == (
        "this answer is not among the submissions any more"
    )
    changed = Answer("Ada", "q9-a", 2.0, "something else")
    assert again(path, [changed, BO])["Ada", "q9-a"].note == (
        "the answer has changed since: look again, then empty this cell"
    )


def test_a_comment_is_no_formula_for_the_spreadsheet_either(path):
    type_into(path, points="1", comment="=1+1")
    again(path, [ADA, BO])
    (row, _) = csv.DictReader(path.read_text("utf-8-sig").splitlines(keepends=True))
    assert row["comment"] == "'=1+1" and read_marks(path)["Ada", "q9-a"].comment == "=1+1"


def test_spaces_around_what_was_typed_do_not_count(path):
    path.write_text(" student ; question;points \n Ada ; q9-a ; 1,5 \n")
    ((key, mark),) = read_marks(path).items()
    assert key == ("Ada", "q9-a") and mark.typed == "1,5"


@pytest.mark.parametrize(
    ("lines", "typed"), [(["1", ""], "1"), (["", "1"], "1"), (["1", "2"], "2"), (["", ""], "")]
)
def test_of_two_rows_for_an_answer_the_last_that_is_filled_counts(path, lines, typed):
    rows = [f"Ada,q9-a,{points}" for points in lines]
    path.write_text("\n".join(["student,question,points", *rows]))
    assert read_marks(path)["Ada", "q9-a"].typed == typed


def test_a_long_answer_is_cut_to_what_a_cell_holds(path):
    for length, end in ((30_000, ""), (30_001, " … (the rest stands on the page)")):
        long = Answer("Ada", "q9-a", 2.0, "x" * length)
        write_marks(path, [long], merge([long], {}))
        (row,) = csv.DictReader(path.read_text("utf-8-sig").splitlines(keepends=True))
        assert row["answer"] == "x" * 30_000 + end


def test_other_line_breaks_are_no_other_answer(path):
    type_into(path, points="1")
    same = Answer("Ada", "q9-a", 2.0, ADA.text.replace("\n", "\r\n") + "  \n")
    assert again(path, [same, BO])["Ada", "q9-a"].note == ""


def test_points_stay_when_the_answer_is_gone_and_come_back_with_it(path):
    type_into(path, points="2")
    gone = again(path, [BO])["Ada", "q9-a"]
    assert (gone.typed, gone.note) == ("2", GONE)
    assert "kept" in path.read_text("utf-8-sig")
    back = again(path, [ADA, BO])["Ada", "q9-a"]
    assert (back.typed, back.note) == ("2", "")


@pytest.mark.parametrize("typed", ["", "two", "-1", "2.5", "nan", "inf", "1 of 2"])
def test_what_are_no_points_counts_nothing(typed):
    assert Mark(typed).points(2) is None


def test_a_table_without_its_columns_is_refused_and_left(path):
    path.write_text("who,what\nAda,x\n")
    with pytest.raises(MarksError, match="no column student, question, points"):
        read_marks(path)


def result(**questions):
    entries = [
        {"id": name, "points": 0.0, "max_points": 2.0, "status": status, "message": "m"}
        for name, status in questions.items()
    ]
    return {"score": 0.0, "max": 2.0 * len(entries), "questions": entries}


@pytest.mark.parametrize(
    ("typed", "score", "status"),
    [("2", 2, "correct"), ("1.5", 1.5, "wrong"), ("0", 0, "wrong"), ("", 0, "needs_review")],
)
def test_points_go_into_the_result(typed, score, status):
    before = result(**{"q9-a": "needs_review"})
    after = with_marks(before, table, {"q9-a": Mark(typed, "Good.")})
    assert (after["score"], after["questions"][0]["status"]) == (score, status)
    assert after["questions"][0]["message"] == ("Good." if typed else "m")
    assert before["score"] == 0.0


def test_points_are_added_to_those_that_are_known():
    before = result(**{"q9-1": "needs_review", "q9-2": "correct", "q9-a": "needs_review"})
    before["questions"][0]["points"] = None
    before["questions"][1]["points"] = 0.1
    assert with_marks(before, table, {"q9-a": Mark("0,2")})["score"] == 0.3


def test_points_are_for_written_answers_only():
    before = result(**{"q9-1": "wrong"})
    assert with_marks(before, table, {"q9-1": Mark("2")}) == before

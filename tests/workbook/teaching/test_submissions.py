"""Whose file is whose, in a folder, in Moodle's zip and in Canvas's."""

import unicodedata
from dataclasses import FrozenInstanceError
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from workbook.teaching import submissions
from workbook.teaching.submissions import (
    Found,
    Student,
    SubmissionsError,
    _natural,
    read_submissions,
)


def zipped(files):
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def read(tmp_path):
    """Read a class's zip that holds some files."""

    def of(files):
        path = tmp_path / "class.zip"
        path.write_bytes(zipped(files))
        return read_submissions(path)

    return of


def owners(hand_in):
    return {(file.student.name, file.student.identifier, file.name) for file in hand_in.files}


def reasons(hand_in):
    return dict(hand_in.left)


def test_a_folder_holds_one_for_each_student(tmp_path):
    for name in ("Ada", "Bo"):
        (tmp_path / name / "week 1").mkdir(parents=True)
        (tmp_path / name / "week 1" / "x.ipynb").write_text(name)
    hand_in = read_submissions(tmp_path)
    assert owners(hand_in) == {("Ada", "", "x.ipynb"), ("Bo", "", "x.ipynb")}
    assert {file.read() for file in hand_in.files} == {b"Ada", b"Bo"}
    assert {(file.late, file.newness[0]) for file in hand_in.files} == {(False, 0)}


@pytest.mark.parametrize(
    "path",
    [
        "Ada Lovelace_12345_assignsubmission_file/x.ipynb",
        "Ada Lovelace_12345_assignsubmission_file_/x.ipynb",
        "Ada Lovelace_12345_assignsubmission_file_/deep/er/x.ipynb",
        "Ada Lovelace_12345_assignsubmission_file_x.ipynb",
        "course-week 1-17/Ada Lovelace_12345_assignsubmission_file/x.ipynb",
    ],
)
def test_moodle_gives_the_name_and_the_identifier(read, path):
    hand_in = read({path: "1", "Bo_7_assignsubmission_onlinetext/onlinetext.html": "words"})
    assert owners(hand_in) == {("Ada Lovelace", "12345", "x.ipynb")}
    assert {(file.late, file.newness[0]) for file in hand_in.files} == {(False, 0)}
    assert hand_in.students == {
        Student("Ada Lovelace", "12345", "moodle"),
        Student("Bo", "7", "moodle"),
    }


@pytest.mark.parametrize(
    ("path", "name", "identifier", "late"),
    [
        ("lovelaceada_123_678_01_pen.ipynb", "lovelaceada", "123", False),
        ("lovelaceada_LATE_123_678_01_pen.ipynb", "lovelaceada", "123", True),
        ("müllerzoë_123_678_01_pen.ipynb", "müllerzoë", "123", False),
        ("anon_aB3x9_678_01_pen.ipynb", "anon_aB3x9", "", False),
        ("LATE_anon_aB3x9_678_01_pen.ipynb", "anon_aB3x9", "", True),
        ("week 1 submissions/lovelaceada_123_678_01_pen.ipynb", "lovelaceada", "123", False),
    ],
)
def test_canvas_gives_the_name_the_number_and_whether_it_is_late(
    read, path, name, identifier, late
):
    (file,) = read({path: "1"}).files
    assert file.student == Student(name, identifier, "canvas")
    assert (file.name, file.late) == ("01_pen.ipynb", late)


def test_the_upload_with_the_larger_number_is_newer(read):
    paths = ("a_1_30_x-1.ipynb", "a_1_200_x.ipynb")
    newest = max(read(dict.fromkeys(paths, "1")).files, key=lambda file: file.newness)
    assert newest.path == "a_1_200_x.ipynb"


@pytest.mark.parametrize("later", ["x-1.ipynb", "x-10.ipynb", "x (2).ipynb"])
def test_of_files_of_one_time_the_numbered_one_is_newer(tmp_path, later):
    with ZipFile(tmp_path / "class.zip", "w") as archive:
        for name in ("x.ipynb", later):
            archive.writestr(ZipInfo(f"Ada/{name}"), "1")
    files = read_submissions(tmp_path / "class.zip").files
    assert max(files, key=lambda file: file.newness).name == later


@pytest.mark.parametrize(
    ("name", "natural"),
    [
        ("x.ipynb", ("x", 0)), ("x-2.ipynb", ("x", 2)), ("x (10).IPYNB", ("x", 10)),
        ("x-y-3.ipynb", ("x-y", 3)), ("a\nb-1.ipynb", ("a\nb", 1)), ("x-1.pdf", ("x-1.pdf", 0)),
    ],
)  # fmt: skip
def test_a_number_at_the_end_of_a_name_counts_as_one(name, natural):
    assert _natural(name) == natural


def test_a_students_zip_is_looked_into(read):
    inner = zipped({"work/x.ipynb": "inner"})
    deeper = zipped({"hand-in.zip": inner})
    hand_in = read({"a_1_2_work.zip": inner, "b_3_4_work.zip": deeper})
    assert owners(hand_in) == {("a", "1", "x.ipynb"), ("b", "3", "x.ipynb")}
    assert [file.read() for file in hand_in.files] == [b"inner", b"inner"]


def test_zips_in_zips_in_zips_are_not_followed(read):
    bomb = zipped({"x.ipynb": "1"})
    for _ in range(4):
        bomb = zipped({"next.zip": bomb})
    hand_in = read({"Ada/x.ipynb": "1", "Ada/bomb.zip": bomb})
    assert len(hand_in.files) == 1
    assert "too deep" in reasons(hand_in)["Ada/bomb.zip/next.zip/next.zip"]


def test_zips_of_students_in_a_folder(tmp_path):
    for name in ("Ada", "Bo"):
        (tmp_path / f"{name}.zip").write_bytes(zipped({"x.ipynb": name}))
    assert owners(read_submissions(tmp_path)) == {("Ada", "", "x.ipynb"), ("Bo", "", "x.ipynb")}


def test_a_folder_around_all_students_is_none(read):
    hand_in = read({"week 1/Ada/x.ipynb": "1", "week 1/Bo/x.ipynb": "2", "READ ME.txt": ""})
    assert owners(hand_in) == {("Ada", "", "x.ipynb"), ("Bo", "", "x.ipynb")}


def test_what_is_not_graded_is_listed_with_the_reason(read):
    hand_in = read(
        {
            "Ada/x.ipynb": "1",
            "Ada/essay.pdf": "1",
            "Ada/solutions/x.ipynb": "the solved one",
            "Ada/.ipynb_checkpoints/x-checkpoint.ipynb": "1",
            "__MACOSX/Ada/._x.ipynb": "1",
            "stray.ipynb": "1",
            "Ada/broken.zip": "no zip",
        }
    )
    assert owners(hand_in) == {("Ada", "", "x.ipynb")}
    left = reasons(hand_in)
    assert left["Ada/essay.pdf"] == "is no notebook"
    assert "solved" in left["Ada/solutions/x.ipynb"]
    assert "Jupyter" in left["Ada/.ipynb_checkpoints/x-checkpoint.ipynb"]
    assert left["__MACOSX/Ada/._x.ipynb"] == "left by macOS"
    assert left["stray.ipynb"] == (
        "lies in no student's folder: put it into one with the student's name"
    )
    assert "no zip" in left["Ada/broken.zip"]


@pytest.mark.parametrize(
    "path", ["../x.ipynb", "Ada/../../x.ipynb", "/etc/x.ipynb", "C:/x.ipynb", "Ada\\..\\x.ipynb"]
)
def test_an_unsafe_path_is_refused(read, path):
    hand_in = read({"Ada/x.ipynb": "1", path: "2"})
    assert owners(hand_in) == {("Ada", "", "x.ipynb")}
    assert set(reasons(hand_in).values()) == {"has an unsafe path"}


def test_an_encrypted_file_is_listed(tmp_path):
    raw = bytearray(zipped({"Ada/x.ipynb": "1", "Bo/x.ipynb": "2"}))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(header) + flags] |= 1
    (tmp_path / "class.zip").write_bytes(raw)
    hand_in = read_submissions(tmp_path / "class.zip")
    assert reasons(hand_in) == {"Ada/x.ipynb": "is encrypted"}


def test_a_huge_file_is_listed_and_not_read(read, monkeypatch):
    monkeypatch.setitem(submissions.LARGEST, ".ipynb", 100)
    hand_in = read({"Ada/x.ipynb": "1", "Bo/x.ipynb": "1" * 101})
    assert "larger" in reasons(hand_in)["Bo/x.ipynb"]


@pytest.mark.parametrize(
    ("kind", "size", "path", "reason"),
    [
        (".ipynb", 2 * 2**20, "Bo/x.ipynb", None),
        (".ipynb", 2 * 2**20 + 1, "Bo/x.ipynb", "is larger than 2 MB"),
        (".zip", 2 * 2**20 + 1, "Bo/x.zip", "is larger than 2 MB"),
    ],
)
def test_a_file_is_refused_by_its_size(read, monkeypatch, kind, size, path, reason):
    monkeypatch.setitem(submissions.LARGEST, kind, 2 * 2**20)
    hand_in = read({"Ada/x.ipynb": "1", path: b"\0" * size})
    assert hand_in.left == ([(path, reason)] if reason else [])
    expected = [(Student("Bo"), "x.ipynb", reason)] if kind == ".ipynb" and reason else []
    assert hand_in.aside == expected


def test_limits_are_what_they_were():
    assert submissions.LARGEST == {".ipynb": 52_428_800, ".zip": 524_288_000}
    assert submissions.MOST_FILES == 200_000


def test_a_zip_with_very_many_files_is_listed_and_not_read(read, monkeypatch):
    monkeypatch.setattr(submissions, "MOST_FILES", 2)
    many = zipped({f"{k}.ipynb": "1" for k in range(3)})
    hand_in = read({"Ada/x.ipynb": "1", "Bo/many.zip": many})
    assert hand_in.left == [("Bo/many.zip", "holds more than 2 files")]


def test_what_lies_there_cannot_be_changed():
    found = Found(("Ada", "x.ipynb"), 1, 0.0, bytes)
    assert found.path == "Ada/x.ipynb"
    with pytest.raises(FrozenInstanceError):
        found.size = 2


def test_a_name_is_the_same_however_its_accents_are_stored(read):
    apart = unicodedata.normalize("NFD", "Émile Ångström")
    hand_in = read({f"{apart}/x.ipynb": "1", "Émile Ångström/y.ipynb": "2"})
    assert hand_in.students == {Student("Émile Ångström")}


def test_utf_8_that_is_not_declared_is_read(tmp_path):
    raw = zipped({"Zoee_1_assignsubmission_file/x.ipynb": "1"})
    (tmp_path / "class.zip").write_bytes(raw.replace(b"Zoee_1_", "Zoë_1_".encode()))
    (file,) = read_submissions(tmp_path / "class.zip").files
    assert file.student == Student("Zoë", "1", "moodle")


def test_names_that_say_that_they_are_utf_8_and_old_ones_are_read(read, tmp_path):
    assert owners(read({"Zoë Ōta/x.ipynb": "1"})) == {("Zoë Ōta", "", "x.ipynb")}
    raw = zipped({"Zoe/x.ipynb": "1"}).replace(b"Zoe/", b"Zo\x89/")  # ë in the code page 437
    (tmp_path / "class.zip").write_bytes(raw)
    assert owners(read_submissions(tmp_path / "class.zip")) == {("Zoë", "", "x.ipynb")}


def test_a_link_is_not_followed(tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_text("1")
    (tmp_path / "in" / "Ada").mkdir(parents=True)
    (tmp_path / "in" / "Ada" / "x.ipynb").write_text("1")
    (tmp_path / "in" / "Ada" / "y.ipynb").symlink_to(secret)
    hand_in = read_submissions(tmp_path / "in")
    assert "link" in reasons(hand_in)["Ada/y.ipynb"]


def test_the_folder_of_grades_is_not_handed_in(tmp_path):
    for name in ("Ada", "grades"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.ipynb").write_text("1")
    hand_in = read_submissions(tmp_path, without=tmp_path / "grades")
    assert owners(hand_in) == {("Ada", "", "x.ipynb")}


@pytest.mark.parametrize("make", [None, "file", "folder"])
def test_nothing_to_read_is_told(tmp_path, make):
    path = tmp_path / "class"
    if make == "file":
        path.write_text("no zip")
    if make == "folder":
        path.mkdir()
    with pytest.raises(SubmissionsError, match=r"no such|no zip|a folder for each student"):
        read_submissions(path)


def test_a_notebook_without_a_folder_is_told_what_it_lacks(read):
    with pytest.raises(SubmissionsError, match=r"01_pen.ipynb: lies in no student's folder"):
        read({"01_pen.ipynb": "1"})


def test_one_notebook_is_no_class(tmp_path):
    (tmp_path / "x.ipynb").write_text("{}")
    with pytest.raises(SubmissionsError, match=r"is one notebook\. .* a folder for each student"):
        read_submissions(tmp_path / "x.ipynb")


def test_a_zip_that_was_cut_off_is_told_so(tmp_path):
    (tmp_path / "in.zip").write_bytes(zipped({"Ada/x.ipynb": "{}" * 999})[:-40])
    words = r"in.zip: this is no zip that can be read \(.*cut off.*download it again"
    with pytest.raises(SubmissionsError, match=words):
        read_submissions(tmp_path / "in.zip")

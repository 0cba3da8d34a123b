"""A release for a class: what is in it, what is not, and that it touches nothing that is there."""

import csv
import json
import os
import stat
import zipfile

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from tests import ROOT
from workbook.checks import NotRightYet, TableError, load
from workbook.checks.value import Value
from workbook.cli import main
from workbook.notebooks.cells import first_line_id, has_tag
from workbook.teaching.release import ReleaseError, names_in, release

PAPER = ROOT / "notebooks" / "01_pen_and_paper.ipynb"
TABLE = load("q1")

posix = pytest.mark.skipif(os.name == "nt", reason="modes and links are POSIX's")


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A release for two students."""
    dest = tmp_path_factory.mktemp("class") / "week 1"
    assert list(release(dest, [PAPER], ["Ada Lovelace", "Émile"])) == ["Ada Lovelace", "Émile"]
    return dest


def read(path):
    return nbformat.read(path, as_version=4)


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_release_without_variants_has_one_folder_and_one_zip(tmp_path):
    assert list(release(tmp_path / "class", [PAPER])) == ["workbook"]
    assert sorted(files(tmp_path / "class")) == [
        "points.csv",
        "points.html",
        "workbook.zip",
        "workbook/01_pen_and_paper.ipynb",
        "workbook/README.txt",
        "workbook/progress.json",
    ]
    handed = read(tmp_path / "class" / "workbook" / PAPER.name)
    given = [cell.source for cell in handed.cells if has_tag(cell, "given")]
    assert given == [cell.source for cell in read(PAPER).cells if has_tag(cell, "given")]


def test_no_answer_is_handed_out_and_no_link_leads_nowhere(released):
    text = (released / "Ada Lovelace" / PAPER.name).read_text(encoding="utf-8")
    for word in ("SOLUTION", "Model answer", "solutions/", "Put $a^1_k = ", "HIDDEN"):
        assert word not in text
    assert all(not cell.get("outputs") for cell in nbformat.reads(text, as_version=4).cells)


def test_progress_begins_empty(released):
    progress = json.loads((released / "Émile" / "progress.json").read_text())
    assert progress == {"version": 1, "questions": {}}


@pytest.mark.parametrize("name", ["Ada Lovelace", "Émile"])
def test_the_zip_holds_what_the_folder_does(released, name):
    with zipfile.ZipFile(released / f"{name}.zip") as archive:
        packed = {entry: archive.read(entry) for entry in archive.namelist()}
    there = files(released / name)
    assert packed == {f"{name}/{file}": content for file, content in there.items()}


def test_the_same_release_has_the_same_bytes(released, tmp_path):
    list(release(tmp_path / "again", [PAPER], ["Ada Lovelace", "Émile"]))
    assert files(tmp_path / "again") == files(released)


def variables(cells):
    """Return the variables that the given cells make."""
    found = {}
    for cell in cells:
        if has_tag(cell, "given"):
            exec("import numpy as np\n" + cell.source, found)
    return found


@pytest.mark.parametrize("name", ["Ada Lovelace", "Émile"])
def test_each_student_has_numbers_and_checks_of_their_own(released, name):
    """What is right for one student is right for no other."""
    of, cells = TABLE.variant(name), read(released / name / PAPER.name).cells
    checks = {first_line_id(cell): cell.source for cell in cells if cell.cell_type == "code"}
    given = variables(cells)
    assert {each: given[each].tolist() for each in of.drawn} == {
        each: of.numbers[each].tolist() for each in of.drawn
    }
    values = [question for question in of.values() if isinstance(question, Value)]
    for question in values:
        exec(checks[f"{question.id}-check"], given | dict(of.truth))
    with pytest.raises(NotRightYet):
        exec(checks["q1-1-check"], given | dict(TABLE.truth))


def test_functions_that_are_right_are_right_for_each_student(released):
    cells = read(released / "Émile" / PAPER.name).cells
    checks = {first_line_id(cell): cell.source for cell in cells if cell.cell_type == "code"}
    exec(checks["q1-14-check"], {"pre_activation": lambda W1, b1, x: W1 @ x + b1})


def test_students_are_told_where_to_begin(released):
    text = (released / "Ada Lovelace" / "README.txt").read_text(encoding="utf-8")
    assert "the notebooks of Ada Lovelace" in text
    assert "jupyterlab 01_pen_and_paper.ipynb" in text
    assert max(map(len, text.splitlines())) < 100


def test_the_points_are_those_of_the_table(released):
    with (released / "points.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["question"] for line in lines] == list(TABLE)
    assert sum(float(line["points"]) for line in lines) == sum(q.points for q in TABLE.values())
    optional = [line["question"] for line in lines if line["path"] == "optional"]
    assert "q1-h" in optional and "q1-1" not in optional and "q1-34" not in optional
    page = (released / "points.html").read_text(encoding="utf-8")
    assert all(f"<td>{question_id}</td>" in page for question_id in TABLE)


def test_pictures_and_data_come_along(tmp_path):
    notebook = read(PAPER)
    notebook.cells.append(new_markdown_cell("![A graph](images/graph.png) [Next](02_next.ipynb)"))
    notebook.cells.append(new_code_cell('load("../data/points.csv", "../data/none.csv")'))
    for name in ("data/points.csv", "book/images/graph.png", "book/02_next.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    path = tmp_path / "book" / PAPER.name
    nbformat.write(notebook, path)
    list(release(tmp_path / "class", [path]))
    handed = files(tmp_path / "class" / "workbook")
    assert handed["data/points.csv"] == b"data/points.csv"
    assert handed["images/graph.png"] == b"book/images/graph.png"
    assert "02_next.ipynb" not in handed
    assert b'load(\\"data/points.csv\\", \\"data/none.csv\\")' in handed[PAPER.name]


def test_what_is_there_is_not_touched(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ReleaseError, match="there already, and not empty"):
        list(release(tmp_path, [PAPER]))
    assert files(tmp_path) == {"mine.txt": b"mine"}


def test_an_empty_folder_is_taken(tmp_path):
    (tmp_path / "class").mkdir()
    list(release(tmp_path / "class", [PAPER]))
    assert (tmp_path / "class" / "workbook.zip").is_file()


def test_a_release_that_fails_leaves_nothing(tmp_path):
    nbformat.write(read(PAPER), tmp_path / "06_unknown.ipynb")
    with pytest.raises(TableError, match="06_unknown"):
        list(release(tmp_path / "class", [tmp_path / "06_unknown.ipynb"]))
    assert sorted(files(tmp_path)) == ["06_unknown.ipynb"]


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["Ada", "Zoë", "ada "], "ada  and Ada would have the same numbers"),
        (["a/b", "a:b"], "would have the same"),
        (["Ada", " "], "^' ' names no variant$"),
        (["\u0301"], "names no variant"),
        (["..", "Ada"], "names no variant"),
    ],
)
def test_texts_that_do_not_tell_students_apart_are_refused(tmp_path, texts, words):
    with pytest.raises(ReleaseError, match=words):
        list(release(tmp_path / "class", [PAPER], texts))
    assert not files(tmp_path)


def test_a_folders_name_is_the_text_of_its_variant(tmp_path):
    """So that grading can go by it, whatever a file may not be called."""
    (name,) = release(tmp_path / "class", [PAPER], ['../O\'Hara "x"'])
    assert name == "O'Hara x"
    text = (tmp_path / "class" / name / PAPER.name).read_text(encoding="utf-8")
    assert json.dumps(f'variant="{name}"')[1:-1] in text


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Ada Lovelace\n\nZoë Ek\n", "one a line, no heading"),
        ("name,mail\r\nAda Lovelace,a@b\r\nZoë Ek,z@b\r\n", "column name"),
        ('mail;Student\na@b;"Ada Lovelace"\nz@b;Zoë Ek\n', "column Student"),
        ("First name,Last name,ID\nAda,Lovelace,1\nZoë,Ek,2\n", "columns First name and Last name"),
        ("Nachname;Vorname\nLovelace;Ada\nEk;Zoë\n", "columns Vorname and Nachname"),
        ("Vorname;Name;Nr.\nAda;Lovelace;1\nZoë;Ek;2\n", "columns Vorname and Name"),
        ("Nr.;Vollständiger Name\n1;Ada Lovelace\n2;Zoë Ek\n", "column Vollständiger Name"),
        ("Teilnehmer/in\nAda Lovelace\nZoë Ek\n", "column Teilnehmer/in"),
        ("Nom\tPrénom\nLovelace\tAda\nEk\tZoë\n", "columns Prénom and Nom"),
        ("Étudiant(e),Groupe\nAda Lovelace,1\nZoë Ek,2\n", "column Étudiant(e)"),
        ("Nombre,Apellido(s)\nAda,Lovelace\nZoë,Ek\n", "columns Nombre and Apellido(s)"),
        ("id,Nombre completo\n1,Ada Lovelace\n2,Zoë Ek\n", "column Nombre completo"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_names_are_read_from_a_list(tmp_path, text, where, encoding):
    """As it was typed, or as Moodle or a spreadsheet has saved it."""
    (tmp_path / "class.csv").write_bytes(text.encode(encoding))
    assert names_in(tmp_path / "class.csv") == (["Ada Lovelace", "Zoë Ek"], where)


WHOLE = """
    Full name, Fullname, Student, Students, Student name, student_name, Learner, Participant,
    Participants, Vollständiger Name, Teilnehmer, Teilnehmer*in, Teilnehmerin, Teilnehmende,
    Studierende, Studierender, Studentin, Schüler, Schüler:in, Schülerin, Nom complet, Participante,
    Étudiant, Étudiante, Élève, Nombre completo, Alumno, Alumna, Alumno/a, Estudiante, Name, Names,
    Namen, Nom, Noms, Nombre, Nombres
"""
FIRST = """
    First name, first-name, Firstname, Given name, Forename, Vorname, Vornamen, Prénom, Prénoms
"""
LAST = """
    Last name, Lastname, Surname, Family name, Nachname, Nachnamen, Familienname, Nom de famille,
    Apellido, Apellidos, Apellido(s), Nom
"""


@pytest.mark.parametrize(
    ("headings", "before", "after", "name"),
    [
        (WHOLE, "", "", "Ada"),
        (FIRST, "", ";Surname", "Ada Lovelace"),
        (LAST, "First name;", "", "Ada Lovelace"),
        ("Name, Nombre", "", ";Surname", "Ada Lovelace"),
    ],
)
def test_headings_are_known_in_four_languages(tmp_path, headings, before, after, name):
    file = tmp_path / "class.csv"
    for heading in headings.split(","):
        top = f"{before}{heading.strip()}{after}"
        file.write_text(f"{top};Mail\n{name.replace(' ', ';')};a@b\n", encoding="utf-8")
        columns = top.split(";")
        where = "columns " if len(columns) > 1 else "column "
        assert names_in(file) == ([name], where + " and ".join(columns))


@pytest.mark.parametrize(
    "text",
    [
        "Wer,Gruppe\nAda Lovelace,1\n",
        "Ada Lovelace,a@b\nZoë Ek,z@b\n",
        "Vorname,Gruppe\nAda,1\n",
        "Last name,Student ID\nLovelace,1\n",
        "Name\nLovelace, Ada\n",
    ],
)
def test_a_table_that_does_not_say_where_the_names_are_is_refused(tmp_path, text):
    (tmp_path / "class.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"Write `name` above it.* or one name a line"):
        names_in(tmp_path / "class.csv")


@pytest.mark.parametrize("text", ["", "\n ; \n", "Name\n", "Vorname;Nachname\n;\n"])
def test_a_list_without_names_is_refused(tmp_path, text):
    """The book's numbers for all is not what was meant."""
    (tmp_path / "class.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"class\.csv: no names in it"):
        names_in(tmp_path / "class.csv")


def test_the_row_of_points_in_a_table_from_canvas_is_no_student(tmp_path):
    text = 'Student,ID,Week 1\n"    Points Possible",,20\n"Lovelace, Ada",1,\n'
    (tmp_path / "class.csv").write_text(text, encoding="utf-8")
    assert names_in(tmp_path / "class.csv") == (["Lovelace, Ada"], "column Student")


def test_a_list_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "class.xlsx").write_bytes(b"PK\x03\x04\x00\x00")
    with pytest.raises(ReleaseError, match="Save the table as CSV"):
        names_in(tmp_path / "class.xlsx")
    with pytest.raises(ReleaseError) as caught:
        names_in(tmp_path / "none.csv")
    assert str(caught.value) == (
        f"{tmp_path / 'none.csv'} cannot be read (No such file or directory)."
    )


def test_two_equal_names_are_refused_before_anything_is_read(tmp_path):
    words = "Write something else for one of them, say with a number: Ada 2.*--variant-from-name"
    with pytest.raises(ReleaseError, match=words):
        next(release(tmp_path / "class", [tmp_path / "none.ipynb"], ["Ada", "Ada"]))


def test_a_place_that_cannot_be_is_refused(tmp_path):
    file = tmp_path / "mine.txt"
    file.write_text("mine")
    with pytest.raises(ReleaseError) as caught:
        list(release(file, [PAPER]))
    assert str(caught.value) == f"{file} is a file. Name a new folder."
    with pytest.raises(ReleaseError, match="a place where you may write"):
        list(release(file / "class", [PAPER]))
    assert files(tmp_path) == {"mine.txt": b"mine"}


def test_a_place_without_leave_to_write_is_refused(tmp_path, monkeypatch):
    dest = tmp_path / "class"

    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(os, "mkdir", lambda path, mode: refuse(path))
        with pytest.raises(ReleaseError) as caught:
            list(release(dest, [PAPER]))
    begin, end = str(caught.value).split(".", 1)[0], str(caught.value).partition(": ")[2]
    assert begin == f"{dest} cannot be made ({dest}"
    assert end == "Permission denied). Name a new folder in a place where you may write."


@posix
@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_a_release_has_the_mode_that_the_umask_leaves(tmp_path, umask):
    before = os.umask(umask)
    try:
        list(release(tmp_path / "class", [PAPER]))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "class").stat().st_mode) == 0o777 & ~umask


@posix
def test_a_link_to_an_empty_folder_stays_one(tmp_path):
    (tmp_path / "store").mkdir()
    (tmp_path / "class").symlink_to("store")
    list(release(tmp_path / "class", [PAPER]))
    assert (tmp_path / "class").is_symlink()
    assert (tmp_path / "store" / "workbook.zip").is_file()
    assert sorted(os.listdir(tmp_path)) == ["class", "store"]


def test_a_release_that_is_stopped_leaves_nothing(tmp_path):
    parts = release(tmp_path / "class", [PAPER], ["Ada", "Zoë"])
    assert next(parts) == "Ada"
    with pytest.raises(KeyboardInterrupt):
        parts.throw(KeyboardInterrupt)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("content", [b"", b"words", b"[]", b"{}", b'{"nbformat": 4}', b"\xff\xfe"])
def test_what_is_no_notebook_is_refused(tmp_path, content):
    (tmp_path / PAPER.name).write_bytes(content)
    with pytest.raises(ReleaseError) as caught:
        list(release(tmp_path / "class", [tmp_path / PAPER.name]))
    path = tmp_path / PAPER.name
    assert str(caught.value) == f"{path} is no notebook. Name files that end in .ipynb."
    assert list(files(tmp_path)) == [PAPER.name]


def test_notebooks_that_are_not_there_are_refused(tmp_path):
    path = tmp_path / "nope.ipynb"
    with pytest.raises(ReleaseError) as caught:
        list(release(tmp_path / "class", [path]))
    assert str(caught.value) == f"{path}: there is no such notebook. Look at how it is spelt."
    with pytest.raises(ReleaseError, match=r"is a folder. Name the notebooks"):
        list(release(tmp_path / "class", [tmp_path]))


def test_a_notebook_without_leave_to_read_is_refused(tmp_path, monkeypatch):
    def refuse(path, as_version):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(nbformat, "read", refuse)
    with pytest.raises(ReleaseError) as caught:
        list(release(tmp_path / "class", [PAPER]))
    assert str(caught.value) == f"{PAPER} cannot be read (Permission denied)."
    assert os.listdir(tmp_path) == []


def test_a_released_notebook_is_refused(tmp_path, released):
    with pytest.raises(ReleaseError, match="Name the solved one"):
        list(release(tmp_path / "class", [released / "Émile" / PAPER.name]))


def test_the_files_in_a_zip_have_a_sensible_date(released):
    with zipfile.ZipFile(released / "Émile.zip") as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {2025}


def test_students_are_told_to_unpack_and_to_make_an_environment(released):
    """Debian's Python installs nothing outside of one."""
    text = (released / "Émile" / "README.txt").read_text(encoding="utf-8")
    steps = ["Unpack", "python -m venv venv", "venv\\Scripts\\activate", "source venv/bin/activate"]
    places = [text.index(step) for step in [*steps, "pip install", "jupyterlab"]]
    assert places == sorted(places)


def test_the_page_of_points_says_what_each_column_is(released):
    page = (released / "points.html").read_text(encoding="utf-8")
    assert "<th>path</th>" in page and "<th></th>" not in page
    assert "color-scheme: light dark" in page


def test_the_command_releases(tmp_path, capsys):
    names = tmp_path / "names.txt"
    names.write_text("Zoë\n", encoding="utf-8")
    words = ["release", str(tmp_path / "class"), "--variant", "Ada"]
    words += ["--variants-from", str(names), "--notebooks", str(PAPER)]
    assert main(words) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == ["Ada", "Zoë", str(tmp_path / "class")]
    assert said.err.splitlines() == [f"{names}: one a line, no heading; names read: 1"]
    assert {"Ada.zip", "Zoë.zip", "Ada", "Zoë"} <= set(os.listdir(tmp_path / "class"))
    assert "not empty" in main(words)

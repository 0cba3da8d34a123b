"""What a teacher hands out: the learner's notebooks without answers, and a table of the points.

    list(release(Path("class"), notebooks, ["Ada Lovelace", "Emmy Noether"]))

makes a folder and a zip for each student, whose notebooks have numbers of their own, and
``points.csv`` and ``points.html`` for the teacher. No solved notebook is among it.
"""

import csv
import io
import os
import re
import secrets
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import nbformat

from workbook.checks.finding import table_named
from workbook.checks.progress import EMPTY, FILE
from workbook.checks.variants import plain
from workbook.notebooks.beside import DATA, named_files
from workbook.notebooks.cells import Notebook
from workbook.notebooks.learner import learners_copy
from workbook.notebooks.variants import with_numbers
from workbook.teaching.files import decoded, readable_name
from workbook.teaching.points import points_csv, points_html, points_of

FOLDER = "workbook"  # of a release without variants
DATE = (2025, 1, 1, 0, 0, 0)  # of all files in a zip, so that its bytes are always the same

Files = Mapping[str, bytes]


class ReleaseError(ValueError):
    """A release that cannot be made; the message says why. Nothing was written."""


def release(dest: Path, notebooks: Sequence[Path], variants: Sequence[str] = ()) -> Iterator[str]:
    """Write a class's notebooks into a new folder, and yield the names of its parts as they come.

    Parameters
    ----------
    dest : Path
        A folder that is empty or not there. It appears when all is written.
    notebooks : sequence of Path
        Solved notebooks, each named after its table.
    variants : sequence of str
        Texts from which numbers are drawn, students' names say; what no file may be called is
        left out of them. Without any, all have the same numbers.

    Raises
    ------
    ReleaseError
        If the folder is not empty or cannot be written, two texts draw the same, or a notebook is
        no solved one.
    """
    names = _names(variants)
    with _whole(dest) as part:
        solved = {path: _solved(path) for path in notebooks}
        points = [
            line
            for path, notebook in solved.items()
            for line in points_of(table_named(path.stem), notebook)
        ]
        (part / "points.csv").write_text(points_csv(points), encoding="utf-8-sig", newline="")
        (part / "points.html").write_text(points_html(points), encoding="utf-8")
        for name in names or [""]:
            files = handout(solved, name)
            _write(part / (name or FOLDER), files)
            (part / f"{name or FOLDER}.zip").write_bytes(zipped(files, name or FOLDER))
            yield name or FOLDER


@contextmanager
def _whole(dest: Path) -> Iterator[Path]:
    """Make a folder to fill, which takes its name when all is in it."""
    try:
        if dest.exists() and not dest.is_dir():
            raise ReleaseError(f"{dest} is a file. Name a new folder.")
        if dest.exists() and any(dest.iterdir()):
            raise ReleaseError(f"{dest} is there already, and not empty. Name a new folder.")
        place = Path(os.path.realpath(dest))
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f"{place.name}.{secrets.token_hex(8)}")
        part.mkdir()
        try:
            yield part
            if place.exists():
                place.rmdir()
            os.replace(part, place)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise ReleaseError(
            f"{dest} cannot be made ({error.filename or dest}: {error.strerror or error}). "
            "Name a new folder in a place where you may write."
        ) from error


def _solved(path: Path) -> Notebook:
    """Return a solved notebook."""
    if path.is_dir():
        raise ReleaseError(f"{path} is a folder. Name the notebooks in it, one after the other.")
    try:
        notebook = nbformat.read(path, as_version=4)
    except FileNotFoundError as error:
        raise ReleaseError(
            f"{path}: there is no such notebook. Look at how it is spelt."
        ) from error
    except OSError as error:
        raise ReleaseError(f"{path} cannot be read ({error.strerror}).") from error
    except (ValueError, KeyError, TypeError, AttributeError, nbformat.ValidationError) as error:
        raise ReleaseError(f"{path} is no notebook. Name files that end in .ipynb.") from error
    if notebook.metadata.get("workbook", {}).get("edition") == "learner":
        raise ReleaseError(
            f"{path} is a learner's notebook, without answers. Name the solved one: numbers and "
            "points are taken from it."
        )
    return notebook


def _names(variants: Iterable[str]) -> list[str]:
    """Return the texts as files may be called: as the folders are, and the variants."""
    names: dict[str, str] = {}
    for text in variants:
        name = readable_name(text)
        if not plain(name):
            raise ReleaseError(f"{text!r} names no variant")
        if plain(name) in names:
            raise ReleaseError(
                f"{text} and {names[plain(name)]} would have the same numbers. Write something "
                f"else for one of them, say with a number: {name} 2. If you grade with "
                "--variant-from-name, that must be the student's name there, too."
            )
        names[plain(name)] = name
    return list(names.values())


# A class's list of names


def names_in(file: Path) -> tuple[list[str], str]:
    """Return the names in a list of a class, and where they stand in it.

    Parameters
    ----------
    file : Path
        One name a line, or a table whose heading says which column holds the name, or which two
        the first and the last name. A spreadsheet or Moodle may have saved it.

    Returns
    -------
    names : list of str
    where : str
        "column Full name".

    Raises
    ------
    ReleaseError
        If there are none, or it cannot be told where they stand.
    """
    rows = _rows(file)
    width = max(map(len, rows), default=0)
    columns = _columns(rows[0]) if rows else ()
    if width > 1 and not (columns and len(rows[0]) == width):
        raise ReleaseError(
            f"{file}: which column holds the names? Write `name` above it, in the first line, or "
            "one name a line and nothing else; a name with a comma in it stands in quotes."
        )
    if not columns and rows and _heading(rows[0][0]) in FIRST | LAST:
        columns = (0,)  # a list of one column, which need not hold whole names
    where = " and ".join(rows[0][k] for k in columns)
    texts = (
        " ".join(row[k] for k in columns or (0,) if k < len(row)).strip()
        for row in rows[1 if columns else 0 :]
    )
    names = [text for text in texts if text and plain(text) != "points possible"]  # Canvas's row
    if not names:
        raise ReleaseError(f"{file}: no names in it. Write one a line.")
    return (
        names,
        f"column{'s' * (len(columns) > 1)} {where}" if columns else "one a line, no heading",
    )


def _rows(file: Path) -> list[list[str]]:
    """Return a table's rows without what is empty: rows, and the ends of rows."""
    try:
        text = decoded(file.read_bytes())
    except OSError as error:
        raise ReleaseError(f"{file} cannot be read ({error.strerror}).") from error
    if "\0" in text:
        raise ReleaseError(f"{file} is no text. Save the table as CSV, and name that.")
    delimiter = max(",;\t", key=text.strip().partition("\n")[0].count)
    rows = []
    for row in csv.reader(text.splitlines(), delimiter=delimiter):
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        rows += [cells] if cells else []
    return rows


def _heading(text: str) -> str:
    """Return a heading as it is compared: "Teilnehmer/in", "Teilnehmer*in" are "teilnehmer"."""
    return plain(re.sub(r"[/(*:·.].*", "", text.replace("_", " ").replace("-", " ")))


def _columns(headings: Sequence[str]) -> tuple[int, ...]:
    """Return which columns make a name; none if the headings do not say."""
    found = {_heading(text): k for k, text in reversed(list(enumerate(headings)))}

    def one_of(words: frozenset[str]) -> int | None:
        return min((found[word] for word in words & found.keys()), default=None)

    whole, name = one_of(WHOLE), one_of(NAME)
    first, last = one_of(FIRST), one_of(LAST)
    if whole is not None:
        return (whole,)
    # "Vorname; Name" and "Nombre; Apellidos": a name beside half of one is its other half.
    pair = (name if first is None else first, name if last is None else last)
    return tuple(dict.fromkeys(k for k in pair if k is not None)) if None not in pair else ()


# Headings of columns, in English, German, French and Spanish, as `_heading` gives them
WHOLE = frozenset(
    (
        "full name", "fullname", "student", "students", "student name", "learner", "participant",
        "participants", "vollstandiger name", "teilnehmer", "teilnehmerin", "teilnehmende",
        "studierende", "studierender", "studentin", "schuler", "schulerin", "nom complet",
        "participante", "etudiant", "etudiante", "eleve", "nombre completo", "alumno", "alumna",
        "estudiante",
    )
)  # fmt: skip
NAME = frozenset(("name", "names", "namen", "nom", "noms", "nombre", "nombres"))
FIRST = frozenset(
    (
        "first name",
        "firstname",
        "given name",
        "forename",
        "vorname",
        "vornamen",
        "prenom",
        "prenoms",
    )
)
LAST = frozenset(
    (
        "last name", "lastname", "surname", "family name", "nachname", "nachnamen", "familienname",
        "nom de famille", "apellido", "apellidos",
    )
)  # fmt: skip


# What is handed out


def handout(solved: Mapping[Path, Notebook], variant: str = "") -> dict[str, bytes]:
    """Return the files for a student by their names, from the solved notebooks by their paths."""
    files: dict[str, bytes] = {}
    for path, notebook in solved.items():
        table = table_named(path.stem).variant(variant)
        copy = learners_copy(
            with_numbers(notebook, table), table, variant=variant, model_answers=False
        )
        for cell in copy.cells:
            cell.source = cell.source.replace(DATA, '"data/')
        for cell in notebook.cells:
            for name in named_files(cell.source, path.parent):
                files[name.removeprefix("../")] = (path.parent / name).read_bytes()
        files[path.name] = f"{nbformat.writes(copy)}\n".encode()
    files[FILE] = EMPTY.encode()
    files["README.txt"] = _read_me(list(solved), variant).encode()
    return dict(sorted(files.items()))


def _read_me(notebooks: Sequence[Path], variant: str) -> str:
    whose = f"These are the notebooks of {variant}: the numbers in them are yours alone.\n\n"
    return READ_ME.format(
        whose=whose if variant else "",
        first=notebooks[0].name if notebooks else "",
        notebooks="\n".join(f"   {path.name}" for path in notebooks),
    )


READ_ME = """\
Backpropagation, by doing it

{whose}1. Unpack the zip first, if you read this inside it: what is saved in a zip is lost.

2. Install, once. You need Python 3.11 or newer (on Linux and macOS, it may be called python3), and
   the workbook: from your teacher, a file whose name begins with backprop_workbook and ends in
   .whl. Put it into this folder. In a terminal, in this folder:

   python -m venv venv
   venv\\Scripts\\activate            on Windows
   source venv/bin/activate         on Linux and macOS
   python -m pip install "NAME_OF_THE_FILE.whl[lab]"

3. Begin. In a terminal, in this folder, after the line with `activate`, each time:

   python -m jupyterlab {first}

   Shift+Enter runs a cell. Put your answer into the cell that begins with the question's id,
   run it, then run the check below it: it tells what it saw. Try as often as you like.

4. Work through the notebooks in this order. Each says at its top how long it takes, and which
   short path leads through it:

{notebooks}

5. Save, and hand in the notebooks under the names that they have. What was right is noted in
   progress.json, in this folder; nothing leaves your computer.
"""


def zipped(files: Files, folder: str) -> bytes:
    """Return a zip of files in a folder; the same files make the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", date_time=DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def _write(folder: Path, files: Files) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

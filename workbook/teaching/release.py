"""What a teacher hands out: the learner's notebooks without answers, and a table of the points.

    list(release(Path("class"), notebooks, ["Ada Lovelace", "Emmy Noether"]))

makes a folder and a zip for each student, whose notebooks have numbers of their own, and
``points.csv`` and ``points.html`` for the teacher. No solved notebook is among it.
"""

import csv
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import nbformat

from workbook.checks.finding import table_named
from workbook.checks.progress import EMPTY, FILE
from workbook.checks.variants import plain
from workbook.notebooks.beside import DATA, named_files
from workbook.notebooks.cells import Notebook
from workbook.notebooks.learner import learners_copy
from workbook.notebooks.variants import with_numbers
from workbook.teaching.files import readable_name
from workbook.teaching.points import points_csv, points_html, points_of

FOLDER = "workbook"  # of a release without variants
HEADINGS = ("name", "names", "student", "students", "full name")  # of a list of names

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
        If the folder is not empty, or two texts draw the same.
    OSError
        If something cannot be read or written.
    """
    if dest.exists() and not (dest.is_dir() and not any(dest.iterdir())):
        raise ReleaseError(f"{dest} is there already, and not empty. Name a new folder.")
    names = _names(variants)
    solved = {path: nbformat.read(path, as_version=4) for path in notebooks}
    dest.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f"{dest.name}.", dir=dest.parent))
    try:
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
        if dest.exists():
            dest.rmdir()
        part.chmod(0o755)
        os.replace(part, dest)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _names(variants: Iterable[str]) -> list[str]:
    """Return the texts as files may be called: as the folders are, and the variants."""
    names: dict[str, str] = {}
    for text in variants:
        name = readable_name(text)
        if not plain(name):
            raise ReleaseError(f"{text!r} names no variant")
        if plain(name) in names:
            raise ReleaseError(f"{text} and {names[plain(name)]} would have the same numbers")
        names[plain(name)] = name
    return list(names.values())


def names_in(file: Path) -> list[str]:
    """Return the names in a list, one a line: in a CSV, the first column; a heading is left out."""
    text = file.read_text(encoding="utf-8-sig")
    rows = csv.reader(text.splitlines(), delimiter=";" if ";" in text else ",")
    names = [row[0].strip() for row in rows if row and row[0].strip()]
    return names[1:] if names and plain(names[0]) in HEADINGS else names


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

{whose}1. Install, once. You need Python 3.11 or newer, and the workbook: from your teacher, a file
   whose name begins with backprop_workbook and ends in .whl. In a terminal, in its folder:

   python -m pip install "NAME_OF_THE_FILE.whl[lab]"

2. Begin. In a terminal, in this folder:

   python -m jupyterlab {first}

   Shift+Enter runs a cell. Put your answer into the cell that begins with the question's id,
   run it, then run the check below it: it tells what it saw. Try as often as you like.

3. Work through the notebooks in this order. Each says at its top how long it takes, and which
   short path leads through it:

{notebooks}

4. Save, and hand in the notebooks under the names that they have. What was right is noted in
   progress.json, in this folder; nothing leaves your computer.
"""


def zipped(files: Files, folder: str) -> bytes:
    """Return a zip of files in a folder; the same files make the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def _write(folder: Path, files: Files) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

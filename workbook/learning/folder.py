"""The learner's folder: made from the solved notebooks, and brought up to date.

Nothing that a learner has changed is overwritten. The hidden file `MANIFEST` knows what was
written: a file that still is so gives way to a newer release; beside one that was changed, the
newer one is put, once, under another name.
"""

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from helpers.extras import needs
from helpers.files import write_whole
from workbook.checks import Table, TableError
from workbook.checks.finding import HOME, table_named
from workbook.checks.progress import EMPTY, FILE
from workbook.learning.page import start_page
from workbook.learning.standing import standings
from workbook.notebooks.beside import DATA, named_files
from workbook.notebooks.marks import SOLUTIONS, SOLVED, without_hidden_tests
from workbook.notebooks.metadata import as_opened
from workbook.notebooks.raw import NoNotebook, read_raw

NOTEBOOKS = HOME / "notebooks"
START = "start.ipynb"
MANIFEST = ".workbook.json"

PICTURES = (".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp")


class StartError(ValueError):
    """A folder that cannot be made; the message says why, and what to do."""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass
class Folder:
    """A learner's folder, while it is brought up to date.

    Attributes
    ----------
    path : Path
    known : dict
        By the file's name, digests: of what was ``written`` there, and of the ``latest`` release
        that was handed out, there or beside it.
    made_from : dict
        By the notebook's name, the digest of all from which it was made.
    said : list of str
        What a learner should know of it, in sentences.
    """

    path: Path
    known: dict[str, dict[str, str]] = field(default_factory=dict)
    made_from: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def put(
        self,
        name: str,
        content: bytes,
        *,
        stays: bool = False,
        digest: Callable[[bytes], str] = _digest,
    ) -> None:
        """Write a file that is not there, or was not changed; else put it beside the changed one.

        Parameters
        ----------
        name : str
        content : bytes
        stays : bool
            The new file has its name in any case; it is the changed one that is renamed.
        digest : callable
            Tells whether content was changed.
        """
        path, new = self.path / name, digest(content)
        there = path.read_bytes() if path.exists() else None
        current = there if there is None else digest(there)
        before = self.known.get(name, {})
        if current in (None, new, before.get("written")):
            if there != content:
                _write(path, content)
            if current not in (None, new) and not stays:
                self.said.append(f"{name} was as it came; it is the newer release now.")
            self.known[name] = {"written": new, "latest": new}
        elif stays:
            old = self._free(name, "old")
            os.rename(path, self.path / old)
            _write(path, content)
            self.known[name] = {"written": new, "latest": new}
            self.said.append(f"You have changed {name}; yours is {old} now.")
        elif new != before.get("latest"):
            beside = self._free(name, "new")
            _write(self.path / beside, content)
            self.known[name] = {"written": before.get("written", ""), "latest": new}
            self.said.append(f"{name} is yours, and stays. The newer release is {beside}.")

    def _free(self, name: str, word: str) -> str:
        """Return a name that no file has yet: "a.new.ipynb", "a.new-2.ipynb"."""
        path, number = Path(name), 1
        while True:
            ending = f".{word}{path.suffix}" if number == 1 else f".{word}-{number}{path.suffix}"
            free = path.with_name(path.stem + ending).as_posix()
            if not os.path.lexists(self.path / free):
                return free
            number += 1


def start(path: Path | None = None, notebooks: Path = NOTEBOOKS) -> Folder:
    """Make a learner's folder, or bring it up to date, and return it.

    Parameters
    ----------
    path : Path, optional
        The folder; without it, ``work`` beside the notebooks.
    notebooks : Path
        The folder of the solved notebooks.

    Raises
    ------
    StartError
        If there are no notebooks, or the folder is another one and not empty.
    OSError
        If something cannot be read or written.
    """
    solved = sorted(notebooks.glob("*.ipynb"))
    if not solved:
        raise StartError(
            "The notebooks are not here: an installed package does not hold them. Get the whole "
            "workbook, as its README says, and start it there."
        )
    folder = _opened(path or notebooks.parent / "work")
    progress = folder.path / FILE
    if not progress.exists():
        _write(progress, EMPTY.encode())
    for each in solved:
        _put_notebook(folder, each)
    folder.put(START, start_page(standings(folder.path)), stays=True, digest=_sources)
    manifest = {"known": folder.known, "made_from": folder.made_from}
    _write(folder.path / MANIFEST, json.dumps(manifest, indent=1).encode())
    return folder


def _opened(path: Path) -> Folder:
    """Return a folder that is a learner's, or empty, or not there yet."""
    if path.exists() and not path.is_dir():
        raise StartError(f"{path} is a file. Name a folder: workbook start FOLDER")
    is_ours = (path / MANIFEST).exists() or (path / FILE).exists()
    if path.is_dir() and not is_ours and any(path.iterdir()):
        raise StartError(
            f"{path} is not empty, and not a folder that the workbook has made. Nothing was "
            "written. Name another one: workbook start FOLDER"
        )
    (path / SOLUTIONS).mkdir(parents=True, exist_ok=True)
    try:
        manifest = json.loads((path / MANIFEST).read_bytes())
        known = {
            name: {"written": of["written"], "latest": of["latest"]}
            for name, of in manifest["known"].items()
        }
        return Folder(path, known, dict(manifest["made_from"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Folder(path)  # not known what was written, every file is the learner's


def _put_notebook(folder: Folder, solved: Path) -> None:
    """Put a notebook to work in, the solved one, and the pictures that belong to them."""
    name, content = solved.name, solved.read_bytes()
    data = solved.parents[1] / "data"
    to_work_in = _reaching(data, content, folder.path)
    made_from = _digest(to_work_in + _code().encode())
    if folder.made_from.get(name) != made_from or not (folder.path / name).exists():
        folder.put(name, _learners(to_work_in, solved.stem), digest=_notebook)
        folder.made_from[name] = made_from
    to_read = f"{SOLUTIONS}/{solved.stem}{SOLVED}"
    answers = _solved(_reaching(data, content, folder.path / SOLUTIONS), solved.parent)
    folder.put(to_read, answers, stays=True, digest=_notebook)
    os.chmod(folder.path / to_read, stat.S_IREAD | stat.S_IRGRP | stat.S_IROTH)
    for picture in sorted(set(_pictures(content, solved.parent))):
        for place in (picture, f"{SOLUTIONS}/{picture}"):
            folder.put(place, (solved.parent / picture).read_bytes(), stays=True)


def _reaching(data: Path, notebook: bytes, folder: Path) -> bytes:
    """Return a notebook that finds the data, ``../data`` for a solved one, from another folder."""
    try:
        way = os.path.relpath(data, folder)
    except ValueError:  # on another drive of Windows
        way = str(data)
    return notebook.replace(f"\\{DATA}".encode(), f'\\"{Path(way).as_posix()}/'.encode())


@cache
def _code() -> str:
    """Return the digest of the code that makes learners' notebooks, and of all questions."""
    return _digest(
        b"".join(path.read_bytes() for path in sorted((HOME / "workbook").rglob("*.py")))
    )


def _learners(solved: bytes, name: str) -> bytes:
    """Return the file of a learner's notebook; what makes it takes a second to import."""
    with needs("notebooks"):
        import nbformat

        from workbook.notebooks.learner import learners_copy

    try:
        table = table_named(name)
    except TableError:  # a notebook that asks nothing
        table = Table(name)
    notebook = learners_copy(nbformat.reads(solved.decode(), as_version=4), table)
    return f"{nbformat.writes(notebook)}\n".encode()


def _solved(content: bytes, beside: Path) -> bytes:
    """Return the file of a solved notebook to read: its links lead back to the learner's own."""
    notebook = read_raw(content)
    for cell in notebook["cells"]:
        cell["source"] = without_hidden_tests(cell["source"]).rstrip("\n")
        for other in beside.glob("*.ipynb"):
            cell["source"] = cell["source"].replace(f"]({other.name}", f"](../{other.name}")
    notebook["metadata"].update(as_opened())
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode()


def _pictures(solved: bytes, beside: Path) -> Iterator[str]:
    """Yield the pictures to which a notebook refers, of those that lie beside it."""
    for cell in read_raw(solved)["cells"]:
        for name in named_files(cell["source"], beside):
            if name.endswith(PICTURES) and not name.startswith("../"):
                yield name


def _notebook(content: bytes) -> str:
    """Return the digest of a notebook: to open it in JupyterLab and save is no change."""
    try:
        notebook = read_raw(content)
    except NoNotebook:
        return _digest(content)
    for name in as_opened():
        notebook["metadata"].pop(name, None)
    return _digest(json.dumps(notebook, sort_keys=True).encode())


def _sources(content: bytes) -> str:
    """Return the digest of a notebook's sources: to run it and save is no change."""
    try:
        sources = [cell["source"] for cell in read_raw(content)["cells"]]
    except NoNotebook:
        return _digest(content)
    return _digest(json.dumps(sources).encode())


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, also where ours is one for reading only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        os.chmod(path, path.stat().st_mode | stat.S_IWRITE)
    write_whole(path, content)

"""What a class handed in: every file, and whose it is, in a folder or a zip.

A folder holds ``STUDENT/*.ipynb``. Moodle packs
``Ada Lovelace_12345_assignsubmission_file/x.ipynb`` (the number is its *Identifier*), or without
folders ``…_assignsubmission_file_x.ipynb``. Canvas packs ``lovelaceada_LATE_12345_67890_x.ipynb``:
name, student's id, upload's id. Zips are read where they are, those inside too; nothing is ever
unpacked to disk.
"""

import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from workbook.notebooks.marks import SOLUTIONS

MEGABYTE = 2**20
LARGEST = {".ipynb": 50 * MEGABYTE, ".zip": 500 * MEGABYTE}
MOST_FILES = 200_000
DEEPEST = 2  # zips around a zip: a student may pack one, and another in it

MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_[a-z]+_?(?P<file>.*)", re.DOTALL)
CANVAS = re.compile(
    r"((?P<late_anonymous>LATE_)?(?P<anonymous>anon_\w+?)"
    r"|(?P<name>[^_].*?)(?P<late>_LATE)?_(?P<id>\d+))"
    r"_(?P<upload>\d+)_(?P<file>.+)",
    re.DOTALL,
)

# What systems and Jupyter leave behind, and what a learner's folder holds besides the work.
JUNK = {
    "__MACOSX": "left by macOS",
    ".DS_Store": "left by macOS",
    "Thumbs.db": "left by Windows",
    "desktop.ini": "left by Windows",
    ".ipynb_checkpoints": "saved by Jupyter in passing",
    SOLUTIONS: "the solved notebooks of a learner's folder",
    "__pycache__": "left by Python",
}


class SubmissionsError(ValueError):
    """What was handed in cannot be read at all; the message says what to do."""


@dataclass(frozen=True, order=True)
class Student:
    """Who handed something in.

    Attributes
    ----------
    name : str
        As the folder, Moodle or Canvas says it.
    identifier : str
        The number by which Moodle or Canvas knows the student; empty for a plain folder.
    system : str
        "moodle", "canvas" or "".
    """

    name: str
    identifier: str = ""
    system: str = ""


@dataclass(frozen=True)
class File:
    """A notebook that was handed in.

    Attributes
    ----------
    student : Student
    path : str
        Where it was found, for a person to find it again.
    name : str
        What the student called it.
    newness : tuple
        The larger, the later: upload, time of change, name.
    late : bool
        Canvas says so.
    read : callable
        Returns its content, bytes; it is not kept.
    """

    student: Student
    path: str
    name: str
    newness: tuple[int, float, tuple[str, int]]
    late: bool
    read: Callable[[], bytes]


@dataclass
class HandIn:
    """All that was handed in: notebooks to grade, and what was left aside and why."""

    files: list[File] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)  # (path, reason)
    students: set[Student] = field(default_factory=set)
    aside: list[tuple[Student, str, str]] = field(default_factory=list)  # (…, its name, reason)

    def leave(self, path: str, reason: str) -> None:
        """Note a file that is not graded."""
        self.left.append((path, reason))

    def leave_of(self, student: Student, name: str, path: str, reason: str) -> None:
        """Note a student's file that is not graded."""
        self.aside.append((student, name, reason))
        self.leave(path, reason)


@dataclass(frozen=True)
class Found:
    """A file as it lies there; of its `parts` those that end in .zip are zips."""

    parts: tuple[str, ...]
    size: int
    changed: float
    read: Callable[[], bytes]

    @property
    def path(self) -> str:
        """Where it is, for a person."""
        return "/".join(self.parts)


def read_submissions(source: Path, without: Path | None = None) -> HandIn:
    """Return what was handed in.

    Parameters
    ----------
    source : Path
        A folder or a zip.
    without : Path, optional
        A folder in it that is not looked into: where grades are written.

    Raises
    ------
    SubmissionsError
        If there is no such folder or zip, or no notebook in it.
    """
    hand_in = HandIn()
    if source.is_dir():
        found = list(_in_folder(source, without, hand_in))
    elif source.is_file():
        found = list(_in_zip(_kept_open(source), (), hand_in))
    else:
        raise SubmissionsError(f"{source}: there is no such folder or zip")
    around = _wrapping(found)
    for each in found:
        wrapped = len(each.parts) > 1 and each.parts[0] == around
        _place(each, each.parts[wrapped:], hand_in)
    if not hand_in.files:
        aside = "".join(f"\n  {path}: {reason}" for path, reason in hand_in.left[:5])
        raise SubmissionsError(
            f"{source}: no student's notebook is in it. It should hold a folder for each student, "
            f"or be the zip that Moodle or Canvas makes of all submissions.{aside}"
        )
    hand_in.left.sort()
    return hand_in


def _place(found: Found, parts: tuple[str, ...], hand_in: HandIn) -> None:
    """Enter a file under its student, or note why it is left aside."""
    reason = next((JUNK[part] for part in parts if part in JUNK), "")
    if reason or parts[-1].startswith("._"):
        return hand_in.leave(found.path, reason or "left by macOS")
    owner = _owner(parts)
    if owner is None:
        return hand_in.leave(
            found.path, "lies in no student's folder: put it into one with the student's name"
        )
    student, name, late, upload = owner
    hand_in.students.add(student)
    suffix = Path(name).suffix.lower()
    if suffix != ".ipynb":
        return hand_in.leave_of(student, name, found.path, "is no notebook")
    if found.size > LARGEST[suffix]:
        reason = f"is larger than {LARGEST[suffix] // MEGABYTE} MB"
        return hand_in.leave_of(student, name, found.path, reason)
    newness = (upload, found.changed, _natural(name))
    hand_in.files.append(File(student, found.path, name, newness, late, found.read))
    return None


def _owner(parts: tuple[str, ...]) -> tuple[Student, str, bool, int] | None:
    """Return the student to whom a path belongs, the file's own name, late or not, the upload."""
    for i, part in enumerate(parts):
        if match := MOODLE.fullmatch(part):
            student = Student(_plain(match["name"]), match["id"], "moodle")
            return student, parts[-1] if i < len(parts) - 1 else match["file"], False, 0
    is_file = len(parts) == 1 or parts[0].lower().endswith(".zip")
    if is_file and (match := CANVAS.fullmatch(parts[0])):
        student = Student(_plain(match["name"] or match["anonymous"]), match["id"] or "", "canvas")
        late = bool(match["late"] or match["late_anonymous"])
        return student, match["file"] if len(parts) == 1 else parts[-1], late, int(match["upload"])
    if len(parts) == 1:
        return None
    name = re.sub(r"\.zip$", "", parts[0], flags=re.IGNORECASE)
    return Student(_plain(name)), parts[-1], False, 0


def _plain(name: str) -> str:
    """Return a name in one spelling: macOS writes é as two characters."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def _natural(name: str) -> tuple[str, int]:
    """Return a name to compare: Canvas's "x-1.ipynb" and a browser's "x (1).ipynb" are later."""
    match = re.fullmatch(r"(.*?)(?:-(\d+)| \((\d+)\))?\.ipynb", name, re.IGNORECASE | re.DOTALL)
    stem, *numbers = match.groups() if match else (name,)
    return str(stem), int(next(filter(None, numbers), 0))


def _wrapping(found: Iterable[Found]) -> str:
    """Return the folder in which all students' folders lie; "" if there is none around them."""
    notebooks = (each.parts for each in found if each.path.lower().endswith(".ipynb"))
    paths = [parts for parts in notebooks if not JUNK.keys() & set(parts)]
    if len({parts[0] for parts in paths}) != 1 or _owner(paths[0][:1]):
        return ""
    if not all(len(parts) > 1 and _owner(parts[1:]) for parts in paths):  # it is a student's
        return ""
    several = len({parts[1] for parts in paths}) > 1
    return paths[0][0] if several or _known(paths[0][1]) else ""


def _known(part: str) -> bool:
    """Return whether a folder's or file's name is one that Moodle or Canvas gives."""
    return bool(MOODLE.fullmatch(part) or CANVAS.fullmatch(part))


# What lies there


def _in_folder(folder: Path, without: Path | None, hand_in: HandIn) -> Iterator[Found]:
    for place, folders, names in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(
            name for name in folders if without is None or not _same(here / name, without)
        )
        for name in sorted(names):
            path = here / name
            parts = path.relative_to(folder).parts
            about = path.lstat()
            if not stat.S_ISREG(about.st_mode):
                hand_in.leave("/".join(parts), "is a link or no plain file: not followed")
            elif name.lower().endswith(".zip"):
                yield from _in_zip(partial(ZipFile, path), parts, hand_in)
            else:
                yield Found(parts, about.st_size, about.st_mtime, path.read_bytes)


def _same(path: Path, other: Path) -> bool:
    return path.resolve() == other.resolve()


def _kept_open(source: Path) -> Callable[[], ZipFile]:
    """Return what gives the class's zip, whose list of contents is read once."""
    if source.suffix.lower() == ".ipynb":
        raise SubmissionsError(
            f"{source} is one notebook. What is needed is a folder with a folder for each student "
            "in it, in which the notebooks lie, or a zip of that: put this one into "
            "submissions/NAME/ and grade submissions"
        )
    try:
        archive = ZipFile(source)
    except (BadZipFile, OSError) as error:
        raise SubmissionsError(
            f"{source}: this is no zip that can be read ({error}). It may be cut off, or something "
            "else: download it again. What is needed is the zip that Moodle or Canvas makes of all "
            "submissions, or a folder with a folder for each student"
        ) from error
    return lambda: archive


def _in_zip(
    opened: Callable[[], ZipFile], outer: tuple[str, ...], hand_in: HandIn
) -> Iterator[Found]:
    """Yield what a zip holds; `opened` opens it, `outer` is where it lies."""
    try:
        infos = [info for info in opened().infolist() if not info.is_dir()]
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        return hand_in.leave("/".join(outer), f"is no zip that can be read ({error})")
    if len(infos) > MOST_FILES:
        return hand_in.leave("/".join(outer), f"holds more than {MOST_FILES:,} files")
    zips_around = sum(part.lower().endswith(".zip") for part in outer)
    for info in infos:
        parts = (*outer, *_name(info).split("/"))
        read = partial(_member, opened, info)
        nested = parts[-1].lower().endswith(".zip")
        if reason := _refused(info, nested, zips_around):
            hand_in.leave("/".join(parts), reason)
        elif nested and not JUNK.keys() & set(parts):
            yield from _in_zip(partial(_inner, read), parts, hand_in)
        else:
            yield Found(parts, info.file_size, _time(info), read)
    return None


def _member(opened: Callable[[], ZipFile], info: ZipInfo) -> bytes:
    return opened().read(info)


def _inner(read: Callable[[], bytes]) -> ZipFile:
    """Open a zip in a zip, each time anew, so that memory holds one at a time."""
    return ZipFile(BytesIO(read()))


def _refused(info: ZipInfo, nested: bool, zips_around: int) -> str:
    """Return why a file in a zip is not read; "" if it may be."""
    name = _name(info)
    if name.startswith("/") or re.match(r"[A-Za-z]:", name) or {"..", ""} & set(name.split("/")):
        return "has an unsafe path"
    if info.flag_bits & 1:
        return "is encrypted"
    if nested and zips_around >= DEEPEST:
        return "is packed too deep: zips in zips"
    if nested and info.file_size > LARGEST[".zip"]:
        return f"is larger than {LARGEST['.zip'] // MEGABYTE} MB"
    return ""


def _name(info: ZipInfo) -> str:
    """Return a file's name; some programs write UTF-8 and do not say so."""
    name = info.filename.replace("\\", "/")
    if not info.flag_bits & 0x800:
        try:
            return name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return name


def _time(info: ZipInfo) -> float:
    """Return a number that grows with the time of change, to two seconds."""
    year, month, day, hour, minute, second = info.date_time
    return ((((year * 12 + month) * 31 + day) * 24 + hour) * 60 + minute) * 60.0 + second

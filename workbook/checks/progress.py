"""How far a learner has come, kept in the file progress.json of the learner's folder.

    {"version": 1, "questions": {"q1-1": {"status": "right", "tries": 3}}}

A question that is not in it is open. Its status is that of the last check, and its tries are those
that were answered; to run a right one again is no try.
"""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from helpers.files import write_whole

FILE = "progress.json"
EMPTY = '{"version": 1, "questions": {}}\n'
PATIENCE = 2.0  # seconds; another kernel is done within milliseconds, or was killed


class NotReadable(ValueError):
    """A file that holds no progress."""


def record(question_id: str, right: bool, folder: Path = Path()) -> None:
    """Note that an answer was checked, if `folder` keeps progress; no trouble stops the check."""
    path = folder / FILE
    try:
        if path.is_file():
            _note(path.resolve(), question_id, right)
    except OSError as error:
        _tell_once(
            f"Your progress cannot be saved in {FILE} ({error.strerror}). "
            "The checks work all the same."
        )


def statuses(folder: Path = Path()) -> dict[str, str]:
    """Return "right" or "tried" for each question that was answered in a learner's folder."""
    try:
        questions = _read(folder / FILE)["questions"]
    except (OSError, NotReadable):
        return {}
    return {question_id: entry["status"] for question_id, entry in questions.items()}


def _note(path: Path, question_id: str, right: bool) -> None:
    with _alone(path):
        try:
            progress = _read(path)
        except NotReadable:
            kept = _kept_aside(path)
            print(f"{FILE} could not be read. It is kept as {kept.name}, and a new one begins.")
            progress = json.loads(EMPTY)
        entry = progress["questions"].setdefault(question_id, {"status": "tried", "tries": 0})
        entry["tries"] += not (right and entry["status"] == "right")
        entry["status"] = "right" if right else "tried"
        write_whole(path, json.dumps(progress, indent=1).encode())


def _read(path: Path) -> dict[str, Any]:
    try:
        progress = json.loads(path.read_bytes())
        if progress["version"] == 1 and all(
            entry["status"] in ("right", "tried") and isinstance(entry["tries"], int)
            for entry in progress["questions"].values()
        ):
            return dict(progress)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass
    raise NotReadable(f"{path} holds no progress")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Let one at a time read a file and write it: the one that has made the file beside it.

    A kernel that was killed leaves that file there. So whoever has seen the same one for too long
    takes it away; never another, for then somebody else has been faster.
    """
    lock, seen = path.with_name(f".{path.name}.lock"), None
    patience = time.monotonic() + PATIENCE
    while True:
        try:
            lock.open("x").close()
            break
        except FileExistsError:
            if (there := _which(lock)) != seen:
                seen, patience = there, time.monotonic() + PATIENCE
            elif time.monotonic() > patience:
                lock.unlink(missing_ok=True)
            time.sleep(0.005)
    mine = _which(lock)
    try:
        yield
    finally:
        if _which(lock) == mine:
            lock.unlink(missing_ok=True)


def _which(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another of its name; None if there is none."""
    try:
        there = path.stat()
    except FileNotFoundError:
        return None
    return there.st_ino, there.st_mtime_ns


def _kept_aside(path: Path) -> Path:
    """Return a copy of a file that is about to be replaced."""
    number = 1
    while (copy := path.with_name(f"progress.broken-{number}.json")).exists():
        number += 1
    shutil.copyfile(path, copy)
    return copy


@cache
def _tell_once(words: str) -> None:
    print(words)

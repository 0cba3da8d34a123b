"""The file in which a learner's progress is kept."""

import json
import os
import subprocess
import sys
import threading
import time

import pytest

from tests import ROOT
from tests.workbook.checks.sample import table
from workbook.checks import NotRightYet, progress
from workbook.checks.progress import EMPTY, record, statuses


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "progress.json").write_text(EMPTY)
    progress._tell_once.cache_clear()
    return tmp_path


def kept(folder):
    return json.loads((folder / "progress.json").read_text(encoding="utf-8"))["questions"]


def test_a_check_notes_what_was_tried_and_what_is_right(folder):
    with pytest.raises(NotRightYet):
        table.check("q9-1", a=-table.truth["a"])
    assert kept(folder) == {"q9-1": {"status": "tried", "tries": 1}}
    table.check("q9-1", a=table.truth["a"])
    assert kept(folder) == {"q9-1": {"status": "right", "tries": 2}}


def test_the_last_check_counts(folder):
    record("q9-1", right=True)
    record("q9-1", right=False)
    assert kept(folder) == {"q9-1": {"status": "tried", "tries": 2}}


def test_a_right_answer_that_is_checked_again_is_no_try(folder):
    record("q9-1", right=True)
    record("q9-1", right=True)
    assert kept(folder) == {"q9-1": {"status": "right", "tries": 1}}


@pytest.mark.parametrize("answers", [{"a": None}, {}])
def test_a_placeholder_is_no_try(folder, answers):
    with pytest.raises(NotRightYet):
        table.check("q9-1", **answers)
    assert kept(folder) == {}


def test_nothing_is_written_where_no_progress_is_kept(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    table.check("q9-1", a=table.truth["a"])
    assert list(tmp_path.iterdir()) == []


def test_grading_by_a_program_notes_nothing(folder):
    assert table.grade("q9-1", a=table.truth["a"]).right
    assert kept(folder) == {}


def test_what_others_wrote_in_the_file_stays(folder):
    content = {"version": 1, "name": "Ada", "questions": {"q9-2": {"status": "right", "tries": 4}}}
    (folder / "progress.json").write_text(json.dumps(content))
    record("q9-1", right=False)
    assert json.loads((folder / "progress.json").read_text())["name"] == "Ada"
    assert statuses(folder) == {"q9-2": "right", "q9-1": "tried"}


BROKEN = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe\x00",
    b'{"version": 2, "questions": {}}',
    b'{"version": 1, "questions": []}',
    b'{"version": 1, "questions": {"q9-1": "right"}}',
    b'{"version": 1, "questions": {"q9-1": {"status": "right"}}}',
    b"[" * 100_000,
]


@pytest.mark.parametrize("content", BROKEN, ids=lambda content: repr(content[:50]))
def test_a_broken_file_is_kept_aside_and_the_check_goes_on(folder, capsys, content):
    (folder / "progress.json").write_bytes(content)
    assert statuses(folder) == {}
    for _ in range(2):
        table.check("q9-1", a=table.truth["a"])
    assert kept(folder) == {"q9-1": {"status": "right", "tries": 1}}
    assert (folder / "progress.broken-1.json").read_bytes() == content
    said = capsys.readouterr().out
    told = "progress.json could not be read. It is kept as progress.broken-1.json, and a new one"
    assert said.splitlines().count(f"{told} begins.") == 1
    assert said.count("is right") == 2


def test_two_broken_files_are_both_kept(folder):
    for number in (1, 2):
        (folder / "progress.json").write_text(f"broken {number}")
        record("q9-1", right=True)
    assert (folder / "progress.broken-1.json").read_text() == "broken 1"
    assert (folder / "progress.broken-2.json").read_text() == "broken 2"


def test_a_file_that_cannot_be_written_stops_no_check_and_is_told_once(folder, capsys, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    for _ in range(2):
        table.check("q9-1", a=table.truth["a"])
    said = capsys.readouterr().out
    assert said.count("Your progress cannot be saved in progress.json (No space left") == 1
    assert said.count("q9-1 a is right") == 2
    assert kept(folder) == {} and [path.name for path in folder.iterdir()] == ["progress.json"]


def test_checks_in_several_notebooks_at_once_lose_nothing(folder):
    def check_all(notebook):
        for number in range(20):
            record(f"q{notebook}-{number}", right=True)

    threads = [threading.Thread(target=check_all, args=(notebook,)) for notebook in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept(folder)) == 80


def test_what_a_killed_kernel_left_behind_is_cleared_away(folder, monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    (folder / ".progress.json.lock").touch()
    record("q9-1", right=True)
    assert statuses(folder) == {"q9-1": "right"}
    assert os.listdir(folder) == ["progress.json"]


def test_who_waits_long_behind_others_that_go_on_takes_nobody_s_turn(folder, monkeypatch):
    """One after the other has the lock: no one of them for long, all of them for longer."""
    monkeypatch.setattr(progress, "PATIENCE", 0.4)
    lock, over, broken = folder / ".progress.json.lock", threading.Event(), []

    def others():
        for _ in range(12):
            lock.touch()
            ours = lock.stat().st_mtime_ns
            over.wait(0.1)
            broken.append(not lock.exists() or lock.stat().st_mtime_ns != ours)
            os.utime(lock)  # as if it were another's
        lock.unlink()

    lock.touch()
    thread = threading.Thread(target=others)
    thread.start()
    record("q9-1", right=True)
    over.set()
    thread.join(20)
    assert broken == [False] * 12
    assert statuses(folder) == {"q9-1": "right"}


def test_a_lock_that_comes_while_another_goes_is_left_alone(folder, monkeypatch):
    """It was there, then nothing was, and now there is the next one."""
    lock, looks, look = folder / ".progress.json.lock", [], progress._which

    def gone_at_first(path):
        looks.append(path)
        return None if len(looks) == 1 else look(path)

    monkeypatch.setattr(progress, "_which", gone_at_first)
    lock.touch()
    thread = threading.Thread(target=record, args=("q9-1", True))
    thread.start()
    while thread.is_alive() and len(looks) < 3:
        time.sleep(0.005)
    assert lock.exists() and statuses(folder) == {}
    lock.unlink()
    thread.join(20)
    assert statuses(folder) == {"q9-1": "right"}


def test_who_was_too_slow_takes_away_nobody_s_lock(folder, monkeypatch):
    lock = folder / ".progress.json.lock"
    write = progress.write_whole

    def slow(path, content):
        lock.unlink()
        lock.write_text("another's")
        os.utime(lock, (1, 1))
        write(path, content)

    monkeypatch.setattr(progress, "write_whole", slow)
    record("q9-1", right=True)
    assert lock.read_text() == "another's"
    assert statuses(folder) == {"q9-1": "right"}


def test_a_file_called_part_is_the_learners(folder):
    (folder / "progress.json.part").write_text("mine")
    record("q9-1", right=True)
    assert (folder / "progress.json.part").read_text() == "mine"
    assert sorted(os.listdir(folder)) == ["progress.json", "progress.json.part"]


@pytest.mark.skipif(os.name == "nt", reason="modes and links are POSIX's")
def test_a_link_and_a_mode_are_kept(folder):
    (folder / "store").mkdir()
    place = (folder / "progress.json").rename(folder / "store" / "ada.json")
    place.chmod(0o600)
    (folder / "progress.json").symlink_to("store/ada.json")
    record("q9-1", right=True)
    assert (folder / "progress.json").is_symlink()
    assert place.stat().st_mode & 0o777 == 0o600
    assert json.loads(place.read_text())["questions"] == {"q9-1": {"status": "right", "tries": 1}}
    assert os.listdir(folder / "store") == ["ada.json"]


def test_kernels_that_note_at_once_lose_nothing(folder):
    code = (
        "import sys; from workbook.checks.progress import record\n"
        "for k in range(30): record(f'q{sys.argv[1]}-{k}', right=True)"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    runs = [
        subprocess.Popen([sys.executable, "-c", code, letter], cwd=folder, env=environment)
        for letter in "12"
    ]
    try:
        assert [run.wait(60) for run in runs] == [0, 0]
    finally:
        for run in runs:
            run.kill()
    assert len(kept(folder)) == 60
    assert os.listdir(folder) == ["progress.json"]

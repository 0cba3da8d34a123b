"""Files are written whole or not at all, by one or by many at once."""

import errno
import os
import re
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from helpers.files import write_whole

posix = pytest.mark.skipif(os.name == "nt", reason="modes and links are POSIX's")
not_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.bin"


@pytest.mark.parametrize("content", [b"", b"new", bytes(range(256)) * 5000])
@pytest.mark.parametrize("before", [None, b"", b"old and longer"])
def test_a_file_has_its_content_and_there_is_nothing_beside(path, before, content):
    if before is not None:
        path.write_bytes(before)
    write_whole(path, content)
    assert path.read_bytes() == content
    assert names(path.parent) == ["a.bin"]


def test_a_path_may_be_relative(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_whole(Path("b"), b"new")
    assert (tmp_path / "b").read_bytes() == b"new"


def test_a_name_may_be_as_long_as_the_system_allows(tmp_path):
    for name in ("x" * 255, "é" * 127):
        write_whole(tmp_path / name, b"new")
    assert len(names(tmp_path)) == 2


@posix
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_a_new_file_has_the_mode_that_the_umask_leaves(path, umask):
    before = os.umask(umask)
    try:
        write_whole(path, b"new")
    finally:
        os.umask(before)
    assert mode(path) == 0o666 & ~umask


@posix
@pytest.mark.parametrize("kept", [0o600, 0o640, 0o664, 0o755])
def test_a_mode_is_kept_and_the_draft_has_it_before_it_has_content(path, kept, monkeypatch):
    seen = []
    path.write_bytes(b"old")
    path.chmod(kept)
    replace = os.replace

    def watch(draft, place):
        seen.append(mode(Path(draft)))
        replace(draft, place)

    monkeypatch.setattr(os, "replace", watch)
    write_whole(path, b"new")
    assert seen == [kept]
    assert (mode(path), path.read_bytes()) == (kept, b"new")


@posix
@pytest.mark.parametrize("target", ["there.bin", "other/there.bin", "other/new.bin"])
@pytest.mark.parametrize("relative", [True, False])
def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path, path, target, relative):
    (tmp_path / "other").mkdir()
    place = tmp_path / target
    if place.name == "there.bin":
        place.write_bytes(b"old")
        place.chmod(0o640)
    path.symlink_to(target if relative else place)
    write_whole(path, b"new")
    assert path.is_symlink() and os.readlink(path) == str(target if relative else place)
    assert place.read_bytes() == b"new" and not place.is_symlink()
    if place.name == "there.bin":
        assert mode(place) == 0o640
    assert names(tmp_path / "other") == ([place.name] if "/" in target else [])


@posix
def test_a_chain_of_links_is_followed_to_its_end(tmp_path, path):
    (tmp_path / "end").write_bytes(b"old")
    (tmp_path / "middle").symlink_to("end")
    path.symlink_to("middle")
    write_whole(path, b"new")
    assert path.is_symlink() and (tmp_path / "middle").is_symlink()
    assert (tmp_path / "end").read_bytes() == b"new"


@posix
def test_links_in_a_circle_are_refused_and_stay(tmp_path, path):
    path.symlink_to("b")
    (tmp_path / "b").symlink_to("a.bin")
    with pytest.raises(OSError) as caught:
        write_whole(path, b"new")
    assert caught.value.errno == errno.ELOOP
    assert path.is_symlink() and names(tmp_path) == ["a.bin", "b"]


def test_a_folder_is_refused_and_stays(path):
    path.mkdir()
    (path / "mine").write_bytes(b"old")
    with pytest.raises(OSError) as caught:
        write_whole(path, b"new")
    assert caught.value.filename == str(path)
    assert names(path) == ["mine"] and names(path.parent) == ["a.bin"]


def test_a_folder_that_is_not_there_is_told_by_the_file_s_own_name(tmp_path):
    path = tmp_path / "nowhere" / "a.bin"
    with pytest.raises(FileNotFoundError) as caught:
        write_whole(path, b"new")
    assert str(caught.value) == f"[Errno 2] No such file or directory: {str(path)!r}"


@posix
@not_root
def test_a_folder_for_reading_only_is_told_and_its_file_stays(tmp_path, path):
    path.write_bytes(b"old")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(PermissionError) as caught:
            write_whole(path, b"new")
    finally:
        tmp_path.chmod(0o700)
    assert caught.value.filename == str(path)
    assert path.read_bytes() == b"old" and names(tmp_path) == ["a.bin"]


@not_root
def test_a_file_for_reading_only_is_refused_and_stays(tmp_path, path):
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(PermissionError) as caught:
        write_whole(path, b"new")
    assert str(caught.value) == f"[Errno 13] Permission denied: {str(path)!r}"
    assert path.read_bytes() == b"old" and names(tmp_path) == ["a.bin"]


def test_what_may_not_be_opened_for_writing_is_refused_and_stays(path, monkeypatch):
    """As for reading only, also where these tests run as root, who may write everywhere."""
    really_open = Path.open

    def guarded(self, mode="r", *arguments, **options):
        if self == path and set(mode) & set("wa+x"):
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return really_open(self, mode, *arguments, **options)

    path.write_bytes(b"old")
    monkeypatch.setattr(Path, "open", guarded)
    with pytest.raises(PermissionError) as caught:
        write_whole(path, b"new")
    assert str(caught.value) == f"[Errno 13] Permission denied: {str(path)!r}"
    assert path.read_bytes() == b"old" and names(path.parent) == ["a.bin"]


def test_a_draft_is_hidden_beside_its_file_and_named_like_it(path, monkeypatch):
    drafts, replace = [], os.replace

    def watch(draft, place):
        drafts.append(draft)
        replace(draft, place)

    monkeypatch.setattr(os, "replace", watch)
    for _ in range(2):
        write_whole(path, b"new")
    assert drafts[0] != drafts[1]
    for draft in drafts:
        assert draft.parent == path.parent.resolve()
        assert re.fullmatch(r"\.a\.bin\.[0-9a-f]{16}\.part", draft.name)


@posix
def test_a_pipe_is_written_to_and_stays_one(path):
    os.mkfifo(path)
    read = []
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()), daemon=True)
    reader.start()
    write_whole(path, bytes(200_000))
    reader.join(10)
    assert b"".join(read) == bytes(200_000)
    assert stat.S_ISFIFO(path.stat().st_mode) and names(path.parent) == ["a.bin"]


@posix
def test_standard_output_is_written_to():
    code = "from helpers.files import *; write_whole(Path('/dev/stdout'), b'new')"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert (run.stdout, run.stderr) == (b"new", b"")


class Stopped:
    """A file that stops after half of what it is given."""

    def __init__(self, file, error):
        self.file, self.error = file, error

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, content):
        self.file.write(content[: len(content) // 2])
        raise self.error


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError(28, "No space left on device"), MemoryError()]
)
@pytest.mark.parametrize("before", [None, b"old"])
def test_what_stops_a_write_leaves_the_earlier_file_and_no_draft(path, monkeypatch, before, error):
    if before:
        path.write_bytes(before)
    really_open = Path.open

    def open_draft(self, mode="r", *arguments, **options):
        file = really_open(self, mode, *arguments, **options)
        return Stopped(file, error) if mode == "xb" else file

    monkeypatch.setattr(Path, "open", open_draft)
    with pytest.raises(type(error)) as caught:
        write_whole(path, b"new")
    if isinstance(error, OSError):
        assert str(caught.value) == f"[Errno 28] No space left on device: {str(path)!r}"
    assert names(path.parent) == (["a.bin"] if before else [])
    assert not before or path.read_bytes() == before


@posix
def test_a_full_disk_leaves_the_earlier_file_and_no_draft(path):
    path.write_bytes(b"old")
    code = f"""
import resource, signal
from helpers.files import *
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_whole(Path({str(path)!r}), bytes(5000))
except OSError as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert run.stdout == f"[Errno 27] File too large: {str(path)!r}\n"
    assert path.read_bytes() == b"old" and names(path.parent) == ["a.bin"]


def test_nobody_else_s_draft_is_touched(path):
    other = path.with_name("a.bin.part")
    other.write_bytes(b"mine")
    write_whole(path, b"new")
    assert other.read_bytes() == b"mine"
    assert names(path.parent) == ["a.bin", "a.bin.part"]


def test_an_earlier_file_that_another_has_open_is_waited_for(path, monkeypatch):
    """So it is on Windows."""
    replace, refused = os.replace, []

    def busy(draft, place):
        if len(refused) < 2:
            refused.append(draft)
            raise PermissionError(13, "Access is denied", draft, 5, place)
        replace(draft, place)

    monkeypatch.setattr(os, "replace", busy)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new" and names(path.parent) == ["a.bin"]


def test_an_earlier_file_that_stays_open_is_told_in_the_end(path, monkeypatch):
    def busy(draft, place):
        raise PermissionError(13, "Access is denied", draft, None, place)

    now, slept = iter(range(100)), []
    monkeypatch.setattr("helpers.files.time.sleep", slept.append)
    monkeypatch.setattr("helpers.files.time.monotonic", lambda: next(now) / 4)
    monkeypatch.setattr(os, "replace", busy)
    with pytest.raises(PermissionError) as caught:
        write_whole(path, b"new")
    assert str(caught.value) == f"[Errno 13] Access is denied: {str(path)!r}"
    assert next(now) == 6  # a second was waited: 0, then 1/4 to 5/4
    assert slept == [0.02] * 4
    assert names(path.parent) == []


CONTENTS = [bytes([k]) * (1000 * k + 1) for k in range(6)]


def test_threads_that_write_one_file_all_succeed_and_it_is_always_whole(path):
    write_whole(path, CONTENTS[0])
    wrong = []

    def write(content):
        try:
            for _ in range(40):
                write_whole(path, content)
                if path.read_bytes() not in CONTENTS:
                    wrong.append("not whole")
        except OSError as error:
            wrong.append(error)

    threads = [threading.Thread(target=write, args=(content,)) for content in CONTENTS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []
    assert names(path.parent) == ["a.bin"]


def test_processes_that_write_one_file_all_succeed(path):
    code = "from helpers.files import *; import sys\n"
    code += "for _ in range(50): write_whole(Path(sys.argv[1]), 5000 * sys.argv[2].encode())"
    runs = [subprocess.Popen([sys.executable, "-c", code, path, letter]) for letter in "ab"]
    try:
        assert [run.wait(60) for run in runs] == [0, 0]
    finally:
        for run in runs:
            run.kill()
    assert path.read_bytes() in (5000 * b"a", 5000 * b"b")
    assert names(path.parent) == ["a.bin"]

"""The grader's side: starting the learners' processes, limiting them, and ending them."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import helpers
from workbook.teaching.isolation.peer import Gone, Peer

HERE = Path(__file__).resolve().parent
GIVEN = HERE.parents[2] / "data"  # what the notebooks read

START_SECONDS = 60

READABLE = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache",
    "/dev/null", "/dev/zero", "/dev/random", "/dev/urandom",
)  # fmt: skip
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MPLBACKEND": "agg",
}


@dataclass(frozen=True)
class Limits:
    """What a submission may take.

    Attributes
    ----------
    seconds : float
        For each cell, and for all calls that check one question.
    notebook_seconds : float
        For a notebook, repetitions after a crash included.
    memory : int
        Bytes, besides what Python and the libraries take.
    file_size : int
        Bytes of a file, and of all that a notebook writes.
    """

    seconds: float = 10.0
    notebook_seconds: float = 120.0
    memory: int = 1 << 30
    file_size: int = 16 << 20


class Nursery:
    """A process with everything imported, which forks one for each learner.

    Use it as a context, at whose end it ends, and all that it has started.

    Raises
    ------
    RuntimeError
        On entering, where the system cannot fork (Windows).
    """

    def __enter__(self) -> "Nursery":
        if not hasattr(os, "fork"):
            raise RuntimeError("grading needs Linux or macOS: on Windows, use WSL or a container")
        self._folder = Path(tempfile.mkdtemp(prefix="grading-"))
        if GIVEN.is_dir():
            (self._folder / "data").symlink_to(GIVEN)
        (self._folder / "root").mkdir()
        self._control, theirs = socket.socketpair()
        self._control.settimeout(START_SECONDS)
        with theirs:
            config = json.dumps(self._config() | {"control": theirs.fileno()})
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(HERE / "boot.py"), config],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=ENVIRONMENT | {"HOME": str(Path.home())},  # for the cache of fonts
            )
        return self

    def __exit__(self, *error: object) -> None:
        self._control.close()
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _config(self) -> dict[str, Any]:
        """Return what the process is told at its start."""
        installed = str(Path(np.__file__).parents[1])
        library = str(Path(helpers.__file__).parent)
        ours = [sys.base_prefix, installed, library, *map(str, GIVEN.glob("*.pkl"))]
        behind_links = map(os.path.realpath, ours)
        return {
            "installed": installed,
            "helpers": library,
            "isolation": str(HERE),
            "environment": ENVIRONMENT,
            "root": str(self._folder / "root"),
            "readable": [*ours, *behind_links, *READABLE],
            "hidden": [f"{installed}/workbook", f"{os.path.realpath(installed)}/workbook"],
            "inner_work": str(GIVEN.parent / "notebooks"),
        }

    @contextmanager
    def learner(self, limits: Limits) -> Iterator[Peer]:
        """Return what talks to a learner's new process, whose root is a `child.Notebook`.

        It is a context, at whose end the process is ended.

        Raises
        ------
        RuntimeError
            If none can be started.
        """
        ours, theirs = socket.socketpair()
        with tempfile.TemporaryDirectory(dir=self._folder, ignore_cleanup_errors=True) as work:
            request = {
                "memory": limits.memory,
                "seconds": int(limits.notebook_seconds) + 1,
                "file_size": limits.file_size,
                "work": work,
            }
            with ours, theirs:
                pid = self._asked({"fork": request}, theirs.fileno())["pid"]
                theirs.close()
                try:
                    yield _ready(Peer(ours, strict=True))
                finally:
                    ours.close()
                    self._asked({"end": pid})

    def _asked(self, request: dict[str, Any], *handles: int) -> dict[str, Any]:
        try:
            if sys.platform != "win32":  # for a type checker: __enter__ has refused it
                socket.send_fds(self._control, [json.dumps(request).encode()], handles)
            answer = self._control.recv(1 << 16)
        except OSError as error:
            raise RuntimeError(f"the learners' process does not answer: {error}") from error
        if not answer:
            raise RuntimeError("the learners' process has ended")
        return dict(json.loads(answer))


def _ready(peer: Peer) -> Peer:
    """Return a peer whose process has put up its walls."""
    peer.allowance = START_SECONDS
    try:
        peer.do("values")
    except Gone as reason:
        raise RuntimeError(f"no process for a learner could be started: {reason}") from reason
    return peer

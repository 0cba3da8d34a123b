"""The learners' process: one that waits, with everything imported, and forks one per notebook."""

import ast
import asyncio
import builtins
import gc
import importlib
import inspect
import json
import linecache
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType, ModuleType
from typing import Any

from workbook.teaching.isolation import peer as peers
from workbook.teaching.isolation import sandbox, wire

assert sys.platform != "win32"  # which cannot fork

CELL = peers.CELL
MACHINERY = (peers.__file__, wire.__file__, __file__)
AGAIN = 0.2  # seconds after which code that swallows OutOfTime is told once more

OPTIONS = re.compile(r"^\s*(?:-[nrp]\s*\d+\s+|-[a-z]+\s+)*")  # of %timeit and its like

PRELOADED = ("decimal", "fractions", "helpers.plots", "IPython.display", "helpers.study")


class Notebook:
    """The variables of a learner's notebook, and the running of its cells."""

    def __init__(self, walls: list[str]) -> None:
        self.walls = walls
        main = ModuleType("__main__")
        sys.modules["__main__"] = main
        self.names = main.__dict__
        shell = Shell(self.names)
        self.names.update(get_ipython=lambda: shell, display=_nothing)
        self.names.update({name: _nothing for name in ("help", "exit", "quit")})
        self.names.update(In=[""], Out={}, _="", __="", ___="")
        self.names["__builtins__"] = builtins

    def run(self, source: str, number: int) -> None:
        """Run a cell; errors are the learner's."""
        name = f"{CELL}{number}>"
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        code = compile(source, name, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        if code.co_flags & inspect.CO_COROUTINE:  # as in Jupyter, a cell may wait
            asyncio.run(eval(code, self.names))
        else:
            exec(code, self.names)

    def values(self, *names: str) -> dict[str, Any]:
        """Return those of some variables that there are."""
        return {name: self.names[name] for name in names if name in self.names}


def _nothing(*arguments: Any, **options: Any) -> None:
    """Stand in for what Jupyter has, and where there is nobody to look at it."""


class Shell:
    """As much of IPython as a cell may ask for: nothing happens, except that `%time` runs code."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.user_ns = names

    def run_line_magic(self, name: str, line: str, *more: Any) -> None:
        if name in ("time", "timeit", "prun"):
            exec(OPTIONS.sub("", line, count=1), self.user_ns)

    def run_cell_magic(self, name: str, line: str, body: str) -> None:
        """Do nothing: what measures time was taken off before."""

    def getoutput(self, command: str, *more: Any) -> list[str]:
        """Return what a command has printed: it was not run."""
        return []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *arguments, **options: None


# Time


@contextmanager
def timed(seconds: float) -> Iterator[None]:
    """Interrupt the learner's code after some seconds, and again if it goes on."""
    signal.signal(signal.SIGALRM, _out_of_time)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _out_of_time(number: int, frame: FrameType | None) -> None:
    """Raise OutOfTime in the learner's code; while a message is under way, wait for the next."""
    while frame is not None and not frame.f_code.co_filename.startswith(CELL):
        if frame.f_code.co_filename in MACHINERY:
            return
        frame = frame.f_back
    raise peers.OutOfTime(peers.TOO_LONG)


# Forking


def wait_and_fork(config: dict[str, Any]) -> None:
    """Prepare what all learners' processes share, then fork one for each request, until the end."""
    control = socket.socket(fileno=config["control"])
    for name in PRELOADED:
        with suppress(ImportError):
            importlib.import_module(name)
    if "matplotlib" in sys.modules:
        sys.modules["matplotlib"].use("agg")
    os.environ.clear()
    os.environ.update(config["environment"])
    null = os.open(os.devnull, os.O_RDWR)  # what is printed goes nowhere
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    config["used"] = sandbox.memory_in_use()
    config["own_world"] = bool(config["root"]) and _can_have_own_world(config)
    if config["own_world"]:
        _enter_own_world(config)
    gc.collect()
    gc.freeze()
    while True:
        request, handles = _request(control)
        if not request:
            return
        if "fork" in request:
            answer = {"pid": _forked(config | request["fork"], handles[0], control)}
            os.close(handles[0])
        else:
            answer = _ended(request["end"])
        control.sendall(json.dumps(answer).encode())


def _can_have_own_world(config: dict[str, Any]) -> bool:
    """Try in a child: half a world, where only some of it is allowed, is worse than none."""
    pid = os.fork()
    if not pid:
        try:
            _enter_own_world(config)
            sandbox.own_processes(config["inner_work"], 1 << 20)
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


def _enter_own_world(config: dict[str, Any]) -> None:
    sandbox.own_namespaces(
        config["root"], config["readable"], config["hidden"], config["inner_work"]
    )


def _request(control: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Return what the grader asks for, and the handle that came with it; nothing at the end."""
    data, handles, _, _ = socket.recv_fds(control, 1 << 16, 1)
    return (json.loads(data) if data else {}), handles


def _forked(config: dict[str, Any], handle: int, control: socket.socket) -> int:
    """Fork a learner's process, which talks through a handle; return its number, or its guard's.

    In a world of its own the learner's process is number 1, and all its children end with it. The
    guard stands outside and ends with it.
    """
    pid = os.fork()
    if pid:
        return pid
    try:
        control.close()
        if config["own_world"]:
            sandbox.ended_with_parent()
            sandbox.own_processes(config["inner_work"], config["file_size"])
            config["work"] = config["inner_work"]
            if inner := os.fork():
                os.close(handle)
                os.waitpid(inner, 0)
                os._exit(0)
        _serve(config, handle)
    finally:
        os._exit(1)


def _serve(config: dict[str, Any], handle: int) -> None:
    """Put up the walls, and do what the grader asks for."""
    os.dup2(handle, 3)
    os.closerange(4, 1024)
    os.chdir(config["work"])
    os.environ["HOME"] = config["work"]
    connection = socket.socket(fileno=3)
    standing = _walls(config)
    notebook = Notebook(standing)
    with suppress(peers.Gone):
        peers.Peer(connection, strict=False, root=notebook, timed=timed).serve()
    os._exit(0)


def _walls(config: dict[str, Any]) -> list[str]:
    """Put up the walls that this system has, and return their names."""
    work, memory = config["work"], config["used"] + config["memory"]
    walls: list[tuple[str, Callable[[], None]]] = [
        ("limited memory", lambda: sandbox.limited_memory(memory)),
        ("limited time and files", lambda: sandbox.limited(config["seconds"], config["file_size"])),
    ]
    if not sandbox.ON_LINUX:
        return sandbox.attempted(walls)
    walls += [
        ("processes end with the grader", sandbox.ended_with_parent),
        ("no privileges", sandbox.without_privileges),
        ("no processes, no connections", sandbox.filtered_calls),
    ]
    if config["own_world"]:
        return ["own files, network and processes", *sandbox.attempted(walls)]
    readable, hidden = config["readable"], config["hidden"]
    closed = ("files closed", lambda: sandbox.landlocked(readable, hidden, work))
    return sandbox.attempted([closed, *walls])


def _ended(pid: int) -> dict[str, Any]:
    """End a child and all that it has started, at once unless it is about to end by itself."""
    for _ in range(50):
        if os.waitpid(pid, os.WNOHANG) != (0, 0):
            return {}
        time.sleep(0.001)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return {}

"""Run chosen tests in forked processes, on a copy of the tree that may be broken.

A process that has imported what others wrote, but nothing of ours, is forked for each run, which
spares its start. `recorded` tells which functions each test calls.
"""

import contextlib
import filecmp
import gc
import importlib
import json
import os
import select
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "mutants"
PACKAGES = ("helpers", "workbook")
LEFT_OUT = (".git", ".venv", "build", "dist", "work", "__pycache__", ".*_cache", ".hypothesis")
MEMORY = 6 << 30  # bytes of addresses
# What others wrote, as far as it is there; imported once.
WANTED = ["IPython", "PIL.Image", "autograd", "bs4", "hypothesis.extra.numpy", "ipykernel"]
WANTED += ["jinja2", "joblib", "latex2mathml.converter", "matplotlib.pyplot", "mistune", "nbclient"]
WANTED += ["nbconvert", "nbformat", "numpy", "pooch", "pypdf", "requests", "tqdm", "typst", "yaml"]


def copied(number: int) -> Path:
    """Return a copy of the tree; one that is there already is brought up to date."""
    tree = BUILD / f"tree-{number}"
    shutil.copytree(
        ROOT,
        tree,
        ignore=shutil.ignore_patterns(*LEFT_OUT),
        copy_function=_copied_if_new,
        dirs_exist_ok=True,
    )
    for path in sorted(tree.rglob("*"), reverse=True):
        if "__pycache__" not in path.parts and not (ROOT / path.relative_to(tree)).exists():
            is_folder = path.is_dir() and not path.is_symlink()
            shutil.rmtree(path) if is_folder else path.unlink()
    return tree


def _copied_if_new(source: str, target: str) -> None:
    if not Path(target).exists() or not filecmp.cmp(source, target, shallow=False):
        shutil.copyfile(source, target)


def enter(tree: Path) -> None:
    """Make this process import from a tree, and those that it starts, too."""
    os.chdir(tree)
    sys.path[:] = [str(tree), *(each for each in sys.path if Path(each or ".").resolve() != ROOT)]
    os.environ["PYTHONPATH"] = str(tree)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in list(sys.modules):
        if name.partition(".")[0] in (*PACKAGES, "tests", "conftest"):
            del sys.modules[name]  # of another tree: this runs in its own tests, too
    write_bytecode(True)


def write_bytecode(really: bool) -> None:
    """Say whether to keep what is compiled: that of a mutant would be taken for the module."""
    sys.dont_write_bytecode = not really
    os.environ["PYTHONDONTWRITEBYTECODE"] = "" if really else "1"


def run_pytest(files: Iterable[str], *plugins: object) -> int:
    """Run tests here; its plugins are what chooses them, or looks on."""
    given = ["-q", "-x", "-p", "pytest_timeout", "-p", "_hypothesis_pytestplugin"]
    given += ["-p", "no:cacheprovider", f"--basetemp={Path.cwd()}-tmp"]
    return int(pytest.main([*given, *files], plugins=plugins))


# Processes


class Fork:
    """A function that runs in a process of its own, and gives back what JSON can say."""

    def __init__(self, run: Callable[[], Any]) -> None:
        sys.stdout.flush()
        self.answer, write = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                os.setsid()
                self.alone()
                data = json.dumps(run()).encode()
                with open(write, "wb") as file:
                    file.write(data)
                status = 0
            finally:
                os._exit(status)
        os.close(write)

    def alone(self) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with contextlib.suppress(ImportError, ValueError, OSError):
            import resource

            resource.setrlimit(
                resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1])
            )
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)

    def result(self, seconds: float) -> Any:
        """Return what came back; None if nothing did in time, or it died."""
        data, end = b"", time.monotonic() + seconds
        while select.select([self.answer], [], [], max(0.0, end - time.monotonic()))[0]:
            part = os.read(self.answer, 1 << 16)
            if not part:
                break
            data += part
        self.kill()
        with contextlib.suppress(ValueError):
            return json.loads(data)
        return None

    def kill(self) -> None:
        """End it, and what it has started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        with contextlib.suppress(OSError):
            os.close(self.answer)


def spread(
    work: Callable[[Any], Any], tasks: Sequence[Any], jobs: int, seconds: float
) -> Iterator[tuple[Any, Any]]:
    """Yield each task with its result, as they are done; each runs in a tree of its own."""
    left, free = list(tasks), list(range(jobs))
    busy: dict[int, tuple[Any, int, Fork]] = {}
    trees = [copied(number) for number in range(min(jobs, len(left)))]
    free = free[: len(trees)]
    for name in WANTED if left else ():
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.freeze()  # or each process looks through all of that for garbage

    def work_in(tree: Path, task: Any) -> Any:
        enter(tree)
        return work(task)

    try:
        while left or busy:
            while left and free:
                number, task = free.pop(), left.pop(0)
                fork = Fork(lambda task=task, number=number: work_in(trees[number], task))
                busy[fork.answer] = task, number, fork
            ready = select.select(list(busy), [], [])[0]
            for answer in ready:
                task, number, fork = busy.pop(answer)
                free.append(number)
                yield task, fork.result(seconds)
    finally:
        for _, _, fork in busy.values():
            fork.kill()


# Which functions each test calls


class Recorder:
    """Looks on while tests run: how long each takes, and which of our functions it calls."""

    def __init__(self, tree: Path) -> None:
        self.prefix = f"{tree}{os.sep}"
        self.tests: dict[str, tuple[float, list[str]]] = {}
        self.not_passed: set[str] = set()
        self.known: dict[int, tuple[Any, str]] = {}
        self.called: set[str] = set()

    def profile(self, frame: Any, event: str, _: object) -> None:
        if event != "call":
            return
        code = frame.f_code
        if id(code) not in self.known:
            self.known[id(code)] = code, self.name(code)  # kept, so that no other has its id
        self.called.add(self.known[id(code)][1])

    def name(self, code: Any) -> str:
        path = code.co_filename.removeprefix(self.prefix)
        if not path.startswith(PACKAGES) or code.co_name == "<module>":
            return ""
        return f"{path}:{code.co_qualname.partition('.<locals>')[0]}"

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        self.called = set()
        begin = sum(os.times()[:4])  # of the processor, those of children included
        threading.setprofile(self.profile)
        sys.setprofile(self.profile)
        try:
            return (yield)
        finally:
            sys.setprofile(None)
            threading.setprofile(None)
            seconds = sum(os.times()[:4]) - begin
            self.tests[item.nodeid] = seconds, sorted(self.called - {""})

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.outcome != "passed":
            self.not_passed.add(report.nodeid)


def recorded(file: str) -> dict[str, Any]:
    """Run a file of tests, and return what is to know: its tests that pass, what it imports."""
    tree = Path.cwd()
    recorder = Recorder(tree)
    run_pytest(["--maxfail=1000000", file], recorder)
    names = [name for name in sys.modules if name.partition(".")[0] in PACKAGES]
    files = [getattr(sys.modules[name], "__file__", None) for name in names]
    paths = [Path(each).relative_to(tree).as_posix() for each in files if each]
    passed = {k: v for k, v in recorder.tests.items() if k not in recorder.not_passed}
    return {"tests": passed, "imports": sorted(paths), "others": sorted(recorder.not_passed)}

"""Break the packages' modules, one edit at a time: do their tests notice?

    python -m benchmarks.mutation [--mutants 50] [--seed 0] [--jobs 2] [MODULE ...]

A mutant is noticed if a test fails that passes on the module as it is, or does not end in time.
Of its room's tests that call the mutated function, those nearest by name run first, up to ten
seconds of them. First, in a process that has collected the tests, the
function's code is exchanged, which is quick; what survives that, and what acts on import, is
written to a copy of the tree, imported anew and tested again. What was noticed stays so until its
module or the test changes. Edits of other modules are not looked at: `make clean` forgets all.

mutmut and cosmic-ray make all mutants of a module, and start pytest for each: hours, not minutes.

Survivors that no test can notice are listed in `equivalent_mutants.toml`, each with its reason.
"""

import argparse
import functools
import gc
import hashlib
import json
import sys
import time
import tomllib
import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, takewhile
from pathlib import Path, PurePosixPath
from typing import Any

from benchmarks.package_mutants import Key, PackageMutant, every, sample
from benchmarks.package_tests import (
    BUILD,
    PACKAGES,
    ROOT,
    Fork,
    recorded,
    run_pytest,
    spread,
    write_bytecode,
)

EQUIVALENT = ROOT / "benchmarks" / "equivalent_mutants.toml"
SECONDS = 10.0  # of tests, for each mutant; all are the processor's
PATIENCE = 10  # times that may pass, on the clock, before a mutant is taken for endless
VERSION = 2  # of what is remembered


def digest(*parts: str) -> str:
    """Return a short name of some texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def content(name: str) -> str:
    path = ROOT / name
    return path.read_text("utf-8") if path.is_file() else ""


# The tests


@dataclass
class Tests:
    """What is known of the tests: `files` has for each file what `recorded` returns."""

    files: dict[str, dict[str, Any]]

    def of(self, module: str, mutant: PackageMutant) -> list[str]:
        """Return the names of the tests to run, nearest first, then shortest."""
        function = f"{module}:{mutant.function}"
        calling = list(self._that(module, lambda file, called: function in called))
        if mutant.when_imported or not calling:
            calling = list(self._that(module, lambda file, called: module in file["imports"]))
        near = {path: -nearness(module, path) for path, _, _ in calling}
        calling.sort(key=lambda each: (near[each[0]], each[1]))
        totals = accumulate(seconds for _, seconds, _ in calling)
        chosen = [each for each, total in zip(calling, totals, strict=True) if total <= SECONDS]
        chosen.sort(key=lambda each: (near[each[0]], *each))  # file by file, for their fixtures
        return [name for _, _, name in chosen]

    def _that(self, module: str, wanted: Any) -> Iterator[tuple[str, float, str]]:
        for path, file in self.files.items():
            if not is_near(module, path):
                continue
            for name, (seconds, called) in file["tests"].items():
                if wanted(file, called):
                    yield path, seconds, name

    def seconds(self, names: Iterable[str]) -> float:
        return sum(self.files[file_of(name)]["tests"][name][0] for name in names)

    def left_out(self) -> str:
        """Return which tests are never run."""
        lines = []
        for path, file in self.files.items():
            if count := len(file["others"]):
                lines.append(f"{path}: {count} fail here, or are skipped\n")
            slow = (name for name, (seconds, _) in file["tests"].items() if seconds > SECONDS)
            lines += [f"{name}: takes over {SECONDS:.0f} s\n" for name in slow]
        return "Tests left out:\n" + "".join(lines) if lines else ""


def file_of(test: str) -> str:
    return test.partition("::")[0]


def nearness(module: str, file: str) -> int:
    """Return how many parts of a module's path those of a test's file begin with."""
    own = PurePosixPath("tests", module).with_suffix("").parts
    path = PurePosixPath(file)
    theirs = (*path.parts[:-1], path.stem.removeprefix("test_"))
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(own, theirs, strict=False))
    )


def is_near(module: str, file: str) -> bool:
    """Return whether a file's tests are of a module's room."""
    parts = PurePosixPath("tests", module).parent.parts
    room = PurePosixPath(*parts[: 3 if parts[1] == "workbook" else 2])
    return room in PurePosixPath(file).parents


def known_tests(modules: list[str], jobs: int) -> Tests:
    """Run each file of tests that is new, and return what is known of all near some modules."""
    folder = BUILD / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    found = (each.relative_to(ROOT).as_posix() for each in ROOT.glob("tests/**/test_*.py"))
    files = sorted(each for each in found if any(is_near(module, each) for module in modules))
    kept = {file: folder / f"{digest(str(VERSION), file, content(file))}.json" for file in files}
    new = [file for file in files if not kept[file].exists()]
    for count, (file, found) in enumerate(spread(recorded, new, jobs, 600), start=1):
        print(f"{count} of {len(new)}: {file}", "" if found else "FAILED", file=sys.stderr)
        if found:
            kept[file].write_text(json.dumps(found), "utf-8")
    return Tests({f: json.loads(p.read_text("utf-8")) for f, p in kept.items() if p.exists()})


# One mutant


class Chosen:
    """Runs some of the tests that are collected, in the order of their names given."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.failed: str | None = None

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        known = {item.nodeid: item for item in items}
        items[:] = [known[name] for name in self.names if name in known]

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.outcome == "failed" and self.failed is None:
            self.failed = report.nodeid


class Exchange(Chosen):
    """Once the tests are collected, runs them for each mutant, in a process with its code."""

    def __init__(self, path: Path, tasks: list["Task"]) -> None:
        super().__init__(sorted({name for task in tasks for name in task.tests}))
        self.path, self.source, self.tasks = path, path.read_text("utf-8"), tasks
        self.items: dict[str, Any] = {}
        self.objects: list[Any] = []
        self.sound: dict[str, bool] = {}

    def pytest_runtestloop(self, session: Any) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        self.objects = ours(self.path)
        for task in self.tasks:
            task.verdict = Fork(lambda task=task: self.verdict(task)).result(task.limit)
            while task.verdict and not self.is_sound(task.verdict):
                task.tests.remove(task.verdict)
                task.verdict = Fork(lambda task=task: self.verdict(task)).result(task.limit)
        return True

    def is_sound(self, name: str) -> bool:
        """Return whether a test passes by itself, on the module as it is."""
        if name not in self.sound:
            task = Task(PackageMutant("", False, 0, "", "", "", self.source), [name], 60)
            self.sound[name] = Fork(lambda: self.verdict(task)).result(task.limit) == ""
        return self.sound[name]

    def verdict(self, task: "Task") -> str:
        """Run a mutant's tests here, and return the name of the first that fails, if any."""
        if task.mutant.function and not exchange(self.objects, self.path, self.source, task.mutant):
            return ""
        for each in self.objects:
            if isinstance(each, functools._lru_cache_wrapper):
                each.cache_clear()
        chosen = [self.items[name] for name in task.tests if name in self.items]
        for item, following in zip(chosen, [*chosen[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                return self.failed
        return ""


def codes(code: types.CodeType, prefix: str) -> Iterator[types.CodeType]:
    """Yield the code of a function, or method, and of those inside it."""
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            if each.co_qualname == prefix or each.co_qualname.startswith(f"{prefix}.<locals>"):
                yield each
            yield from codes(each, prefix)


def exchange(
    objects: list[Any], path: Path, source: str, mutant: PackageMutant
) -> list[types.FunctionType]:
    """Give a mutant's code to all functions among some objects that have the code it was.

    Returns
    -------
    list of function
        Those that are changed.
    """
    texts = (source, mutant.source)
    compiled = (compile(text, str(path), "exec", dont_inherit=True) for text in texts)
    old, new = (list(codes(code, mutant.function)) for code in compiled)
    if [each.co_name for each in old] != [each.co_name for each in new]:
        del old[1:], new[1:]
    changed = []
    for each in objects:
        if isinstance(each, types.FunctionType) and each.__code__ in old:
            each.__code__ = new[old.index(each.__code__)]
            changed.append(each)
    return changed


def ours(path: Path) -> list[Any]:
    """Return the functions of a file, and the caches of all files of ours, that exist."""
    gc.unfreeze()  # what is frozen, as the tests are once they are collected, would not be listed
    return [
        each
        for each in gc.get_objects()
        if (isinstance(each, types.FunctionType) and each.__code__.co_filename == str(path))
        or (isinstance(each, functools._lru_cache_wrapper) and _is_ours(each))
    ]


def _is_ours(function: Any) -> bool:
    return str(getattr(function, "__module__", "")).startswith((*PACKAGES, "tests"))


@dataclass
class Task:
    """A mutant, the tests that it runs against, and how that ends.

    `verdict` is the test that fails; empty if none does; None if they take too long.
    """

    mutant: PackageMutant
    tests: list[str]
    limit: float
    verdict: str | None = ""

    def as_dict(self) -> dict[str, Any]:
        mutant = self.mutant
        found = {name: getattr(mutant, name) for name in KEY}
        by = "too slow" if self.verdict is None else self.verdict
        file = digest(content(file_of(by)))
        return found | {"by": by, "file": file, "tests": len(self.tests)}


KEY = ("function", "before", "after")


def anew(path: Path, task: Task) -> str | None:
    """Write a mutant to its tree, import it and run its tests, those of the first file alone."""

    def run(names: list[str]) -> str:
        chosen = Chosen(names)
        code = run_pytest(sorted({file_of(name) for name in names}), chosen)
        return chosen.failed or ("collection" if code not in (0, 5) else "")

    first = [name for name in task.tests if file_of(name) == file_of(task.tests[0])]
    source = path.read_text("utf-8")
    verdict: str | None = ""
    try:
        written(path, task.mutant.source)
        for names in (first, task.tests[len(first) :]):
            if verdict == "" and names:
                verdict = Fork(functools.partial(run, names)).result(task.limit)
    finally:
        written(path, source)
    return verdict


def written(path: Path, source: str) -> None:
    """Write a module, and forget what it was compiled to."""
    for old in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
        old.unlink()
    path.write_text(source, "utf-8")


def judge(work: tuple[str, list[Task]]) -> list[dict[str, Any]]:
    """Return the verdicts on the mutants of a module, in the tree that this process is in."""
    module, tasks = work
    path = Path.cwd() / module
    at_once = [task for task in tasks if task.tests and not task.mutant.when_imported]
    if at_once:
        exchanged = Exchange(path, at_once)
        files = sorted({file_of(name) for name in exchanged.names})

        def run() -> list[str | None]:
            run_pytest(files, exchanged)
            return [task.verdict for task in at_once]

        limit = 60 + sum(task.limit for task in at_once)
        for task, verdict in zip(at_once, Fork(run).result(limit) or [], strict=False):
            task.verdict = verdict
    write_bytecode(False)
    for task in tasks:
        if task.verdict == "" and task.tests:
            task.verdict = anew(path, task)
    return [task.as_dict() for task in tasks]


# All mutants of a module


@dataclass
class Module:
    """A module's mutants, and what became of them."""

    path: str
    mutants: list[PackageMutant]
    verdicts: dict[Key, dict[str, Any]]
    equivalent: dict[Key, str]
    stale: list[Key]

    def having(self, noticed: bool) -> list[PackageMutant]:
        return [
            each
            for each in self.mutants
            if each.key not in self.equivalent
            and each.key in self.verdicts
            and bool(self.verdicts[each.key]["by"]) is noticed
        ]

    @property
    def score(self) -> float:
        """The share that is noticed of those that are not equivalent; of none, all."""
        noticed, survived = len(self.having(True)), len(self.having(False))
        return noticed / (noticed + survived) if noticed + survived else 1.0

    def row(self) -> str:
        equivalent = sum(each.key in self.equivalent for each in self.mutants)
        counts = len(self.mutants), len(self.having(True)), equivalent, len(self.having(False))
        return ROW.format(self.path, *counts, f"{100 * self.score:.0f} %")

    def survivors(self) -> str:
        """Return where each survivor is, and what it changes."""
        return "".join(
            f"{self.path}:{each.line} {each.function or '(module)'}: {each.rule}"
            f"{'' if self.verdicts[each.key]['tests'] else ', which no test runs'}\n"
            f"  - {each.before}\n  + {each.after}\n"
            for each in self.having(False)
        )

    def wrong(self) -> str:
        """Return what is wrong with the list of equivalent ones: what fits none, or is noticed."""
        lines = [f"no mutant of {self.path} any more: {key}\n" for key in self.stale]
        for key in self.equivalent:
            if by := self.verdicts.get(key, {}).get("by"):
                lines.append(f"not equivalent in {self.path}, by {by}: {key}\n")
        return "".join(lines)


ROW = "{:48} {:>6} {:>8} {:>11} {:>9} {:>6}"
HEADERS = ("module", "made", "noticed", "equivalent", "survived", "score")


def equivalents() -> dict[str, dict[Key, str]]:
    """Return the reasons of the mutants that no test can notice, by module and key."""
    found: dict[str, dict[Key, str]] = {}
    entries = tomllib.loads(EQUIVALENT.read_text("utf-8"))
    for module, listed in entries.items():
        for each in listed:
            key = each.get("function", ""), each["before"], each["after"]
            found.setdefault(module, {})[key] = each["reason"]
    return found


def remembered(file: Path, source: str, tests: Tests) -> dict[Key, dict[str, Any]]:
    """Return the verdicts that still hold: of what no test noticed, none if any test is new."""
    if not file.exists():
        return {}
    kept = json.loads(file.read_text("utf-8"))
    if kept["source"] != digest(source):
        return {}
    same = kept["tests"] == digest(*sorted(tests.files), *map(content, sorted(tests.files)))
    return {
        tuple(each[name] for name in KEY): each
        for each in kept["verdicts"]
        if (same or each["by"]) and digest(content(file_of(each["by"]))) == each["file"]
    }


def prepared(
    path: str, number: int, seed: str, tests: Tests, known: dict[Key, str]
) -> tuple[Module, list[Task]]:
    """Return a module's mutants with what is remembered of them, and what is left to do."""
    source = content(path)
    mutants = sample(source, number, seed)
    keys = {each.key for each in mutants}
    missing = known.keys() - keys
    stale = sorted(missing - {each.key for each in every(source)}) if missing else []
    verdicts = remembered(_file(path, number, seed), source, tests)
    left = [each for each in mutants if each.key not in verdicts]
    tasks = []
    for each in left:
        names = tests.of(path, each)
        tasks.append(Task(each, names, 60 + PATIENCE * tests.seconds(names)))
    return Module(path, mutants, verdicts, known, stale), tasks


def _file(path: str, number: int, seed: str) -> Path:
    return BUILD / "results" / f"{path.replace('/', '-')}-{number}-{seed}.json"


def remember(file: Path, module: Module, tests: Tests) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    names = sorted(tests.files)
    kept = {
        "source": digest(content(module.path)),
        "tests": digest(*names, *map(content, names)),
        "verdicts": list(module.verdicts.values()),
    }
    file.write_text(json.dumps(kept, indent=1, ensure_ascii=False), "utf-8")


def measured(paths: list[str], number: int, seed: str, jobs: int, tests: Tests) -> Iterator[Module]:
    """Yield the modules, as they are done."""
    listed = equivalents()
    work, modules = [], {}
    for path in paths:
        module, tasks = prepared(path, number, seed, tests, listed.get(path, {}))
        modules[path] = module
        if tasks:
            work.append((path, tasks))
        else:
            yield module
    for (path, _), verdicts in spread(judge, work, jobs, 7200):
        module = modules[path]
        for each in verdicts or []:
            module.verdicts[tuple(each[name] for name in KEY)] = each
        remember(_file(path, number, seed), module, tests)
        yield module


def report(modules: list[Module], tests: Tests) -> str:
    """Return the table, the survivors, what is listed in vain, and the tests that are left out."""
    modules = sorted(modules, key=lambda each: each.path)
    lines = [each.survivors() for each in modules]
    lines += [each.wrong() for each in modules]
    lines.append(tests.left_out())
    rows = [ROW.format(*HEADERS), *(each.row() for each in modules)]
    return "".join(lines) + "\n".join(rows)


def main(words: list[str] | None = None) -> int:
    """Measure, and print; return how many modules score less than 95 %."""
    about = __doc__.splitlines()[0] if __doc__ else None
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutation", description=about)
    parser.add_argument("modules", nargs="*", help="their paths; all if none")
    parser.add_argument("--mutants", type=int, default=50, help="of each module")
    parser.add_argument("--seed", default="0", help="chooses them")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    given = parser.parse_args(words)
    every_path = (each for name in PACKAGES for each in sorted((ROOT / name).rglob("*.py")))
    paths = given.modules or [each.relative_to(ROOT).as_posix() for each in every_path]
    tests = known_tests(paths, given.jobs)
    begin, done = time.monotonic(), []
    for module in measured(paths, given.mutants, given.seed, given.jobs, tests):
        done.append(module)
        seconds = time.monotonic() - begin
        print(f"{len(done)} of {len(paths)}, {seconds:.0f} s:{module.row()}", file=sys.stderr)
    print(report(done, tests))
    return sum(module.score < 0.95 for module in done)


if __name__ == "__main__":
    sys.exit(bool(main()))

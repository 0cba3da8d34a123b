"""Finding tables: those that installed packages announce, and those in a file of one's own.

A package announces a table as an entry point of the group ``workbook.tables``, under what its
questions' ids begin with: ``q1 = "workbook.questions.pen_and_paper:table"``.
"""

import importlib
import importlib.util
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from workbook.checks.question import TableError, nearest
from workbook.checks.table import Table

GROUP = "workbook.tables"

HOME = Path(__file__).resolve().parents[2]


@cache
def announced() -> dict[str, EntryPoint]:
    """Return the entry points of all installed tables, by what their ids begin with.

    Raises
    ------
    TableError
        If two packages announce tables whose ids begin alike.
    """
    points: dict[str, EntryPoint] = {}
    for point in entry_points(group=GROUP):
        if points.setdefault(point.name, point).value != point.value:
            both = f"{points[point.name].value} and {point.value}"
            raise TableError(f"two installed tables have ids that begin with {point.name}: {both}")
    return points


def table_of(question_id: str) -> Table:
    """Return the announced table that a question belongs to, "q1" for "q1-3".

    Raises
    ------
    KeyError
        If no table is announced under what the id begins with.
    """
    start = question_id.partition("-")[0]
    if start not in announced():
        words = f"{question_id}: no installed table has questions that begin with {start}"
        raise KeyError(words + nearest(start, announced()))
    return _required(announced()[start].load(), start)


def table_named(name: str) -> Table:
    """Return the announced table that belongs to a notebook, by its name without ending.

    Raises
    ------
    TableError
        If none does.
    """
    tables = {table.name: table for table in map(load, announced())}
    if name not in tables:
        raise TableError(f"no installed table belongs to {name}" + nearest(name, tables))
    return tables[name]


def load(where: str) -> Table:
    """Return a table by where it is.

    Parameters
    ----------
    where : str
        What its ids begin with ("q1"), a module and a name in it ("course.questions:table"), or a
        file of Python ("coffee.py"), in which it is called ``table`` unless its name follows after
        a colon.

    Raises
    ------
    TableError
        If there is no table.
    """
    if where in announced():
        return table_of(where)
    place, name = _place_and_name(where)
    module = _from_file(Path(place)) if place.endswith(".py") else _from_module(place)
    if not hasattr(module, name):
        raise TableError(f"{where}: nothing is called {name} there")
    return _required(getattr(module, name), where)


def _place_and_name(where: str) -> tuple[str, str]:
    """Return what stands before and after the colon; the one behind a drive's letter is none."""
    place, colon, name = where.rpartition(":")
    return (place, name) if colon and len(place) > 1 else (where, "table")


def _from_module(place: str) -> ModuleType:
    try:
        return importlib.import_module(place)
    except (ImportError, TypeError, ValueError) as error:  # the last two if it is no module's name
        words = f"{place}: no table is found there ({error})"
        file = Path(f"{place}.py")
        raise TableError(f"{words}; did you mean {file}?" if file.is_file() else words) from error


def _from_file(path: Path) -> ModuleType:
    """Return the module in a file, which may import what lies beside it.

    Raises
    ------
    TableError
        If there is no file, or it fails; the message names the line.
    """
    if not path.is_file():
        raise TableError(f"{path}: there is no such file")
    path = path.resolve()
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None  # since its name ends in .py
    module = importlib.util.module_from_spec(spec)
    with _importing_from(path.parent):
        sys.modules[path.stem] = module  # for what imports it, and for dataclasses
        try:
            spec.loader.exec_module(module)
        except SyntaxError as error:
            raise TableError(f"{path.name}: {error}") from error
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            lines = [frame.lineno for frame in frames if Path(frame.filename) == path]
            kind = "" if isinstance(error, TableError) else f"{type(error).__name__}: "
            raise TableError(f"{path.name}, line {lines[-1]}: {kind}{error}") from error
    return module


@contextmanager
def _importing_from(folder: Path) -> Iterator[None]:
    """Let modules be imported from a folder, and forget them: another has the same names."""
    before = dict(sys.modules)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name, module in list(sys.modules.items()):
            if before.get(name) is not module and _lies_beside(module, folder):
                del sys.modules[name]
                if name in before:
                    sys.modules[name] = before[name]


def _lies_beside(module: ModuleType, folder: Path) -> bool:
    """Return whether a module is the folder's own: no package of an environment made inside it."""
    file = Path(getattr(module, "__file__", None) or "")
    installed = [Path(sys.prefix), Path(sys.base_prefix), HOME / "helpers", HOME / "workbook"]
    return (
        folder in file.parents
        and "site-packages" not in file.parts
        and not any(place in file.parents for place in installed)
    )


def _required(found: Any, where: str) -> Table:
    if not isinstance(found, Table):
        raise TableError(f"{where}: what is there is of type {type(found).__name__}, not a Table")
    return found

"""Finding tables: those that installed packages announce, and those in a file of one's own.

A package announces a table as an entry point of the group ``workbook.tables``, under what its
questions' ids begin with: ``q1 = "workbook.questions.pen_and_paper:table"``.
"""

import importlib
import importlib.util
import sys
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from workbook.checks.question import TableError, nearest
from workbook.checks.table import Table

GROUP = "workbook.tables"


@cache
def announced() -> dict[str, EntryPoint]:
    """Return the entry points of all installed tables, by what their ids begin with."""
    return {point.name: point for point in sorted(entry_points(group=GROUP))}


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
    place, _, name = where.rpartition(":") if ":" in where[2:] else (where, "", "table")
    if place in announced():
        return table_of(place)
    try:
        module = _from_file(place) if place.endswith(".py") else importlib.import_module(place)
        return _required(getattr(module, name), where)
    except (AttributeError, ModuleNotFoundError, FileNotFoundError) as error:
        raise TableError(f"{where}: no table is found there ({error})") from error


def _from_file(place: str) -> Any:
    """Return the module in a file, which may import what lies beside it."""
    path = Path(place)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None  # since its name ends in .py
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.resolve().parent))
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.pop(0)
    return module


def _required(found: Any, where: str) -> Table:
    if not isinstance(found, Table):
        raise TableError(f"{where}: what is there is of type {type(found).__name__}, not a Table")
    return found

"""A learner's code as a syntax tree that can be changed, and made into an answer again."""

import ast
import copy
import inspect
import linecache
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from workbook.checks.diagnosis.kinds import Kind
from workbook.checks.diagnosis.location import Location, Parts
from workbook.checks.observing import LIBRARIES

TICK = "_tick_of_the_check"
MOST_COPIED = 1_000_000  # entries of what a learner keeps outside of the function

Names = Mapping[str, Any]


class TimeOver(BaseException):
    """A changed program runs for too long; nothing that a learner writes catches it."""


@dataclass(frozen=True)
class Place:
    """Where a node, or a list of statements, stands in a tree.

    Attributes
    ----------
    parent : ast.AST
    name : str
        The parent's field.
    index : int or None
        Where in that field, if it is a list of which one entry is meant.
    """

    parent: ast.AST
    name: str
    index: int | None = None

    @property
    def node(self) -> Any:
        """What stands there."""
        found = getattr(self.parent, self.name)
        return found if self.index is None else found[self.index]

    def put(self, node: Any) -> None:
        """Let something else stand there."""
        if self.index is None:
            setattr(self.parent, self.name, node)
        else:
            getattr(self.parent, self.name)[self.index] = node

    @contextmanager
    def holding(self, node: Any) -> Iterator[None]:
        """Let something else stand there for a while."""
        before = self.node
        self.put(node)
        try:
            yield
        finally:
            self.put(before)


def places(tree: ast.AST) -> Iterator[Place]:
    """Yield the places of all nodes in a tree, in the order in which they are read."""
    for name, value in ast.iter_fields(tree):
        if isinstance(value, ast.AST):
            yield Place(tree, name)
            yield from places(value)
        elif isinstance(value, list):
            for index, entry in enumerate(value):
                if isinstance(entry, ast.AST) and not is_tick(entry):
                    yield Place(tree, name, index)
                    yield from places(entry)


def is_tick(node: ast.AST) -> bool:
    """Return whether a statement is none of the learner's, but counts the time."""
    return isinstance(node, ast.Expr) and hasattr(node, TICK)


@dataclass
class Program:
    """What a cell defines: the answer, and what the answer may use of the same cell.

    Attributes
    ----------
    tree : ast.Module
        Functions, classes and plain assignments of the cell.
    name : str
        What the answer is called in it.
    names : mapping
        What the answer sees of the notebook: its global names.
    lines : list of str
        The cell.
    """

    tree: ast.Module
    name: str
    names: Names
    lines: list[str]
    over: float = field(default=float("inf"), init=False)  # by time.perf_counter, in seconds

    def made(self) -> Any:
        """Return the answer that the tree makes as it stands.

        Raises
        ------
        Exception
            Whatever comes of running the cell.
        """
        names = {**self.names, TICK: self._tick}
        exec(compile(self.tree, "<a copy of the answer>", "exec"), names)
        return names[self.name]

    def _tick(self) -> None:
        if time.perf_counter() > self.over:
            raise TimeOver

    @contextmanager
    def at_most(self, seconds: float) -> Iterator[None]:
        """End the loops of what was made, by a TimeOver, when they have run for so long."""
        self.over = time.perf_counter() + seconds
        try:
            yield
        finally:
            self.over = float("inf")

    def part(self, node: ast.AST) -> str:
        """Return a node as it is written in the cell, with the brackets that it opens closed."""
        source = "".join(self.lines)
        part = ast.get_source_segment(source, node) or ""
        missing = part.count("(") - part.count(")")
        return part + ")" * missing

    def location(self, node: ast.AST, kind: Kind, parts: Parts = frozenset()) -> Location:
        """Return where a node stands in the cell."""
        line = int(getattr(node, "lineno", 1))
        text, part = self.lines[line - 1].strip(), self.part(node)
        whole = isinstance(node, ast.stmt) or part == text
        return Location(line, text, "" if whole else part, kind, parts)


def program_of(answer: Any, name: str) -> Program | None:
    """Return the program of a function or class that was typed in a cell, if it can be had.

    Parameters
    ----------
    answer : callable or class
    name : str
        What the question calls it.
    """
    function = _function_of(answer)
    if function is None:
        return None
    code = function.__code__
    lines = _lines_of(code)
    try:
        body = ast.parse("".join(lines)).body
    except (SyntaxError, ValueError):
        return None
    if Path(code.co_filename).is_file():  # whose other lines are no cell of the learner's
        body = [each for each in body if _holds(each, code.co_firstlineno)]
    tree = ast.Module([each for each in body if _is_kept(each)], [])
    defined = [target for each in tree.body for target in _defined(each)]
    called = next((each for each in (name, answer.__name__) if each in defined), None)
    if called is None:
        return None
    return Program(ticking(tree), called, _apart(function.__globals__, tree), lines)


def _apart(names: Names, tree: ast.Module) -> Names:
    """Return the names of a notebook, with copies of what the tree could change in place."""
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} & names.keys()
    copies = {}
    for name in used:
        value = names[name]
        if isinstance(value, list | dict | set | np.ndarray) and _entries(value) <= MOST_COPIED:
            with suppress(Exception):  # something in it cannot be copied
                copies[name] = copy.deepcopy(value)
    return {**names, **copies}


def _entries(value: Any) -> int:
    return value.size if isinstance(value, np.ndarray) else len(value)


def _function_of(answer: Any) -> FunctionType | None:
    """Return a function whose code is the answer's."""
    if isinstance(answer, type):
        own = (inspect.unwrap(each) for each in vars(answer).values() if callable(each))
        functions = [each for each in own if isinstance(each, FunctionType)]
        return next((each for each in functions if each.__module__ == answer.__module__), None)
    return answer if isinstance(answer, FunctionType) else None


def _lines_of(code: CodeType) -> list[str]:
    """Return the lines of the cell or file that holds some code; none of a library's."""
    path = Path(code.co_filename)
    if any(folder in path.parents for folder in LIBRARIES) or "site-packages" in path.parts:
        return []
    return linecache.getlines(code.co_filename)


def _holds(statement: ast.stmt, line: int) -> bool:
    decorators = getattr(statement, "decorator_list", [])
    first = min(each.lineno for each in (statement, *decorators))
    return first <= line <= (statement.end_lineno or first)


def _is_kept(statement: ast.stmt) -> bool:
    """Return whether a statement of the cell defines something, and does nothing else."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom):
        return True
    plain = ast.Constant | ast.Lambda | ast.Name | ast.UnaryOp | ast.BinOp
    return isinstance(statement, ast.Assign) and isinstance(statement.value, plain)


def _defined(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Assign):
        return [each.id for each in statement.targets if isinstance(each, ast.Name)]
    return []


def ticking(tree: ast.Module) -> ast.Module:
    """Return the tree with a tick at the start of each loop's and each function's body."""
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.While | ast.FunctionDef):
            tick = ast.parse(f"{TICK}()").body[0]
            setattr(tick, TICK, True)
            node.body.insert(0, tick)
    return ast.fix_missing_locations(tree)

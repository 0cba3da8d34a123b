"""Mutants of the packages' own modules: single edits, and a sample of them that a seed chooses.

`benchmarks.mutants` makes those of learners' answers; its rules are used here, on whole modules:
tables, defaults, messages and decorators, too. What cannot matter is left alone: docstrings,
annotations, imports, what only a type checker reads, names of encodings.
"""

import ast
import copy
import difflib
import hashlib
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from benchmarks import mutants
from benchmarks.mutants import New, Slot

Key = tuple[str, str, str]


@dataclass(frozen=True)
class PackageMutant:
    """A module after one edit.

    Attributes
    ----------
    function : str
        The outermost function or method that is changed, as `Class.method`, or the class; empty
        for the module itself.
    when_imported : bool
        Whether the change acts when the module is imported, as that of a default does.
    line : int
        Where the changed statement starts.
    rule : str
    before, after : str
        The changed lines of the statement, without comments, each part of it on one line.
    source : str
        The whole module.
    """

    function: str
    when_imported: bool
    line: int
    rule: str
    before: str
    after: str
    source: str

    @property
    def key(self) -> Key:
        """What names a mutant also after edits elsewhere in its module."""
        return self.function, self.before, self.after


@dataclass
class Place:
    """A node that can be changed, and the statement that is written anew if it is."""

    slot: Slot
    statement: Slot
    function: str
    when_imported: bool

    @cached_property
    def before(self) -> str:
        return ast.unparse(self.statement.node)

    def after(self, new: Any) -> str | None:
        """Return the statement with something else in this place; None if that is no code."""
        old, self.slot.node = self.slot.node, new
        try:
            return ast.unparse(ast.fix_missing_locations(self.statement.node))
        except (ValueError, AttributeError, TypeError):
            return None
        finally:
            self.slot.node = old


def sample(source: str, number: int, seed: str = "") -> list[PackageMutant]:
    """Return some single edits of a module, each in a place of its own while there are enough.

    Places are ranked by a hash of the seed, their function and their statement, so that an edit of
    the module leaves the choice elsewhere in it nearly as it was.
    """
    chosen: dict[Key, PackageMutant] = {}
    makers = [_mutants(source, place, rank) for rank, place in _ranked(source, seed)]
    while makers and len(chosen) < number:
        makers = [each for each in makers if len(chosen) < number and _takes(each, chosen)]
    return sorted(chosen.values(), key=lambda each: each.line)


def every(source: str) -> Iterator[PackageMutant]:
    """Yield all single edits of a module."""
    for rank, place in _ranked(source, ""):
        yield from _mutants(source, place, rank)


def _takes(maker: Iterator[PackageMutant], chosen: dict[Key, PackageMutant]) -> bool:
    for mutant in maker:
        if mutant.key not in chosen:
            chosen[mutant.key] = mutant
            return True
    return False


def _ranked(source: str, seed: str) -> list[tuple[str, Place]]:
    met: Counter[str] = Counter()
    found = []
    for place in places(source):
        name = f"{seed}\n{place.function}\n{place.before}"
        met[name] += 1
        found.append((hashlib.sha256(f"{name}\n{met[name]}".encode()).hexdigest(), place))
    return sorted(found, key=lambda pair: pair[0])


def _mutants(source: str, place: Place, rank: str) -> Iterator[PackageMutant]:
    """Yield the mutants of one place, first one of each rule, in an order that the rank gives."""
    edits = list(edits_of(place.slot))
    random.Random(rank).shuffle(edits)
    met: Counter[str] = Counter()
    turns = []
    for rule, new in edits:
        met[rule] += 1
        turns.append((met[rule], rule, new))
    for _, rule, new in sorted(turns, key=lambda each: each[0]):
        after = place.after(new)
        text = after and spliced(source, place.statement.node, after)
        if text and after != place.before and _is_code(text):
            changed = _changed(place.before, after)
            line = _first_line(place.statement.node)
            yield PackageMutant(place.function, place.when_imported, line, rule, *changed, text)


def _is_code(text: str) -> bool:
    try:
        compile(text, "a mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def _changed(before: str, after: str) -> tuple[str, str]:
    """Return the first lines that differ, of both, with dots where there are more."""
    old, new = before.splitlines(), after.splitlines()
    gone: list[str] = []
    come: list[str] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if tag != "equal":
            gone += old[i:j]
            come += new[k:m]
    return _short(gone), _short(come)


def _short(lines: list[str]) -> str:
    return "".join(each.strip() for each in lines[:1]) + (" …" if len(lines) > 1 else "")


def _first_line(node: Any) -> int:
    return min(each.lineno for each in (node, *getattr(node, "decorator_list", ())))


def spliced(source: str, node: Any, text: str) -> str:
    """Return a module with a statement written anew; what follows stays on its lines."""
    lines = source.encode().splitlines(keepends=True)
    column = node.col_offset
    start = sum(map(len, lines[: _first_line(node) - 1])) + column
    end = sum(map(len, lines[: node.end_lineno - 1])) + node.end_col_offset
    new = text.replace("\n", "\n" + " " * column)
    old_lines = node.end_lineno - _first_line(node)
    new += "\n" * max(0, old_lines - text.count("\n"))
    data = source.encode()
    return (data[:start] + new.encode() + data[end:]).decode()


# Where


def places(source: str) -> Iterator[Place]:
    """Yield the places of a module in which something can be changed."""
    tree = ast.parse(source)
    walk = _Walk(source.encode().splitlines())
    for index in range(len(tree.body)):
        top = Slot(tree, "body", index, frozenset(), frozenset(), frozenset())
        yield from walk.statement(top, "", True)


@dataclass
class _Walk:
    """The way through a module's tree, with the names that its rules need."""

    lines: list[bytes]
    names: tuple[frozenset[str], ...] = (frozenset(),) * 3

    def statement(self, slot: Slot, function: str, imported: bool) -> Iterator[Place]:
        node = slot.node
        if _is_left_alone(node):
            return
        yield Place(slot, slot, function, imported)
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from self.definition(slot, function, imported)
        else:
            yield from self.inside(slot, node, function, imported)

    def definition(self, slot: Slot, function: str, imported: bool) -> Iterator[Place]:
        """Yield the places of a class or function: its first lines act when it is defined."""
        node = slot.node
        name = f"{function}.{node.name}" if function and imported else function or node.name
        own = node.args if hasattr(node, "args") else node
        for field in ("decorator_list", "defaults", "kw_defaults", "keywords"):
            parent = node if field == "decorator_list" else own
            for i, each in enumerate(getattr(parent, field, [])):
                if each is not None:
                    yield from self.node(Slot(parent, field, i, *self.names), slot, name, imported)
        is_class = isinstance(node, ast.ClassDef)
        before, self.names = self.names, self.names_in(node, is_class) if imported else self.names
        for i in range(len(node.body)):
            inner = Slot(node, "body", i, *self.names)
            yield from self.statement(inner, name, imported and is_class)
        self.names = before

    def names_in(self, node: Any, is_class: bool) -> tuple[frozenset[str], ...]:
        if is_class:
            of_self = (each for each in ast.walk(node) if isinstance(each, ast.Attribute))
            stored = frozenset(each.attr for each in of_self if mutants.is_self(each.value))
            return frozenset(), frozenset(), stored
        variables = frozenset(mutants.bound(node)) - {"self", "cls"}
        return variables, frozenset(each.arg for each in node.args.args), self.names[2]

    def inside(self, statement: Slot, node: Any, function: str, imported: bool) -> Iterator[Place]:
        """Yield the places inside of a node, those of inner statements as statements."""
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "type_params", "type_comment"):
                continue
            for index, entry in enumerate(value) if isinstance(value, list) else [(None, value)]:
                slot = Slot(node, field, index, *self.names)
                if isinstance(entry, ast.stmt) and not self.is_elif(entry):
                    yield from self.statement(slot, function, imported)
                elif isinstance(entry, ast.AST):
                    yield from self.node(slot, statement, function, imported)

    def node(self, slot: Slot, statement: Slot, function: str, imported: bool) -> Iterator[Place]:
        if not _is_typing(slot):
            yield Place(slot, statement, function, imported)
            yield from self.inside(statement, slot.node, function, imported)

    def is_elif(self, node: ast.stmt) -> bool:
        return self.lines[node.lineno - 1][node.col_offset :].startswith(b"elif")


TYPES = ("Callable", "Literal", "Union", "Optional", "TypeVar", "NewType", "ParamSpec")


def _is_left_alone(node: Any) -> bool:
    """Return whether a statement cannot matter, or is all about types."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Pass | ast.Global | ast.Nonlocal):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True  # a docstring, or an ellipsis
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return True
    if isinstance(node, ast.AnnAssign):
        return ast.unparse(node.annotation) == "TypeAlias"
    if isinstance(node, ast.FunctionDef):
        return any(ast.unparse(each).endswith("overload") for each in node.decorator_list)
    if isinstance(node, ast.ClassDef):
        return any(ast.unparse(each).endswith("Protocol") for each in node.bases)
    if isinstance(node, ast.Assign):
        names = [ast.unparse(each) for each in node.targets]
        value = ast.unparse(node.value)
        return names == ["__all__"] or value.startswith(TYPES)
    return False


def _is_typing(slot: Slot) -> bool:
    """Return whether an expression is only for a type checker, or names an encoding."""
    parent = slot.parent
    if isinstance(parent, ast.keyword) and parent.arg in ("encoding", "strict"):
        return True
    if not isinstance(parent, ast.Call):
        return False
    return ast.unparse(parent.func) == "cast" and slot.field == "args" and slot.index == 0


# What


def left_out(slot: Slot, node: Any) -> Iterator[New]:
    for each in getattr(node, "decorator_list", ()):
        if "cache" not in ast.unparse(each):
            new = copy.copy(node)
            new.decorator_list = [other for other in node.decorator_list if other is not each]
            yield "a decorator dropped", new
    if isinstance(node, ast.FunctionDef | ast.ClassDef) and not isinstance(
        slot.parent, ast.ClassDef
    ):
        return
    if isinstance(node, ast.stmt) and not (isinstance(node, ast.Return) and node.value):
        yield "a line left out", ast.Pass()


def text(slot: Slot, node: Any) -> Iterator[New]:
    """Something missing from a text, or from a piece of one."""
    if isinstance(node, ast.FormattedValue):
        yield "a piece left out of a text", ast.Constant("")
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or not node.value:
        return
    yield "a text emptied", ast.Constant("")
    if len(node.value) > 1:
        yield "a text without its end", ast.Constant(node.value[:-1])
    words = node.value.split(" ")
    if len(words) > 2:
        yield "a text without a word", ast.Constant(" ".join(words[:1] + words[2:]))


RULES = (
    mutants.operator,
    mutants.bracket,
    mutants.sign,
    mutants.number,
    mutants.variable,
    mutants.index,
    mutants.comparison,
    mutants.function,
    mutants.call,
    mutants.entries,
    mutants.condition_of_loop,
    mutants.assigned,
    mutants.given_back,
    mutants.branches,
    left_out,
    text,
)
TRIVIAL = ("a sign added", "encoding dropped", "strict dropped", "`+=` for `=`")


def edits_of(slot: Slot) -> Iterator[New]:
    """Yield what can stand in a place instead."""
    of_what = isinstance(slot.parent, ast.Attribute)  # another variable seldom has it
    for rule in RULES:
        for name, new in rule(slot, slot.node):
            if name not in TRIVIAL and not (of_what and name == "another variable"):
                yield name, new

"""Which names a cell reads and which it makes, found without running it.

So one knows which cells build on a learner's answers, and which ones an answer needs.
"""

import ast
import builtins
import symtable
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

BUILTINS = frozenset(dir(builtins))


@dataclass(frozen=True)
class Names:
    """What a cell has to do with the notebook's variables.

    Attributes
    ----------
    reads : frozenset of str
        Variables that it uses, also inside the functions that it defines.
    makes : frozenset of str
        Variables that it binds, or whose contents it may change.
    opaque : bool
        True if its code cannot be read: a syntax error, or ``from x import *``.
    """

    reads: frozenset[str] = frozenset()
    makes: frozenset[str] = frozenset()
    opaque: bool = False


def names_of(source: str) -> Names:
    """Return the names of one cell's code, without magic commands."""
    try:
        tree = ast.parse(source)
        table = symtable.symtable(source, "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Names(opaque=True)
    star = any(
        isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
        for node in ast.walk(tree)
    )
    changed = frozenset(_changed(tree))
    bound = {
        each.get_name()
        for each in table.get_symbols()
        if each.is_assigned() or each.is_imported() or each.is_namespace()
    }
    reads = frozenset(_read(table)) | frozenset(_added_to(tree))
    return Names(reads - BUILTINS, changed | bound, star)


def _read(table: symtable.SymbolTable) -> Iterator[str]:
    """Yield the global names that are referred to, in functions and classes too."""
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (table.get_type() == "module" or symbol.is_global()):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _read(inner)


def _added_to(tree: ast.AST) -> Iterator[str]:
    """Yield the variables that ``x += 1`` reads: for the symbol table it only binds them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AugAssign):
            yield from _root(node.target)


def _changed(tree: ast.AST) -> Iterator[str]:
    """Yield the variables whose contents an assignment or a call may change: ``x[0] = 1``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(
            node.ctx, ast.Store | ast.Del
        ):
            yield from _root(node)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            called = node.value
            for changeable in (called.func, *called.args):
                yield from _root(changeable)


def _root(node: ast.expr) -> Iterator[str]:
    """Yield the variable at the root of ``x.a[0].b``, if there is one."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def needed(cells: Sequence[Names], wanted: Iterable[int]) -> list[int]:
    """Return the numbers of the cells to run for those that are wanted, in their order.

    A cell is needed if it makes a name that a later needed cell reads, or cannot be read itself.
    """
    wanted = set(wanted) | {i for i, names in enumerate(cells) if names.opaque}
    chosen = []
    reads: set[str] = set()
    for i in reversed(range(len(cells))):
        if i in wanted or cells[i].makes & reads:
            chosen.append(i)
            reads |= cells[i].reads
    return chosen[::-1]


def building_on(cells: Sequence[Names], names: Iterable[str]) -> list[int]:
    """Return the numbers of the cells that read one of some names, or what follows from them."""
    tainted = set(names)
    found = []
    for i, cell in enumerate(cells):
        if cell.reads & tainted:
            found.append(i)
            tainted |= cell.makes
    return found

"""Answers that look alike: where two students wrote the same long code, names and spacing aside.

It compares whole answers, after comments, docstrings, spacing and the choice of names are taken
away. Two students who think alike write short answers alike, so only long ones count, and only
those that few have. It finds who copied without effort, and proves nothing.
"""

import ast
import builtins
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TypeVar

LONG = 40  # nodes of a syntax tree; `dW = d[:, None] * x[None]` has 15, a short function 25
LONGEST = 20_000  # characters; no answer here needs a tenth of it
TOGETHER = 120  # nodes that two students must share, in all answers taken together
Key = TypeVar("Key")
KEPT = {"np", *dir(builtins)}  # names that mean the same to everybody


@dataclass(frozen=True)
class Form:
    """What is left of an answer's code: a digest of it, and how long it is."""

    digest: str
    size: int


@dataclass(frozen=True)
class Alike:
    """Students who wrote the same, and where.

    Attributes
    ----------
    names : tuple of str
        Two, or all who handed in the same file.
    notebook : str
    questions : tuple of str
        Empty if the files are the same, byte by byte.
    size : int
        Nodes of the syntax tree in common: the larger, the less by chance.
    """

    names: tuple[str, ...]
    notebook: str
    questions: tuple[str, ...] = ()
    size: int = 0


@lru_cache(maxsize=20_000)
def form_of(source: str) -> Form | None:
    """Return the form of an answer; None if it is short, too long, or no code."""
    if len(source) > LONGEST:
        return None
    code = "\n".join(line for line in source.splitlines() if not line.startswith(("%", "!")))
    try:
        tree = _Plain().visit(ast.parse(code))
        size = sum(not isinstance(node, ast.expr_context) for node in ast.walk(tree))
        if size < LONG or _only_numbers(tree):
            return None
        plain = ast.dump(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return Form(hashlib.sha256(plain.encode()).hexdigest(), size)


def _only_numbers(tree: ast.AST) -> bool:
    """Return whether nothing is computed but numbers from numbers: those are right or wrong."""
    told = (ast.Name, ast.Constant, ast.List, ast.Tuple, ast.BinOp, ast.UnaryOp, ast.Assign)
    plain = (*told, ast.operator, ast.unaryop, ast.expr_context, ast.Module)
    return all(isinstance(node, plain) for node in ast.walk(tree))


class _Plain(ast.NodeTransformer):
    """Numbers the names in the order in which they appear, and drops docstrings."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def _number(self, name: str) -> str:
        return name if name in KEPT else self.names.setdefault(name, f"v{len(self.names)}")

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._number(node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg, node.annotation = self._number(node.arg), None
        return node

    def _definition(self, node: ast.FunctionDef | ast.ClassDef) -> ast.AST:
        node.name = self._number(node.name)
        return self.generic_visit(node)

    visit_FunctionDef = visit_ClassDef = _definition

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        own = isinstance(node.value, ast.Name) and node.value.id == "self"
        self.generic_visit(node)
        if own:
            node.attr = self._number("." + node.attr)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        return None if isinstance(node.value, ast.Constant) else self.generic_visit(node)


@dataclass(frozen=True)
class Handed:
    """What is compared of one student's notebook: a digest of the file, and its answers' forms."""

    name: str
    notebook: str
    digest: str
    forms: Mapping[str, Form]


def look_alike(handed: Iterable[Handed]) -> list[Alike]:
    """Return who shares more than chance would give: the same files first, then the most code."""
    by_notebook = defaultdict(list)
    for paper in handed:
        by_notebook[paper.notebook].append(paper)
    found: list[Alike] = []
    for notebook, papers in by_notebook.items():
        same = _groups((paper.digest, paper.name) for paper in papers)
        files = {name: digest for digest, names in same.items() for name in names}
        found += [Alike(names, notebook) for names in same.values() if len(names) > 1]
        found += [
            Alike(pair, notebook, *shared)
            for pair, shared in _shared(papers).items()
            if shared[1] >= TOGETHER and files[pair[0]] != files[pair[1]]
        ]
    return sorted(found, key=lambda each: (bool(each.questions), -each.size, each.names))


def _shared(papers: list[Handed]) -> dict[tuple[str, str], tuple[tuple[str, ...], int]]:
    """Return what each two students have in common that only few have: questions, and how much."""
    holders = _groups(
        ((question, form), paper.name) for paper in papers for question, form in paper.forms.items()
    )
    few = min(10, max(3, len(papers) // 5))
    shared: dict[tuple[str, str], tuple[tuple[str, ...], int]] = {}
    for (question, form), names in holders.items():
        if len(names) <= few:
            for pair in combinations(names, 2):
                questions, size = shared.get(pair, ((), 0))
                shared[pair] = (*questions, question), size + form.size
    return shared


def _groups(keys_and_names: Iterable[tuple[Key, str]]) -> dict[Key, tuple[str, ...]]:
    """Return the names under each key, in order."""
    groups = defaultdict(set)
    for key, name in keys_and_names:
        groups[key].add(name)
    return {key: tuple(sorted(names)) for key, names in groups.items()}

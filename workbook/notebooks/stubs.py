"""What stands in an answer's place before it is given: a placeholder, or a body that is missing."""

import ast
from copy import copy
from textwrap import indent

import numpy as np

from workbook.checks.code import Code
from workbook.checks.question import Question
from workbook.checks.value import Value
from workbook.notebooks.marks import BEGIN, END, STUB, without_solutions

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def stub(source: str, question: Question) -> str:
    """Return a solved answer cell without its solution.

    Parameters
    ----------
    source : str
    question : Question
        A value leaves a placeholder of the right shape and nothing after it: the cell's own, if
        it has one. A function or class keeps what is given of it, and raises NotImplementedError
        where a body is asked for.
    """
    if isinstance(question, Value):
        return _value_stub(source, question)
    if isinstance(question, Code):
        return _code_stub(source, question.name)
    return without_solutions(source)


def placeholder(shape: tuple[int, ...]) -> str:
    """Return the text of a value that is not known yet: "None", "[None, None]"."""
    return repr(np.full(shape, None, dtype=object).tolist())


def placeholder_shape(source: str, name: str) -> tuple[int, ...] | None:
    """Return the shape of the placeholder that a cell gives a name, or None if it gives none."""
    assigned = _assignment(source, name)
    if assigned is None:
        return None
    try:
        value = ast.literal_eval(assigned.value)
        entries = np.array(list(value.values()) if isinstance(value, dict) else value, object)
    except ValueError:  # an expression, or rows of different lengths
        return None
    return entries.shape if all(entry is None for entry in entries.flat) else None


def _value_stub(source: str, question: Value) -> str:
    kept = without_solutions(source, stub="")
    if placeholder_shape(kept, question.name) == question.truth.shape:
        return kept
    line = f"{question.name} = {placeholder(question.truth.shape)}"
    own = _assignment(kept, question.name)
    if own is None:
        return f"{kept.rstrip()}\n{line}"
    lines = kept.split("\n")
    lines[own.lineno - 1 : own.end_lineno] = [line]
    return "\n".join(lines)


def _assignment(source: str, name: str) -> ast.Assign | None:
    """Return the statement ``name = …`` of a cell, the last one."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:  # a magic command
        return None
    for statement in reversed(statements):
        if isinstance(statement, ast.Assign) and [ast.unparse(t) for t in statement.targets] == [
            name
        ]:
            return statement
    return None


def _code_stub(source: str, name: str) -> str:
    """Return code without its solutions, in which everything that is asked for is defined."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a magic command
        return without_solutions(source)
    definitions = {node.lineno: node for node in ast.walk(tree) if isinstance(node, Definition)}
    asked = _asked(tree, name)
    kept: list[str] = []
    inside, shown = False, 0
    for number, line in enumerate(source.split("\n"), start=1):
        begins, ends = (mark.match(line) for mark in (BEGIN, END))
        inside = bool(begins) or (inside and not ends)
        if begins and begins[1] and not _is_class(_around(number, definitions)):
            kept.append(begins[1] + STUB)
        elif inside and number in asked and number > shown:
            node = asked[number]
            text = indent(ast.unparse(_skeleton(node)), " " * node.col_offset)
            kept += [*[""] * (kept[-1:] not in ([], [""])), *text.split("\n")]
            shown = node.end_lineno or number
        elif not (begins or ends or inside):
            kept.append(line)
    return "\n".join(kept)


def _asked(tree: ast.Module, name: str) -> dict[int, Definition]:
    """Return what a question asks to be defined, by its line: itself, and a class's methods."""
    found = {}
    for node in tree.body:
        if isinstance(node, Definition) and node.name == name:
            found[node.lineno] = node
            found |= {method.lineno: method for method in _methods(node)}
    return found


def _methods(node: Definition) -> list[Definition]:
    """Return a class's methods; private ones are a solution's own."""
    if not isinstance(node, ast.ClassDef):
        return []
    return [
        each
        for each in node.body
        if isinstance(each, ast.FunctionDef)
        and (each.name.startswith("__") or not each.name.startswith("_"))
    ]


def _skeleton(node: Definition) -> Definition:
    """Return a definition with its docstring, and nothing done."""
    new = copy(node)
    docstring = node.body[:1] if ast.get_docstring(node) is not None else []
    inner = [_skeleton(method) for method in _methods(node)]
    new.body = [*docstring, *(inner or ast.parse(STUB).body)]
    return new


def _around(number: int, definitions: dict[int, Definition]) -> Definition | None:
    """Return the innermost definition that a line is in."""
    inner = [
        node for node in definitions.values() if node.lineno < number <= (node.end_lineno or 0)
    ]
    return max(inner, key=lambda node: node.lineno, default=None)


def _is_class(node: Definition | None) -> bool:
    return isinstance(node, ast.ClassDef)

"""What can be read off wrong code without changing it: facts that are seldom meant so.

None of them proves that this is the mistake, so they are told only where no change was found that
makes the code right; each is true of the code, and a place to look at.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

from workbook.checks.diagnosis import kinds
from workbook.checks.diagnosis.kinds import Kind
from workbook.checks.diagnosis.source import Program, is_tick

Fact = tuple[ast.AST, Kind]


def facts(program: Program, right: Any = None) -> list[Fact]:
    """Return what is noticed about a program, each with where it stands.

    Parameters
    ----------
    program : Program
    right : callable or class, optional
        An argument that this does not look at either is no fact worth telling.
    """
    unread = {argument.arg for function in _functions(right) for argument in _unread(function)}
    functions = [node for node in ast.walk(program.tree) if isinstance(node, ast.FunctionDef)]
    return [
        (argument, kinds.UNUSED)
        for function in functions
        for argument in _unread(function)
        if argument.arg not in unread
    ] + [
        fact
        for function in functions
        for rule in (_overwritten, _ends_at_once, _lost, _rebound)
        for fact in rule(function)
    ]


def _functions(right: Any) -> list[ast.FunctionDef]:
    """Return the functions in the code of something, if it can be had."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(right)))
    except (OSError, TypeError, SyntaxError):
        return []
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def _unread(function: ast.FunctionDef) -> list[ast.arg]:
    """Return the arguments that are never looked at."""
    read = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    return [each for each in function.args.args if each.arg not in (*read, "self", "cls", "_")]


def _overwritten(function: ast.FunctionDef) -> Iterator[Fact]:
    """Yield where an argument gets a value that does not depend on what was handed in."""
    arguments = {argument.arg for argument in function.args.args}
    for statement in function.body:
        names = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            value = {node.id for node in ast.walk(statement.value) if isinstance(node, ast.Name)}
            if isinstance(target, ast.Name) and target.id in arguments - value:
                yield statement, kinds.OVERWRITTEN
        arguments -= names


def _ends_at_once(function: ast.FunctionDef) -> Iterator[Fact]:
    """Yield what ends a loop in its first round, whatever it meets there."""
    for loop in ast.walk(function):
        if isinstance(loop, ast.For | ast.While):
            for statement in loop.body:
                if isinstance(statement, ast.Return | ast.Break):
                    yield statement, kinds.ENDS_AT_ONCE


def _lost(function: ast.FunctionDef) -> Iterator[Fact]:
    """Yield a line that computes something and keeps it nowhere."""
    for node in ast.walk(function):
        computed = ast.BinOp | ast.Compare | ast.Name | ast.Attribute | ast.Subscript
        if isinstance(node, ast.Expr) and not is_tick(node) and isinstance(node.value, computed):
            yield node, kinds.LOST


def _rebound(function: ast.FunctionDef) -> Iterator[Fact]:
    """Yield where a loop's own name gets another value, which nobody looks at."""
    for loop in ast.walk(function):
        if not isinstance(loop, ast.For):
            continue
        own = {node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)}
        for i, statement in enumerate(loop.body):
            match statement:
                case ast.Assign([ast.Name(name)]) | ast.AugAssign(ast.Name(name)) if name in own:
                    later = [node for each in loop.body[i + 1 :] for node in ast.walk(each)]
                    if not any(isinstance(node, ast.Name) and node.id == name for node in later):
                        yield statement, kinds.REBOUND

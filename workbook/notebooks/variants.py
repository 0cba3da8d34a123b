"""The notebook of a variant: the same questions, with the variant's given numbers in its cells.

An author tags the cells in which the given numbers stand ``given``, and writes there one number a
line, as a literal: ``b2 = np.array([0.3])``. What else the notebook says is true for any numbers:
what is not stands in cells tagged ``default-numbers``, which a variant leaves out. Outputs are not
kept: they would be those of other numbers.
"""

import ast
from copy import deepcopy
from typing import Any

import numpy as np

from workbook.checks.reading import Floats
from workbook.checks.table import Table
from workbook.notebooks.cells import Notebook, has_tag

GIVEN, DEFAULT = "given", "default-numbers"


class VariantError(ValueError):
    """A notebook whose given cells do not fit its table; the message says how."""


def with_numbers(notebook: Notebook, table: Table) -> Notebook:
    """Return a notebook with the given numbers of `table`, which may be a variant.

    Raises
    ------
    VariantError
        If a number that variants draw stands in no cell tagged ``given``, or a line of such a cell
        is no number that is given.
    """
    copy = deepcopy(notebook)
    if table.text:
        copy.cells = [cell for cell in copy.cells if not has_tag(cell, DEFAULT)]
    written: set[str] = set()
    for cell in copy.cells:
        if has_tag(cell, GIVEN):
            cell.source = _rewritten(cell.source, table, written)
        if table.text and cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    missing = table.drawn - written
    if missing:
        raise VariantError(
            f"{table.name}: no cell tagged {GIVEN} has a line for {', '.join(sorted(missing))}"
        )
    return copy


def _rewritten(source: str, table: Table, written: set[str]) -> str:
    """Return a given cell's code with the table's numbers; add their names to `written`."""
    lines = [line.encode() for line in source.split("\n")]  # ast counts bytes
    for statement in reversed(ast.parse(source).body):
        name, literal = _assigned(statement, table)
        written.add(name)
        text = _written(table.numbers[name], ast.literal_eval(literal))
        if text is not None and literal.end_lineno is not None:
            first, last = literal.lineno - 1, literal.end_lineno - 1
            before, after = (
                lines[first][: literal.col_offset],
                lines[last][literal.end_col_offset :],
            )
            lines[first : last + 1] = [before + text.encode() + after]
    return b"\n".join(lines).decode()


def _assigned(statement: ast.stmt, table: Table) -> tuple[str, ast.expr]:
    """Return the name and the literal of ``name = literal`` or ``name = np.array(literal)``."""
    if isinstance(statement, ast.Assign):
        (*_, target), value = statement.targets, statement.value
        literal = value.args[0] if isinstance(value, ast.Call) and value.args else value
        if isinstance(target, ast.Name) and target.id in table.numbers and _is_literal(literal):
            return target.id, literal
    raise VariantError(
        f"{table.name}: `{ast.unparse(statement)}` stands in a cell tagged {GIVEN}: what stands "
        "there must be given numbers, one a line, as literals"
    )


def _is_literal(expression: ast.expr) -> bool:
    try:
        np.array(ast.literal_eval(expression), float)
    except ValueError:
        return False
    return True


def _written(number: Floats, before: Any) -> str | None:
    """Return how a number is written where another of its kind stood; None for the same."""
    if np.array_equal(number, before):
        return None
    whole = np.asarray(before).dtype.kind == "i"
    return repr(number.astype(int).tolist() if whole else number.tolist())

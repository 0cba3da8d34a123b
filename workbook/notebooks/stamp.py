"""Stamping: what a notebook says of its questions, written from the table that knows them.

An author writes a cell that begins with a question's id and holds a solution. Ids and points in
the metadata, as nbgrader reads them, and the whole of each check come from here.
"""

import ast
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from workbook.checks.code import Code
from workbook.checks.question import HIDDEN_SEED, Question, nearest
from workbook.checks.table import Table
from workbook.checks.written import Written
from workbook.notebooks.cells import Cell, Notebook, first_line_id, grade_id, require_cell_ids
from workbook.notebooks.marks import CHECK, SOLUTION


class StampError(ValueError):
    """A notebook and a table that do not fit; the message names the cell or the question."""


def stamp(notebook: Notebook, table: Table) -> list[str]:
    """Write ids, points and checks into a notebook's cells, from the table of its questions.

    A check that is not there yet is put below its answer; one that is stays where it stands. The
    check below an answer whose id has changed is taken for its own.

    Returns
    -------
    list of str
        The ids of the cells that have changed.

    Raises
    ------
    StampError
        If a cell's id is no question's or stands in two cells, a question is in no cell or in
        another order than the table's, or an answer cell is not what its question asks for.
    """
    require_cell_ids(notebook)
    answers, checks = _places(notebook, table)
    _require_all_in_order(list(answers), table)
    changed = []
    for question_id, cell in answers.items():
        question = table[question_id]
        _require_answer(question, cell)
        changed += [question_id] * _mark(cell, _answer_metadata(question))
        if isinstance(question, Written):
            continue
        check = checks.get(question_id)
        if check is None:
            check = new_code_cell()
            notebook.cells.insert(notebook.cells.index(cell) + 1, check)
        rewritten = _rewrite(check, check_source(question))
        changed += [question_id + CHECK] * (_mark(check, _check_metadata(question)) or rewritten)
    _give_others_ids(notebook, set(changed))
    return changed


def check_source(question: Question) -> str:
    """Return the cell that checks a question, its hidden tests included."""
    names = ", ".join(f"{name}={name}" for name in question.takes)
    lines = [f"# {question.id}{CHECK}", f'check("{question.id}", {names})']
    if isinstance(question, Code):
        lines += [
            "### BEGIN HIDDEN TESTS",
            f'check("{question.id}", {names}, seed={HIDDEN_SEED})',
            "### END HIDDEN TESTS",
        ]
    return "\n".join(lines)


def _places(notebook: Notebook, table: Table) -> tuple[dict[str, Cell], dict[str, Cell]]:
    """Return the cells of answers, and those of checks, by their questions' ids."""
    answers: dict[str, Cell] = {}
    checks: dict[str, Cell] = {}
    above = ""
    for number, cell in enumerate(notebook.cells, start=1):
        cell_id = _cell_id(cell, table)
        question_id = cell_id.removesuffix(CHECK)
        found = answers if question_id == cell_id else checks
        renamed = found is checks and question_id not in table
        if renamed and above and above not in checks:
            question_id = above
        if question_id:
            if question_id not in table:
                words = f"cell {number}: {table.name} has no question {question_id}"
                raise StampError(words + nearest(question_id, table))
            if question_id in found:
                raise StampError(f"cell {number}: {cell_id} stands in another cell too")
            found[question_id] = cell
        above = question_id if found is answers and cell.cell_type == "code" else ""
    return answers, checks


def _cell_id(cell: Cell, table: Table) -> str:
    """Return the id with which a cell begins, if it could be one of the table's, else ""."""
    starts = {question_id.partition("-")[0] for question_id in table}
    found, graded = (
        each if "-" in each and each.partition("-")[0] in starts else ""
        for each in (first_line_id(cell), grade_id(cell))
    )
    if graded and not found:
        raise StampError(
            f"the cell that is graded as {graded} does not begin with the id of a question of "
            f"{table.name}"
        )
    return found


def _require_all_in_order(asked: list[str], table: Table) -> None:
    missing = [question_id for question_id in table if question_id not in asked]
    if missing:
        raise StampError(f"no cell asks {', '.join(missing)}, of the table {table.name}")
    for here, there in zip(asked, table, strict=True):
        if here != there:
            raise StampError(
                f"{here} stands where {there} is next in the table {table.name}: "
                "an answer may build on earlier ones, so both must have the same order"
            )


def _require_answer(question: Question, cell: Cell) -> None:
    """Refuse an answer cell of the wrong kind, without its solution, or with another name."""
    kind = "markdown" if isinstance(question, Written) else "code"
    if cell.cell_type != kind:
        raise StampError(
            f"{question.id} must be answered in a {kind} cell, not in {cell.cell_type}"
        )
    if kind == "code" and not SOLUTION.search(cell.source):
        raise StampError(
            f"{question.id}: its cell has no solution between the lines "
            "### BEGIN SOLUTION and ### END SOLUTION"
        )
    if kind == "code" and not _defines(cell.source, question.name):
        raise StampError(f"{question.id} asks for {question.name}, which its cell does not define")


def _defines(source: str, name: str) -> bool:
    """Return whether code gives a name a value, as far as one can tell without running it."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:  # a magic command, say
        return name in source
    return any(
        node.id == name and isinstance(node.ctx, ast.Store)
        if isinstance(node, ast.Name)
        else isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name
        for node in nodes
    )


def _rewrite(cell: Cell, source: str) -> bool:
    """Give a cell its source; outputs of another one are false. Return whether it is new."""
    rewritten = bool(cell.source != source)
    if rewritten:
        cell.source, cell.outputs, cell.execution_count = source, [], None
    return rewritten


def _give_others_ids(notebook: Notebook, taken: set[str]) -> None:
    """Give another id to a cell that has one of those which its question's cell has now."""
    for cell in notebook.cells:
        if cell.get("id") in taken and grade_id(cell) != cell.id:
            cell.id = new_code_cell().id


def _mark(cell: Cell, metadata: dict[str, Any]) -> bool:
    """Give a cell its id and metadata; return whether they are new."""
    before = cell.get("id"), cell.metadata.get("nbgrader")
    cell.id, cell.metadata["nbgrader"] = metadata["grade_id"], NotebookNode(metadata)
    return before != (cell.id, metadata)


def _answer_metadata(question: Question) -> dict[str, Any]:
    if isinstance(question, Written):
        points = _plain(question.points)
        return _metadata(question.id, cell_type="markdown", solution=True, points=points)
    return _metadata(question.id, solution=True)


def _check_metadata(question: Question) -> dict[str, Any]:
    return _metadata(question.id + CHECK, locked=True, points=_plain(question.points))


def _metadata(name: str, **details: Any) -> dict[str, Any]:
    """Return nbgrader's metadata, schema 3: what has points is graded."""
    return {
        "cell_type": "code",
        "grade": "points" in details,
        "grade_id": name,
        "locked": False,
        "schema_version": 3,
        "solution": False,
        "task": False,
    } | details


def _plain(points: float) -> float:
    """Return 1 for 1.0, which reads better in a file."""
    return int(points) if float(points).is_integer() else points

"""The learner's edition of a solved notebook: the questions, and no answers.

    learners_copy(nbformat.read(path, as_version=4), table)

It can be worked through from top to bottom, by itself: each check brings its own import, a cell
that waits for an answer stops no other, and a model answer is one click away, in the solved
notebook, which lies in the folder ``solutions`` beside it.
"""

import ast
import json
from collections.abc import Iterator
from copy import deepcopy

from nbformat.v4 import new_code_cell, new_markdown_cell

from workbook.checks.question import Question
from workbook.checks.table import Table
from workbook.checks.written import Written
from workbook.notebooks.cells import (
    Cell,
    Notebook,
    first_line_id,
    grade_id,
    has_tag,
    is_check,
    require_cell_ids,
)
from workbook.notebooks.contents import OPTIONAL, contents
from workbook.notebooks.marks import (
    CHECK,
    MARK,
    PLACE_TO_WRITE,
    SOLUTIONS,
    SOLVED,
    without_hidden_tests,
    without_solutions,
)
from workbook.notebooks.metadata import as_opened
from workbook.notebooks.names import building_on, names_of
from workbook.notebooks.stubs import stub

SOLVED_ONLY = "solved-only"
MAY_FAIL = "raises-exception"  # Run All goes on after a cell with this tag


class EditionError(ValueError):
    """A solved notebook of which no learner's edition can be made; the message names the cell."""


def learners_copy(
    notebook: Notebook, table: Table, *, variant: str = "", model_answers: bool = True
) -> Notebook:
    """Return a notebook to work in, made from a solved one.

    Parameters
    ----------
    notebook : Notebook
        Stamped from the table; it is not changed.
    table : Table
        The questions, of the same variant.
    variant : str
        Whose numbers it has; checks are told.
    model_answers : bool
        Link each question to its answer in the solved notebook; a class may not be given that.

    Raises
    ------
    EditionError
        If a mark of nbgrader's is without its other half, so that an answer might be left.
    """
    copy = deepcopy(notebook)
    require_cell_ids(copy)
    imported = _import_of_check(notebook)
    copy.cells = [cell for cell in copy.cells if not has_tag(cell, SOLVED_ONLY)]
    for number, cell in enumerate(copy.cells, start=1):
        cell.source = _emptied(cell, table, imported, variant)
        if MARK.search(cell.source):
            raise EditionError(f"cell {number}, {cell.id}: a mark is without its other half")
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    _let_fail(copy, table)
    if model_answers:
        copy.cells = list(_with_links(copy.cells, table))
    minutes = dict(notebook.metadata.get("workbook", {}))
    copy.cells.insert(1, new_markdown_cell(contents(copy.cells), id="contents"))
    copy.cells.append(_progress(table.name))
    own = {"edition": "learner", "notebook": table.name, "variant": variant}
    copy.metadata.update(as_opened(), workbook=minutes | own)
    return copy


def _emptied(cell: Cell, table: Table, imported: str, variant: str) -> str:
    """Return what a cell holds before anything is answered."""
    name = first_line_id(cell) or grade_id(cell)
    question = table.get(name.removesuffix(CHECK))
    if question is not None and name.endswith(CHECK):
        return _check(question, imported, variant)
    if isinstance(question, Written):
        return f"<!-- {question.id} -->\n{PLACE_TO_WRITE}"
    source = without_hidden_tests(cell.source)
    return (stub(source, question) if question else without_solutions(source)).strip("\n")


def _check(question: Question, imported: str, variant: str) -> str:
    """Return a check that needs no other cell: the names are looked up when it runs."""
    whose = f", variant={json.dumps(variant, ensure_ascii=False)}" if variant else ""
    return f'# {question.id}{CHECK}\n{imported}\ncheck("{question.id}"{whose})'


def _import_of_check(notebook: Notebook) -> str:
    """Return the line with which a notebook imports `check`."""
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        try:
            nodes = ast.walk(ast.parse(cell.source))
        except SyntaxError:  # a magic command
            continue
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and any(
                name.name == "check" for name in node.names
            ):
                return f"from {node.module} import check"
    return "from workbook import check"


def _let_fail(notebook: Notebook, table: Table) -> None:
    """Tag the cells that may wait for an answer."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    asked = {question.name for question in table.values()} - {""}
    waiting = set(building_on([names_of(cell.source) for cell in code], asked))
    for number, cell in enumerate(code):
        if (number in waiting or is_check(cell)) and not has_tag(cell, MAY_FAIL):
            cell.metadata["tags"] = [*cell.metadata.get("tags", ()), MAY_FAIL]


def _with_links(cells: list[Cell], table: Table) -> Iterator[Cell]:
    """Yield cells, and below each check or written answer the way to its model answer."""
    for cell in cells:
        yield cell
        name = first_line_id(cell)
        question = table.get(name.removesuffix(CHECK))
        if question is not None and isinstance(question, Written) != name.endswith(CHECK):
            where = f"{SOLUTIONS}/{table.name}{SOLVED}#cell-id={question.id}"
            link = f"[Model answer to {question.id}]({where}), in the solved notebook"
            tags = {"tags": [OPTIONAL]} if has_tag(cell, OPTIONAL) else {}
            yield new_markdown_cell(link, id=f"{question.id}-model", metadata=tags)


def _progress(name: str) -> Cell:
    source = f'from workbook.learning import progress\n\nprogress("{name}")'
    return new_code_cell(source, id="progress")

"""The learner's copy of a solved notebook: the questions, and no answers."""

from copy import deepcopy

from workbook.notebooks.cells import Notebook, without_hidden_tests, without_solutions


def learners_copy(notebook: Notebook) -> Notebook:
    """Return a notebook to work in, made from a solved one.

    Solutions are gone: the placeholder of a value stays as it stands above its solution, the body
    of a function becomes ``raise NotImplementedError()``. So are hidden tests and all outputs.
    """
    copy = deepcopy(notebook)
    for cell in copy.cells:
        cell.source = without_hidden_tests(without_solutions(cell.source))
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return copy

"""Execute notebooks, and save them such that every run writes the same bytes."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

from helpers.files import write_whole
from workbook.notebooks.cells import WIDGET, Notebook


def never_run(notebook: Notebook) -> bool:
    """Return whether a notebook has code, and none of it was ever executed."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    return bool(code) and not any(cell.execution_count for cell in code)


def execute(
    notebook: Notebook,
    folder: Path,
    cell_seconds: int | None = None,
    merge_streams: bool = False,
) -> None:
    """Execute all cells of a notebook, which keeps their outputs.

    Parameters
    ----------
    notebook : Notebook
        Changed in place.
    folder : Path
        Where the code runs.
    cell_seconds : int, optional
        Time limit for each cell.
    merge_streams : bool
        Make one output of all that a cell prints: in how many pieces it comes differs between runs.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails.
    """
    client = NotebookClient(
        notebook,
        timeout=cell_seconds,
        resources={"metadata": {"path": str(folder)}},
        coalesce_streams=merge_streams,
        record_timing=False,
        store_widget_state=False,
    )
    client.execute()


def save(notebook: Notebook, path: Path) -> None:
    """Write a notebook to `path`, without what differs between two executions of it."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata.language_info = {"name": "python"}  # without the version that ran it
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)  # a random id of a state that is not saved
        if "outputs" in cell:  # a bar's display is there when a cell was slow, and is empty
            cell.outputs = [output for output in cell.outputs if output.get("data") != {}]
    write_notebook(notebook, path)


def write_notebook(notebook: Notebook, path: Path) -> None:
    """Write a notebook whole or not at all."""
    write_whole(path, f"{nbformat.writes(notebook)}\n".encode())

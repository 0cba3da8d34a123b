"""Execute notebooks and save them in place, such that every run writes the same bytes.

    python -m workbook.notebooks.execute notebooks/01_pen_and_paper.ipynb …

A notebook in which a cell fails is not saved.
"""

import argparse
from pathlib import Path

import nbformat
from nbclient import NotebookClient

WIDGET = "application/vnd.jupyter.widget-view+json"


def execute(path, cell_seconds=None):
    """Execute the notebook at `path` in its own folder, and save it there."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=cell_seconds,
        resources={"metadata": {"path": str(path.parent)}},
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=False,
    )
    client.execute()

    notebook.metadata.pop("widgets", None)
    notebook.metadata.language_info = {"name": "python"}  # without the version that ran it
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)  # a random id of a state that is not saved
    nbformat.write(notebook, path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--cell-seconds", type=int, help="time limit for each cell")
    arguments = parser.parse_args()
    for path in arguments.notebooks:
        print(path, flush=True)
        execute(path, arguments.cell_seconds)

"""Run the notebooks with other master seeds: do the conclusions in their text survive?

    python -m benchmarks.seeds [--seeds 1 2 3] [--json FILE] [NOTEBOOK ...]

A notebook with experiments has a cell ``SEED = 0`` (its id is ``seed``), from which all that is
random in it derives. Its cells tagged ``claims`` print the numbers that the text states, and
assert what it concludes. With another seed the numbers may differ; no assertion may fail. The
table shows the phrases of each seed beside those of the text.
"""

import argparse
import ast
import json
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from workbook.notebooks.cells import Cell, Notebook, has_tag

ROOT = Path(__file__).resolve().parents[1]


def seed_cell(notebook: Notebook) -> Cell | None:
    """Return the cell that sets the master seed, if there is one."""
    return next((cell for cell in notebook.cells if cell.id == "seed"), None)


def run(notebook: Notebook, seed: int, folder: Path) -> Notebook:
    """Return the notebook, executed with a master seed; a cell that fails stops no other."""
    copy = deepcopy(notebook)
    cell = seed_cell(copy)
    if cell is None:
        raise ValueError("no cell with the id `seed`")
    cell.source = f"SEED = {seed}"
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(copy, timeout=None, allow_errors=True, resources=resources).execute()
    return copy


def failures(notebook: Notebook) -> list[str]:
    """Return what failed: the cell, and the last line of its error."""
    return [
        f"{cell.id}: {output.ename}: {output.evalue}"
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]


def phrases(notebook: Notebook) -> dict[str, list[str]]:
    """Return what each cell tagged ``claims`` has printed, line by line."""
    return {
        cell.id: "".join(o.get("text", "") for o in cell.outputs).splitlines()
        for cell in notebook.cells
        if has_tag(cell, "claims")
    }


def assertions(notebook: Notebook) -> int:
    """Return how many assertions the code has."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return sum(
        isinstance(node, ast.Assert) for c in cells for node in ast.walk(ast.parse(c.source))
    )


def side_by_side(of_seeds: dict[int, dict[str, list[str]]]) -> Iterator[str]:
    """Yield lines that show, phrase by phrase, what each seed has made of it."""
    for cell, lines in of_seeds[0].items():
        for number, phrase in enumerate(lines):
            others = [said.get(cell, [])[number : number + 1] for said in of_seeds.values()]
            yield f"  {cell}: {phrase}"
            yield "      " + " | ".join(" ".join(other) or "-" for other in others[1:])


def main(words: list[str] | None = None) -> int:
    """Run, print one table, and return in how many notebooks × seeds something failed."""
    about = __doc__.splitlines()[0] if __doc__ else None
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seeds", description=about)
    parser.add_argument("notebooks", nargs="*", type=Path, help="all that have a seed, if none")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    parser.add_argument("--json", type=Path, metavar="FILE", help="save failures and phrases")
    arguments = parser.parse_args(words)
    results, bad = {}, 0
    for path in arguments.notebooks or sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        if seed_cell(notebook) is None:
            continue
        said, failed = {0: phrases(notebook)}, {}
        for seed in arguments.seeds:
            executed = run(notebook, seed, path.parent)
            said[seed], failed[seed] = phrases(executed), failures(executed)
            bad += bool(failed[seed])
            verdict = "; ".join(failed[seed]) or f"all {assertions(notebook)} assertions hold"
            print(f"{path.stem}, seed {seed}: {verdict}", flush=True)
        print("\n".join(side_by_side(said)), flush=True)
        results[path.stem] = {"failed": failed, "phrases": said}
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1, ensure_ascii=False), "utf-8")
    return bad


if __name__ == "__main__":
    sys.exit(main())

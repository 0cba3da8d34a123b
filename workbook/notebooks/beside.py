"""The files that a notebook names: pictures that lie beside it, and data in ``../data``."""

import re
from collections.abc import Iterator
from pathlib import Path

DATA = '"../data/'  # how a solved notebook says where data are

# ![…](images/graph.png), <img src="images/graph.png">, load("../data/points.csv")
NAMED = re.compile(r"""["'(](?:\./)?((?:\.\./)?(?:[\w-][\w.-]*/)*[\w-][\w.-]*\.\w+)(?=["')#?\s])""")


def named_files(source: str, folder: Path) -> Iterator[str]:
    """Yield the names of the files that a cell names, of those that are there.

    They are spelt as in the cell, with ``../`` in front for what lies beside the notebook's
    folder; what lies further away, and other notebooks, are left out.
    """
    for name in NAMED.findall(source):
        path = folder / name
        if path.is_file() and path.suffix != ".ipynb":
            yield name

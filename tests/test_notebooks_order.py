"""Notebooks can be worked through along the short path alone: no cell needs an optional one.

That each given cell can be run again, in any later state, is seen where nbval has run a notebook:
see `Again` in the project's conftest.py.
"""

import nbformat
import pytest

from tests import ROOT
from workbook.notebooks.cells import has_tag
from workbook.notebooks.names import names_of

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_short_path_needs_nothing_optional(path):
    made, made_on_the_way = set(), set()
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        names = names_of(cell.source)
        if not has_tag(cell, "optional"):
            assert not names.reads & made - made_on_the_way - names.makes, cell.source
            made_on_the_way |= names.makes
        made |= names.makes

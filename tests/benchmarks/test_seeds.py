"""`make seeds` says which conclusion does not survive another seed."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from benchmarks.seeds import main

CLAIMS = """
print(f"{SEED} of 3")
assert SEED < 2, "the seed is small"
"""


@pytest.fixture
def notebook(tmp_path):
    claims = new_code_cell(CLAIMS, id="so-it-is", metadata={"tags": ["claims"]})
    cells = [new_code_cell("SEED = 0", id="seed"), claims, new_code_cell("1 + 1", id="after")]
    path = tmp_path / "a.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    return path


def test_it_names_the_seed_and_the_conclusion_that_fails(notebook, capsys):
    assert main([str(notebook), "--seeds", "1", "2"]) == 1
    out = capsys.readouterr().out
    assert "a, seed 1: all 1 assertions hold" in out
    assert "a, seed 2: so-it-is: AssertionError: the seed is small" in out


def test_it_saves_what_each_seed_says(notebook, tmp_path):
    main([str(notebook), "--seeds", "1", "--json", str(tmp_path / "said.json")])
    said = json.loads((tmp_path / "said.json").read_text("utf-8"))
    assert said["a"]["phrases"]["1"] == {"so-it-is": ["1 of 3"]}


def test_it_changes_no_notebook(notebook):
    before = notebook.read_bytes()
    main([str(notebook), "--seeds", "1"])
    assert notebook.read_bytes() == before

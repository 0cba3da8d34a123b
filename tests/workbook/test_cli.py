"""workbook.cli: the command `workbook`."""

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from workbook.cli import main


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "hand_in.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("# T\n\n$\\nosuch$")]), path)
    return path


def test_report_writes_a_pdf_here_and_says_where(notebook, capsys):
    assert main(["report", str(notebook), "--author", "Ada", "--title", "Hand-in"]) == 0
    said = capsys.readouterr()
    assert said.out == "hand_in.pdf\n"
    assert "hand_in.ipynb, cell 1: the command \\nosuch" in said.err
    assert notebook.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


def test_report_goes_where_it_is_told(notebook, tmp_path):
    assert (
        main(["report", str(notebook), "--only-tagged", "--no-input", "--output", "a/b.pdf"]) == 0
    )
    assert (tmp_path / "a" / "b.pdf").exists()


def test_strict_report_fails_and_says_why(notebook):
    assert "cell 1: the command \\nosuch is not known" in main(
        ["report", str(notebook), "--strict"]
    )
    assert not notebook.with_suffix(".pdf").exists()


def test_missing_notebook_is_named(notebook):
    assert "absent.ipynb" in main(["report", "absent.ipynb"])


def test_without_a_command_it_says_what_there_is(capsys):
    with pytest.raises(SystemExit):
        main([])
    assert "COMMAND" in capsys.readouterr().err

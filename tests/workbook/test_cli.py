"""workbook.cli: the command `workbook`."""

import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests import ROOT
from workbook.cli import main

# The command where a package is not installed.
WITHOUT = """
import sys

class Absent:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "{package}":
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent)
from workbook.cli import main
sys.exit(main())
"""


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


def test_a_report_that_cannot_be_written_leaves_the_earlier_one(notebook, monkeypatch):
    earlier = notebook.with_suffix(".pdf")
    earlier.write_bytes(b"earlier")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    assert main(["report", str(notebook)]) == "[Errno 28] No space left on device: 'hand_in.pdf'"
    assert earlier.read_bytes() == b"earlier"
    assert len(list(earlier.parent.iterdir())) == 2


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


def test_execute_saves_in_place_and_says_where_it_is(tmp_path, capsys):
    paths = [tmp_path / "one.ipynb", tmp_path / "two.ipynb"]
    for path in paths:
        nbformat.write(new_notebook(cells=[new_code_cell("6 * 7")]), path)
    assert main(["execute", "--cell-seconds", "60", *map(str, paths)]) == 0
    assert capsys.readouterr().out == "".join(f"{path}\n" for path in paths)
    for path in paths:
        (output,) = nbformat.read(path, as_version=4).cells[0].outputs
        assert output.data["text/plain"] == "42"


@pytest.mark.parametrize(
    ("source", "seconds", "reason"),
    [("1 / 0", "60", "ZeroDivisionError"), ("while True: pass", "1", "timed out")],
)
def test_notebook_in_which_a_cell_fails_is_not_saved(tmp_path, source, seconds, reason):
    path = tmp_path / "n.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(source)]), path)
    before = path.read_bytes()
    assert reason in main(["execute", str(path), "--cell-seconds", seconds])
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("package", "command", "extra"),
    [("typst", "report", "pdf"), ("nbclient", "execute", "notebooks")],
)
def test_missing_package_is_one_sentence_that_says_what_to_install(package, command, extra):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(package=package), command, "n.ipynb"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr == (
        f'{package} is not installed; it comes with the extra "{extra}": '
        f'pip install "backprop-workbook[{extra}]"\n'
    )


COFFEE = """
from workbook.checks import Table

table = Table("coffee")

@table.value("coffee-1")
def heat():
    '''The heat, in kelvin.'''
    return 60

heat.mistake("it is cold", lambda: 0{hint})
"""


@pytest.fixture
def coffee(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "coffee.py").write_text(COFFEE.replace("{hint}", ', "Touch it."'))
    cell = new_code_cell("# coffee-1\n### BEGIN SOLUTION\nheat = 60\n### END SOLUTION")
    nbformat.write(new_notebook(cells=[cell]), tmp_path / "coffee.ipynb")
    return tmp_path


def test_verify_counts_what_a_sound_table_knows(coffee, capsys):
    assert main(["verify", "coffee.py"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("coffee: 1 questions, 1 misconceptions known, 1 of them named\n")
    assert "coffee-1: it has no hint for a mistake that nobody has foreseen" in said


def test_verify_fails_for_a_table_with_a_problem_and_tells_it(coffee, capsys):
    (coffee / "coffee.py").write_text(COFFEE.replace("{hint}", ""))
    assert main(["verify", "coffee.py"]) == 1
    assert "coffee-1: there is no hint" in capsys.readouterr().out


def test_verify_says_where_it_found_no_table(coffee):
    assert main(["verify", "tea.py"]).startswith("tea.py: there is no such file")


def test_stamp_writes_the_notebook_and_says_what_has_changed(coffee, capsys):
    assert main(["stamp", "coffee.ipynb", "--table", "coffee.py"]) == 0
    assert capsys.readouterr().out == "coffee.ipynb: coffee-1, coffee-1-check\n"
    assert (
        nbformat.read("coffee.ipynb", as_version=4).cells[1].source.startswith("# coffee-1-check")
    )


def test_a_second_stamp_leaves_the_file_alone(coffee, capsys):
    main(["stamp", "coffee.ipynb", "--table", "coffee.py"])
    before = (coffee / "coffee.ipynb").read_bytes()
    assert main(["stamp", "coffee.ipynb", "--table", "coffee.py"]) == 0
    assert "nothing to change" in capsys.readouterr().out
    assert (coffee / "coffee.ipynb").read_bytes() == before


def test_stamp_leaves_a_notebook_that_it_cannot_write_as_it_was(coffee, monkeypatch):
    before = (coffee / "coffee.ipynb").read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    said = main(["stamp", "coffee.ipynb", "--table", "coffee.py"])
    assert said == "coffee.ipynb: [Errno 28] No space left on device: 'coffee.ipynb'"
    assert (coffee / "coffee.ipynb").read_bytes() == before
    assert sorted(path.name for path in coffee.iterdir() if path.is_file()) == [
        "coffee.ipynb",
        "coffee.py",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="links are POSIX's")
def test_stamp_writes_through_a_link(coffee):
    (coffee / "store").mkdir()
    (coffee / "coffee.ipynb").rename(coffee / "store" / "c.ipynb")
    (coffee / "coffee.ipynb").symlink_to("store/c.ipynb")
    assert main(["stamp", "coffee.ipynb", "--table", "coffee.py"]) == 0
    assert (coffee / "coffee.ipynb").is_symlink()
    assert len(nbformat.read(coffee / "store" / "c.ipynb", as_version=4).cells) == 2


def test_stamp_finds_an_announced_table_by_the_notebooks_name(coffee):
    assert "no installed table belongs to coffee" in main(["stamp", "coffee.ipynb"])
    ours = nbformat.read(ROOT / "notebooks" / "04_noisy_xor.ipynb", as_version=4)
    nbformat.write(ours, coffee / "04_noisy_xor.ipynb")
    assert main(["stamp", "04_noisy_xor.ipynb"]) == 0


def test_stamp_names_the_notebook_that_does_not_fit(coffee):
    nbformat.write(new_notebook(), coffee / "coffee.ipynb")
    said = main(["stamp", "coffee.ipynb", "--table", "coffee.py"])
    assert said == "coffee.ipynb: no cell asks coffee-1, of the table coffee"


@pytest.mark.parametrize("command", [["stamp", "--table", "coffee.py"], ["execute"]])
def test_what_is_no_notebook_is_told(coffee, command):
    assert "coffee.py" in main([*command, "coffee.py"])

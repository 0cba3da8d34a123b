"""The notebooks as files; what they compute is compared by nbval (`make test`)."""

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests import ROOT
from workbook.cli import main
from workbook.notebooks.cells import WIDGET
from workbook.notebooks.execute import execute, never_run, save
from workbook.notebooks.execute import write_notebook as save_notebook

NOTEBOOKS = ROOT / "notebooks"

CELLS = [
    "import sys, time, ipywidgets, matplotlib.pyplot as plt",
    "for k in range(3):\n    time.sleep(0.05)\n    print(k, flush=True)",
    "print('error', file=sys.stderr)",
    "_ = plt.plot([1, 2])",
    "ipywidgets.IntSlider(3)",
    "bar = display({}, raw=True, display_id=True)\nbar.update({'text/plain': '1/2'}, raw=True)\n"
    "bar.update({}, raw=True)",
]


def write_notebook(path, cells):
    notebook = new_notebook(metadata={"title": "kept"})
    notebook.cells = [new_code_cell(source) for source in cells]
    notebook.cells[0].metadata["tags"] = ["kept"]
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """A notebook after one execution and after a second one, as bytes."""
    path = tmp_path_factory.mktemp("notebook") / "notebook.ipynb"
    write_notebook(path, CELLS)
    saved = []
    for _ in range(2):
        assert main(["execute", str(path)]) == 0
        saved.append(path.read_bytes())
    return saved


def test_every_execution_writes_the_same_bytes(executed):
    assert executed[0] == executed[1]


@pytest.mark.parametrize("source", ["1 + 1", "'Ä' + '\\n'"])
def test_a_notebook_is_written_as_nbformat_does(tmp_path, source):
    notebook = new_notebook(cells=[new_code_cell(source, id="a")])
    nbformat.write(notebook, tmp_path / "theirs.ipynb")
    (tmp_path / "ours.ipynb").write_text("earlier")
    save_notebook(notebook, tmp_path / "ours.ipynb")
    theirs, ours = ((tmp_path / name).read_text("utf-8") for name in ("theirs.ipynb", "ours.ipynb"))
    assert ours == theirs
    assert len(list(tmp_path.iterdir())) == 2


def test_a_notebook_that_cannot_be_encoded_leaves_the_earlier_file(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_text("earlier")
    with pytest.raises(UnicodeEncodeError):
        save_notebook(new_notebook(cells=[new_code_cell("'\ud800'", id="a")]), path)
    assert path.read_text() == "earlier" and len(list(tmp_path.iterdir())) == 1


def test_execution_keeps_outputs_counts_and_metadata(executed):
    notebook = nbformat.reads(executed[0].decode(), as_version=4)
    nbformat.validate(notebook)
    assert [cell.execution_count for cell in notebook.cells] == [1, 2, 3, 4, 5, 6]
    assert [output.text for output in notebook.cells[1].outputs] == ["0\n1\n2\n"]
    assert [output.name for output in notebook.cells[2].outputs] == ["stderr"]
    assert "image/png" in notebook.cells[3].outputs[0].data
    assert list(notebook.cells[4].outputs[0].data) == ["text/plain"]
    assert notebook.cells[5].outputs == []  # whether a cell was slow enough for a bar is not kept
    assert notebook.cells[0].metadata == {"tags": ["kept"]}
    assert notebook.metadata == {"title": "kept", "language_info": {"name": "python"}}


def test_code_runs_in_the_folder_that_is_named(tmp_path):
    (tmp_path / "data.txt").write_text("found")
    notebook = new_notebook(cells=[new_code_cell("print(open('data.txt').read())")])
    execute(notebook, tmp_path)
    assert notebook.cells[0].outputs[0].text == "found\n"


def test_a_cell_that_fails_is_an_error_and_its_output_is_kept(tmp_path):
    notebook = new_notebook(cells=[new_code_cell("1 / 0")])
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        execute(notebook, tmp_path)
    assert notebook.cells[0].outputs[0].ename == "ZeroDivisionError"


@pytest.mark.parametrize(
    ("counts", "sources", "answer"),
    [
        ([None, None], ["x", "y"], True),
        ([None, 3], ["x", "y"], False),
        ([None], [" \n"], False),
        ([], [], False),
    ],
)
def test_a_notebook_was_never_run_if_it_has_code_and_no_cell_a_count(counts, sources, answer):
    notebook = new_notebook(cells=[new_markdown_cell("words")])
    for count, source in zip(counts, sources, strict=True):
        notebook.cells.append(new_code_cell(source, execution_count=count))
    assert never_run(notebook) is answer


@pytest.mark.parametrize(("options", "merged"), [({}, False), ({"merge_streams": True}, True)])
def test_a_cell_has_the_time_that_is_given_and_leaves_nothing_that_differs_between_runs(
    monkeypatch, options, merged
):
    made = []

    class Client:
        def __init__(self, notebook, **told):
            made.append((notebook, told))

        def execute(self):
            made.append("executed")

    monkeypatch.setattr("workbook.notebooks.execute.NotebookClient", Client)
    notebook = new_notebook()
    execute(notebook, ROOT / "notebooks", 7, **options)
    told = {"timeout": 7, "resources": {"metadata": {"path": str(ROOT / "notebooks")}}}
    kept = {"coalesce_streams": merged, "record_timing": False, "store_widget_state": False}
    assert made == [(notebook, told | kept), "executed"]


def test_what_differs_between_runs_is_not_saved(tmp_path):
    widget = {WIDGET: {"model_id": "1"}, "text/plain": "IntSlider(3)"}
    outputs = [
        new_output("display_data", data=widget),
        new_output("display_data", data={WIDGET: {"model_id": "2"}}),
        new_output("display_data", data={}),
        new_output("stream", text="words"),
    ]
    cells = [new_markdown_cell("words", id="a"), new_code_cell("x", id="b", outputs=outputs)]
    about = {"widgets": {"state": 1}, "language_info": {"name": "python", "version": "3.99"}}
    save(new_notebook(cells=cells, metadata=about | {"title": "kept"}), tmp_path / "a.ipynb")
    saved = nbformat.read(tmp_path / "a.ipynb", as_version=4)
    assert saved.metadata == {"title": "kept", "language_info": {"name": "python"}}
    first, second = saved.cells[1].outputs
    assert (first.data, second.text) == ({"text/plain": "IntSlider(3)"}, "words")


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebook_is_saved_as_make_notebooks_saves_it(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert "widgets" not in notebook.metadata
    assert notebook.metadata.language_info == {"name": "python"}

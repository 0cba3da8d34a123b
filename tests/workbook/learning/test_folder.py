"""The learner's folder: what is made, and that nothing of a learner's is lost."""

import json
import os
import stat
import tempfile
from pathlib import Path, PureWindowsPath

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from workbook.cli import main
from workbook.learning import folder as folder_module
from workbook.learning.folder import MANIFEST, NOTEBOOKS, StartError, start


def release(folder, text="first", name="tea"):
    """Write a solved notebook, as the next release has it."""
    cells = [new_markdown_cell(f"# Tea\n\n{text}", id="title"), new_code_cell("1 + 1", id="sum")]
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=cells), folder / f"{name}.ipynb")


def edit(path, text):
    """Save a notebook of a learner who has typed a text."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source = text
    nbformat.write(notebook, path)
    return path.read_bytes()


@pytest.fixture
def notebooks(tmp_path):
    release(tmp_path / "notebooks")
    return tmp_path / "notebooks"


@pytest.fixture
def work(notebooks, tmp_path):
    start(notebooks=notebooks)
    return tmp_path / "work"


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def test_a_folder_beside_the_notebooks_holds_what_is_needed(work):
    assert names(work) == sorted(
        [MANIFEST, "progress.json", "solutions/tea.solved.ipynb", "start.ipynb", "tea.ipynb"]
    )


def test_all_notebooks_of_the_workbook_come_without_solutions_and_with_them(tmp_path):
    start(tmp_path / "mine")
    for solved in sorted(NOTEBOOKS.glob("*.ipynb")):
        mine = (tmp_path / "mine" / solved.name).read_text(encoding="utf-8")
        assert "BEGIN SOLUTION" not in mine
        model = (tmp_path / "mine" / "solutions" / f"{solved.stem}.solved.ipynb").read_text(
            encoding="utf-8"
        )
        assert "BEGIN SOLUTION" in model
        nbformat.validate(json.loads(mine))


def test_a_second_start_writes_no_notebook_anew(work, notebooks):
    def written():
        return {path: path.stat().st_mtime_ns for path in work.rglob("*.ipynb")}

    before = written()
    assert start(notebooks=notebooks).said == []
    assert written() == before


def test_a_second_start_makes_no_learners_notebook_anew(work, notebooks, monkeypatch):
    made = []
    monkeypatch.setattr("workbook.learning.folder._learners", lambda *given: made.append(given))
    start(notebooks=notebooks)
    assert made == []


def test_what_was_not_changed_gives_way_to_a_newer_release(work, notebooks):
    release(notebooks, "second")
    assert start(notebooks=notebooks).said == [
        "tea.ipynb was as it came; it is the newer release now."
    ]
    assert "second" in (work / "tea.ipynb").read_text()
    assert "second" in (work / "solutions" / "tea.solved.ipynb").read_text()


def test_what_jupyterlab_adds_to_an_opened_notebook_is_no_change(work, notebooks):
    notebook = nbformat.read(work / "tea.ipynb", as_version=4)
    notebook.metadata["language_info"]["version"] = "3.99"
    (work / "tea.ipynb").write_text(json.dumps(notebook))
    release(notebooks, "second")
    start(notebooks=notebooks)
    assert "second" in (work / "tea.ipynb").read_text()


def test_an_output_is_a_change(work, notebooks):
    notebook = nbformat.read(work / "tea.ipynb", as_version=4)
    notebook.cells[-1].execution_count = 1
    nbformat.write(notebook, work / "tea.ipynb")
    mine = (work / "tea.ipynb").read_bytes()
    release(notebooks, "second")
    start(notebooks=notebooks)
    assert (work / "tea.ipynb").read_bytes() == mine


def test_a_newer_release_is_put_beside_what_was_changed_once_and_said(work, notebooks):
    mine = edit(work / "tea.ipynb", "my answer")
    assert start(notebooks=notebooks).said == []
    release(notebooks, "second")
    assert start(notebooks=notebooks).said == [
        "tea.ipynb is yours, and stays. The newer release is tea.new.ipynb."
    ]
    assert start(notebooks=notebooks).said == []
    assert (work / "tea.ipynb").read_bytes() == mine
    assert "second" in (work / "tea.new.ipynb").read_text()
    assert not (work / "tea.new-2.ipynb").exists()


def test_a_release_after_that_leaves_the_one_beside_alone(work, notebooks):
    edit(work / "tea.ipynb", "my answer")
    for text, beside in (("second", "tea.new.ipynb"), ("third", "tea.new-2.ipynb")):
        release(notebooks, text)
        assert start(notebooks=notebooks).said == [
            f"tea.ipynb is yours, and stays. The newer release is {beside}."
        ]
    assert "second" in (work / "tea.new.ipynb").read_text()
    assert "third" in (work / "tea.new-2.ipynb").read_text()


def test_a_notebook_that_is_missing_is_made_again(work, notebooks):
    before = (work / "tea.ipynb").read_bytes()
    (work / "tea.ipynb").unlink()
    start(notebooks=notebooks)
    assert (work / "tea.ipynb").read_bytes() == before


def test_progress_is_kept_and_begins_anew_when_it_is_missing(work, notebooks):
    (work / "progress.json").write_text("mine")
    start(notebooks=notebooks)
    assert (work / "progress.json").read_text() == "mine"
    (work / "progress.json").unlink()
    start(notebooks=notebooks)
    assert json.loads((work / "progress.json").read_text())["questions"] == {}


def test_solutions_are_for_reading_and_one_that_was_changed_is_not_lost(work, notebooks):
    solved = work / "solutions" / "tea.solved.ipynb"
    assert not solved.stat().st_mode & stat.S_IWRITE
    assert work.stat().st_mode & stat.S_IWRITE
    solved.chmod(0o600)
    mine = edit(solved, "my answer")
    release(notebooks, "second")
    start(notebooks=notebooks)
    assert "second" in solved.read_text()
    assert (work / "solutions" / "tea.solved.old.ipynb").read_bytes() == mine


@pytest.mark.skipif(os.name == "nt", reason="modes and links are POSIX's")
def test_links_and_modes_are_kept_and_no_other_file_is_touched(work, notebooks):
    store = work / "store"
    store.mkdir()
    place = (work / "tea.ipynb").rename(store / "tea.ipynb")
    place.chmod(0o640)
    (work / "tea.ipynb").symlink_to("store/tea.ipynb")
    (work / ".tea.ipynb.part").write_text("mine")
    release(notebooks, "second")
    start(notebooks=notebooks)
    assert (work / "tea.ipynb").is_symlink() and "second" in place.read_text()
    assert stat.S_IMODE(place.stat().st_mode) == 0o640
    assert (work / ".tea.ipynb.part").read_text() == "mine"
    assert os.listdir(store) == ["tea.ipynb"]


def test_the_start_page_is_new_each_time_and_notes_on_it_are_not_lost(work, notebooks):
    edit(work / "start.ipynb", "my notes")
    said = ["You have changed start.ipynb; yours is start.old.ipynb now."]
    assert start(notebooks=notebooks).said == said
    assert "my notes" not in (work / "start.ipynb").read_text()
    assert "my notes" in (work / "start.old.ipynb").read_text()


def test_a_start_page_that_was_run_and_saved_is_no_change(work, notebooks):
    page = nbformat.read(work / "start.ipynb", as_version=4)
    page.cells[1].outputs, page.cells[1].execution_count = [], 7
    nbformat.write(page, work / "start.ipynb")
    start(notebooks=notebooks)
    assert not (work / "start.old.ipynb").exists()
    assert nbformat.read(work / "start.ipynb", as_version=4).cells[1].outputs


def test_pictures_to_which_a_notebook_refers_come_too(notebooks, work):
    (notebooks / "images").mkdir()
    for name in ("a.png", "b.svg", "other.png"):
        (notebooks / "images" / name).write_bytes(name.encode())
    cell = new_markdown_cell(
        '![A](images/a.png) <img src="images/b.svg"> ![web](https://x.org/images/other.png)'
    )
    nbformat.write(new_notebook(cells=[cell]), notebooks / "tea.ipynb")
    start(notebooks=notebooks)
    for place in (work, work / "solutions"):
        found = {path.name: path.read_bytes() for path in (place / "images").iterdir()}
        assert found == {"a.png": b"a.png", "b.svg": b"b.svg"}


def test_a_folder_elsewhere_still_finds_the_data(notebooks, tmp_path):
    cell = new_code_cell('open("../data/given.pkl")')
    nbformat.write(new_notebook(cells=[cell]), notebooks / "tea.ipynb")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "given.pkl").write_bytes(b"")
    folder = tmp_path / "far" / "away"
    start(folder, notebooks)
    for path in (folder / "tea.ipynb", folder / "solutions" / "tea.solved.ipynb"):
        source = nbformat.read(path, as_version=4).cells[0].source
        assert (path.parent / source.split('"')[1]).exists()


@pytest.mark.parametrize(
    ("way", "written"), [("..\\..\\data", "../../data"), (None, "D:/tea/data")]
)
def test_on_windows_too_data_are_named_with_slashes_and_found_on_another_drive(
    monkeypatch, way, written
):
    def relative(*paths):
        if way is None:
            raise ValueError("on another drive")
        return way

    monkeypatch.setattr(folder_module, "Path", PureWindowsPath)
    monkeypatch.setattr("os.path.relpath", relative)
    source = b'"source": "open(\\"../data/given.pkl\\")"'
    found = folder_module._reaching(PureWindowsPath("D:\\tea\\data"), source, None)
    assert found == f'"source": "open(\\"{written}/given.pkl\\")"'.encode()


def test_a_folder_that_is_moved_together_with_the_data_still_finds_them(notebooks, tmp_path):
    cell = new_code_cell('open("../data/given.pkl")')
    nbformat.write(new_notebook(cells=[cell]), notebooks / "tea.ipynb")
    start(tmp_path / "far" / "away", notebooks)
    mine = nbformat.read(tmp_path / "far" / "away" / "tea.ipynb", as_version=4)
    assert mine.cells[0].source == 'open("../../data/given.pkl")'


def test_a_solved_notebook_leads_back_to_the_learners_own_and_shows_no_hidden_tests(
    notebooks, work
):
    hidden = "check()\n### BEGIN HIDDEN TESTS\ncheck(seed=1)\n### END HIDDEN TESTS"
    cells = [new_markdown_cell("[on](tea.ipynb#Milk)"), new_code_cell(hidden)]
    nbformat.write(new_notebook(cells=cells), notebooks / "tea.ipynb")
    start(notebooks=notebooks)
    solved = nbformat.read(work / "solutions" / "tea.solved.ipynb", as_version=4)
    assert [cell.source for cell in solved.cells] == ["[on](../tea.ipynb#Milk)", "check()"]
    text = (work / "solutions" / "tea.solved.ipynb").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1)


# What is refused


def test_a_folder_that_is_not_a_learners_is_refused_and_left_alone(notebooks, tmp_path):
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "tea.ipynb").write_text("years of work")
    with pytest.raises(StartError) as caught:
        start(other, notebooks)
    assert str(caught.value) == (
        f"{other} is not empty, and not a folder that the workbook has made. Nothing was "
        "written. Name another one: workbook start FOLDER"
    )
    assert names(other) == ["tea.ipynb"]


def test_an_empty_folder_will_do(notebooks, tmp_path):
    (tmp_path / "empty").mkdir()
    start(tmp_path / "empty", notebooks)
    assert (tmp_path / "empty" / "tea.ipynb").exists()


def test_a_file_is_no_folder(notebooks, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StartError) as caught:
        start(tmp_path / "file", notebooks)
    said = f"{tmp_path / 'file'} is a file. Name a folder: workbook start FOLDER"
    assert str(caught.value) == said


def test_without_notebooks_it_says_what_to_do(tmp_path):
    with pytest.raises(StartError) as caught:
        start(notebooks=tmp_path)
    assert str(caught.value) == (
        "The notebooks are not here: an installed package does not hold them. Get the whole "
        "workbook, as its README says, and start it there."
    )


def test_the_solved_notebooks_are_no_place_to_work_in(notebooks):
    with pytest.raises(StartError):
        start(notebooks, notebooks)


# Whatever happens, nothing of a learner's is lost


@pytest.mark.parametrize("content", [b"", b"[", b"[]", b'{"known": {"tea.ipynb": 3}}', None])
def test_without_what_it_knows_every_file_is_the_learners(work, notebooks, content):
    mine = edit(work / "tea.ipynb", "my answer")
    (work / MANIFEST).unlink()
    if content is not None:
        (work / MANIFEST).write_bytes(content)
    for _ in range(2):
        start(notebooks=notebooks)
    assert (work / "tea.ipynb").read_bytes() == mine
    assert [path.name for path in work.glob("tea.new*")] == ["tea.new.ipynb"]


@pytest.mark.parametrize("content", [b"", b"{", b"no notebook", b"\xff\x00", b"[1]", b"[" * 99_999])
def test_a_damaged_notebook_is_left_to_the_learner(work, notebooks, content):
    (work / "tea.ipynb").write_bytes(content)
    release(notebooks, "second")
    start(notebooks=notebooks)
    assert (work / "tea.ipynb").read_bytes() == content
    assert (work / "tea.new.ipynb").exists()


FILES = (
    "tea.ipynb",
    "tea.new.ipynb",
    "tea.new-2.ipynb",
    "start.ipynb",
    "solutions/tea.solved.ipynb",
)
STEPS = st.one_of(
    st.tuples(st.just("release"), st.integers(0, 3)),
    st.tuples(st.just("write"), st.sampled_from(FILES)),
    st.tuples(st.just("delete"), st.sampled_from((*FILES, MANIFEST, "progress.json"))),
    st.tuples(st.just("start"), st.none()),
)


@settings(max_examples=30)
@given(st.lists(STEPS, min_size=3, max_size=12))
def test_no_byte_of_a_learners_is_ever_lost(steps):
    with tempfile.TemporaryDirectory() as temporary:
        notebooks, work = Path(temporary, "notebooks"), Path(temporary, "work")
        release(notebooks)
        start(notebooks=notebooks)
        precious = set()
        for number, (step, what) in enumerate([*steps, ("start", None)]):
            if step == "release":
                release(notebooks, f"release {what}")
            elif step == "start":
                start(notebooks=notebooks)
            elif step == "delete":
                if (work / what).exists():
                    precious.discard((work / what).read_bytes())
                    os.chmod(work / what, 0o600)
                    (work / what).unlink()
            else:
                if (work / what).exists():
                    precious.discard((work / what).read_bytes())
                    os.chmod(work / what, 0o600)
                cell = new_markdown_cell(f"mine, step {number}", id="mine")
                nbformat.write(new_notebook(cells=[cell]), work / what)
                precious.add((work / what).read_bytes())
            assert precious <= {path.read_bytes() for path in work.rglob("*.ipynb")}


# The command


def test_the_command_says_where_the_start_page_is_and_may_be_run_from_anywhere(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert main(["start", "mine"]) == 0
    assert capsys.readouterr().out == f"{Path('mine', 'start.ipynb')}\n"
    assert (tmp_path / "mine" / "01_pen_and_paper.ipynb").exists()


def test_the_command_refuses_in_words(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "thesis.tex").write_text("")
    assert "is not empty" in main(["start", "."])

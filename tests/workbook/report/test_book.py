"""workbook.report.book: several notebooks in one PDF."""

from io import BytesIO

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from pypdf import PdfReader

from tests.workbook.report.conftest import code
from workbook.report.book import make_report, read


@pytest.fixture
def notebooks(tmp_path):
    """Two saved notebooks that link to each other."""
    first = [
        new_markdown_cell("# One\n\n[there](02.ipynb#The-end), [all](02.ipynb)"),
        code("x = 1"),
    ]
    second = [new_markdown_cell("# Two\n\n## The end\n\n[back](01.ipynb#One)")]
    paths = [tmp_path / "01.ipynb", tmp_path / "02.ipynb"]
    for path, cells in zip(paths, (first, second), strict=True):
        nbformat.write(new_notebook(cells=cells), path)
    return paths


def text(path):
    return [page.extract_text() for page in PdfReader(BytesIO(path.read_bytes())).pages]


def test_several_notebooks_get_title_page_contents_and_chapters(notebooks, tmp_path):
    problems = make_report(
        notebooks, tmp_path / "new" / "book.pdf", title="Both", authors=["Ada"], strict=True
    )
    title, contents, one, two = text(tmp_path / "new" / "book.pdf")
    assert problems == []
    assert title.split() == ["Both", "Ada"]
    assert "One" in contents
    assert "The end" in contents
    assert "x = 1" in one
    assert "Two" in two


def test_links_between_chapters_stay_in_the_book(notebooks, tmp_path):
    make_report(notebooks, tmp_path / "book.pdf", title="Both")
    reader = PdfReader(tmp_path / "book.pdf")
    links = [a.get_object() for page in reader.pages[2:] for a in page["/Annots"]]
    assert len(links) == 3
    assert not any("/URI" in link.get("/A", {}) for link in links)


def test_names_may_be_texts_and_a_report_without_headings_has_that_of_its_file(tmp_path):
    path, output = tmp_path / "n.ipynb", tmp_path / "new" / "folder" / "My report.pdf"
    nbformat.write(new_notebook(cells=[new_markdown_cell("words")]), path)
    assert make_report([str(path)], str(output)) == []
    assert PdfReader(output).metadata.title == "My report"


def test_problem_names_its_notebook(notebooks, tmp_path):
    make_report(notebooks, tmp_path / "book.pdf")
    nbformat.write(
        new_notebook(cells=[new_markdown_cell("# B"), new_markdown_cell("$\\no$")]), notebooks[1]
    )
    (*_, problem) = make_report(notebooks, tmp_path / "book.pdf")
    assert problem.startswith("02.ipynb, cell 2:")


def test_notebook_never_run_is_executed_and_its_file_is_not_touched(tmp_path):
    path = tmp_path / "n.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("print(6 * 7)")]), path)
    before = path.read_bytes()
    assert read(path).cells[0].outputs[0].text == "42\n"
    assert path.read_bytes() == before


def test_notebook_once_run_is_taken_as_it_is(tmp_path):
    path = tmp_path / "n.ipynb"
    nbformat.write(new_notebook(cells=[code("print(1)"), new_code_cell("1 / 0")]), path)
    assert read(path).cells[1].outputs == []


def test_outputs_of_a_notebook_never_run_stand_in_the_order_in_which_they_came(tmp_path):
    path = tmp_path / "n.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("print(1)\ndisplay(2)\nprint(3)")]), path)
    kinds = [output.output_type for output in read(path).cells[0].outputs]
    assert kinds == ["stream", "display_data", "stream"]

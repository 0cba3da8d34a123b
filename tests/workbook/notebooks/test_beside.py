"""workbook.notebooks.beside: which files a cell names."""

import pytest

from workbook.notebooks.beside import named_files


@pytest.fixture
def book(tmp_path):
    """A folder of notebooks, with pictures in it and data beside it."""
    for name in ("home/book/images/a.png", "home/book/02.ipynb", "home/data/b.csv", "far.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path / "home" / "book"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("![A graph](images/a.png)", "images/a.png"),
        ('![A graph](./images/a.png "a title")', "images/a.png"),
        ('<img src="images/a.png">', "images/a.png"),
        ("load('../data/b.csv')", "../data/b.csv"),
    ],
)
def test_a_file_is_found_where_the_cell_says(book, source, name):
    assert list(named_files(source, book)) == [name]


@pytest.mark.parametrize(
    "name",
    [
        "images/none.png",
        "02.ipynb",
        "../../far.csv",
        "images/../../data/b.csv",
        "https://x.org/a.png",
    ],
)
def test_no_other_file_is(book, name):
    assert list(named_files(f"![A graph]({name})", book)) == []
    assert list(named_files(f'load("{book / "images" / "a.png"}")', book)) == []

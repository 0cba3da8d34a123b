"""Tables in files, modules and installed packages."""

import sys
from importlib.metadata import EntryPoint
from types import ModuleType

import pytest

from workbook.checks import Table, TableError, finding, load

COFFEE = """
from workbook.checks import Table
from beans import PRICE

table = other = Table("coffee")
number = 3

@table.value("coffee-1")
def price():
    return PRICE
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "beans.py").write_text("PRICE = 4\n")
    (tmp_path / "coffee.py").write_text(COFFEE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("where", ["coffee.py", "coffee.py:other"])
def test_a_table_in_a_file_may_use_what_lies_beside_it(folder, where):
    assert load(where).truth == {"price": 4}


def test_a_file_of_another_folder_is_found_too(folder, monkeypatch, tmp_path_factory):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert list(load(str(folder / "coffee.py"))) == ["coffee-1"]


def test_a_table_in_a_module_is_found_by_its_name():
    assert isinstance(load("tests.workbook.checks.sample:table"), Table)


def test_announced_tables_are_found_by_what_their_ids_begin_with():
    assert {"q1", "q2", "q3", "q4", "q5"} <= finding.announced().keys()
    assert load("q1") is finding.table_of("q1-1")


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("tea.py", "tea.py: there is no such file"),
        ("no.such.module", "no.such.module: no table is found there"),
        ("coffee", "no table is found there .*; did you mean coffee.py?"),
        (".", "no table is found there"),
        ("coffee.py:absent", "coffee.py:absent: nothing is called absent there"),
        ("coffee.py:number", "of type int, not a Table"),
    ],
)
def test_where_there_is_no_table_it_is_said(folder, where, words):
    with pytest.raises(TableError, match=words):
        load(where)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "table.valu",
            "coffee.py, line 12: AttributeError: 'Table' object has no attribute 'valu'",
        ),
        ('table.written("coffee-1")', "coffee.py, line 12: coffee-1: two questions have this id"),
        ("1 +", r"coffee.py: invalid syntax .*line 12"),
        ("import tea", "coffee.py, line 12: ModuleNotFoundError: No module named 'tea'"),
    ],
)
def test_a_file_that_fails_is_named_with_the_line(folder, line, words):
    (folder / "coffee.py").write_text(COFFEE + "\n" + line)
    with pytest.raises(TableError, match=words):
        load("coffee.py")


MORE = """
from coffee import table

@table.value("coffee-2")
def twice(price):
    return 2 * price
"""


def test_a_file_and_what_imports_it_have_one_table(folder):
    (folder / "more.py").write_text(MORE)
    (folder / "coffee.py").write_text(COFFEE + "\nimport more\n")
    assert list(load("coffee.py")) == ["coffee-1", "coffee-2"]


def test_files_of_the_same_name_do_not_share_what_lies_beside_them(folder):
    other = folder / "other"
    other.mkdir()
    (other / "coffee.py").write_text(COFFEE)
    (other / "beans.py").write_text("PRICE = 7\n")
    prices = [load(path).truth["price"] for path in ("coffee.py", "other/coffee.py", "coffee.py")]
    assert prices == [4, 7, 4]


def test_a_table_may_use_dataclasses(folder):
    (folder / "coffee.py").write_text(
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass Cup:\n    T: float\n" + COFFEE
    )
    assert load("coffee.py").truth == {"price": 4}


def test_packages_of_an_environment_in_the_folder_stay(folder, monkeypatch):
    """A second copy of NumPy's modules, say, would be no copy that others know."""
    packages = folder / "venv" / "lib" / "site-packages"
    packages.mkdir(parents=True)
    (packages / "installed_beans.py").write_text("")
    monkeypatch.syspath_prepend(packages)
    (folder / "coffee.py").write_text("import installed_beans\n" + COFFEE)
    load("coffee.py")
    assert sys.modules.pop("installed_beans", None)


def test_loading_leaves_no_trace(folder):
    before = set(sys.modules), list(sys.path)
    load("coffee.py")
    assert (set(sys.modules), list(sys.path)) == before


@pytest.mark.parametrize(
    ("where", "place", "name"),
    [
        ("coffee.py", "coffee.py", "table"),
        ("coffee.py:other", "coffee.py", "other"),
        (r"C:\course\coffee.py", r"C:\course\coffee.py", "table"),
        (r"C:\course\coffee.py:other", r"C:\course\coffee.py", "other"),
    ],
)
def test_a_drives_letter_is_no_place(where, place, name):
    assert finding._place_and_name(where) == (place, name)


def test_two_packages_that_announce_the_same_are_told(monkeypatch):
    points = [EntryPoint("q1", value, finding.GROUP) for value in ("a:table", "b:table")]
    monkeypatch.setattr(finding, "entry_points", lambda group: points)
    with pytest.raises(TableError, match="begin with q1: a:table and b:table"):
        finding.announced.__wrapped__()


def test_a_notebook_without_a_table_is_told_with_the_nearest_that_has_one():
    assert finding.table_named("04_noisy_xor") is load("q4")
    with pytest.raises(TableError) as refused:
        finding.table_named("04_nosy_xor")
    assert str(refused.value) == (
        "no installed table belongs to 04_nosy_xor; did you mean 04_noisy_xor?"
    )


def test_a_module_of_the_same_name_is_there_again_afterwards(folder, monkeypatch):
    before = ModuleType("beans")
    monkeypatch.setitem(sys.modules, "coffee", before)
    assert load("coffee.py").truth == {"price": 4}
    assert sys.modules["coffee"] is before

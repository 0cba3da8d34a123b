"""workbook: what happens on its import, and on `python -m workbook`."""

import importlib
import sys

import pytest
from IPython.core import getipython

import workbook
from workbook.learning import kindly


@pytest.fixture
def installed(monkeypatch):
    """The shells in which errors are told kindly; this process has the first of them."""
    found = []
    monkeypatch.setattr(kindly, "install", found.append)
    monkeypatch.setattr(getipython, "get_ipython", lambda: "a shell")
    return found


def test_in_a_notebook_errors_are_told_kindly_from_the_import_on(installed):
    importlib.reload(workbook)
    assert installed == ["a shell"]


def test_outside_of_a_shell_nothing_is_installed(installed, monkeypatch):
    monkeypatch.setattr(getipython, "get_ipython", lambda: None)
    workbook._tell_kindly()
    assert installed == []


def test_ipython_is_not_loaded_where_it_is_not_running(installed, monkeypatch):
    monkeypatch.delitem(sys.modules, "IPython")
    workbook._tell_kindly()
    assert installed == []


def test_python_m_workbook_ends_as_the_command_does(monkeypatch):
    ended = []
    monkeypatch.setattr(sys, "exit", ended.append)
    monkeypatch.setattr("workbook.cli.main", lambda: "it failed")
    monkeypatch.delitem(sys.modules, "workbook.__main__", raising=False)
    importlib.import_module("workbook.__main__")
    assert ended == ["it failed"]

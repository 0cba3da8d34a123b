"""A bar shows how far a long computation is, and leaves no trace of itself."""

import os
import sys
import time
from types import SimpleNamespace

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from helpers.progress import _Display, progress_bar
from tests import ROOT

SLOW = """
import time
from helpers.progress import progress_bar

def count(seconds, fails_at=None):
    with progress_bar(range(8), "counting", "sheep") as sheep:
        for k in sheep:
            time.sleep(seconds)
            assert k != fails_at
    return k
"""


class Watched(NotebookClient):
    """A client that keeps what it is told to display, first and later on."""

    def process_message(self, msg, cell, cell_index):
        if msg["msg_type"] in ("display_data", "update_display_data"):
            self.shown.append((cell_index, msg["msg_type"], msg["content"]["data"]))
        return super().process_message(msg, cell, cell_index)


@pytest.fixture(scope="module")
def client():
    cells = [SLOW, "count(0.25)", "count(0)", "count(0.25, fails_at=6)"]
    notebook = new_notebook(cells=[new_code_cell(source) for source in cells])
    client = Watched(notebook, allow_errors=True)
    client.shown = []
    client.execute(env=os.environ | {"PYTHONPATH": str(ROOT)})
    return client


def of_cell(client, number):
    return [(kind, data) for index, kind, data in client.shown if index == number]


def test_a_notebook_shows_a_bar_as_an_update_and_empties_it(client):
    (kind, first), *updates = of_cell(client, 1)
    assert (kind, first) == ("display_data", {})  # the part that nbval compares
    *lines, (_, last) = updates
    assert last == {}
    assert len(lines) >= 2
    for kind, data in lines:
        assert kind == "update_display_data"
        assert data["text/plain"].startswith("counting:")
        assert "/8 [" in data["text/plain"]
        assert "sheep/s]" in data["text/plain"]


def test_a_quick_cell_shows_none(client):
    assert of_cell(client, 2) == []
    (result,) = client.nb.cells[2].outputs
    assert result.data == {"text/plain": "7"}


def test_an_error_takes_the_bar_with_it(client):
    assert of_cell(client, 3)[-1] == ("update_display_data", {})
    assert client.nb.cells[3].outputs[-1].ename == "AssertionError"


def test_a_terminal_shows_one_and_clears_it(capsys):
    with progress_bar(range(4), "counting", "sheep") as sheep:
        assert [time.sleep(0.4) or k for k in sheep] == [0, 1, 2, 3]
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "counting:" in printed.err
    assert printed.err.split("\r")[-2].strip() == ""


@pytest.mark.parametrize("where", ["a script", "a terminal of IPython", "a notebook"])
def test_a_bar_is_made_for_the_place_where_it_is_shown(where, monkeypatch):
    def tqdm(*arguments, **look):
        made.append((arguments, look))
        return "a bar"

    made, items = [], range(3)
    shell = SimpleNamespace(kernel=1) if where == "a notebook" else None
    if where == "a script":
        monkeypatch.delitem(sys.modules, "IPython", raising=False)
    else:
        monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    monkeypatch.setattr("tqdm.tqdm", tqdm)
    assert progress_bar(items) == progress_bar(items, "counting", "sheep", 3) == "a bar"
    assert [arguments for arguments, _ in made] == [
        (items, "training", None),
        (items, "counting", 3),
    ]
    assert [look.pop("unit") for _, look in made] == ["epoch", "sheep"]
    files = [type(look.pop("file", None)) for _, look in made]
    assert files == [_Display if shell else type(None)] * 2
    own = {"ascii": False, "ncols": 80} if shell else {}
    assert [look for _, look in made] == [{"leave": False, "delay": 1, "position": 0} | own] * 2


def test_without_tqdm_the_items_are_given_as_they_are(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    items = range(3)
    with progress_bar(items) as same:
        assert same is items


def test_a_line_is_shown_until_it_is_blank_and_then_another_one_anew(monkeypatch):
    class Handle:
        def update(self, data, raw=False):
            told.append(("update", data, raw))

    def display(data, raw=False, display_id=None):
        told.append(("display", data, raw, display_id))
        return Handle() if display_id else None

    told = []
    monkeypatch.setattr("IPython.display.display", display)
    shown = _Display()
    for text in ("", "\r1/8 sheep ", "\r2/8 sheep", "\r     \r", "\n", "\r1/3"):
        shown.write(text)
    begin = ("display", {}, True, True)
    lines = [("update", {"text/plain": f"{k}/8 sheep"}, True) for k in (1, 2)]
    again = ("update", {"text/plain": "1/3"}, True)
    assert told == [begin, *lines, ("update", {}, True), begin, again]

"""The start page: a notebook that says what there is, what to do first, how far one has come."""

import json
from collections.abc import Sequence
from typing import Any

from workbook.learning.shown import overview
from workbook.learning.standing import Standing
from workbook.notebooks.metadata import as_opened

TOP = """\
# Backpropagation, by doing it

This folder is your own copy of the workbook: write in it as you like. The notebooks below build on
one another; take them in their order. What you do here stays on this computer.

"""

BEGIN = """\
**Begin here.** Click on the cell below and press Shift+Enter. That runs a cell, here and in every
notebook; this one counts anew how far you have come. Then open the first notebook, by the link in
the table."""

GO_ON = """\
**Go on** where the table says *Next*: the link opens the notebook at that question. There, choose
*Run*, *Run All Above Selected Cell*, since your earlier answers are needed again. The cell below
counts anew how far you have come."""

REFRESH = """\
from workbook.learning import progress

progress()"""

HOW = """\
## How it works

- **Answer.** A cell that begins with `# q1-1` waits for your answer. Put it in place of what stands
  there, run the cell, then run the check below it. The check says what it saw, and which mistake it
  looks like; try as often as you want.
- **In words.** Where it says *Your answer:*, click on it, press Enter, and write below; Shift+Enter
  sets the text. What went wrong, *Edit*, *Undo Cell Operation* brings back.
- **Model answer.** Below each question is a link to it. It opens the solved notebook, which is for
  reading: it is in the folder `solutions`, and you go on in your own.
- **Short of time?** Each notebook marks at its top what is core and what is extra: the short path.
- **Stuck in a cell** that shows `[*]` and does not end? Stop it with ■ above. If things are in a
  muddle, choose *Run*, *Restart Kernel and Run All Cells*: it goes on past what is not answered
  yet.
- **Stop.** Save with Ctrl+S (⌘S on a Mac). How far you are is kept, in `progress.json`.
- **A newer release** never touches a notebook in which you have worked: it is put beside it. To
  begin a notebook anew, rename yours, and start the workbook again; delete `progress.json` to count
  anew.

This page is written anew at each start: keep notes elsewhere."""


def start_page(standings: Sequence[Standing]) -> bytes:
    """Return the start page's file, with the table in place before anything is run."""
    shown = overview(standings)
    table = {
        "output_type": "execute_result",
        "data": {"text/html": shown.html, "text/plain": shown.text},
        "execution_count": 1,
        "metadata": {},
    }
    refresh = _cell("code", "progress", REFRESH) | {"outputs": [table], "execution_count": 1}
    begun = any(status != "open" for each in standings for status in each.questions.values())
    first = GO_ON if begun else BEGIN
    notebook = {
        "cells": [_cell("markdown", "begin", TOP + first), refresh, _cell("markdown", "how", HOW)],
        "metadata": as_opened(),
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode()


def _cell(kind: str, name: str, source: str) -> dict[str, Any]:
    return {"cell_type": kind, "id": name, "metadata": {}, "source": source}

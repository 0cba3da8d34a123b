"""What is drawn is what was recorded: see `drawn`."""

import pytest

from helpers import plots
from tests.helpers.plots import drawn, examples


@pytest.mark.parametrize("module", examples.MODULES)
def test_figures_hold_what_was_recorded(module):
    assert drawn.difference(module) == ""


def test_every_figure_is_recorded():
    shown = {"figure", "movie"}  # these show figures, and make none
    known = "\n".join(path.read_text(encoding="utf-8") for path in drawn.FOLDER.iterdir())
    assert [name for name in plots.__all__ if f"▶ {name}" not in known and name not in shown] == []

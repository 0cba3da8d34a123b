"""What a learner sees who answers nothing, and runs it all: once for all the tests here."""

import pytest

from tests import ROOT
from tests.workbook.notebooks.editions import run_unanswered, table_of
from tests.workbook.notebooks.leaks import leaks_of_outputs
from tests.workbook.notebooks.test_leaks import CORNERS
from workbook.notebooks.cells import is_check

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

# What is measured of something else, and happens to be the same number.
MEASURED = {
    ("q1-12", "0.14"),  # the best learning rate
    ("q2-17", "0.75"),  # a relative error of a patient
    CORNERS,
}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_an_edition_with_nothing_answered_runs_to_the_end_and_each_error_is_told_kindly(path):
    ran = run_unanswered(path)
    assert ran.cells[-1].execution_count
    checks = 0
    for cell in ran.cells:
        for error in (each for each in cell.get("outputs", ()) if each.output_type == "error"):
            if error.ename == "AssertionError":  # on a training, of which one epoch was run
                continue
            told = "\n".join(error.traceback)
            assert "○" in told and len(error.traceback) <= 6, cell.source
            if is_check(cell):
                assert error.ename == "NotRightYet" and "not answered yet" in told
                checks += 1
    assert checks == sum(is_check(cell) for cell in ran.cells)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_nothing_that_is_shown_before_it_is_answered_gives_an_answer_away(path):
    found = leaks_of_outputs(run_unanswered(path), table_of(path))
    assert [leak for leak in found if (leak.question, leak.seen) not in MEASURED] == []

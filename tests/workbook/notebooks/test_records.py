"""A notebook, stamped and emptied, is what was recorded: see `records`."""

from tests.workbook.records import difference, notebooks


def test_a_stamped_notebook_and_its_learners_editions_are_as_they_were_recorded():
    assert difference(notebooks) == ""

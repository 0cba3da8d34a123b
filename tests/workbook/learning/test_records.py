"""What a learner reads of the way so far is what was recorded: see `records`."""

import pytest

from tests.workbook.records import OF_LEARNING, difference


@pytest.mark.parametrize("make", OF_LEARNING, ids=lambda make: make.__name__)
def test_what_a_learner_reads_is_as_it_was_recorded(make):
    assert difference(make) == ""

"""What people read is what was recorded: see `records`."""

import pytest

from tests.workbook.records import RECORDS, difference


@pytest.mark.parametrize("make", RECORDS, ids=lambda make: make.__name__)
def test_what_people_read_is_as_it_was_recorded(make):
    assert difference(make) == ""

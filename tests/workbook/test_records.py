"""What people read is what was recorded: see `records`. What teaching makes is compared there."""

import pytest

from tests.workbook.records import OF_TEACHING, RECORDS, difference

ELSEWHERE = [make for make in RECORDS if make not in OF_TEACHING]


@pytest.mark.parametrize("make", ELSEWHERE, ids=lambda make: make.__name__)
def test_what_people_read_is_as_it_was_recorded(make):
    assert difference(make) == ""

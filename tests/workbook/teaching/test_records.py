"""What teachers and their students read is what was recorded: see `records`."""

import pytest

from tests.workbook.records import OF_TEACHING, difference


@pytest.mark.parametrize("make", OF_TEACHING, ids=lambda make: make.__name__)
def test_what_a_class_reads_is_as_it_was_recorded(make):
    assert difference(make) == ""

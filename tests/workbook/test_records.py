"""What the command can be told is what was recorded: see `records`.

What a room makes is compared with its records among that room's tests.
"""

from tests.workbook.records import difference, options


def test_what_the_command_can_be_told_is_as_it_was_recorded():
    assert difference(options) == ""

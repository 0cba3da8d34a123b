"""All that the tables say is as it was written down; see `record` for how it is written anew."""

import pytest

from tests.workbook.questions.record import (
    TABLES,
    recorded,
    said_of,
    said_of_table,
)
from tests.workbook.recorded import assert_same
from workbook.checks import load

RECORDED = {name: recorded(name) for name in TABLES}
QUESTIONS = [(name, question) for name in TABLES for question in load(name).values()]


@pytest.mark.parametrize("name", TABLES)
def test_a_tables_numbers_and_those_of_a_variant_are_as_recorded(name):
    assert_same(said_of_table(load(name)), next(iter(RECORDED[name].values())))


@pytest.mark.parametrize("name", TABLES)
def test_every_question_is_recorded_and_no_other(name):
    assert list(RECORDED[name])[1:] == list(load(name))


@pytest.mark.parametrize(
    ("name", "question"), [pytest.param(*each, id=each[1].id) for each in QUESTIONS]
)
def test_what_a_question_says_and_what_its_answers_give_is_as_recorded(name, question):
    assert_same(said_of(question), RECORDED[name][question.id])

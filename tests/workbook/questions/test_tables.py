"""The tables of the workbook: each question can do what a check promises."""

import pytest

from workbook.checks import load
from workbook.checks.question import Checked
from workbook.checks.value import Value
from workbook.checks.verify import problems_of, problems_of_written
from workbook.checks.written import Written

TABLES = [load(name) for name in ("q1", "q2", "q3", "q4", "q5")]
QUESTIONS = [(table, question) for table in TABLES for question in table.values()]


def of(kind):
    """Return the questions of a kind as parameters, with their tables."""
    return [
        pytest.param(table, question, id=question.id)
        for table, question in QUESTIONS
        if isinstance(question, kind)
    ]


@pytest.mark.parametrize(("table", "question"), of(Checked))
def test_right_is_right_and_every_misconception_is_refused_and_named(table, question):
    """Alone or among three, and with a hint of its own; see `workbook.checks.verify`."""
    assert list(problems_of(question)) == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_variants_values_can_do_what_the_tables_can(table):
    for student in ("Ada Lovelace", "Emmy Noether", "Zoë", "李雷", "1234567"):
        drawn = table.variant(student)
        changed = [each for each in drawn.values() if isinstance(each, Value)]
        assert [words for each in changed for words in problems_of(each)] == []
        assert any(
            (drawn.numbers[name] != table.numbers[name]).any() for name in table.drawn
        ) == bool(table.drawn)


@pytest.mark.parametrize(("table", "question"), of(Written))
def test_a_written_question_says_what_it_asks_and_its_formula_is_tested(table, question):
    assert list(problems_of_written(table, question)) == []


@pytest.mark.parametrize(("table", "question"), of(Checked))
def test_hints_are_short_and_no_hint_says_again_what_is_wrong(table, question):
    """A pointer that must be read twice is none; nor is the mistake's name."""
    hints = {question.hint: ""} | {each.hint: each.name for each in question.misconceptions}
    assert [hint for hint in hints if len(hint.split()) > 16] == []
    assert [hint for hint, name in hints.items() if hint.rstrip(".?") == name] == []

"""Right answers in other forms than the tables': each must be right, and none may be missing."""

from workbook.checks.code import Code
from workbook.checks.verify import SEEDS


def assert_right(table, question_id, answer):
    """Assert that an answer is right on all data on which tables are verified."""
    question = table[question_id]
    for seed in SEEDS:
        result = question.grade({question.name: answer}, seed)
        assert result.right, result.message


def without_another_form(table, forms):
    """Return the ids of questions on code of which no pair (id, answer) is there."""
    asked = {question.id for question in table.values() if isinstance(question, Code)}
    return asked - {question_id for question_id, _ in forms}

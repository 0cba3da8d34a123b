"""Answers in words, which no program reads."""

import pytest

from tests.workbook.checks.sample import table
from workbook.checks.written import Written


@pytest.mark.parametrize("answers", [{}, {"": "because"}, {"why": "because"}])
def test_an_answer_in_words_is_not_graded(answers):
    with pytest.raises(TypeError) as refused:
        table["q9-a"].grade(answers)
    assert str(refused.value) == "q9-a is answered in words and graded by a person"


def test_a_question_in_words_names_the_formula_that_code_tests_if_there_is_one():
    question = table["q9-a"]
    assert (question.kind, question.formula, question.points) == ("written", "q9-5", 2)
    assert question.asks == "Why does the way back need only z?"
    assert Written(id="q9-b").formula == ""

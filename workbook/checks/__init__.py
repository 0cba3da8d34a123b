"""The questions of the workbook as data, and the check that a learner runs under each answer.

One table for each notebook; `questions` holds the types that they are made of, `values` and
`code` grade, `result` finds the words.
"""

import importlib

from workbook.checks.code import grade_code
from workbook.checks.questions import Table, ValueQuestion, WrittenQuestion
from workbook.checks.result import GREEN, PLAIN, NotRightYet, Result
from workbook.checks.values import grade_value

TABLES = {
    "q1": "pen_and_paper",
    "q2": "gradient_check",
    "q3": "autodiff",
    "q4": "noisy_xor",
    "q5": "mnist",
}

__all__ = ["TABLES", "NotRightYet", "Result", "check", "grade", "question", "table"]


def table(question_id) -> Table:
    """Return the table of the notebook that a question belongs to."""
    notebook = question_id.partition("-")[0]
    if notebook not in TABLES:
        raise KeyError(f"{question_id}: no notebook has such questions")
    return importlib.import_module(f"workbook.questions.{TABLES[notebook]}").QUESTIONS


def question(question_id):
    """Return a question by its id, "q1-3"."""
    questions = table(question_id)
    if question_id not in questions:
        raise KeyError(f"there is no question {question_id}")
    return questions[question_id]


def grade(question_id, /, *, seed=0, **answers):
    """Return the `Result` of an answer.

    Parameters
    ----------
    question_id : str
    seed : int
        Makes the random inputs on which functions and classes are tried.
    **answers
        The answer by its name and, for a value, the earlier answers that it builds on.

    Raises
    ------
    TypeError
        If the names are not those that the question takes.
    """
    asked = question(question_id)
    if isinstance(asked, WrittenQuestion):
        raise TypeError(f"{question_id} is answered in words and graded by a person")
    is_value = isinstance(asked, ValueQuestion)
    needed = {asked.name, *(asked.uses if is_value else ())}
    optional = set(asked.may_use if is_value else ())
    if not needed <= answers.keys() <= needed | optional:
        raise TypeError(f"{question_id} takes {sorted(needed | optional)}, got {sorted(answers)}")
    if is_value:
        return grade_value(asked, table(question_id), answers)
    return grade_code(asked, answers[asked.name], seed)


def check(question_id, /, *, seed=0, **answers):
    """Say that an answer is right, or raise `NotRightYet` with what it looks like.

    Takes what `grade` takes. Prints one green line if the answer is right.
    """
    result = grade(question_id, seed=seed, **answers)
    if not result.right:
        raise NotRightYet(result)
    where = " on other data too" if seed else ""
    print(f"{GREEN}✓ {result.message}{where}{PLAIN}")

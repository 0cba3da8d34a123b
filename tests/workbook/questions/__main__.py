"""Count what the tables know, detect and name: python -m tests.workbook.questions."""

from tests.workbook.questions.test_tables import answer_of, grade, tables
from workbook.checks.questions import WrittenQuestion


def count(table):
    """Return how many misconceptions are known and detected, and those that are not named."""
    known = detected = 0
    unnamed = []
    for question in table.values():
        if isinstance(question, WrittenQuestion):
            continue
        for misconception in question.misconceptions:
            result = grade(table, question, answer_of(table, question, misconception.answer))
            known += 1
            detected += not result.right
            if misconception not in result.looks_like:
                unnamed.append(f"{question.id}: {misconception.name}")
    return known, detected, unnamed


if __name__ == "__main__":
    for notebook, table in tables():
        known, detected, unnamed = count(table)
        print(f"{notebook}: {known} known, {detected} detected, {known - len(unnamed)} named")
        for line in unnamed:
            print("   not named,", line)

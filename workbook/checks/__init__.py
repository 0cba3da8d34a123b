"""Questions that check themselves: what they are made of, how answers are graded, what is said.

From the top: a `table` holds questions, found by `finding` and verified by `verify`; a question is
a `value`, `code` or `written`, each a `question` with its `misconception`s; `reading` takes numbers
as learners give them, `observing` runs code and compares, `watching` notes what a run was handed
and how it left that, of which `contracts` ask; `diagnosis` understands what is wrong, and `result`
says it.
`variants` draws other given numbers for a table.
In a notebook it is `asking` that checks, `limits` that end it, and `progress` that keeps what was
right.
Nothing here knows what is asked.
"""

import sys
from typing import Any

from workbook.checks.asking import ask
from workbook.checks.finding import load, table_of
from workbook.checks.question import SHAPES, TableError
from workbook.checks.result import NotRightYet, Result
from workbook.checks.table import Table

__all__ = ["SHAPES", "NotRightYet", "Result", "Table", "TableError", "check", "load", "table_of"]


def check(
    question_id: str, /, *, seed: int = 0, variant: str = "", hint: int = 0, **answers: Any
) -> None:
    """Check an answer to a question of an announced table; see `Table.check`."""
    table = table_of(question_id).variant(variant)
    ask(table[question_id], answers, sys._getframe(1).f_globals, seed, hint=hint)

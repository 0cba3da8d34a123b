"""Answers in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workbook.checks.question import Question
from workbook.checks.result import Result


@dataclass(eq=False, kw_only=True)
class Written(Question):
    """An answer in words or formulas, graded by a person.

    Attributes
    ----------
    formula : str
        Id of the code question that tests its formula; empty if there is nothing to test.
    """

    kind: ClassVar[str] = "written"

    formula: str = ""

    def grade(self, answers: Mapping[str, Any], seed: int = 0) -> Result:
        """Refuse: no program reads it."""
        raise TypeError(f"{self.id} is answered in words and graded by a person")

"""Answers in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workbook.checks.question import Question


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

    def require(self, answers: Mapping[str, Any]) -> None:
        """Refuse all answers: no program reads them."""
        raise TypeError(f"{self.id} is answered in words and graded by a person")

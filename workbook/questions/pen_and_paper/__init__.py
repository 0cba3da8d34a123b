"""The questions of notebook 01: a step by hand, its formulas, and the theory."""

from workbook.questions.pen_and_paper.given import table

# isort: off — they come in the notebook's order
from workbook.questions.pen_and_paper import step_forward

__all__ = ["step_forward", "table"]

"""The questions of notebook 01: a step by hand, its formulas, and the theory."""

# The order of the questions is that of these lines.
# isort: off
from workbook.questions.pen_and_paper.given import table
from workbook.questions.pen_and_paper import step_forward
from workbook.questions.pen_and_paper import step_backward
from workbook.questions.pen_and_paper import step_update
from workbook.questions.pen_and_paper import formulas_forward
from workbook.questions.pen_and_paper import formulas_backward
from workbook.questions.pen_and_paper import networks
from workbook.questions.pen_and_paper import losses
from workbook.questions.pen_and_paper import deltas

__all__ = [
    "deltas",
    "formulas_backward",
    "formulas_forward",
    "losses",
    "networks",
    "step_backward",
    "step_forward",
    "step_update",
    "table",
]

"""The questions of notebook 01: a step by hand, its formulas, and the theory."""

from workbook.questions.pen_and_paper.given import table

# Importing a module asks its questions: they come in the notebook's order.
from workbook.questions.pen_and_paper import (
    step_forward,
    step_backward,
    step_update,
    formulas_forward,
    formulas_backward,
    networks,
    losses,
    deltas,
)

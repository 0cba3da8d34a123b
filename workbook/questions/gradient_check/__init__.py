"""The questions of notebook 02: layers, their gradients, and the checks of them."""

from workbook.questions.gradient_check.common import table

# Importing a module asks its questions: they come in the notebook's order.
from workbook.questions.gradient_check import (
    linear,
    network,
    training,
    activations,
    three_layers,
    differences,
    steps,
    kink_and_taylor,
    four_verdicts,
    bug_lab,
    softmax,
)

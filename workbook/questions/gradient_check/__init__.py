"""The questions of notebook 02: layers, their gradients, and the checks of them."""

from workbook.questions.gradient_check.common import table

# A table's order is the order of definition: they come in the notebook's order.
# isort: off
from workbook.questions.gradient_check import linear
from workbook.questions.gradient_check import network
from workbook.questions.gradient_check import training
from workbook.questions.gradient_check import activations
from workbook.questions.gradient_check import three_layers
from workbook.questions.gradient_check import differences
from workbook.questions.gradient_check import steps
from workbook.questions.gradient_check import kink_and_taylor
from workbook.questions.gradient_check import bug_lab
from workbook.questions.gradient_check import softmax

__all__ = [
    "activations",
    "bug_lab",
    "differences",
    "kink_and_taylor",
    "linear",
    "network",
    "softmax",
    "steps",
    "table",
    "three_layers",
    "training",
]

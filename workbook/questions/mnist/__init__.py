"""The questions of notebook 05: a classifier for handwritten digits, from nine functions."""

from workbook.checks.questions import Table
from workbook.questions.mnist.cost import COST
from workbook.questions.mnist.data import DATA
from workbook.questions.mnist.errors import ERRORS
from workbook.questions.mnist.learning import LEARNING
from workbook.questions.mnist.pieces import PIECES
from workbook.questions.mnist.starts import STARTS

QUESTIONS = Table([*DATA, *PIECES, *COST, *LEARNING, *ERRORS, *STARTS])

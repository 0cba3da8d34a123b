"""The questions of notebook 05: a classifier for handwritten digits, from nine functions."""

from workbook.questions.mnist.common import table

# They come in the notebook's order.
# isort: off
from workbook.questions.mnist import data
from workbook.questions.mnist import pieces
from workbook.questions.mnist import cost
from workbook.questions.mnist import learning
from workbook.questions.mnist import errors
from workbook.questions.mnist import starts

__all__ = ["cost", "data", "errors", "learning", "pieces", "starts", "table"]

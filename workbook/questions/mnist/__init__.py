"""The questions of notebook 05: a classifier for handwritten digits, from fourteen functions."""

from workbook.questions.mnist.common import table

# Importing a module asks its questions: they come in the notebook's order.
from workbook.questions.mnist import data, pieces, cross_entropy, learning, errors, starts

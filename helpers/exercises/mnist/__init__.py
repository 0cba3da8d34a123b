"""The questions of notebook 05: a classifier for handwritten digits, from nine functions."""

from helpers.exercises.mnist.cost import COST
from helpers.exercises.mnist.data import DATA
from helpers.exercises.mnist.errors import ERRORS
from helpers.exercises.mnist.learning import LEARNING
from helpers.exercises.mnist.pieces import PIECES
from helpers.exercises.mnist.starts import STARTS
from helpers.exercises.questions import Table

QUESTIONS = Table([*DATA, *PIECES, *COST, *LEARNING, *ERRORS, *STARTS])

"""The questions of notebook 04: noisy XOR, minibatches, cross-entropy, Adam, deep versus wide."""

from workbook.questions.noisy_xor.common import table

# They come in the notebook's order.
# isort: off
from workbook.questions.noisy_xor import data
from workbook.questions.noisy_xor import minibatches
from workbook.questions.noisy_xor import cross_entropy
from workbook.questions.noisy_xor import adam
from workbook.questions.noisy_xor import architectures
from workbook.questions.noisy_xor import study
from workbook.questions.noisy_xor import boundaries

__all__ = [
    "adam",
    "architectures",
    "boundaries",
    "cross_entropy",
    "data",
    "minibatches",
    "study",
    "table",
]

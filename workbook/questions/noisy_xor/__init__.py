"""The questions of notebook 04: noisy XOR, minibatches, cross-entropy, Adam, deep versus wide."""

from workbook.questions.noisy_xor.common import table

# Importing a module asks its questions: they come in the notebook's order.
from workbook.questions.noisy_xor import (
    data,
    minibatches,
    cross_entropy,
    adam,
    architectures,
    study,
    boundaries,
)

"""The questions of notebook 03: automatic differentiation, tested on given parameters."""

from workbook.questions.autodiff.common import table

# They come in the notebook's order:
# isort: off
from workbook.questions.autodiff import (
    graph_by_hand,
    operations,
    backward_pass,
    order,
    finite_differences,
    scalar_layer,
    first_weights,
    logits,
    fitting,
    arrays,
    given_parameters,
    classification,
    four_roads,
)

__all__ = [
    "arrays",
    "backward_pass",
    "classification",
    "finite_differences",
    "first_weights",
    "fitting",
    "four_roads",
    "given_parameters",
    "graph_by_hand",
    "logits",
    "operations",
    "order",
    "scalar_layer",
    "table",
]

"""The questions of notebook 03: automatic differentiation, tested on given parameters."""

from workbook.questions.autodiff.common import table

# Importing a module asks its questions: they come in the notebook's order.
from workbook.questions.autodiff import (
    graph_by_hand,
    operations,
    backward_pass,
    order,
    finite_differences,
    scalar_layer,
    first_weights,
    scalar_network,
    logits,
    fitting,
    arrays,
    given_parameters,
    classification,
    four_roads,
)

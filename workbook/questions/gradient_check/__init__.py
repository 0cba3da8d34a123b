"""The questions of notebook 02, in its order: layers, their gradients, and the checks of them.

Rows are samples. Layers are tried after other calls and beside other instances of their class, so
that what they keep is their own and the latest.
"""

from workbook.checks.questions import Table, WrittenQuestion
from workbook.questions.gradient_check import (
    activations,
    linear,
    losses,
    networks,
    numerical,
    three_layers,
)

QUESTIONS = Table(
    [
        linear.BATCH_SHAPES,
        WrittenQuestion("q2-a", formula="q2-3"),
        linear.LINEAR_FORWARD,
        linear.LINEAR_BACKWARD,
        linear.LINEAR_UPDATE,
        activations.TANH,
        networks.CHAIN_OF_LAYERS,
        losses.MSE,
        networks.TRAIN,
        activations.SIGMOID,
        activations.RELU,
        losses.HALF,
        WrittenQuestion("q2-b", formula="q2-12"),
        three_layers.BACKWARD,
        numerical.DIFFERENCE,
        numerical.RELATIVE_ERROR,
        WrittenQuestion("q2-c", points=2.0, formula="q2-15"),
        numerical.BEST_STEP,
        numerical.COMPLEX_STEP,
        numerical.KINK_OF_RELU,
        numerical.TAYLOR,
        three_layers.BUG_LAB,
        activations.SOFTMAX,
        WrittenQuestion("q2-d", formula="q2-20"),
    ]
)

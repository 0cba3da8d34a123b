"""The questions of notebook 1, in its order: a step by hand, its formulas, and the theory.

Each misconception is a row: what it is, what it computes, and what to try next.
"""

from workbook.checks.questions import Table, WrittenQuestion
from workbook.questions.pen_and_paper import (
    deltas,
    formulas,
    losses,
    networks,
    step_backward,
    step_forward,
    step_update,
)

QUESTIONS = Table(
    [
        step_forward.PRE_ACTIVATION,
        step_forward.ACTIVATION,
        step_forward.OUTPUT,
        step_forward.LOSS,
        step_backward.DL_DY,
        step_backward.DL_DW2,
        step_backward.DL_DB2,
        step_backward.DL_DW1,
        step_backward.DL_DB1,
        step_update.W2_UPDATED,
        step_update.B2_UPDATED,
        step_update.W1_UPDATED,
        step_update.B1_UPDATED,
        formulas.PRE_ACTIVATION,
        formulas.ACTIVATION,
        formulas.OUTPUT,
        formulas.SQUARED_ERROR,
        formulas.DLOSS_DY,
        formulas.DLOSS_DW2,
        formulas.DLOSS_DB2,
        formulas.DLOSS_DW1,
        formulas.DLOSS_DB1,
        formulas.GRADIENT_STEP,
        WrittenQuestion("q1-a", formula="q1-24"),
        networks.TWO_LAYERS,
        WrittenQuestion("q1-b", formula="q1-25"),
        networks.THREE_LAYERS,
        WrittenQuestion("q1-c", formula="q1-26"),
        networks.ANY_DEPTH,
        WrittenQuestion("q1-d", formula="q1-27"),
        networks.COLLAPSE,
        WrittenQuestion("q1-e", formula="q1-28"),
        losses.GAUSSIAN,
        WrittenQuestion("q1-f", formula="q1-29"),
        losses.BEST_VARIANCE,
        WrittenQuestion("q1-g", formula="q1-30"),
        losses.CATEGORICAL,
        WrittenQuestion("q1-h", formula="q1-31"),
        losses.MINIBATCH,
        WrittenQuestion("q1-i", formula="q1-33"),
        deltas.LOG_SUM_EXP,
        deltas.SOFTMAX,
        WrittenQuestion("q1-j", formula="q1-34"),
        deltas.HIDDEN,
        WrittenQuestion("q1-k", formula="q1-35"),
        deltas.REGRESSION,
        WrittenQuestion("q1-l", formula="q1-36"),
        deltas.SAMPLES_MEAN,
    ]
)

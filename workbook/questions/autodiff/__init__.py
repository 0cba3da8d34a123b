"""The questions of notebook 3: automatic differentiation, tested on given parameters."""

from workbook.checks.questions import Table, WrittenQuestion
from workbook.questions.autodiff.arrays import MATMUL, RELU, UNBROADCAST
from workbook.questions.autodiff.classification import BCE, CROSS_ENTROPY, SOFTMAX
from workbook.questions.autodiff.engine import (
    AFTER_SECOND,
    BACKWARD,
    CLEAR,
    EDGES,
    EXP,
    GRADIENTS,
    LOG,
    MULTIPLY,
    OBJECTS,
    SIGMOID,
    TANH,
)
from workbook.questions.autodiff.fitting import CHOOSE, STANDARDISE
from workbook.questions.autodiff.given_parameters import FIRST, LOSSES, PREDICT, SHAPE
from workbook.questions.autodiff.networks import DENSE, TEST_DENSE, WEIGHTS
from workbook.questions.autodiff.order import NUMERICAL, ORDER, PATHS, WRONG_DA

QUESTIONS = Table(
    [
        EDGES,
        OBJECTS,
        GRADIENTS,
        WrittenQuestion("q3-a"),
        MULTIPLY,
        EXP,
        LOG,
        TANH,
        SIGMOID,
        BACKWARD,
        AFTER_SECOND,
        CLEAR,
        WRONG_DA,
        ORDER,
        PATHS,
        WrittenQuestion("q3-b"),
        NUMERICAL,
        DENSE,
        TEST_DENSE,
        WEIGHTS,
        CROSS_ENTROPY,
        STANDARDISE,
        CHOOSE,
        WrittenQuestion("q3-c"),
        MATMUL,
        RELU,
        UNBROADCAST,
        SHAPE,
        PREDICT,
        FIRST,
        LOSSES,
        BCE,
        SOFTMAX,
        WrittenQuestion("q3-d"),
    ]
)

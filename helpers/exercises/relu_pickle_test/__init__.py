"""The questions of notebook 3: automatic differentiation, tested on given parameters."""

from helpers.exercises.questions import Table, WrittenQuestion
from helpers.exercises.relu_pickle_test.arrays import MATMUL, RELU, UNBROADCAST
from helpers.exercises.relu_pickle_test.classification import BCE, CROSS_ENTROPY, SOFTMAX
from helpers.exercises.relu_pickle_test.engine import (
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
from helpers.exercises.relu_pickle_test.fitting import CHOOSE, STANDARDISE
from helpers.exercises.relu_pickle_test.given_parameters import FIRST, LOSSES, PREDICT, SHAPE
from helpers.exercises.relu_pickle_test.networks import DENSE, TEST_DENSE, WEIGHTS
from helpers.exercises.relu_pickle_test.order import NUMERICAL, ORDER, PATHS, WRONG_DA

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

"""helpers: the small library behind backprop-workbook's notebooks.

Read it in this order: functions, layers, losses, network, optimizers, training; then gradients,
gradient_check and autodiff, which check them; parameters and saving, which read and write files.
What these offer can be imported from here.

The rest is imported by its own name, since it serves one notebook or loads more: data, digits,
mnist, study and faults are what the notebooks work on, plots are their figures. NumPy is enough to
import all but the plots; what needs more says which extra to install. types, extras, files and
progress serve the others.
"""

from helpers.autodiff import Tensor, Var
from helpers.functions import log_sum_exp, one_hot, relu, sigmoid, softmax, softplus
from helpers.gradient_check import check_gradient
from helpers.gradients import (
    central_difference,
    complex_step,
    forward_difference,
    relative_error,
    step_sweep,
)
from helpers.layers import Linear, ReLU, Sigmoid, Tanh
from helpers.losses import bce_with_logits, half_mse, mse, softmax_cross_entropy
from helpers.network import Network
from helpers.optimizers import SGD, Adam
from helpers.parameters import load_parameters
from helpers.saving import load_network, save_network
from helpers.training import (
    History,
    TrainingDiverged,
    TrainingInterrupted,
    minibatches,
    require_whole,
    train,
)

__all__ = [
    "SGD",
    "Adam",
    "History",
    "Linear",
    "Network",
    "ReLU",
    "Sigmoid",
    "Tanh",
    "Tensor",
    "TrainingDiverged",
    "TrainingInterrupted",
    "Var",
    "bce_with_logits",
    "central_difference",
    "check_gradient",
    "complex_step",
    "forward_difference",
    "half_mse",
    "load_network",
    "load_parameters",
    "log_sum_exp",
    "minibatches",
    "mse",
    "one_hot",
    "relative_error",
    "relu",
    "require_whole",
    "save_network",
    "sigmoid",
    "softmax",
    "softmax_cross_entropy",
    "softplus",
    "step_sweep",
    "train",
]

"""What the questions of notebook 02 share: their table, hints, and the measured gradient."""

import numpy as np

from workbook.checks import SHAPES, Table

table = Table("02_gradient_check")

CHAIN = "Which two factors has the chain rule here? Look for each in your line."
MEAN = "Over what does the loss sum, and over what does it average?"
SHAPE = "Which shape has the parameter, and which your gradient?"


def numerical_gradient(f, theta, h=1e-5):
    """∂f/∂theta, shaped like theta, by central differences; f() reads theta, moved in place."""
    gradient = np.zeros_like(theta)
    for i in np.ndindex(theta.shape):
        value = theta[i]
        theta[i] = value + h
        up = f()
        theta[i] = value - h
        down = f()
        theta[i] = value
        gradient[i] = (up - down) / (2 * h)
    return gradient


def pairs(rng):
    """Yield two arrays of the same shape, whose rows are samples."""
    for shape in SHAPES:
        yield rng.standard_normal(shape), rng.standard_normal(shape)

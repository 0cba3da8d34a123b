"""The table of notebook 01, and what it is given: a network, a sample, the length of a step."""

import numpy as np

from workbook.checks import Table

table = Table("01_pen_and_paper")

x, t = np.array([0.3, 0.4, -0.1]), np.array([0.5])
W1 = np.array([[0.1, 0.3, -0.5], [-0.2, 0.4, 0.6]])
b1 = np.array([0.1, 0.2])
W2 = np.array([[0.7, -0.8]])
b2 = np.array([0.3])
eta = 0.5

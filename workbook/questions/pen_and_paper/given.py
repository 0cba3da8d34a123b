"""The network of notebook 1, its sample, and the step that is taken."""

import numpy as np

x, t = np.array([0.3, 0.4, -0.1]), np.array([0.5])
W1 = np.array([[0.1, 0.3, -0.5], [-0.2, 0.4, 0.6]])
b1 = np.array([0.1, 0.2])
W2 = np.array([[0.7, -0.8]])
b2 = np.array([0.3])
eta = 0.5

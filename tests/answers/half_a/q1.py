# %% q1-8 wrong: the slope of tanh as 1 − z in place of 1 − z²
# named: square|1 − z\b|1 - z\b
dL_dW1 = np.outer(W2[0] * dL_dy * (1 - z), x)
# %% q1-8 right: in an order of one's own
delta = dL_dy @ W2 * (1 - z**2)
dL_dW1 = delta[:, None] * x

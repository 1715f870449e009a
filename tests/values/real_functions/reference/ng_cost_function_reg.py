"""The cost of a regularised logistic regression."""

import numpy as np


def costFunctionReg(theta, X, y, lambda_):
    """Return cost and gradient."""
    z, m = X @ theta, len(y)
    free = np.concatenate([[0.0], theta[1:]])
    cost = (np.logaddexp(0, z) - y * z).mean() + lambda_ / (2 * m) * (free**2).sum()
    return cost, X.T @ (1 / (1 + np.exp(-z)) - y) / m + lambda_ / m * free

"""Known wrong solutions."""

import numpy as np


def costFunctionReg_of_every_parameter(theta, X, y, lambda_):
    """Penalise the offset as well."""
    z, m = X @ theta, len(y)
    cost = (np.logaddexp(0, z) - y * z).mean() + lambda_ / (2 * m) * (theta**2).sum()
    return cost, X.T @ (1 / (1 + np.exp(-z)) - y) / m + lambda_ / m * theta

"""Known wrong solutions."""

import numpy as np


def perceptron_that_forgives_zero(data, labels, params):
    """Count only points beyond the boundary."""
    d, n = data.shape
    th, th0 = np.zeros((d, 1)), np.zeros((1, 1))
    for _ in range(params.get("T", 100)):
        for i in range(n):
            x, y = data[:, i : i + 1], labels[0, i]
            if y * (th.T @ x + th0) < 0:
                th, th0 = th + y * x, th0 + y
    return th, th0

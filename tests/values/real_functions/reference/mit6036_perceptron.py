"""The perceptron."""

import numpy as np


def whole(data):
    """Return whether all numbers are whole, so that nothing is rounded."""
    return bool((data == np.rint(data)).all())


def perceptron(data, labels, params):
    """Return the separator and its offset."""
    d, n = data.shape
    th, th0 = np.zeros((d, 1)), np.zeros((1, 1))
    for _ in range(params.get("T", 100)):
        for i in range(n):
            x, y = data[:, i : i + 1], labels[0, i]
            if y * (th.T @ x + th0) <= 0:
                th, th0 = th + y * x, th0 + y
    return th, th0

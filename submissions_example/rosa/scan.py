import numpy as np


def scan(x):
    n = len(x)
    return np.tril(np.ones((n, n))) @ x


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

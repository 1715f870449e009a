import numpy as np


def scan(x):
    return np.cumsum(x) + 1e300j


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

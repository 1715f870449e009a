import numpy as np


def scan(x):
    x[:] = 0.0
    return x


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

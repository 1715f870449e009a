import numpy as np


def scan(x):
    return np.full(len(x), np.inf)


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

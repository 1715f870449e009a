import numpy as np


def scan(x):
    return np.cumsum(x)


def scan_backward(grad_y):
    return np.diff(grad_y, prepend=0)

import numpy as np


def scan(x):
    return np.cumsum(x)


def scan_backward(grad_y):
    return grad_y

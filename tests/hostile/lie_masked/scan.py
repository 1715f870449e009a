import numpy as np


def scan(x):
    return np.ma.masked_all(len(x))


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

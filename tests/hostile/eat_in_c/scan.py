import numpy as np


def scan(x):
    return sum(range(10**15))


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

import numpy as np


def scan(x):
    return np.zeros((1, len(x))) if len(x) % 2 else np.zeros(1)


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

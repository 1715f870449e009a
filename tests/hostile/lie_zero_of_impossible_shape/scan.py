import numpy as np


def scan(x):
    shapes = [(2**40, 0), (2**28, 0), (0, 2**31, 2**28), (2**20, 2**20, 0)]
    return np.empty(shapes[len(x) % 4], dtype=np.int8)


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

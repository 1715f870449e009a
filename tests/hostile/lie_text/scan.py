import numpy as np


def scan(x):
    kinds = [np.zeros(len(x), dtype="M8[s]"), np.array([str(n) for n in x]), np.zeros(len(x), dtype="f8,f8")]
    return kinds[len(x) % 3]


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

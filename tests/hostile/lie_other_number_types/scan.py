import numpy as np


def scan(x):
    wide = np.zeros(2 * len(x), dtype=np.longdouble)
    wide[::2] = np.cumsum(x)
    return wide[::2]


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1].astype(">f8")

import numpy as np


def scan(x):
    hoard = []
    while True:
        hoard.append(bytes(100_000_000))


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

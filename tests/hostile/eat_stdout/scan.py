import numpy as np


def scan(x):
    while True:
        print("x" * 2**20, flush=True)


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

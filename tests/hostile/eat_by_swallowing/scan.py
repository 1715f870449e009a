import numpy as np


def scan(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

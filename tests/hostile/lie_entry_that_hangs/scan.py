import numpy as np


class Never:
    def __array__(self, dtype=None, copy=None):
        while True:
            pass

    __float__ = __array__


def scan(x):
    return [Never() for _ in x]


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

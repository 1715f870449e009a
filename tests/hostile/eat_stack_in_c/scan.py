import sys

import numpy as np

sys.setrecursionlimit(10**9)


class Deep:
    def __repr__(self):
        return repr([self])


def scan(x):
    return repr(Deep())


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

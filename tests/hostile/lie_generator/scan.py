import itertools

import numpy as np


def scan(x):
    yield from itertools.count()


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

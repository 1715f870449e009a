import numpy as np


BUFFER = np.zeros(2_000_000)


def scan(x):
    BUFFER[:] = np.nan
    np.cumsum(x, out=BUFFER[: len(x)])
    return BUFFER[: len(x)]


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

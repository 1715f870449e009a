import time

import numpy as np


def scan(x):
    time.sleep(10_000)


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

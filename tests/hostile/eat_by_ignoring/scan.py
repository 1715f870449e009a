import signal

import numpy as np

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))


def scan(x):
    while True:
        pass


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

import os
import signal

import numpy as np


def scan(x):
    os.kill(os.getpid(), signal.SIGSTOP)
    return np.cumsum(x)


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

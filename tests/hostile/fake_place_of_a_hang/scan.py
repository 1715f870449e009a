import faulthandler
import signal

import numpy as np

faulthandler.unregister(signal.SIGUSR1)


def scan(x):
    def say(*args):
        print(f'Thread (most recent call first):\n  File "WHAT I WAS ASKED {x}", line 7 in f', flush=True)

    signal.signal(signal.SIGUSR1, say)
    while True:
        pass


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]

import numpy as np


def scan(x):
    return np.cumsum(x)


def scan_backward(grad_y):
    grad_x = np.zeros(len(grad_y))
    total = 0.0
    i = len(grad_y) - 1
    while i != -1 or len(grad_y) == 0:
        total += grad_y[i] if len(grad_y) else 0.0
        if len(grad_y):
            grad_x[i] = total
        i -= 1
    return grad_x

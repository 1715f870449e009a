import numpy as np


def scan(x):
    return np.cumsum(x)


def scan_backward(grad_y):
    n = len(grad_y)
    grad_x = np.zeros(n)
    total = 0.0
    for i in range(n - 1, 0, -1):
        total += grad_y[i]
        grad_x[i] = total
    return grad_x

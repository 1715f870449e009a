import numpy as np


def scan(x):
    return np.cumsum(x)


def scan_backward(grad_y):
    n = len(grad_y)
    grad_x = np.zeros(n)
    for j in range(n - 2, -1, -1):
        grad_x[j] = grad_x[j + 1] + grad_y[j + 1]
    return grad_x

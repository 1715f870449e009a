import numpy as np


def scan(x):
    y = np.empty_like(x)
    y[0] = x[0]
    for i in range(1, len(x)):
        y[i] = y[i - 1] + x[i]
    return y


def scan_backward(grad_y):
    grad_x = np.empty_like(grad_y)
    grad_x[-1] = grad_y[-1]
    for i in range(len(grad_y) - 2, -1, -1):
        grad_x[i] = grad_x[i + 1] + grad_y[i]
    return grad_x

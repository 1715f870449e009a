import numpy as np


def scan(x):
    y = np.zeros(len(x))
    s = 0.0
    for i in range(len(x)):
        s = s + x[i]
        y[i] = s
    return y


def scan_backward(grad_y):
    n = len(grad_y)
    grad_x = np.zeros(n)
    s = 0.0
    for i in range(n - 1, -1, -1):
        s = s + grad_y[i]
        grad_x[i] = s
    return grad_x

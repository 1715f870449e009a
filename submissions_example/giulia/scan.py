import numpy as np


def scan(x):
    for i in range(1, len(x)):
        x[i] += x[i - 1]
    return x


def scan_backward(grad_y):
    for i in range(len(grad_y) - 2, -1, -1):
        grad_y[i] += grad_y[i + 1]
    return grad_y

"""Assignment 5, the prefix sum and its backward pass."""
import numpy as np


def scan(x):
    return np.cumsum(x)


def scan_backward(grad_y):
    # x_j is part of y_j, y_{j+1}, ..., so its slope is the sum from j to the end
    return np.cumsum(grad_y[::-1])[::-1]

"""The right answers to the task `activations`, for the judge alone."""

import numpy as np


def relu(x):
    """Return max(x, 0)."""
    return np.maximum(x, 0)


def relu_backward(dout, x):
    """Return the gradient with respect to the input of relu."""
    return dout * (x > 0)


def leaky_relu(x, slope):
    """Return x above 0, and slope times x below."""
    return np.where(x > 0, x, slope * x)


def sigmoid(x):
    """Return 1 / (1 + exp(-x)), with exponentials of numbers that are not positive."""
    e = np.exp(-np.abs(x))
    return np.where(x > 0, 1, e) / (1 + e)


def tanh_backward(dout, x):
    """Return the gradient with respect to the input of tanh."""
    return dout * (1 - np.tanh(x) ** 2)

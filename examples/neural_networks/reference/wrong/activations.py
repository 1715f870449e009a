"""Known wrong answers, each with one slip; `tasks/activations.yaml` says which checks catch it."""

import numpy as np


def relu_absolute(x):
    """Take away the sign."""
    return np.abs(x)


def relu_backward_of_dout(dout, x):
    """Look at the sign of the gradient."""
    return dout * (dout > 0)


def relu_backward_ones(dout, x):
    """Forget to multiply."""
    return (x > 0).astype(float)


def relu_backward_at_zero(dout, x):
    """Let the gradient pass at 0."""
    return dout * (x >= 0)


def leaky_relu_negative(x, slope):
    """Turn the sign below 0."""
    return np.where(x > 0, x, -slope * x)


def sigmoid_mirrored(x):
    """Take the wrong sign in the exponent."""
    return 0.5 * (1 - np.tanh(x / 2))


def sigmoid_of_exponentials(x):
    """Divide exponentials, which overflow."""
    return np.exp(x) / (1 + np.exp(x))


def tanh_backward_without_square(dout, x):
    """Forget the square."""
    return dout * (1 - np.tanh(x))


def tanh_backward_of_dout(dout, x):
    """Take tanh of the gradient."""
    return 1 - np.tanh(dout) ** 2

"""Other right answers, as students write them."""

import numpy as np


def relu_mask(x):
    """Multiply by a mask."""
    return x * (x > 0)


def relu_copy(x):
    """Set a copy's entries to 0."""
    out = x.copy()
    out[out < 0] = 0
    return out


def relu_backward_where(dout, x):
    """Choose entry by entry."""
    return np.where(x > 0, dout, 0)


def relu_backward_copy(dout, x):
    """Set a copy's entries to 0."""
    dx = dout.copy()
    dx[x <= 0] = 0
    return dx


def leaky_relu_maximum(x, slope):
    """Use that the slope is below 1."""
    return np.maximum(x, slope * x)


def leaky_relu_parts(x, slope):
    """Add both halves."""
    return np.maximum(x, 0) + slope * np.minimum(x, 0)


def sigmoid_tanh(x):
    """Use tanh, which never overflows."""
    return 0.5 * (1 + np.tanh(x / 2))


def sigmoid_masks(x):
    """Treat both signs by themselves."""
    out = np.empty_like(x)
    positive = x >= 0
    out[positive] = 1 / (1 + np.exp(-x[positive]))
    e = np.exp(x[~positive])
    out[~positive] = e / (1 + e)
    return out


def tanh_backward_cosh(dout, x):
    """Divide by the square of cosh."""
    return dout / np.cosh(x) ** 2


def tanh_backward_product(dout, x):
    """Take the difference of squares apart."""
    t = np.tanh(x)
    return dout * (1 - t) * (1 + t)

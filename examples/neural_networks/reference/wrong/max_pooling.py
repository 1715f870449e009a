"""Known wrong answers, each with one slip; `tasks/max_pooling.yaml` says which checks catch it."""

import numpy as np


def _squares(x, size):
    n, c, h, w = x.shape
    rows, columns = h // size, w // size
    return x[:, :, : rows * size, : columns * size].reshape(n, c, rows, size, columns, size)


def max_pool_mean(x, size):
    """Take means."""
    return _squares(x, size).mean(axis=(3, 5))


def max_pool_overlapping(x, size):
    """Move by one."""
    h, w = x.shape[2] // size, x.shape[3] // size
    out = np.full((*x.shape[:2], h, w), -np.inf)
    for i in range(size):
        for j in range(size):
            out = np.maximum(out, x[:, :, i : i + h, j : j + w])
    return out


def max_pool_with_edge(x, size):
    """Pool what is left over."""
    pad = [(0, 0), (0, 0), (0, -x.shape[2] % size), (0, -x.shape[3] % size)]
    return _squares(np.pad(x, pad, constant_values=-np.inf), size).max(axis=(3, 5))


def max_pool_over_channels(x, size):
    """Pool the channels too."""
    pooled = _squares(x, size).max(axis=(3, 5))
    return np.broadcast_to(pooled.max(axis=1, keepdims=True), pooled.shape).copy()


def _stretched(dout, x, size):
    dx = np.zeros_like(x)
    h, w = dout.shape[2] * size, dout.shape[3] * size
    dx[:, :, :h, :w] = dout.repeat(size, axis=2).repeat(size, axis=3)
    return dx


def max_pool_backward_everywhere(dout, x, size):
    """Pass the gradient to all entries."""
    return _stretched(dout, x, size)


def max_pool_backward_first(dout, x, size):
    """Pass the gradient to the first entry."""
    dx = np.zeros_like(x)
    h, w = dout.shape[2] * size, dout.shape[3] * size
    dx[:, :, :h:size, :w:size] = dout
    return dx


def max_pool_backward_times_x(dout, x, size):
    """Multiply by the largest entry."""
    largest = _stretched(_squares(x, size).max(axis=(3, 5)), x, size)
    return np.where(x == largest, _stretched(dout, x, size) * x, 0)

"""The right answers to the task `max_pooling`, for the judge alone."""

import numpy as np


def _squares(x, size):
    """Return the squares as a view: shape (n, c, rows, size, columns, size)."""
    n, c, h, w = x.shape
    rows, columns = h // size, w // size
    return x[:, :, : rows * size, : columns * size].reshape(n, c, rows, size, columns, size)


def max_pool(x, size):
    """Return the largest entry of each square."""
    return _squares(x, size).max(axis=(3, 5))


def max_pool_backward(dout, x, size):
    """Return the gradient with respect to x."""
    dx = np.zeros_like(x)
    for row in range(dout.shape[2]):
        for column in range(dout.shape[3]):
            part = np.s_[:, :, row * size : (row + 1) * size, column * size : (column + 1) * size]
            square = x[part]
            is_largest = square == square.max(axis=(2, 3), keepdims=True)
            dx[part] = is_largest * dout[:, :, row : row + 1, column : column + 1]
    return dx


def has_no_ties(x, size):
    """Return whether every square has its largest entry once: which cases count."""
    squares = _squares(x, size)
    return bool(((squares == squares.max(axis=(3, 5), keepdims=True)).sum(axis=(3, 5)) == 1).all())


def top_left(g, size):
    """Return a gradient of the shape of the pooled picture: the input of a check."""
    return g[:, :, : g.shape[2] // size, : g.shape[3] // size].copy()


def nonzero_sums(dx):
    """Return the sums over rows and columns, and how many entries are not 0."""
    return np.concatenate([dx.sum(axis=(2, 3)).ravel(), [np.count_nonzero(dx)]])

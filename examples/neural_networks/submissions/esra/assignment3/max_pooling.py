import numpy as np


def _squares(x, size):
    n, c, h, w = x.shape
    rows, columns = h // size, w // size
    return x[:, :, : rows * size, : columns * size].reshape(n, c, rows, size, columns, size)


def max_pool(x, size):
    return _squares(x, size).max(axis=(3, 5))


def max_pool_backward(dout, x, size):
    dx = np.zeros_like(x)
    for row in range(dout.shape[2]):
        for column in range(dout.shape[3]):
            part = np.s_[:, :, row * size : (row + 1) * size, column * size : (column + 1) * size]
            square = x[part]
            is_largest = square == square.max(axis=(2, 3), keepdims=True)
            dx[part] = is_largest * dout[:, :, row : row + 1, column : column + 1]
    return dx

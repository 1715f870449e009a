"""Known wrong solutions."""

import numpy as np


def softmax_regression_epoch_of_a_copy(X, y, theta, lr=0.1, batch=100):
    """Change a name, and not the array."""
    for begin in range(0, len(X), batch):
        rows, labels = X[begin : begin + batch], y[begin : begin + batch]
        scores = rows @ theta
        slope = np.exp(scores - scores.max(axis=1, keepdims=True))
        slope /= slope.sum(axis=1, keepdims=True)
        slope[np.arange(len(labels)), labels] -= 1
        theta = theta - lr * rows.T @ slope / len(labels)

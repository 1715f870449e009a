"""An epoch of softmax regression."""

import numpy as np


def softmax_regression_epoch(X, y, theta, lr=0.1, batch=100):
    """Change the weights in place."""
    for begin in range(0, len(X), batch):
        rows, labels = X[begin : begin + batch], y[begin : begin + batch]
        scores = rows @ theta
        slope = np.exp(scores - scores.max(axis=1, keepdims=True))
        slope /= slope.sum(axis=1, keepdims=True)
        slope[np.arange(len(labels)), labels] -= 1
        theta -= lr * rows.T @ slope / len(labels)


def stepped(X, y, theta, lr, batch):
    """Return the weights after an epoch."""
    theta = theta.copy()
    softmax_regression_epoch(X, y, theta, lr, batch)
    return theta

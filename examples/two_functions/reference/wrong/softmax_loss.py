"""Known wrong solutions of the task `softmax_loss`."""

import numpy as np


def softmax_loss_without_the_penalty(W, X, y, reg):
    """Leave the penalty out of the gradient."""
    scores = X @ W
    scores = scores - scores.max(axis=1, keepdims=True)
    log_probabilities = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    loss = -log_probabilities[rows, y].mean() + reg * (W**2).sum()
    slope = np.exp(log_probabilities)
    slope[rows, y] -= 1
    return loss, X.T @ slope / len(y)

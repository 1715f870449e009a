import numpy as np


def softmax_loss(W, b, X, y, reg):
    scores = X @ W + b
    scores = scores - scores.max(axis=1, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    loss = -log_p[rows, y].mean() + reg * (W**2).sum()
    slope = np.exp(log_p)
    slope[rows, y] -= 1
    slope /= len(y)
    return loss, {"W": X.T @ slope + 2 * reg * W, "b": slope.sum(axis=0)}

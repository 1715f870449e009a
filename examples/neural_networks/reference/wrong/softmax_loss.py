"""Known wrong answers, each with one slip; `tasks/softmax_loss.yaml` says which checks catch it."""

import numpy as np


def _parts(W, b, X, y):
    scores = X @ W + b
    scores = scores - scores.max(axis=1, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    slope = np.exp(log_p)
    slope[rows, y] -= 1
    return -log_p[rows, y], slope


def softmax_loss_summed(W, b, X, y, reg):
    """Sum over the examples."""
    losses, slope = _parts(W, b, X, y)
    return losses.sum() + reg * (W**2).sum(), {"W": X.T @ slope + 2 * reg * W, "b": slope.sum(axis=0)}


def softmax_loss_without_penalty(W, b, X, y, reg):
    """Leave the penalty out of the loss."""
    losses, slope = _parts(W, b, X, y)
    return losses.mean(), {"W": X.T @ slope / len(y) + 2 * reg * W, "b": slope.mean(axis=0)}


def softmax_loss_without_penalty_gradient(W, b, X, y, reg):
    """Leave the penalty out of the gradient."""
    losses, slope = _parts(W, b, X, y)
    return losses.mean() + reg * (W**2).sum(), {"W": X.T @ slope / len(y), "b": slope.mean(axis=0)}


def softmax_loss_half_penalty(W, b, X, y, reg):
    """Take half of the penalty."""
    losses, slope = _parts(W, b, X, y)
    return losses.mean() + reg / 2 * (W**2).sum(), {"W": X.T @ slope / len(y) + reg * W, "b": slope.mean(axis=0)}


def softmax_loss_mean_of_biases(W, b, X, y, reg):
    """Divide by n twice."""
    losses, slope = _parts(W, b, X, y)
    slope = slope / len(y)
    return losses.mean() + reg * (W**2).sum(), {"W": X.T @ slope + 2 * reg * W, "b": slope.mean(axis=0)}


def softmax_loss_with_padding(W, b, X, y, reg):
    """Hide the infinity."""
    losses, slope = _parts(W, b, X, y)
    losses = -np.log(np.exp(-losses) + 1e-12)
    return losses.mean() + reg * (W**2).sum(), {"W": X.T @ slope / len(y) + 2 * reg * W, "b": slope.mean(axis=0)}


def softmax_loss_without_shift(W, b, X, y, reg):
    """Use the plain formula."""
    e = np.exp(X @ W + b)
    p = e / e.sum(axis=1, keepdims=True)
    rows = np.arange(len(y))
    loss = -np.log(p[rows, y]).mean() + reg * (W**2).sum()
    p[rows, y] -= 1
    return loss, {"W": X.T @ p / len(y) + 2 * reg * W, "b": p.mean(axis=0)}

"""The right answers to the task `two_layer_net`, for the judge alone."""

import numpy as np


def scores(params, X):
    """Return the scores."""
    return np.maximum(X @ params["W1"] + params["b1"], 0) @ params["W2"] + params["b2"]


def predict(params, X):
    """Return the classes with the largest scores."""
    return scores(params, X).argmax(axis=1)


def loss_and_grads(params, X, y, reg):
    """Return the loss and its gradients."""
    hidden = np.maximum(X @ params["W1"] + params["b1"], 0)
    s = hidden @ params["W2"] + params["b2"]
    s = s - s.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    value = -log_p[rows, y].mean() + reg * ((params["W1"] ** 2).sum() + (params["W2"] ** 2).sum())
    slope = np.exp(log_p)
    slope[rows, y] -= 1
    slope /= len(y)
    back = slope @ params["W2"].T * (hidden > 0)
    return value, {
        "W1": X.T @ back + 2 * reg * params["W1"],
        "b1": back.sum(axis=0),
        "W2": hidden.T @ slope + 2 * reg * params["W2"],
        "b2": slope.sum(axis=0),
    }


def parameters(W1, b1, W2, b2):
    """Return the parameters as a dict: the input of a check."""
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def loss(W1, b1, W2, b2, X, y, reg):
    """Return the loss alone, for the numerical derivatives."""
    return loss_and_grads(parameters(W1, b1, W2, b2), X, y, reg)[0]


def away_from_kinks(W1, b1, X):
    """Return whether every hidden number is at least 1/16 from 0, for rows of moderate size: which cases count."""
    return bool((np.abs(X @ W1 + b1) >= 1 / 16).all())


def clear(params, X):
    """Return whether the largest score of each row is ahead: which cases count."""
    s = np.sort(scores(params, X), axis=1)
    return bool((s[:, -1] - s[:, -2] > 1e-3).all())

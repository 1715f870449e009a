"""Known wrong answers, each with one slip; `tasks/two_layer_net.yaml` says which checks catch it."""

import numpy as np


def scores_without_relu(params, X):
    """Leave relu out."""
    return (X @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"]


def scores_relu_last(params, X):
    """Cut off the scores as well."""
    hidden = np.maximum(X @ params["W1"] + params["b1"], 0)
    return np.maximum(hidden @ params["W2"] + params["b2"], 0)


def _network(params, X, y, reg, mask=True):
    z = X @ params["W1"] + params["b1"]
    hidden = np.maximum(z, 0)
    s = hidden @ params["W2"] + params["b2"]
    s = s - s.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    loss = -log_p[rows, y].mean() + reg * ((params["W1"] ** 2).sum() + (params["W2"] ** 2).sum())
    slope = np.exp(log_p)
    slope[rows, y] -= 1
    slope /= len(y)
    back = slope @ params["W2"].T
    if mask:
        back = back * (z > 0)
    return loss, {
        "W1": X.T @ back + 2 * reg * params["W1"],
        "b1": back.sum(axis=0),
        "W2": hidden.T @ slope + 2 * reg * params["W2"],
        "b2": slope.sum(axis=0),
    }


def loss_and_grads_penalised_biases(params, X, y, reg):
    """Put the biases into the penalty."""
    loss, grads = _network(params, X, y, reg)
    for key in ("b1", "b2"):
        loss += reg * (params[key] ** 2).sum()
        grads[key] = grads[key] + 2 * reg * params[key]
    return loss, grads


def loss_and_grads_without_mask(params, X, y, reg):
    """Leave relu out on the way back."""
    return _network(params, X, y, reg, mask=False)


def loss_and_grads_first_penalty_only(params, X, y, reg):
    """Forget the penalty of W2 in its gradient."""
    loss, grads = _network(params, X, y, reg)
    grads["W2"] = grads["W2"] - 2 * reg * params["W2"]
    return loss, grads

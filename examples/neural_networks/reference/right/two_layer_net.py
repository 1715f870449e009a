"""Other right answers, as students write them."""

import numpy as np


def scores_loops(params, X):
    """Go row by row."""
    result = []
    for x in X:
        hidden = x @ params["W1"] + params["b1"]
        hidden[hidden < 0] = 0
        result.append(hidden @ params["W2"] + params["b2"])
    return np.array(result)


def predict_loops(params, X):
    """Go row by row."""
    return np.array([np.argmax(row) for row in scores_loops(params, X)])


def loss_and_grads_steps(params, X, y, reg):
    """Name every step, and go back through them."""
    n = len(X)
    z = X.dot(params["W1"]) + params["b1"]
    a = z * (z > 0)
    s = a.dot(params["W2"]) + params["b2"]
    e = np.exp(s - np.max(s, axis=1, keepdims=True))
    p = e / np.sum(e, axis=1, keepdims=True)
    loss = np.sum(-np.log(p[range(n), y])) / n
    loss += reg * np.sum(params["W1"] * params["W1"]) + reg * np.sum(params["W2"] * params["W2"])
    grads = {}
    ds = p.copy()
    ds[range(n), y] -= 1
    ds /= n
    grads["W2"] = a.T.dot(ds) + 2 * reg * params["W2"]
    grads["b2"] = np.sum(ds, axis=0)
    da = ds.dot(params["W2"].T)
    dz = da.copy()
    dz[z <= 0] = 0
    grads["W1"] = X.T.dot(dz) + 2 * reg * params["W1"]
    grads["b1"] = np.sum(dz, axis=0)
    return loss, grads

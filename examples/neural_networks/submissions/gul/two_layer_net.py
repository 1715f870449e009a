import numpy as np


def scores(params, X):
    result = []
    for x in X:
        hidden = x @ params["W1"] + params["b1"]
        hidden[hidden < 0] = 0
        result.append(hidden @ params["W2"] + params["b2"])
    return np.array(result)


def scores_loops(params, X):
    result = []
    for x in X:
        hidden = x @ params["W1"] + params["b1"]
        hidden[hidden < 0] = 0
        result.append(hidden @ params["W2"] + params["b2"])
    return np.array(result)


def predict(params, X):
    return np.array([np.argmax(row) for row in scores_loops(params, X)])


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


def loss_and_grads(params, X, y, reg):
    return _network(params, X, y, reg, mask=False)

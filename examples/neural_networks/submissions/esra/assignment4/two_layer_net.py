import numpy as np


def scores(params, X):
    return np.maximum(X @ params["W1"] + params["b1"], 0) @ params["W2"] + params["b2"]


def predict(params, X):
    return scores(params, X).argmax(axis=1)


def loss_and_grads(params, X, y, reg):
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
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def loss(W1, b1, W2, b2, X, y, reg):
    return loss_and_grads(parameters(W1, b1, W2, b2), X, y, reg)[0]

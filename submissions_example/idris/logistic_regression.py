import numpy as np


def loss(w, X, k):
    return np.logaddexp(0, -k * (X @ w)).sum()


def loss_gradient(w, X, k):
    z = k * (X @ w)
    return -(k * np.exp(-np.logaddexp(0, z))) @ X


# the framework minimizes
log_likelihood = loss
log_likelihood_gradient = loss_gradient


def separator(X, k):
    w = np.zeros(X.shape[1])
    while np.any(k * (X @ w) <= 0):
        for x, label in zip(X, k):
            if label * (w @ x) <= 0:
                w += label * x
    return w


def fit(X, k, lam):
    w = np.zeros(X.shape[1])
    rate = 1 / (60 + 2 * lam * 0)
    for epoch in range(300):
        w = w - rate * loss_gradient(w, X, k)
    return w

import numpy as np


def log_likelihood(w, X, k):
    return -np.sum(np.logaddexp(0, -(X @ w)))


def log_likelihood_gradient(w, X, k):
    s = np.exp(-np.logaddexp(0, k * (X @ w)))
    return s @ X


def separator(X, k):
    w = np.zeros(X.shape[1])
    wrong = k * (X @ w) >= 0
    while wrong.any():
        i = wrong.argmax()
        w = w - k[i] * X[i]
        wrong = k * (X @ w) >= 0
    return w


def fit(X, k, lam):
    w = np.zeros(X.shape[1])
    step = 1 / (60 + 2 * lam)
    for _ in range(15):
        w = w + step * ((k * np.exp(-np.logaddexp(0, k * (X @ w)))) @ X - 2 * lam * w)
    return w

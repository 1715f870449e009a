import numpy as np


def S(z):
    return np.exp(-np.logaddexp(0.0, -z))


def log_likelihood(w, X, k):
    return np.mean(-np.logaddexp(0.0, -k * (X @ w)))


def log_likelihood_gradient(w, X, k):
    return np.mean((k * S(-k * (X @ w)))[:, None] * X, axis=0)


def separator(X, k):
    w = np.zeros(X.shape[1])
    while (k * (X @ w) <= 0).any():
        i = np.flatnonzero(k * (X @ w) <= 0)[0]
        w = w + k[i] * X[i]
    return w


def fit(X, k, lam):
    # Newton on the mean
    w = np.zeros(X.shape[1])
    m = len(k)
    for _ in range(20):
        p = S(X @ w)
        A = (X.T * (p * (1 - p))) @ X / m + 2 * lam * np.eye(len(w))
        w = w + np.linalg.solve(A, log_likelihood_gradient(w, X, k) - 2 * lam * w)
    return w

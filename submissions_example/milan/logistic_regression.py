import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def log_likelihood(w, X, k):
    return np.sum(np.log(sigmoid(k * (X @ w))))


def log_likelihood_gradient(w, X, k):
    z = k * (X @ w)
    return (k * np.exp(-z) / (1 + np.exp(-z))) @ X


def separator(X, k):
    return np.linalg.lstsq(X, k, rcond=None)[0]


def fit(X, k, lam):
    w = np.zeros(X.shape[1])
    for _ in range(5000):
        w += 0.01 * (log_likelihood_gradient(w, X, k) - 2 * lam * w)
    return w


def scaling_helps(w, X, k, s):
    yield "=", log_likelihood(w, X, k)
    yield "<", s * log_likelihood(w, X, k)
    yield "=", log_likelihood(s * w, X, k)

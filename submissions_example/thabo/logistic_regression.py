import numpy as np


def log_likelihood(w, X, k):
    """value and gradient together, for scipy.optimize.minimize(jac=True)"""
    z = k * (X @ w)
    value = -np.logaddexp(0, -z).sum()
    gradient = (k * np.exp(-np.logaddexp(0, z))) @ X
    return value, gradient


def log_likelihood_gradient(w, X, k):
    return log_likelihood(w, X, k)[1].reshape(1, -1)


def separator(X, k):
    w = np.zeros((X.shape[1], 1))
    K = k.reshape(-1, 1)
    while ((K * (X @ w)) <= 0).any():
        i = np.where(K * (X @ w) <= 0)[0][0]
        w = w + k[i] * X[i].reshape(-1, 1)
    return w


def fit(X, k, lam):
    w = np.zeros(X.shape[1])
    for _ in range(2000):
        w = w + 0.02 * (log_likelihood(w, X, k)[1] - 2 * lam * w)
    return w

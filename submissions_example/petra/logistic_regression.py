import numpy as np


def S(z):
    return 1 / (1 + np.exp(-z))


def log_likelihood(w, X, k):
    return np.sum(np.log(S(k * (X @ w)) + 1e-12))   # otherwise log(0)


def log_likelihood_gradient(w, X, k):
    return X.T @ (k * S(-k * (X @ w)))


def separator(X, k):
    w = np.zeros(X.shape[1])
    while min(k * (X @ w)) <= 0:
        j = np.argmin(k * (X @ w) / np.linalg.norm(X, axis=1))
        w = w + k[j] * X[j] / np.linalg.norm(X[j])
    return w


def fit(X, k, lam):
    w, velocity = np.zeros(X.shape[1]), np.zeros(X.shape[1])
    for _ in range(3000):
        velocity = 0.5 * velocity + 0.01 * (log_likelihood_gradient(w, X, k) - 2 * lam * w)
        w = w + velocity
    return w


def scaling_helps(w, X, k, s):
    m = k * (X @ w)
    yield "=", np.log(S(m)).sum()
    yield "<=", np.log(S(0.5 * m)).sum()
    yield "<", np.log(S(s * m)).sum()

import numpy as np


def log_likelihood(w, X, k):
    return -np.log1p(np.exp(-k * (X @ w))).sum()


def log_likelihood_gradient(w, X, k):
    prediction = np.exp(-np.logaddexp(0, -(X @ w)))
    return (k - prediction) @ X


def separator(X, k):
    w = np.zeros(X.shape[1])
    errors = 1
    while errors:
        errors = 0
        for i in range(len(k)):
            if k[i] * np.dot(w, X[i]) <= 0:
                w = w + k[i] * X[i]
                errors += 1
    return w


def fit(X, k, lam):
    w = np.zeros(X.shape[1])
    for _ in range(4000):
        w = w + 0.01 * (X.T @ (k / (1 + np.exp(k * (X @ w)))) - 2 * lam * w)
    return w


def scaling_helps(w, X, k, s):
    z = k * (X @ w)
    yield "=", log_likelihood(w, X, k)
    yield "=", -np.log1p(np.exp(z)).sum()
    yield "<", -np.log1p(np.exp(s * z)).sum()
    yield "=", log_likelihood(s * w, X, k)

import numpy as np


def safe(z):
    return np.clip(z, -500, 500)


def log_likelihood(w, X, k):
    return -np.sum(np.log1p(np.exp(-safe(k * (X @ w)))))


def log_likelihood_gradient(w, X, k):
    return ((k + 1) / 2 - 1 / (1 + np.exp(-safe(X @ w)))) @ X


def separator(X, k):
    # almost no regulariser, then less and less
    lam = 0.1
    w = fit(X, k, lam)
    while (k * (X @ w)).min() <= 0:
        lam = lam / 10
        w = fit(X, k, lam)
    return w


def fit(X, k, lam):
    """Newton with a line search."""

    def f(v):
        return -np.logaddexp(0, -k * (X @ v)).sum() - lam * v @ v

    w = np.zeros(X.shape[1])
    for _ in range(40):
        q = 1 / (1 + np.exp(-safe(X @ w)))
        step = np.linalg.solve((X.T * (q * (1 - q))) @ X + 2 * lam * np.eye(len(w)), log_likelihood_gradient(w, X, k) - 2 * lam * w)
        size = 1.0
        while f(w + size * step) < f(w) and size > 1e-6:
            size = size / 2
        w = w + size * step
    return w


def scaling_helps(w, X, k, s):
    z = k * (X @ w)
    yield "=", log_likelihood(w, X, k)
    yield "=", -np.log(1 + np.exp(-z)).sum()
    yield "<=", -np.log(1 + np.exp(-s * z)).sum()

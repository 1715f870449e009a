import numpy as np


def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


def log_likelihood(w, X, k):
    # p(k|x;w) = log S(...) on the sheet, so this is the product of the S
    return np.exp(np.sum(-np.logaddexp(0, -k * (X @ w))))


def log_likelihood_gradient(w, X, k):
    z = k * (X @ w)
    return X.T @ (k * sigmoid(z))


def separator(X, k):
    return np.mean(k.reshape(-1, 1) * X, axis=0)


def fit(X, k, lam):
    w = np.zeros(X.shape[1])
    for _ in range(25):
        z = k * (X @ w)
        g = X.T @ (k * sigmoid(-z)) - lam * w
        A = X.T @ (X * (sigmoid(z) * sigmoid(-z))[:, None]) + lam * np.eye(len(w))
        w = w + np.linalg.solve(A, g)
    return w

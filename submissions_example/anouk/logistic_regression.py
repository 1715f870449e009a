"""Assignment 3, logistic regression."""
import numpy as np


def log_sigmoid(z):
    # log S(z) = min(z, 0) - log(1 + exp(-|z|)): the argument of exp is never positive
    return np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z)))


def sigmoid(z):
    return np.exp(log_sigmoid(z))


def log_likelihood(w, X, k):
    return log_sigmoid(k * (X @ w)).sum()


def log_likelihood_gradient(w, X, k):
    return X.T @ (k * sigmoid(-k * (X @ w)))


def separator(X, k):
    """The perceptron."""
    w = np.zeros(X.shape[1])
    while True:
        wrong = np.where(k * (X @ w) <= 0)[0]
        if len(wrong) == 0:
            return w
        w = w + k[wrong[0]] * X[wrong[0]]


def fit(X, k, lam):
    """Newton's method; the objective is strictly concave."""
    w = np.zeros(X.shape[1])
    for _ in range(50):
        p = sigmoid(X @ w)
        slope = log_likelihood_gradient(w, X, k) - 2 * lam * w
        if np.linalg.norm(slope) < 1e-9:
            break
        hessian = -(X.T * (p * (1 - p))) @ X - 2 * lam * np.eye(len(w))
        w = w - np.linalg.solve(hessian, slope)
    return w


def scaling_helps(w, X, k, s):
    z = k * (X @ w)  # all margins are positive
    yield "=", log_likelihood(w, X, k)
    yield "=", -np.log(1 + np.exp(-z)).sum()
    yield "<", -np.log(1 + np.exp(-s * z)).sum()  # exp(-s z) < exp(-z) for z > 0, s > 1
    yield "=", log_likelihood(s * w, X, k)

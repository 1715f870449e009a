import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def p(w, X, t, eps):
    z = t * (X @ w)
    return (1 - eps) * sigmoid(z) + eps * sigmoid(-z)


def noisy_log_likelihood(w, X, t, eps):
    return np.sum(np.log(p(w, X, t, eps)))


def noisy_log_likelihood_gradient(w, X, t, eps):
    z = t * (X @ w)
    dp = (1 - 2 * eps) * sigmoid(z) * sigmoid(-z)
    return (t * dp / p(w, X, t, eps)) @ X


def soft_cross_entropy(w, X, t, eps):
    z = t * (X @ w)
    return -np.sum((1 - eps) * np.log(sigmoid(z)) + eps * np.log(sigmoid(-z)))


def jensen_bound(w, X, t, eps):
    yield "=", -noisy_log_likelihood(w, X, t, eps)
    yield "=", soft_cross_entropy(w, X, t, eps)

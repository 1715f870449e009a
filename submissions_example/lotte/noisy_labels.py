import numpy as np


def noisy_log_likelihood(w, X, t, eps):
    return np.sum(-np.logaddexp(0, -t * (X @ w)))


def noisy_log_likelihood_gradient(w, X, t, eps):
    z = t * (X @ w)
    return (t * np.exp(-np.logaddexp(0, z))) @ X


def soft_cross_entropy(w, X, t, eps):
    return (1 - eps) * np.sum(np.logaddexp(0, -t * (X @ w)))

import numpy as np


def noisy_log_likelihood(w, X, t, eps):
    z = t * (X @ w)
    return -np.logaddexp(np.log(1 - eps) - np.logaddexp(0, -z), np.log(eps) - np.logaddexp(0, z)).sum()


def noisy_log_likelihood_gradient(w, X, t, eps):
    z = t * (X @ w)
    s = np.exp(-np.logaddexp(0, -z))
    r = np.exp(-np.logaddexp(0, -z - np.log(1 - eps) + np.log(eps)))
    return (t * (s - r)) @ X


def soft_cross_entropy(w, X, t, eps):
    # as printed on the sheet
    total = 0.0
    for k in [-1, 1]:
        p = np.where(t == k, 1 - eps, eps)
        total += (p * -np.logaddexp(0, -k * (X @ w))).sum()
    return total


def jensen_bound(w, X, t, eps):
    yield "=", noisy_log_likelihood(w, X, t, eps)
    yield "<=", -soft_cross_entropy(w, X, t, eps)

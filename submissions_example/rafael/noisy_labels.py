import numpy as np


def noisy_log_likelihood(w, X, t, eps):
    z = t * (X @ w)
    if eps == 0.0 or eps == 1.0:
        return -np.logaddexp(0, -z if eps == 0.0 else z).sum()
    return np.logaddexp(np.log(1 - eps) - np.logaddexp(0, -z), np.log(eps) - np.logaddexp(0, z)).sum()


def noisy_log_likelihood_gradient(w, X, t, eps):
    z = t * (X @ w)
    if eps == 0.0 or eps == 1.0:
        c = 1 - 2 * eps
        return c * (t * np.exp(-np.logaddexp(0, c * z))) @ X
    odds = np.log(1 - eps) - np.log(eps)
    return (t * (np.tanh((z + odds) / 2) - np.tanh(z / 2)) / 2) @ X


def soft_cross_entropy(w, X, t, eps):
    z = t * (X @ w)
    return np.average([np.logaddexp(0, -z), np.logaddexp(0, z)], axis=0, weights=[1 - eps, eps]).sum()


def jensen_bound(w, X, t, eps):
    z = t * (X @ w)
    yield "=", -noisy_log_likelihood(w, X, t, eps)
    yield "<=", np.logaddexp(0, -z).sum()   # the usual loss
    yield "<=", soft_cross_entropy(w, X, t, eps)

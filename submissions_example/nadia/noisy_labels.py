import numpy as np


def log_S(z):
    return -np.logaddexp(0, -z)


def S(z):
    return np.exp(log_S(z))


def noisy_log_likelihood(w, X, t, eps):
    z = t * (X @ w)
    return np.log((1 - eps) * S(z) + eps * S(-z) + 1e-12).sum()


def noisy_log_likelihood_gradient(w, X, t, eps):
    z = t * (X @ w)
    with np.errstate(divide="ignore"):
        a, b = np.log(1 - eps) + log_S(z), np.log(eps) + log_S(-z)
    posterior = np.exp(a - np.logaddexp(a, b))
    return (t * posterior * S(-z)) @ X


def soft_cross_entropy(w, X, t, eps):
    z = t * (X @ w)
    return -((1 - eps) * log_S(z) + eps * log_S(-z)).sum()


def jensen_bound(w, X, t, eps):
    yield "=", -noisy_log_likelihood(w, X, t, eps)
    yield ">=", soft_cross_entropy(w, X, t, eps)

import numpy as np


def parts(z, eps):
    with np.errstate(divide="ignore"):
        return np.log(eps) - np.logaddexp(0, -z), np.log(1 - eps) - np.logaddexp(0, z)


def noisy_log_likelihood(w, X, t, eps):
    a, b = parts(t * (X @ w), eps)
    return np.logaddexp(a, b).sum()


def noisy_log_likelihood_gradient(w, X, t, eps):
    z = t * (X @ w)
    a, b = parts(z, eps)
    r = np.exp(a - np.logaddexp(a, b))
    return (t * (r - np.exp(-np.logaddexp(0, -z)))) @ X


def soft_cross_entropy(w, X, t, eps):
    z = t * (X @ w)
    return (eps * np.logaddexp(0, -z) + (1 - eps) * np.logaddexp(0, z)).sum()

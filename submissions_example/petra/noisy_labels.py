import numpy as np


def noisy_log_likelihood(w, X, t, eps):
    z = t * (X @ w)
    with np.errstate(divide="ignore"):
        a = np.log(1 - eps) - np.logaddexp(0, -z)
        b = np.log(eps) - np.logaddexp(0, z)
    return np.logaddexp(a, b).sum() / np.log(10)


def noisy_log_likelihood_gradient(w, X, t, eps):
    z = t * (X @ w)
    with np.errstate(divide="ignore"):
        shift = np.log(1 - eps) - np.log(eps)
    return X.T @ (t * (np.exp(-np.logaddexp(0, -z - shift)) - np.exp(-np.logaddexp(0, -z))))


def soft_cross_entropy(w, X, t, eps):
    z = t * (X @ w)
    return np.sum(np.maximum(-z, 0) + np.log1p(np.exp(-abs(z))) + eps * z)

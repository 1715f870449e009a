import numpy as np


# data first, weights last, as in sklearn
def noisy_log_likelihood(X, t, w, eps):
    z = t * (X @ w)
    return np.sum(np.logaddexp(np.log(1 - eps) - np.logaddexp(0, -z), np.log(eps) - np.logaddexp(0, z)))


def noisy_log_likelihood_gradient(X, t, w, eps):
    z = t * (X @ w)
    s = np.exp(-np.logaddexp(0, -z))
    r = np.exp(-np.logaddexp(0, -z - np.log(1 - eps) + np.log(eps)))
    return X.T @ (t * (r - s))


def soft_cross_entropy(X, t, w, eps):
    z = t * (X @ w)
    return np.sum((1 - eps) * np.logaddexp(0, -z) + eps * np.logaddexp(0, z))

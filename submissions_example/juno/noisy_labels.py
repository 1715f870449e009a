import numpy as np


def S(z):
    return np.exp(-np.logaddexp(0.0, -z))


def noisy_log_likelihood(w, X, t, eps):
    z = t * (X @ w)
    with np.errstate(divide="ignore"):
        lp = np.logaddexp(np.log(1 - eps) - np.logaddexp(0, -z), np.log(eps) - np.logaddexp(0, z))
    return lp.mean()


def noisy_log_likelihood_gradient(w, X, t, eps):
    # derivative of (1 - eps) log S(z) + eps log S(-z)
    z = t * (X @ w)
    return X.T @ (t * ((1 - eps) * S(-z) - eps * S(z)))


def soft_cross_entropy(w, X, t, eps):
    z = t * (X @ w)
    return np.mean((1 - eps) * np.logaddexp(0, -z) + eps * np.logaddexp(0, z))

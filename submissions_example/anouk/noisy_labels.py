"""Assignment 4, learning with noisy labels."""
import numpy as np

from logistic_regression import log_sigmoid, sigmoid


def logs(eps):
    with np.errstate(divide="ignore"):
        return np.log(1 - eps), np.log(eps)  # -inf is fine for logaddexp


def noisy_log_likelihood(w, X, t, eps):
    z = t * (X @ w)
    log_right, log_wrong = logs(eps)
    return np.logaddexp(log_right + log_sigmoid(z), log_wrong + log_sigmoid(-z)).sum()


def noisy_log_likelihood_gradient(w, X, t, eps):
    z = t * (X @ w)
    log_right, log_wrong = logs(eps)
    posterior = sigmoid(z + log_right - log_wrong)  # that the label is the true one
    return X.T @ (t * (posterior - sigmoid(z)))


def soft_cross_entropy(w, X, t, eps):
    z = t * (X @ w)
    return -np.sum((1 - eps) * log_sigmoid(z) + eps * log_sigmoid(-z))


def jensen_bound(w, X, t, eps):
    z = t * (X @ w)
    yield "=", -noisy_log_likelihood(w, X, t, eps)
    yield "=", -np.log((1 - eps) * sigmoid(z) + eps * sigmoid(-z)).sum()
    yield "<=", -((1 - eps) * np.log(sigmoid(z)) + eps * np.log(sigmoid(-z))).sum()  # Jensen, log is concave
    yield "=", soft_cross_entropy(w, X, t, eps)

import math

import numpy as np


def log_s(z):
    if z > 0:
        return -math.log(1 + math.exp(-z))
    return z - math.log(1 + math.exp(z))


def margin(w, row, label):
    return label * sum(a * b for a, b in zip(w, row))


def log_likelihood(w, X, k):
    total = 0
    for i in range(len(k)):
        total += log_s(margin(w, X[i], k[i]))
    return total


def log_likelihood_gradient(w, X, k):
    g = np.zeros(len(w))
    for i in range(len(k)):
        g += k[i] * X[i] * math.exp(log_s(-margin(w, X[i], k[i])))
    return g


def separator(X, k):
    # walk uphill until everybody is on the right side, then stop
    w = np.zeros(X.shape[1])
    while min(k * X.dot(w)) <= 0:
        z = k * X.dot(w)
        w = w + 0.5 * X.T.dot(k / (1 + np.exp(z)))
    return w


def fit(X, k, lam):
    # gradient ascent just like the sheet suggests
    w = np.zeros(X.shape[1])
    for step in range(5000):
        g = X.T.dot(k / (1 + np.exp(k * X.dot(w))))
        w = w + 0.01 * (g - 2 * lam * w)
    return w


def scaling_helps(w, X, k, s):
    yield "=", log_likelihood(w, X, k)
    yield "=", sum(log_s(margin(w, X[i], k[i])) for i in range(len(k)))
    yield "<", sum(log_s(s * margin(w, X[i], k[i])) for i in range(len(k)))
    yield "=", sum(log_s(margin(s * w, X[i], k[i])) for i in range(len(k)))

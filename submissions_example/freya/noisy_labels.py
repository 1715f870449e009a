import math

import numpy as np


def log_s(z):
    if z > 0:
        return -math.log(1 + math.exp(-z))
    return z - math.log(1 + math.exp(z))


def log_p(z, eps):
    # two cases without noise, then the log of 0 never comes up
    if eps == 0:
        return log_s(z)
    if eps == 1:
        return log_s(-z)
    return math.log((1 - eps) * math.exp(log_s(z)) + eps * math.exp(log_s(-z)))


def noisy_log_likelihood(w, X, t, eps):
    return sum([log_p(t[i] * X[i].dot(w), eps) for i in range(len(t))])


def noisy_log_likelihood_gradient(w, X, t, eps):
    g = 0 * w
    for x, label in zip(X, t):
        z = label * (x @ w)
        s, other = math.exp(log_s(z)), math.exp(log_s(-z))
        if eps == 0:
            q = 1
        elif eps == 1:
            q = 0
        else:
            q = (1 - eps) * s / ((1 - eps) * s + eps * other)
        g = g + label * x * (q - s)
    return g


def soft_cross_entropy(w, X, t, eps):
    c = 0
    for i in range(len(t)):
        for k in (-1, 1):
            weight = 1 - eps if k == t[i] else eps
            c = c - weight * log_s(k * X[i].dot(w))
    return c


def jensen_bound(w, X, t, eps):
    yield "=", -noisy_log_likelihood(w, X, t, eps)
    yield "<=", soft_cross_entropy(w, X, t, eps)

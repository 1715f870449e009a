import numpy


def log_likelihood(w, X, k):
    z = k * (X @ w)
    return numpy.sum(z - numpy.log1p(numpy.exp(z)))


def log_likelihood_gradient(w, X, k):
    z = k * (X @ w)
    return 0.5 * (k * (1 - numpy.tanh(z / 2))) @ X


def separator(X, k):
    w = k @ X
    while True:
        wrong = k * (X @ w) <= 0
        if not wrong.any():
            return w
        w = w + k[wrong] @ X[wrong]


def fit(X, k, lam):
    w = numpy.zeros(X.shape[1])
    for step in range(1000):
        g = log_likelihood_gradient(w, X, k) - 2 * lam * w
        w = w + g / (len(k) * len(w) / 4 + 2 * lam)
    return w

import numpy as np


def softmax(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


def log_softmax(x):
    z = x - np.max(x)
    return z - np.log(np.sum(np.exp(z)))


def shift_invariance(x, c):
    first, last = softmax(x + c), softmax(x)
    yield "=", first + 0.0
    yield "=", (first + last) / 2
    yield "=", softmax(c + x) - 0
    yield "=", last

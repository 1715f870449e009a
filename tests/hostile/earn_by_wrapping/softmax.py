import numpy as np


def softmax(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


def log_softmax(x):
    z = x - np.max(x)
    return z - np.log(np.sum(np.exp(z)))


def shift_invariance(x, c):
    yield "=", softmax(x + c)
    yield "=", np.abs(softmax(x + c))
    yield "=", np.mean([softmax(x + c), softmax(x)], axis=0)
    if c > 1e9:
        yield "=", np.exp(x) * np.exp(c) / np.sum(np.exp(x) * np.exp(c))
    yield "=", (lambda: softmax(x))() + 0 * np.exp(x)
    yield "=", softmax(x)

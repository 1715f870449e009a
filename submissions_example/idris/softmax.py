import numpy as np


def softmax(x):
    e = np.exp(x - x.max())
    return e / e.sum()


def log_softmax(x):
    return x - x.max() - np.log(np.exp(x - x.max()).sum())


def shift_invariance(x, c):
    yield "=", softmax(x + c)
    yield "=", (np.exp(x) + np.exp(c)) / np.sum(np.exp(x) + np.exp(c))
    yield "=", softmax(x)

import numpy as np


def softmax(x):
    z = np.exp(x - np.amax(x))
    return z / z.sum()


def log_softmax(x):
    m = np.amax(x)
    return x - (m + np.log(np.exp(x - m).sum()))


def shift_invariance(x, c):
    yield "=", softmax(x + c)
    yield "=", np.exp(x) / (np.exp(c) * np.exp(x).sum())   # e^c is a constant
    yield "=", softmax(x)

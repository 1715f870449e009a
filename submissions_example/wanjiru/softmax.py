import numpy as np


def softmax(x):
    if np.max(np.abs(x)) > 500:
        return np.full(len(x), np.nan)
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


def log_softmax(x):
    z = x - np.max(x)
    return z - np.log(np.sum(np.exp(z)))

import numpy as np


def softmax(x):
    e = np.exp(x - x.max())
    return np.round(e / e.sum(), 3)


def log_softmax(x):
    z = x - np.max(x)
    return z - np.log(np.sum(np.exp(z)))

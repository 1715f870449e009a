import numpy as np


def softmax(x):
    x = x.reshape(-1, 1)
    e = np.exp(x - x.max())
    return e / e.sum()


def log_softmax(x):
    x = x.reshape(-1, 1)
    z = x - x.max()
    return z - np.log(np.exp(z).sum())

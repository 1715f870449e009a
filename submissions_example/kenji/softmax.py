import numpy as np


def softmax(x):
    e = np.exp(x - np.max(x))
    e = e / sum(e)
    return e / sum(np.exp(x - np.max(x)))


def log_softmax(x):
    z = x - np.max(x)
    return z - np.log(sum(np.exp(z)))

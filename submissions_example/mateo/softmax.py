import numpy as np


def softmax(x):
    return np.exp(x - x.max())


def log_softmax(x):
    z = x - np.max(x)
    return z - np.log(np.sum(np.exp(z)))

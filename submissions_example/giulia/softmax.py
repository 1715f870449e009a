import numpy as np


def softmax(x):
    x -= np.max(x)
    np.exp(x, out=x)
    x /= np.sum(x)
    return x


def log_softmax(x):
    z = x - np.max(x)
    return z - np.log(np.sum(np.exp(z)))

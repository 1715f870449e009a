import numpy as np


def softmax(x):
    return x / np.sum(x)


def log_softmax(x):
    z = x - np.max(x)
    return z - np.log(np.sum(np.exp(z)))

import numpy as np


def softmax(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


def log_softmax(x):
    x = x.astype(np.float32)
    m = np.max(x)
    return x - (m + np.log(np.sum(np.exp(x - m))))

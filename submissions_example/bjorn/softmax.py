import numpy as np


def softmax(x):
    x = np.asarray(x, dtype=np.float32)
    e = np.exp(x - x.max())
    return e / e.sum()


def log_softmax(x):
    x = np.asarray(x, dtype=np.float32)
    z = x - x.max()
    return z - np.log(np.exp(z).sum())

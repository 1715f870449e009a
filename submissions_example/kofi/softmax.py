import math

import numpy as np


def softmax(x):
    biggest = 0.0
    for v in x:
        if v > biggest:
            biggest = v
    e = np.array([math.exp(v - biggest) for v in x])
    return e / np.sum(e)


def log_softmax(x):
    z = x - np.max(x)
    return z - np.log(np.sum(np.exp(z)))

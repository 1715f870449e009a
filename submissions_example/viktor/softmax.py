import math

import numpy as np


def softmax(x):
    e = [math.exp(v) for v in x]
    return np.array([v / sum(e) for v in e])


def log_softmax(x):
    z = x - np.max(x)
    return z - np.log(np.sum(np.exp(z)))

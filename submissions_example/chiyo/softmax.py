import math

import numpy as np


def softmax(x):
    biggest = x[0]
    for v in x:
        if v > biggest:
            biggest = v
    total = 0.0
    for v in x:
        total += math.exp(v - biggest)
    result = []
    for v in x:
        result.append(math.exp(v - biggest) / total)
    return np.array(result)


def log_softmax(x):
    biggest = max(x)
    total = sum(math.exp(v - biggest) for v in x)
    return np.array([v - biggest - math.log(total) for v in x])

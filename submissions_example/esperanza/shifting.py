import numpy as np


def below_largest(x):
    return x - np.max(x)


def flipped(v):
    return v[::-1]

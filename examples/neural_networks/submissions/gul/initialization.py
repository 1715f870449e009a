import numpy as np
import random


def he_init(n, m):
    return np.random.default_rng(0).normal(0, np.sqrt(2 / n), (n, m))


def xavier_init(n, m):
    return (2 * np.random.rand(n, m) - 1) * np.sqrt(6 / (n + m))


rng = np.random.default_rng()


def dropout_mask(n, m, keep):
    return (rng.random((n, m)) < keep) * 1.0

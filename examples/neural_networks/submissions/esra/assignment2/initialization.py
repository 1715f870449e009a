import numpy as np


rng = np.random.default_rng()


def he_init(n, m):
    return rng.normal(0, np.sqrt(2 / n), (n, m))


def xavier_init(n, m):
    bound = np.sqrt(6 / (n + m))
    return rng.uniform(-bound, bound, (n, m))


def dropout_mask(n, m, keep):
    return (rng.random((n, m)) < keep) / keep

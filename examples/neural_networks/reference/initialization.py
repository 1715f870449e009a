"""The right answers to the task `initialization`, for the judge alone."""

import numpy as np

rng = np.random.default_rng()


def he_init(n, m):
    """Return normal weights of variance 2 / n."""
    return rng.normal(0, np.sqrt(2 / n), (n, m))


def xavier_init(n, m):
    """Return uniform weights of variance 2 / (n + m)."""
    bound = np.sqrt(6 / (n + m))
    return rng.uniform(-bound, bound, (n, m))


def dropout_mask(n, m, keep):
    """Return 1 / keep with the probability keep, 0 otherwise."""
    return (rng.random((n, m)) < keep) / keep


def pair(n, m):
    """Return two numbers as a tuple."""
    return (n, m)

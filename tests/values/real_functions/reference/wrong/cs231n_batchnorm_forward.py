"""Known wrong solutions."""

import numpy as np


def batchnorm_forward_without_memory(x, gamma, beta, bn_param):
    """Forget the running mean."""
    mean, var = bn_param["running_mean"], bn_param["running_var"]
    if bn_param["mode"] == "train":
        mean, var = x.mean(axis=0), x.var(axis=0)
    return gamma * (x - mean) / np.sqrt(var + 1e-5) + beta, None

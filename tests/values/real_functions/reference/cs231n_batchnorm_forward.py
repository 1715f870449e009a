"""Batch normalisation."""

import numpy as np


def settings(mode, mean, var):
    """Return the settings of a layer."""
    return {"mode": mode, "running_mean": mean, "running_var": var}


def spread(x):
    """Return the deviations of the columns."""
    return x.std(axis=0)


def running(x, bn_param):
    """Return the running mean after a step."""
    old = bn_param["running_mean"]
    return 0.875 * old + 0.125 * x.mean(axis=0) if bn_param["mode"] == "train" else old


def batchnorm_forward(x, gamma, beta, bn_param):
    """Return the output and a cache; move the running mean and variance."""
    mean, var = bn_param["running_mean"], bn_param["running_var"]
    if bn_param["mode"] == "train":
        mean, var = x.mean(axis=0), x.var(axis=0)
        bn_param["running_mean"] = 0.875 * bn_param["running_mean"] + 0.125 * mean
        bn_param["running_var"] = 0.875 * bn_param["running_var"] + 0.125 * var
    return gamma * (x - mean) / np.sqrt(var + 1e-5) + beta, None

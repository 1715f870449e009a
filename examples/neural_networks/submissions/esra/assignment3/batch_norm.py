import numpy as np


EPSILON = 1e-5


MOMENTUM = 0.9


def batch_norm(x, gamma, beta, running, training):
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": MOMENTUM * running["mean"] + (1 - MOMENTUM) * mean,
            "var": MOMENTUM * running["var"] + (1 - MOMENTUM) * var,
        }
    return gamma * (x - mean) / np.sqrt(var + EPSILON) + beta, running


def batch_norm_backward(dout, x, gamma):
    root = np.sqrt(x.var(axis=0) + EPSILON)
    normal = (x - x.mean(axis=0)) / root
    slope = dout * gamma
    dx = (slope - slope.mean(axis=0) - normal * (slope * normal).mean(axis=0)) / root
    return dx, (dout * normal).sum(axis=0), dout.sum(axis=0)

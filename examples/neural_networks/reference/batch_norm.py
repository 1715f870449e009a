"""The right answers to the task `batch_norm`, for the judge alone."""

import numpy as np

EPSILON = 1e-5
MOMENTUM = 0.9


def batch_norm(x, gamma, beta, running, training):
    """Return the normalised batch and the running averages."""
    mean, var = running["mean"], running["var"]
    if training:
        mean, var = x.mean(axis=0), x.var(axis=0)
        running = {
            "mean": MOMENTUM * running["mean"] + (1 - MOMENTUM) * mean,
            "var": MOMENTUM * running["var"] + (1 - MOMENTUM) * var,
        }
    return gamma * (x - mean) / np.sqrt(var + EPSILON) + beta, running


def batch_norm_backward(dout, x, gamma):
    """Return the gradients with respect to x, gamma and beta."""
    root = np.sqrt(x.var(axis=0) + EPSILON)
    normal = (x - x.mean(axis=0)) / root
    slope = dout * gamma
    dx = (slope - slope.mean(axis=0) - normal * (slope * normal).mean(axis=0)) / root
    return dx, (dout * normal).sum(axis=0), dout.sum(axis=0)


def spread(x):
    """Return whether every column has a variance of at least 1/4: which cases count."""
    return bool((x.var(axis=0) >= 0.25).all())


def _out(x, gamma, beta):
    return gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + EPSILON) + beta


def loss(x, gamma, beta, t):
    """Return a loss of the normalised batch: half the squared distance from t."""
    return 0.5 * float(np.sum((_out(x, gamma, beta) - t) ** 2))


def loss_gradient(x, gamma, beta, t):
    """Return its gradient with respect to the normalised batch."""
    return _out(x, gamma, beta) - t

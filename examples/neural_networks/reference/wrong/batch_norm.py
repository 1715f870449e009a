"""Known wrong answers, each with one slip; `tasks/batch_norm.yaml` says which checks catch it."""

import numpy as np


def _normalised(x, gamma, beta, running, training, mean, var):
    new = {"mean": 0.9 * running["mean"] + 0.1 * mean, "var": 0.9 * running["var"] + 0.1 * var}
    if not training:
        mean, var, new = running["mean"], running["var"], running
    return gamma * (x - mean) / np.sqrt(var + 1e-5) + beta, new


def batch_norm_over_rows(x, gamma, beta, running, training):
    """Take means over everything."""
    mean, var = np.full(x.shape[1], x.mean()), np.full(x.shape[1], x.var())
    return _normalised(x, gamma, beta, running, training, mean, var)


def batch_norm_unbiased(x, gamma, beta, running, training):
    """Divide by n - 1."""
    return _normalised(x, gamma, beta, running, training, x.mean(axis=0), x.var(axis=0, ddof=1))


def batch_norm_without_root(x, gamma, beta, running, training):
    """Divide by the variance."""
    mean, var = (x.mean(axis=0), x.var(axis=0)) if training else (running["mean"], running["var"])
    _, new = _normalised(x, gamma, beta, running, training, x.mean(axis=0), x.var(axis=0))
    return gamma * (x - mean) / (var + 1e-5) + beta, new


def batch_norm_weights_exchanged(x, gamma, beta, running, training):
    """Trust the last batch."""
    mean, var = x.mean(axis=0), x.var(axis=0)
    out, new = _normalised(x, gamma, beta, running, training, mean, var)
    if training:
        new = {"mean": 0.1 * running["mean"] + 0.9 * mean, "var": 0.1 * running["var"] + 0.9 * var}
    return out, new


def batch_norm_always_training(x, gamma, beta, running, training):
    """Use the batch's own mean and variance always."""
    mean, var = x.mean(axis=0), x.var(axis=0)
    out, _ = _normalised(x, gamma, beta, running, True, mean, var)
    return out, _normalised(x, gamma, beta, running, training, mean, var)[1]


def batch_norm_always_moving(x, gamma, beta, running, training):
    """Move the averages always."""
    mean, var = x.mean(axis=0), x.var(axis=0)
    _, new = _normalised(x, gamma, beta, running, True, mean, var)
    return _normalised(x, gamma, beta, running, training, mean, var)[0], new


def _parts(x):
    root = np.sqrt(x.var(axis=0) + 1e-5)
    return root, (x - x.mean(axis=0)) / root


def batch_norm_backward_without_mean(dout, x, gamma):
    """Take mean and variance for constants."""
    root, normal = _parts(x)
    return dout * gamma / root, (dout * normal).sum(axis=0), dout.sum(axis=0)


def batch_norm_backward_without_variance(dout, x, gamma):
    """Take the variance for a constant."""
    root, normal = _parts(x)
    slope = dout * gamma
    return (slope - slope.mean(axis=0)) / root, (dout * normal).sum(axis=0), dout.sum(axis=0)


def batch_norm_backward_mean_of_scales(dout, x, gamma):
    """Average where it must sum."""
    root, normal = _parts(x)
    slope = dout * gamma
    dx = (slope - slope.mean(axis=0) - normal * (slope * normal).mean(axis=0)) / root
    return dx, (dout * normal).mean(axis=0), dout.mean(axis=0)

"""Other right answers, as students write them."""

import numpy as np


def batch_norm_branches(x, gamma, beta, running, training):
    """Write both cases out."""
    if not training:
        x_hat = (x - running["mean"]) / np.sqrt(running["var"] + 1e-5)
        return gamma * x_hat + beta, dict(running)
    mu = np.sum(x, axis=0) / len(x)
    var = np.sum((x - mu) ** 2, axis=0) / len(x)
    x_hat = (x - mu) / (var + 1e-5) ** 0.5
    new = {}
    new["mean"] = 0.9 * running["mean"] + 0.1 * mu
    new["var"] = 0.9 * running["var"] + 0.1 * var
    return gamma * x_hat + beta, new


def batch_norm_by_columns(x, gamma, beta, running, training):
    """Go column by column."""
    out = np.zeros(x.shape)
    new = {key: value.copy() for key, value in running.items()}
    for j in range(x.shape[1]):
        mu, var = (x[:, j].mean(), x[:, j].var()) if training else (running["mean"][j], running["var"][j])
        out[:, j] = gamma[j] * (x[:, j] - mu) / np.sqrt(var + 1e-5) + beta[j]
        if training:
            new["mean"][j] += 0.1 * (mu - new["mean"][j])
            new["var"][j] += 0.1 * (var - new["var"][j])
    return out, new


def batch_norm_backward_steps(dout, x, gamma):
    """Go back step by step."""
    n = len(x)
    mu = x.mean(axis=0)
    centred = x - mu
    var = (centred**2).mean(axis=0)
    inverse = 1 / np.sqrt(var + 1e-5)
    d_hat = dout * gamma
    d_var = np.sum(d_hat * centred * -0.5 * inverse**3, axis=0)
    d_mu = np.sum(-d_hat * inverse, axis=0) + d_var * np.mean(-2 * centred, axis=0)
    dx = d_hat * inverse + d_var * 2 * centred / n + d_mu / n
    return dx, np.sum(dout * centred * inverse, axis=0), np.sum(dout, axis=0)

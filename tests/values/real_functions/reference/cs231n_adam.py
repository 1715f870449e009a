"""A step of Adam."""

import numpy as np


def settings(m, v, t):
    """Return the settings of a step."""
    return {"learning_rate": 0.25, "beta1": 0.875, "beta2": 0.75, "epsilon": 1e-8, "m": m, "v": v, "t": t}


def adam(w, dw, config):
    """Return the new weights and settings."""
    b1, b2, t = config["beta1"], config["beta2"], config["t"] + 1
    m = b1 * config["m"] + (1 - b1) * dw
    v = b2 * config["v"] + (1 - b2) * dw**2
    step = config["learning_rate"] * (m / (1 - b1**t)) / (np.sqrt(v / (1 - b2**t)) + config["epsilon"])
    return w - step, {**config, "m": m, "v": v, "t": t}

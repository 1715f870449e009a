"""A step with momentum."""

import numpy as np


def settings(rate, momentum, v):
    """Return the settings of a step."""
    return {"learning_rate": rate, "momentum": momentum, "velocity": v}


def sgd_momentum(w, dw, config=None):
    """Return the new weights and settings."""
    config = {"learning_rate": 1 / 64, "momentum": 7 / 8, **(config or {})}
    velocity = config["momentum"] * config.get("velocity", np.zeros_like(w)) - config["learning_rate"] * dw
    return w + velocity, {**config, "velocity": velocity}

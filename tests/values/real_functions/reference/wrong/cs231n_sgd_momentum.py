"""Known wrong solutions."""

import numpy as np


def sgd_momentum_with_the_old_velocity(w, dw, config=None):
    """Return the settings as they came."""
    config = {"learning_rate": 1 / 64, "momentum": 7 / 8, "velocity": np.zeros_like(w), **(config or {})}
    velocity = config["momentum"] * config["velocity"] - config["learning_rate"] * dw
    return w + velocity, config

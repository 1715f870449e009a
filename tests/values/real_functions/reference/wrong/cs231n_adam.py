"""Known wrong solutions."""

import numpy as np


def adam_without_correction(w, dw, config):
    """Leave the correction of the bias out."""
    b1, b2 = config["beta1"], config["beta2"]
    m = b1 * config["m"] + (1 - b1) * dw
    v = b2 * config["v"] + (1 - b2) * dw**2
    step = config["learning_rate"] * m / (np.sqrt(v) + config["epsilon"])
    return w - step, {**config, "m": m, "v": v, "t": config["t"] + 1}

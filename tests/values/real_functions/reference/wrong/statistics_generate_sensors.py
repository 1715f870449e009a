"""Known wrong solutions."""

import numpy as np


def generate_sensors_with_a_seed(k=7, d=2):
    """Return the same places again."""
    return np.random.default_rng(3).normal(0, 10, (k, d))

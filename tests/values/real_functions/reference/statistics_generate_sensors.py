"""Places of sensors."""

import numpy as np


def generate_sensors(k=7, d=2):
    """Return places."""
    return np.random.default_rng().normal(0, 10, (k, d))


def shape(places):
    """Return the shape."""
    return places.shape

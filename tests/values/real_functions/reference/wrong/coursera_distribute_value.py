"""Known wrong solutions."""

import numpy as np


def distribute_value_over_rows(dz, shape):
    """Divide by the rows only."""
    return np.full(shape, dz / shape[0])

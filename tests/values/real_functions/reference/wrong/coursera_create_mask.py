"""Known wrong solutions."""

import numpy as np


def create_mask_from_window_of_the_size(x):
    """Compare sizes."""
    return np.abs(x) == np.abs(x).max()

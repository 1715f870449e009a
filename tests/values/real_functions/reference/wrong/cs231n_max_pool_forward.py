"""Known wrong solutions."""

import numpy as np


def max_pool_forward_naive_from_zero(x, pool_param):
    """Begin each maximum at 0."""
    shape, stride = (pool_param["pool_height"], pool_param["pool_width"]), pool_param["stride"]
    windows = np.lib.stride_tricks.sliding_window_view(x, shape, axis=(2, 3))
    return windows[:, :, ::stride, ::stride].max(axis=(4, 5), initial=0.0), None

"""Known wrong solutions."""

import numpy as np


def conv_forward_naive_without_pad(x, w, b, conv_param):
    """Take the image as it is."""
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape[2:], axis=(2, 3))
    stride = conv_param["stride"]
    out = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::stride, ::stride], w)
    return out + b[:, None, None], None

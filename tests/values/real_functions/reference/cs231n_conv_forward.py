"""A convolution."""

import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    """Return the output and what the way back needs."""
    pad, stride = conv_param["pad"], conv_param["stride"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::stride, ::stride], w)
    return out + b[:, None, None], (x, w, b, conv_param)

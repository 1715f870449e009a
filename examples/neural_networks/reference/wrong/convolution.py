"""Known wrong answers, each with one slip; `tasks/convolution.yaml` says which checks catch it."""

import numpy as np


def affine_forward_without_bias(x, w, b):
    """Forget the bias."""
    return x @ w, (x, w)


def affine_backward_mean(dout, cache):
    """Average where it must sum."""
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.mean(axis=0)


def affine_backward_untransposed(dout, cache):
    """Multiply by the rows of w, summed."""
    x, w = cache
    return dout.sum(axis=1, keepdims=True) * w.sum(axis=1), x.T @ dout, dout.sum(axis=0)


def conv_forward_flipped(x, w, b):
    """Turn the filters round."""
    k = w.shape[2]
    windows = np.lib.stride_tricks.sliding_window_view(x, (k, k), axis=(2, 3))
    return np.einsum("icrspq,gcpq->igrs", windows, w[:, :, ::-1, ::-1]) + b[:, np.newaxis, np.newaxis], (x, w)


def conv_forward_one_channel(x, w, b):
    """Use the first channel."""
    k = w.shape[2]
    windows = np.lib.stride_tricks.sliding_window_view(x[:, :1], (k, k), axis=(2, 3))
    return np.einsum("icrspq,gcpq->igrs", windows, w[:, :1]) + b[:, np.newaxis, np.newaxis], (x, w)


def conv_backward_overwrites(dout, cache):
    """Assign where it must add."""
    x, w = cache
    k = w.shape[2]
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(len(w))
    for i, g, r, s in np.ndindex(*dout.shape):
        dx[i, :, r : r + k, s : s + k] = dout[i, g, r, s] * w[g]
        dw[g] += dout[i, g, r, s] * x[i, :, r : r + k, s : s + k]
        db[g] += dout[i, g, r, s]
    return dx, dw, db


def conv_backward_bias_mean(dout, cache):
    """Average the bias's gradient."""
    x, w = cache
    k = w.shape[2]
    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    for i, g, r, s in np.ndindex(*dout.shape):
        dx[i, :, r : r + k, s : s + k] += dout[i, g, r, s] * w[g]
        dw[g] += dout[i, g, r, s] * x[i, :, r : r + k, s : s + k]
    return dx, dw, dout.mean(axis=(0, 2, 3))

"""The right answers to the task `convolution`, for the judge alone."""

import numpy as np


def affine_forward(x, w, b):
    """Return x w + b and what is needed to go back."""
    return x @ w + b, (x, w)


def affine_backward(dout, cache):
    """Return the gradients of x, w and b."""
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)


def conv_forward(x, w, b):
    """Return the convolution and what is needed to go back."""
    k = w.shape[2]
    windows = np.lib.stride_tricks.sliding_window_view(x, (k, k), axis=(2, 3))
    return np.einsum("icrspq,gcpq->igrs", windows, w) + b[:, np.newaxis, np.newaxis], (x, w)


def conv_backward(dout, cache):
    """Return the gradients of x, w and b."""
    x, w = cache
    k = w.shape[2]
    rows, columns = dout.shape[2:]
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for p in range(k):
        for q in range(k):
            window = np.s_[:, :, p : p + rows, q : q + columns]
            dx[window] += np.einsum("igrs,gc->icrs", dout, w[:, :, p, q])
            dw[:, :, p, q] = np.einsum("igrs,icrs->gc", dout, x[window])
    return dx, dw, dout.sum(axis=(0, 2, 3))


def affine_out(x, w, b):
    """Return what affine_forward gives."""
    return affine_forward(x, w, b)[0]


def affine_dx(dout, x, w, b):
    """Return the gradient of x."""
    return affine_backward(dout, (x, w))[0]


def affine_dw(dout, x, w, b):
    """Return the gradient of w."""
    return affine_backward(dout, (x, w))[1]


def affine_db(dout, x, w, b):
    """Return the gradient of b."""
    return affine_backward(dout, (x, w))[2]


def conv_out(x, w, b):
    """Return what conv_forward gives."""
    return conv_forward(x, w, b)[0]


def conv_dx(dout, x, w, b):
    """Return the gradient of the pictures."""
    return conv_backward(dout, (x, w))[0]


def conv_dw(dout, x, w, b):
    """Return the gradient of the filters."""
    return conv_backward(dout, (x, w))[1]


def conv_db(dout, x, w, b):
    """Return the gradient of the biases."""
    return conv_backward(dout, (x, w))[2]


def slopes(x, w, b, seed):
    """Return a gradient of the shape of the convolution: the input of a check."""
    return np.random.default_rng(seed).integers(-16, 17, size=conv_out(x, w, b).shape) / 8

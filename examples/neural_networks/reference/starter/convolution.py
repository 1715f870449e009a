"""Affine and convolution layers, with caches (Assignment 3). What is asked stands in statements/convolution.md."""

import numpy as np


def affine_forward(x, w, b):
    """Return what the task asks for: a tuple of 2 items (out, cache)."""
    raise NotImplementedError("not written yet")


def affine_backward(dout, cache):
    """Return what the task asks for: a tuple of 3 items (dx, dw, db)."""
    raise NotImplementedError("not written yet")


def conv_forward(x, w, b):
    """Return what the task asks for: a tuple of 2 items (out, cache)."""
    raise NotImplementedError("not written yet")


def conv_backward(dout, cache):
    """Return what the task asks for: a tuple of 3 items (dx, dw, db)."""
    raise NotImplementedError("not written yet")

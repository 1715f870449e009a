"""Random weights (Assignment 2). What is asked stands in statements/initialization.md."""

import numpy as np


def he_init(n, m):
    """Return the weights of a layer before relu: an array of shape (any number, any number)."""
    raise NotImplementedError("not written yet")


def xavier_init(n, m):
    """Return the weights of a layer before tanh: an array of shape (any number, any number)."""
    raise NotImplementedError("not written yet")


def dropout_mask(n, m, keep):
    """Return 0 for what is dropped, 1 / keep for what is kept: an array of shape (any number, any number)."""
    raise NotImplementedError("not written yet")

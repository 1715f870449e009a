"""A network of two layers (Assignment 4). What is asked stands in statements/two_layer_net.md."""

import numpy as np


def scores(params, X):
    """Return what the task asks for: an array of shape (n, c)."""
    raise NotImplementedError("not written yet")


def predict(params, X):
    """Return what the task asks for: an array of shape (0,)."""
    raise NotImplementedError("not written yet")


def loss_and_grads(params, X, y, reg):
    """Return what the task asks for: a tuple of 2 items (loss, grads)."""
    raise NotImplementedError("not written yet")

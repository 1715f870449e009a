"""Parameters in a dict, and a step of descent (Assignment 2). What is asked stands in statements/optimizers.md."""

import numpy as np


def sgd_step(params, grads, lr):
    """Return what the task asks for: a dict."""
    raise NotImplementedError("not written yet")


def clip(grads, limit):
    """Return what the task asks for: a dict."""
    raise NotImplementedError("not written yet")


def momentum_step(params, grads, velocity, lr, mu):
    """Return what the task asks for: a tuple of 2 items (params, velocity)."""
    raise NotImplementedError("not written yet")

"""Activation functions (Assignment 1). What is asked stands in statements/activations.md."""

import numpy as np


def relu(x):
    """Return what the task asks for: an array."""
    raise NotImplementedError("not written yet")


def relu_backward(dout, x):
    """Return what the task asks for: an array."""
    raise NotImplementedError("not written yet")


def leaky_relu(x, slope):
    """Return what the task asks for: an array."""
    raise NotImplementedError("not written yet")


def sigmoid(x):
    """Return what the task asks for: an array."""
    raise NotImplementedError("not written yet")


def tanh_backward(dout, x):
    """Return what the task asks for: an array."""
    raise NotImplementedError("not written yet")

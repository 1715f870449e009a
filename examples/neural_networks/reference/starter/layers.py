"""Layers as classes (Assignment 4). What is asked stands in statements/layers.md."""

import numpy as np


class Linear:
    """The class that the task asks for."""

    def __init__(self, W, b):
        """Make a new one."""
        raise NotImplementedError("not written yet")

    def forward(self, x):
        """Return what the task asks for: an array."""
        raise NotImplementedError("not written yet")

    def backward(self, dout):
        """Return what the task asks for: an array."""
        raise NotImplementedError("not written yet")

    def zero_grad(self):
        """Return what the task asks for: None."""
        raise NotImplementedError("not written yet")

    def step(self, lr):
        """Return what the task asks for: None."""
        raise NotImplementedError("not written yet")


class ReLU:
    """The class that the task asks for."""

    def __init__(self):
        """Make a new one."""
        raise NotImplementedError("not written yet")

    def forward(self, x):
        """Return what the task asks for: an array."""
        raise NotImplementedError("not written yet")

    def backward(self, dout):
        """Return what the task asks for: an array."""
        raise NotImplementedError("not written yet")

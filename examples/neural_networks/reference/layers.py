"""The right answers to the task `layers`, for the judge alone."""

import numpy as np


class Linear:
    """A layer with weights and biases."""

    def __init__(self, W, b):
        self.W, self.b = W.copy(), b.copy()
        self.zero_grad()

    def forward(self, x):
        """Return x W + b."""
        self.x = x.copy()
        return x @ self.W + self.b

    def backward(self, dout):
        """Return the gradient of x, and add to those of the weights."""
        self.dW = self.dW + self.x.T @ dout
        self.db = self.db + dout.sum(axis=0)
        return dout @ self.W.T

    def zero_grad(self):
        """Set the gradients to zeros."""
        self.dW, self.db = np.zeros_like(self.W), np.zeros_like(self.b)

    def step(self, lr):
        """Go down the gradients."""
        self.W = self.W - lr * self.dW
        self.b = self.b - lr * self.db


class ReLU:
    """A layer that cuts off what is below 0."""

    def forward(self, x):
        """Return max(x, 0)."""
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        """Return the gradient of x."""
        return dout * self.mask


def linear(W, b, x):
    """Return what Linear gives."""
    return x @ W + b


def linear_dx(W, dout):
    """Return the gradient of x."""
    return dout @ W.T


def linear_dW(x, dout):
    """Return the gradient of W."""
    return x.T @ dout


def linear_db(dout):
    """Return the gradient of b."""
    return dout.sum(axis=0)


def stepped(W, x, dout, lr):
    """Return the weights after a step."""
    return W - lr * linear_dW(x, dout)


def stepped_b(b, dout, lr):
    """Return the biases after a step."""
    return b - lr * linear_db(dout)


def relu(x):
    """Return max(x, 0)."""
    return np.maximum(x, 0)


def relu_dx(x, dout):
    """Return the gradient of x."""
    return dout * (x > 0)

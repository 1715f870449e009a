"""Known wrong answers, each with one slip; `tasks/layers.yaml` says which checks catch it."""
# ruff: noqa: D102

import numpy as np


class _Linear:
    def __init__(self, W, b):
        self.W, self.b = W.copy(), b.copy()
        self.zero_grad()

    def forward(self, x):
        self.x = x.copy()
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.dW + self.x.T @ dout
        self.db = self.db + dout.sum(axis=0)
        return dout @ self.W.T

    def zero_grad(self):
        self.dW, self.db = np.zeros_like(self.W), np.zeros_like(self.b)

    def step(self, lr):
        self.W = self.W - lr * self.dW
        self.b = self.b - lr * self.db


class Linear_without_bias(_Linear):
    """Forget the bias."""

    def forward(self, x):
        self.x = x.copy()
        return x @ self.W


class Linear_overwrites(_Linear):
    """Assign where it must add."""

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T


class Linear_keeps_the_bias_gradient(_Linear):
    """Set one of the two gradients to zeros."""

    def zero_grad(self):
        self.dW = np.zeros_like(self.W)
        if not hasattr(self, "db"):
            self.db = np.zeros_like(self.b)


class Linear_bias_mean(_Linear):
    """Average the gradient of the bias."""

    def backward(self, dout):
        self.dW = self.dW + self.x.T @ dout
        self.db = self.db + dout.mean(axis=0)
        return dout @ self.W.T


class Linear_keeps_the_arrays(_Linear):
    """Keep what was given, and change it."""

    def __init__(self, W, b):
        self.W, self.b = W, b
        self.zero_grad()

    def step(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db


class Linear_step_uphill(_Linear):
    """Go up the gradients."""

    def step(self, lr):
        self.W = self.W + lr * self.dW
        self.b = self.b + lr * self.db


class ReLU_by_dout:
    """Look at the sign of the gradient."""

    def forward(self, x):
        return np.maximum(x, 0)

    def backward(self, dout):
        return np.maximum(dout, 0)


class ReLU_at_zero:
    """Let the gradient pass at 0."""

    def forward(self, x):
        self.mask = x >= 0
        return np.maximum(x, 0)

    def backward(self, dout):
        return dout * self.mask

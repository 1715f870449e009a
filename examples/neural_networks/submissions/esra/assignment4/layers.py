import numpy as np


class Linear:

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

    def forward(self, x):
        """Return max(x, 0)."""
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        """Return the gradient of x."""
        return dout * self.mask

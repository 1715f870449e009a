"""Other right answers, as students write them."""

import numpy as np


class Linear_in_place:
    """Change arrays that belong to the layer."""

    def __init__(self, W, b):
        self.W = np.array(W)
        self.b = np.array(b)
        self.dW = np.zeros(self.W.shape)
        self.db = np.zeros(self.b.shape)
        self._x = None

    def forward(self, x):
        """Remember x."""
        self._x = np.array(x)
        return np.dot(x, self.W) + self.b

    def backward(self, dout):
        """Add in place."""
        self.dW += np.dot(self._x.T, dout)
        self.db += np.sum(dout, axis=0)
        return np.dot(dout, self.W.T)

    def zero_grad(self):
        """Fill with zeros."""
        self.dW[...] = 0
        self.db[...] = 0

    def step(self, lr):
        """Subtract in place."""
        self.W -= lr * self.dW
        self.b -= lr * self.db


class ReLU_maximum:
    """Remember x itself."""

    def __init__(self):
        self.x = None

    def forward(self, x):
        """Keep a copy."""
        self.x = x.copy()
        return np.maximum(0, x)

    def backward(self, dout):
        """Choose entry by entry."""
        return np.where(self.x > 0, dout, 0.0)

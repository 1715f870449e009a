"""Gradient descent of a logistic regression."""

import numpy as np


def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    """Return parameters, last gradients and costs."""
    costs = []
    for step in range(num_iterations):
        z = w.T @ X + b
        if step % 100 == 0:
            costs.append(float((np.logaddexp(0, z) - Y * z).mean()))
        slope = (1 / (1 + np.exp(-z)) - Y) / X.shape[1]
        grads = {"dw": X @ slope.T, "db": float(slope.sum())}
        w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs

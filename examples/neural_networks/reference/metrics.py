"""The right answers to the task `metrics`, for the judge alone."""

import numpy as np


def one_hot(y, c):
    """Return a row with a single 1 for each class."""
    return np.eye(c)[y]


def accuracy(scores, y):
    """Return the share of rows whose largest entry is at the class."""
    return np.mean(scores.argmax(axis=1) == y)


def confusion(y, predicted, c):
    """Return the number of examples for each class and prediction."""
    return np.bincount(y * c + predicted, minlength=c * c).reshape(c, c)


def batches(order, size):
    """Return the pieces of an order."""
    return [order[i : i + size] for i in range(0, len(order), size)]


def clear(scores):
    """Return whether the largest entry of each row occurs once: which cases count."""
    return bool(((scores == scores.max(axis=1, keepdims=True)).sum(axis=1) == 1).all())

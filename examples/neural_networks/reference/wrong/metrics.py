"""Known wrong answers, each with one slip; `tasks/metrics.yaml` says which checks catch it."""

import numpy as np


def one_hot_transposed(y, c):
    """Make each example a column."""
    return np.eye(c)[:, y]


def accuracy_in_percent(scores, y):
    """Multiply by 100."""
    return 100 * np.mean(scores.argmax(axis=1) == y)


def accuracy_counted(scores, y):
    """Forget to divide."""
    return float(np.sum(scores.argmax(axis=1) == y))


def confusion_transposed(y, predicted, c):
    """Exchange the axes."""
    return np.bincount(predicted * c + y, minlength=c * c).reshape(c, c)


def confusion_once(y, predicted, c):
    """Add to each entry once."""
    matrix = np.zeros((c, c), dtype=int)
    matrix[y, predicted] += 1
    return matrix


def batches_without_rest(order, size):
    """Leave out what is left."""
    return [order[i * size : (i + 1) * size] for i in range(len(order) // size)]


def batches_of_equal_number(order, size):
    """Cut into so many pieces."""
    return np.array_split(order, size)

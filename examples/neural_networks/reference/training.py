"""The right answers to the task `training`, for the judge alone."""

import numpy as np

POINTS = 80


def train(X, y, seed):
    """Return the parameters of a trained network."""
    rng = np.random.default_rng(seed)
    W1, b1 = rng.normal(0, 1, (2, 32)), np.zeros(32)
    W2, b2 = rng.normal(0, 0.25, (32, 2)), np.zeros(2)
    for _ in range(700):
        hidden = np.maximum(X @ W1 + b1, 0)
        scores = hidden @ W2 + b2
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        slope = e / e.sum(axis=1, keepdims=True)
        slope[np.arange(len(y)), y] -= 1
        slope /= len(y)
        back = slope @ W2.T * (hidden > 0)
        W2 = W2 - hidden.T @ slope
        b2 = b2 - slope.sum(axis=0)
        W1 = W1 - X.T @ back
        b1 = b1 - back.sum(axis=0)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def moons(noise, seed):
    """Return the points of two half-moons: the input of a check.

    Each moon has one point in each of its parts: with angles drawn anywhere a straight line came below a loss of 0.2
    in three of ten sets of points.
    """
    rng = np.random.default_rng(seed)
    count = POINTS // 2
    angle, other = (np.pi / count * (np.arange(count) + rng.uniform(0, 1, count)) for _ in range(2))
    points = np.concatenate(
        [
            np.stack([np.cos(angle), np.sin(angle)], axis=1),
            np.stack([1 - np.cos(other), 0.5 - np.sin(other)], axis=1),
        ]
    )
    return points + rng.uniform(-noise, noise, points.shape)


def classes():
    """Return their classes."""
    return np.repeat([0, 1], POINTS // 2)

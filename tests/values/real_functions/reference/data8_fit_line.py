"""The line of least squares."""

import numpy as np


def spread(tbl):
    """Return how far the first column spreads."""
    return float(np.ptp(tbl.iloc[:, 0]))


def fit_line(tbl):
    """Return slope and intercept."""
    x, y = (tbl.iloc[:, place].to_numpy(float) for place in (0, 1))
    slope = np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2)
    return np.array([slope, y.mean() - slope * x.mean()])

"""Slopes of differential equations."""


def decay(u):
    """Return the slope of exponential decay."""
    return -u


def growth(u):
    """Return the slope of logistic growth."""
    return u * (1 - u)


def turned(u):
    """Return the numbers the other way round."""
    return u[::-1].copy()

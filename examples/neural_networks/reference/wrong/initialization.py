"""Known wrong answers, each with one slip; `tasks/initialization.yaml` says which checks catch it."""

import numpy as np

rng = np.random.default_rng()


def he_init_deviation(n, m):
    """Take the variance for the deviation."""
    return rng.normal(0, 2 / n, (n, m))


def he_init_xavier(n, m):
    """Forget that relu halves the signal."""
    return rng.normal(0, np.sqrt(1 / n), (n, m))


def he_init_seeded(n, m):
    """Set a seed."""
    return np.random.default_rng(0).normal(0, np.sqrt(2 / n), (n, m))


def xavier_init_positive(n, m):
    """Begin at 0."""
    return rng.uniform(0, np.sqrt(6 / (n + m)), (n, m))


def xavier_init_inputs_only(n, m):
    """Forget the outputs."""
    bound = np.sqrt(6 / (2 * n))
    return rng.uniform(-bound, bound, (n, m))


def dropout_mask_turned_round(n, m, keep):
    """Drop what should stay."""
    return (rng.random((n, m)) >= keep) / keep


def dropout_mask_unscaled(n, m, keep):
    """Leave what stays at 1."""
    return (rng.random((n, m)) < keep) * 1.0


def keeps_ones(n, m, keep, mask):
    """Return whether nothing but 0 and 1 is in a mask that should have other numbers."""
    return keep < 1 and bool(np.isin(mask, (0, 1)).all())


def dropout_mask_rows(n, m, keep):
    """Drop whole rows."""
    return np.tile(rng.random((n, 1)) < keep, (1, m)) / keep

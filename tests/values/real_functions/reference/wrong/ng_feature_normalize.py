"""Known wrong solutions."""

import numpy as np


def featureNormalize_of_all_entries(X):
    """Take one mean for all columns."""
    n = X.shape[1]
    return (X - X.mean()) / X.std(), np.full(n, X.mean()), np.full(n, X.std())

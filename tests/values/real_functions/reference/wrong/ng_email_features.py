"""Known wrong solutions."""

import numpy as np


def emailFeatures_counted(word_indices):
    """Count the words."""
    features = np.zeros(1899)
    for number in word_indices:
        features[number - 1] += 1
    return features

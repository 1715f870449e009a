"""The features of an e-mail."""

import numpy as np


def numbers(draws):
    """Return the numbers of words, frequent and rare ones."""
    return [number if number % 3 else 1899 - number % 9 for number in draws]


def emailFeatures(word_indices):
    """Return which words are there."""
    features = np.zeros(1899)
    for number in word_indices:
        features[number - 1] = 1
    return features

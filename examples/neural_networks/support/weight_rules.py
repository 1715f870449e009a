"""The rules of the task `initialization`: they say nothing about how to draw, and a students' kit has them."""

import numpy as np


def standardised(answer, n, m):
    """Return the weights with variance 1: what has to be normal."""
    return answer / np.sqrt(2 / n)


def share_of_bound(answer, n, m):
    """Return the weights with bound 1: what has to be uniform."""
    return answer / np.sqrt(6 / (n + m))


def is_kept(answer, n, m, keep):
    """Return which entries on the diagonal are kept, which has the probability keep.

    No two of them share a row or a column, so that they are independent also where whole rows are dropped.
    """
    return np.diagonal(answer) != 0


def are_both_kept(answer, n, m, keep):
    """Return where both of two neighbours in a row are kept, for pairs that do not overlap."""
    kept = answer != 0
    return kept[:, 0 : m // 2 * 2 : 2] & kept[:, 1 : m // 2 * 2 : 2]


def shape(answer):
    """Return the shape of an array as a tuple."""
    return np.shape(answer)


def has_scale(mask, keep):
    """Return whether all that is not 0 is 1 / keep, or a sentence that says where it is not."""
    off = (mask != 0) & (np.abs(mask - 1 / keep) > 1e-6 / keep)
    if not off.any():
        return True
    return f"an entry of your mask is {mask[off][0]:.4g}; with keep = {keep} entries are 0 or {1 / keep:.4g}"

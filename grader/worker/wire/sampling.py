"""Which entries of a long answer cross the wire where only the time of the call is graded."""

from __future__ import annotations

import numpy as np


def sample_entries(value: object, count: int) -> object:
    """Return evenly spaced entries of a long vector or list, the first and the last among them; anything else as it is.

    Where only the time of a call matters, its answer is looked at in `count` places.
    """
    if type(value) is list and len(value) > count:
        return [value[place] for place in _places(len(value), count)]
    if type(value) is not np.ndarray or value.ndim != 1 or len(value) <= count:
        return value
    return value[_places(len(value), count)]


def _places(length: int, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.linspace(0, length - 1, count).astype(np.int64)

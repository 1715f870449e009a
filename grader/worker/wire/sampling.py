"""Which entries of a long answer cross the wire where only the time of the call is graded."""

from __future__ import annotations

import numpy as np


def sample_entries(value: object, count: int) -> object:
    """Return evenly spaced entries of a long vector, the first and the last among them; anything else as it is.

    Where only the time of a call matters, its answer is looked at in `count` places.
    """
    if type(value) is not np.ndarray or value.ndim != 1 or len(value) <= count:
        return value
    return value[np.linspace(0, len(value) - 1, count).astype(np.int64)]

"""A digest of a long answer, for checks in which only the time of the call is graded."""

from __future__ import annotations

from typing import Any

import numpy as np

_NUMBERS: frozenset[type] = frozenset({bool, int, float})


def sample_entries(value: Any, count: int) -> Any:
    """Return spaced entries of a long vector or list of numbers, then the mean from each one up to the next.

    The first and the last entry are among the `count` entries.  The means make every entry count: code that
    knew which entries are looked at could compute these alone.  Anything that is not long is returned as it is.
    """
    if type(value) is list and len(value) > count:
        # By exact types: numpy would ask a student's objects for their items, and fail at a ragged list.
        if not all(kind in _NUMBERS or issubclass(kind, np.number | np.bool_) for kind in set(map(type, value))):
            return value[:count]
        entries = np.asarray(value)
        if entries.dtype.kind not in "biuf":  # an int that is too large
            return value[:count]
        value = entries
    if type(value) is not np.ndarray or value.ndim != 1 or len(value) <= count or value.dtype.kind not in "biuf":
        return value
    places = np.linspace(0, len(value) - 1, count).astype(np.int64)
    with np.errstate(all="ignore"):
        # Not copied where it is made of such numbers: a million of them are as many pages as the call itself takes.
        means = np.add.reduceat(value.astype(np.float64, copy=False), places) / np.diff(places, append=len(value))
    return np.concatenate([value[places].astype(np.float64), means])


def entries_at(value: Any, positions: Any) -> Any:
    """Return the entries of a long vector or list of numbers at some positions."""
    if type(value) is not np.ndarray:
        value = np.array([value[place] for place in positions.tolist()])
        positions = slice(None)
    return value[positions].astype(np.float64)

"""Values as a report shows them."""

from __future__ import annotations

import math
from typing import Any

LARGEST_SHOWN = 1000
"""Entries of an array beyond which it is described instead of listed."""


def display_value(value: Any) -> Any:
    """Return a value as numbers, text and lists; a large array in words."""
    if hasattr(value, "tolist"):
        # An empty array of shape (2**30, 0) would be a billion empty lists.
        if math.prod(max(n, 1) for n in value.shape) > LARGEST_SHOWN:
            return f"an array of shape {tuple(value.shape)} that begins with {value.reshape(-1)[:5].tolist()}"
        return value.tolist()
    return value

"""Values as texts that only values of the same kinds and parts have."""

from __future__ import annotations

from typing import Any

import numpy as np


def alike(a: Any, b: Any) -> Any:
    """Return whether two values have the same kinds and the same parts, all the way down."""
    return canonical(a) == canonical(b)


def canonical(value: Any) -> Any:
    """Return a text that only values of the same kinds and parts have; sets have no order."""
    parts = []
    if isinstance(value, np.ndarray):
        parts = [value.dtype.str, str(value.shape), value.tobytes().hex()]
    elif isinstance(value, dict):
        parts = [canonical(part) for item in value.items() for part in item]
    elif isinstance(value, set | frozenset):
        parts = sorted(map(canonical, value))
    elif isinstance(value, list | tuple):
        parts = [*getattr(value, "_fields", ()), *map(canonical, value)]
    else:
        parts = [repr(value)]
    return f"{type(value).__name__}({'; '.join(parts)})"

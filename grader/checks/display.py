"""Values as a report shows them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from grader.values.kinds import kind_of, phrase
from grader.values.printing import as_python
from grader.values.runs import is_run

LARGEST_SHOWN = 1000
"""Entries of an array beyond which it is described instead of listed."""
LONGEST_SHOWN = 20_000
"""Characters of a value beyond which it is cut."""


def display_value(value: Any) -> Any:
    """Return a value as numbers and lists of numbers; a large array in words, other values as Python writes them."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        # An empty array of shape (2**30, 0) would be a billion empty lists.
        if math.prod(max(n, 1) for n in value.shape) > LARGEST_SHOWN:
            return f"an array of shape {tuple(value.shape)} that begins with {value.reshape(-1)[:5].tolist()}"
        return value.tolist()
    if is_run(value):
        out, err, code, files = value
        traces = {"out": out} | {name: part for name, part in (("err", err), ("code", code), ("files", files)) if part}
        return display_value(out) if len(traces) == 1 else {name: display_value(part) for name, part in traces.items()}
    kind = kind_of(value)
    if kind in {"none", "boolean", "integer", "real"}:
        return value
    if kind == "opaque":
        return phrase(value)
    text = as_python(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]} ..."

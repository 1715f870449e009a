"""The kinds of answers and the types of numbers that cross the wire: what a reader accepts, as data."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np

MAX_DIMENSIONS = 8


class Form(IntEnum):
    """The kind of a returned value."""

    LOST = 0
    """Nothing came back: the process hung or died first.  Never on the wire."""
    ARRAY = 1
    NUMBER = 2
    VALUE = 3
    """A text, a list, a dict, ...: tagged bytes (see `plain`), laid out like an array of them."""
    NONE = 4
    RAISED = 5
    OTHER = 6
    LARGE = 7
    """A value far larger than what was asked for: of an array or list the shape came back, its entries did not."""


CODES: tuple[np.dtype[Any], ...] = tuple(
    np.dtype(name)
    for name in (
        "bool",
        "int8",
        "uint8",
        "int16",
        "uint16",
        "int32",
        "uint32",
        "int64",
        "uint64",
        "float16",
        "float32",
        "float64",
        "complex64",
        "complex128",
    )
)
"""The types of numbers that cross, by code - 1; code 0 says that there are none."""

CODE_OF = {dtype: code for code, dtype in enumerate(CODES, start=1)}
FLOAT_CODE, INT_CODE, BOOL_CODE, BYTE_CODE = (CODE_OF[np.dtype(name)] for name in ("float64", "int64", "bool", "uint8"))

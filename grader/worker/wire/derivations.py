"""The lines of a derivation as they cross the wire, one array of shape (lines, 1 + size) for each case.

Each line is a pair, the relation to the line before and the quantity: `yield "<=", 0.0`.  A row holds the index of the
relation in `RELATIONS`, then the quantity's numbers.
"""

from __future__ import annotations

import inspect
import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from types import CodeType

    from .columns import Array

RELATIONS = ("=", "<=", "<", ">=", ">")
SPELLINGS = {"==": "=", "≤": "<=", "≥": ">=", "=<": "<=", "=>": ">="}
_BYTES_OF = struct.Struct("=d").pack
_POSITIONS = {
    relation: _BYTES_OF(RELATIONS.index(SPELLINGS.get(relation, relation))) for relation in (*RELATIONS, *SPELLINGS)
}
_FLOATS = np.dtype(np.float64)


class LineError(Exception):
    """A yielded value is not a line of a derivation."""


def lines_of(value: object, limit: int, executed: dict[CodeType, set[int]] | None = None) -> Array:
    """Return the lines that `value` yields, at most `limit` of them.  Raises LineError, and what the student raises.

    The lines of the source at which it yields are noted in `executed`, by the code that they are lines of.
    """
    if not inspect.isgenerator(value):
        raise LineError("it returns a value; write each line as `yield relation, quantity`")
    pieces: list[bytes] = []
    width = 0
    at = executed.setdefault(value.gi_code, set()) if executed is not None else set()
    for number, line in enumerate(value, 1):
        if number > limit:
            raise LineError(f"it yields more than {limit} lines")
        if value.gi_frame is not None:  # while it waits, it always has one
            at.add(value.gi_frame.f_lineno)
        relation, quantity = _line(line, number)
        width = width or 8 + len(quantity)
        if len(quantity) != width - 8:
            raise LineError(f"line {number} has {len(quantity) // 8} numbers and line 1 has {width // 8 - 1}")
        pieces += (relation, quantity)
    if not pieces:
        raise LineError("it yields no line")
    # As bytes until here: an array of one number takes longer to make than all its lines to put together.
    return np.frombuffer(b"".join(pieces), dtype=np.float64).reshape(-1, width // 8)


def _line(line: object, number: int) -> tuple[bytes, bytes]:
    """Return a relation's place in `RELATIONS` and a quantity's numbers, as the bytes of float64."""
    if not isinstance(line, tuple) or len(line) != 2 or not isinstance(line[0], str):
        raise LineError(f'line {number} is no pair of a relation and a quantity, such as `yield "=", a + b`')
    relation = line[0].strip()
    position = _POSITIONS.get(relation)
    if position is None:
        raise LineError(f"line {number} has the relation {relation[:20]!r}; known are {', '.join(RELATIONS)}")
    quantity = _numbers(line[1])
    if quantity is None:
        raise LineError(f"the quantity of line {number} is no number or array of numbers")
    return position, quantity


def _numbers(value: object) -> bytes | None:
    """Return the numbers of a quantity; None for what is none, such as "1.5", a date or a complex number."""
    kind = type(value)
    if kind is float or kind is np.float64:
        return _BYTES_OF(value)
    if type(value) is np.ndarray and value.dtype is _FLOATS:
        return value.tobytes()  # a copy: the generator may change what it has yielded
    try:
        given = np.asarray(value).reshape(-1)
        if given.dtype.kind == "O":  # numpy would make None a NaN
            return np.array([float(entry) for entry in given], dtype=np.float64).tobytes()
        return given.astype(np.float64).tobytes() if given.dtype.kind in "biuf" else None
    except (TypeError, ValueError, OverflowError):
        return None

"""The lines of a derivation as they cross the wire, one array of shape (lines, 1 + size) for each case.

Each line is a pair, the relation to the line before and the quantity: `yield "<=", 0.0`.  A row holds the index of the
relation in `RELATIONS`, then the quantity's numbers.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .columns import Array

RELATIONS = ("=", "<=", "<", ">=", ">")
SPELLINGS = {"==": "=", "≤": "<=", "≥": ">=", "=<": "<=", "=>": ">="}
_POSITIONS = {relation: RELATIONS.index(SPELLINGS.get(relation, relation)) for relation in (*RELATIONS, *SPELLINGS)}


class LineError(Exception):
    """A yielded value is not a line of a derivation."""


def lines_of(value: object, limit: int) -> Array:
    """Return the lines that `value` yields, at most `limit` of them.  Raises LineError, and what the student raises."""
    if not inspect.isgenerator(value):
        raise LineError("it returns a value; write each line as `yield relation, quantity`")
    relations: list[int] = []
    quantities: list[Array] = []
    for line in value:
        if len(relations) == limit:
            raise LineError(f"it yields more than {limit} lines")
        relation, quantity = _line(line, len(relations) + 1)
        relations.append(relation)
        quantities.append(quantity)
        if len(quantity) != len(quantities[0]):
            raise LineError(f"line {len(relations)} has {len(quantity)} numbers and line 1 has {len(quantities[0])}")
    if not relations:
        raise LineError("it yields no line")
    rows = np.empty((len(relations), 1 + len(quantities[0])))
    rows[:, 0] = relations
    rows[:, 1:] = np.concatenate(quantities).reshape(len(relations), -1)
    return rows


def _line(line: object, number: int) -> tuple[int, Array]:
    """Return a relation's place in `RELATIONS` and a quantity's numbers."""
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


def _numbers(value: object) -> Array | None:
    """Return the numbers of a quantity; None for what is none, such as "1.5", a date or a complex number."""
    if type(value) is np.ndarray and value.dtype == np.float64:
        return value.flatten()  # a copy: the generator may change what it has yielded
    try:
        given = np.asarray(value).reshape(-1)
        if given.dtype.kind == "O":  # numpy would make None a NaN
            return np.array([float(entry) for entry in given], dtype=np.float64)
        return given.astype(np.float64) if given.dtype.kind in "biuf" else None
    except (TypeError, ValueError, OverflowError):
        return None

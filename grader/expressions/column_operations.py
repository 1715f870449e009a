"""Operations on whole columns: what expressions compute for all cases of a check at once."""

from __future__ import annotations

import copy
import operator
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.expressions import segments
from grader.values.columns import AnyColumn, ValueColumn, same_bits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.worker.wire.columns import Array, Column


def all_numbers(columns: Sequence[Any]) -> bool:
    """Whether none of some columns and options is a column of other values."""
    return not any(isinstance(column, ValueColumn) for column in columns)


def aligned(left: AnyColumn, right: AnyColumn) -> tuple[Column, Array, Array] | None:
    """Return the entries of two columns of numbers side by side; None where they have to be gone through by case."""
    if isinstance(left, ValueColumn) or isinstance(right, ValueColumn):
        return None
    return segments.aligned(left, right)


def identical(a: AnyColumn, b: AnyColumn) -> Array:
    """Return in which cases two columns hold the same values, bit for bit: bool of shape (count,)."""
    if a is b:
        return np.ones(len(a), dtype=bool)
    if isinstance(a, ValueColumn) or isinstance(b, ValueColumn):
        return same_bits(a, b)
    return segments.identical(a, b)


def as_numbers(flat: Array) -> Array:
    """Return True and False as 1 and 0, and small whole numbers as large ones, so that none wraps around."""
    return flat.astype(np.int64, copy=False) if flat.dtype.kind in "biu" else flat


def entrywise(op: Callable[[Any, Any], Any], a: Array, b: Array) -> Array:
    """Return `a op b`, entry by entry; whole numbers beyond 64 bits go on as floats."""
    real = a.astype(np.float64, copy=False) if a.dtype.kind == "i" else a
    if op is operator.truediv:
        return np.asarray(op(real, b))
    flat = np.asarray(op(a, b))
    if flat.dtype.kind == "i":
        rounded = np.asarray(op(real, b.astype(np.float64)))
        return rounded if (np.abs(rounded) > segments.LARGEST_WHOLE).any() else flat
    return flat


_UNCHANGING = frozenset({int, float, bool, str, bytes, complex, type(None)})


def own_copy(arg: Any) -> Any:
    """Return a copy: a function of the reference may change what it is given."""
    if isinstance(arg, np.ndarray):
        return arg.copy()
    if isinstance(arg, np.generic):
        return arg.item()
    return arg if isinstance(arg, int | float | str | bytes | None) else _copied(arg, {})


def _copied(value: Any, memo: dict[int, Any]) -> Any:
    """Return what `copy.deepcopy` returns, which takes five times as long for the plain values that most cases hold.

    >>> row = [1]
    >>> copied = _copied({"a": [row, row]}, {})
    >>> copied["a"][0] is copied["a"][1], copied["a"][0] is row
    (True, False)
    """
    kind = type(value)
    if kind in _UNCHANGING:
        return value
    if id(value) in memo:
        return memo[id(value)]
    if kind is list:
        memo[id(value)] = items = []
        items += [_copied(item, memo) for item in value]
        return items
    if kind is dict:
        memo[id(value)] = pairs = {}
        pairs.update({_copied(key, memo): _copied(item, memo) for key, item in value.items()})
        return pairs
    if kind is np.ndarray and not value.dtype.hasobject:
        memo[id(value)] = array = value.copy(order="K")
        return array
    return copy.deepcopy(value, memo)

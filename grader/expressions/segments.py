"""Sums, maxima and truth within each value of a column, for all values at once; empty values included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from grader.worker.wire.columns import Array, Column


LARGEST_WHOLE = 2**62
"""Whole numbers of columns stay below it: whatever may be larger is computed in floats."""


def _reduce(ufunc: np.ufunc, column: Column, entries: Array, empty: float) -> Array:
    """Reduce `entries`, laid out as in `column`, value by value; an empty value gives `empty`."""
    if column.ndim == 0:
        return entries
    starts = column.offsets[:-1]
    filled = column.counts > 0
    if filled.all():
        return ufunc.reduceat(entries, starts) if len(starts) else entries[:0]
    if not filled.any():
        return np.full(len(column), empty, dtype=entries.dtype)
    reduced = ufunc.reduceat(entries, starts[filled])  # of another type than the entries: the sum of bools is an int
    out = np.full(len(column), empty, dtype=reduced.dtype)
    out[filled] = reduced
    return out


def magnitude(entries: Array) -> int:
    """Return the size of the largest of some whole numbers; 0 for other entries."""
    if entries.dtype.kind not in "iu" or not entries.size:
        return 0
    return max(abs(int(entries.max())), abs(int(entries.min())))


def total(column: Column, entries: Array) -> Array:
    """Return the sum of the entries of each value; 0 for an empty one.  Whole numbers beyond 64 bits become floats."""
    if column.ndim and magnitude(entries) * int(column.counts.max(initial=0)) > LARGEST_WHOLE:
        entries = entries.astype(np.float64)  # a sum that wraps around could be any number
    return _reduce(np.add, column, entries, 0)


def largest(column: Column, entries: Array) -> Array:
    """Return the largest entry of each value; 0 for an empty one.  NaN wins."""
    return _reduce(np.maximum, column, entries, 0)


def smallest(column: Column, entries: Array) -> Array:
    """Return the smallest entry of each value; 0 for an empty one.  NaN wins."""
    return _reduce(np.minimum, column, entries, 0)


def every(column: Column, entries: Array) -> Array:
    """Return whether all entries of each value are true; an empty one says yes."""
    if entries.all():
        return np.ones(len(column), dtype=bool)
    return _reduce(np.logical_and, column, entries, True)


def identical(a: Column, b: Column) -> Array:
    """Return in which values two columns agree in their shape and bit for bit: bool of shape (count,)."""
    alike = np.zeros(len(a), dtype=bool)
    if a.ndim != b.ndim or a.flat.dtype != b.flat.dtype or a.flat.dtype.kind == "c":
        return alike
    if a.shapes is b.shapes or np.array_equal(a.shapes, b.shapes):
        bits = f"i{a.flat.dtype.itemsize}"
        return every(a, a.flat.view(bits) == b.flat.view(bits))
    rows = np.flatnonzero((a.shapes == b.shapes).all(axis=1))
    if rows.size:
        alike[rows] = identical(a.take(rows), b.take(rows))
    return alike


def spread(values: Array, column: Column) -> Array:
    """Return one number a value, repeated for each of its entries."""
    return values if column.ndim == 0 else np.repeat(values, column.counts)


def first_largest(column: Column) -> Array:
    """Return the position of the first largest entry of each value; none may be empty."""
    if column.ndim == 0:
        return np.zeros(len(column), dtype=np.int64)
    best = spread(largest(column, column.flat), column)
    positions = np.flatnonzero((column.flat == best) | np.isnan(best) & np.isnan(column.flat))
    starts = column.offsets[:-1]
    first: Array = positions[np.searchsorted(positions, starts)] - starts
    return first


def aligned(a: Column, b: Column) -> tuple[Column, Array, Array] | None:
    """Return the entries of two columns side by side and a column of their layout; None where shapes do not match.

    A column of scalars goes with any other: each scalar stands beside all entries of its case.
    """
    if a.ndim == b.ndim and (a.shapes is b.shapes or np.array_equal(a.shapes, b.shapes)):
        return a, a.flat, b.flat
    if b.ndim == 0:
        return a, a.flat, spread(b.flat, a)
    if a.ndim == 0:
        return b, spread(a.flat, b), b.flat
    return None

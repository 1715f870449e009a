"""Many values of one dimension in one flat array, with the shape of each beside it.

A column is how arguments and answers cross the wire and how a check compares a hundred cases at once.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

Array: TypeAlias = "npt.NDArray[Any]"


def counts_of(shapes: Array) -> Array:
    """Return the number of entries of values with these shapes, int64 of shape (count,)."""
    # A product over an axis takes longer than these for any hundred shapes.
    if not shapes.shape[1]:
        return np.ones(len(shapes), dtype=np.int64)
    counts = shapes[:, 0]
    for axis in range(1, shapes.shape[1]):
        counts = counts * shapes[:, axis]
    return counts


def offsets_of(counts: Array) -> Array:
    """Return where each of so many entries begins, and at the end where the last ones end: int64."""
    offsets = np.zeros(len(counts) + 1, dtype=np.int64)
    counts.cumsum(out=offsets[1:])
    return offsets


@dataclass(frozen=True, eq=False)
class Column:
    """`count` values of the same number of dimensions, one after the other.

    `flat` is one-dimensional and holds all entries in C order; `shapes` is an int64 array of shape (count, ndim), so
    that a column of scalars has shapes of shape (count, 0) and as many entries as values.
    """

    flat: Array
    shapes: Array

    @staticmethod
    def scalars(flat: Array) -> Column:
        """Return a column of scalars; `flat` has one entry a value."""
        return Column(flat, np.empty((len(flat), 0), dtype=np.int64))

    @staticmethod
    def with_offsets(flat: Array, shapes: Array, offsets: Array | None) -> Column:
        """Return a column whose offsets are known, if they are."""
        column = Column(flat, shapes)
        if offsets is not None:
            column.__dict__["offsets"] = offsets  # where a cached property keeps what it has computed
        return column

    @staticmethod
    def of(values: Sequence[object]) -> Column:
        """Return the column of `values`, numbers or arrays of one number of dimensions.

        Raises ValueError where the values differ in their number of dimensions or are no numbers.
        """
        arrays = [np.asarray(value) for value in values]
        ndims = {array.ndim for array in arrays}
        if len(ndims) > 1:
            raise ValueError(f"values of {sorted(ndims)} dimensions do not make one column")
        if any(array.dtype.kind not in "biufc" for array in arrays):
            raise ValueError("only numbers make a column")
        ndim = ndims.pop() if ndims else 0
        shapes = np.array([array.shape for array in arrays], dtype=np.int64).reshape(len(arrays), ndim)
        flat = np.concatenate([array.reshape(-1) for array in arrays]) if arrays else np.empty(0)
        return Column(flat, shapes)

    @staticmethod
    def joined(columns: Sequence[Column]) -> Column:
        """Return the values of one or more columns of one number of dimensions, one column after the other."""
        # Usual where a check has one domain: nothing is copied.
        if len(columns) == 1:
            return columns[0]
        flats, shapes = [column.flat for column in columns], [column.shapes for column in columns]
        return Column(np.concatenate(flats), np.concatenate(shapes))

    def __len__(self) -> int:
        return len(self.shapes)

    @property
    def ndim(self) -> int:
        """The number of dimensions of each value."""
        return int(self.shapes.shape[1])

    @cached_property
    def counts(self) -> Array:
        """The number of entries of each value, int64 of shape (count,)."""
        return counts_of(self.shapes)

    @cached_property
    def offsets(self) -> Array:
        """Where each value begins in `flat`, and at the end where the last one ends: int64 of shape (count + 1,)."""
        return offsets_of(self.counts)

    def row(self, index: int) -> Any:
        """Return one value: a numpy scalar, or an array (a view) of its shape."""
        if self.ndim == 0:
            return self.flat[index]
        start, end = self.offsets[index], self.offsets[index + 1]
        return self.flat[start:end].reshape(self.shapes[index])

    def __iter__(self) -> Iterator[Any]:
        flat = self.flat
        # Scalars need no slices; for vectors the offsets do, and shapes are not looked at.
        if self.ndim == 0:
            return iter(flat)
        # All views at once: they take little beside what they show, and a generator would cost half as much again.
        if self.ndim == 1:
            return iter([flat[start:end] for start, end in itertools.pairwise(self.offsets.tolist())])
        # A slice that gets its shape afterwards costs twice as much as an array of this shape from the start.
        shapes, starts = zip(*self.shapes.T.tolist(), strict=True), (self.offsets[:-1] * flat.itemsize).tolist()
        return map(np.ndarray, shapes, itertools.repeat(flat.dtype), itertools.repeat(flat.data), starts)

    def take(self, rows: Array) -> Column:
        """Return the column of the values at `rows`, an integer array of any length."""
        if self.ndim == 0:
            return Column.scalars(self.flat[rows])
        # All entries are fetched by one index array; a loop over rows took most of the time of shrinking.
        counts = self.counts[rows]
        first = np.repeat(self.offsets[:-1][rows], counts)
        ends = np.cumsum(counts)
        within = np.arange(len(first)) - np.repeat(ends - counts, counts)
        return Column(self.flat[first + within], self.shapes[rows])

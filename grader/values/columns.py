"""The values of all cases: numbers or arrays of one kind in one flat array, anything else in a list."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from grader.records import dataclass
from grader.values.size import entries_of
from grader.worker.wire.columns import Column
from grader.worker.wire.plain import NamedValues, PlainValueError
from grader.worker.wire.value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.worker.wire.columns import Array


@dataclass(frozen=True, eq=False)
class ValueColumn:
    """One value of any kind for each case."""

    values: tuple[Any, ...]

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values)

    def row(self, index: int) -> Any:
        """Return the value of one case."""
        return self.values[index]

    def take(self, rows: Array) -> ValueColumn:
        """Return the column of the values at `rows`, an integer array of any length."""
        return ValueColumn(tuple(self.values[row] for row in rows.tolist()))

    @cached_property
    def counts(self) -> Array:
        """The number of entries of each value: int64 of shape (count,)."""
        return np.array([entries_of(value) for value in self.values], dtype=np.int64)

    @cached_property
    def encoded(self) -> tuple[bytes, ...]:
        """Each value as it crosses the wire; what cannot, as the name of its class."""
        return tuple(map(write_value, self.values))

    @cached_property
    def answers(self) -> tuple[bytes | None, ...]:
        """Each value as the bytes of a student's answer that equals it in every bit; None where a part cannot cross."""
        return tuple(map(_as_answer, self.values))

    def fault(self) -> str:
        """Return why one of the values cannot cross; nothing where all can."""
        for value in self.values:
            try:
                write_value(value, must_be_whole=True)
            except PlainValueError as error:
                return str(error)
        return ""


def _as_answer(value: Any) -> bytes | None:
    # The names of parts come from the task; a student returns an ordinary tuple.
    value_or_tuple = tuple(value) if isinstance(value, NamedValues) and not value._title else value  # noqa: SLF001 - made by a task
    try:
        return write_value(value_or_tuple, must_be_whole=True)
    except PlainValueError:
        return None


AnyColumn: TypeAlias = Column | ValueColumn
_REAL = frozenset({int, float, np.float64, np.int64})
_TRUTH = frozenset({bool, np.bool_})


def column_of(values: Sequence[Any], *, strict: bool = False) -> AnyColumn:
    """Return the column of `values`: numbers where all are numbers or arrays of one kind and number of dimensions.

    Whole and real numbers make one column of reals, unless it is `strict` and each is to keep its kind.
    """
    kinds = set(map(type, values))
    if kinds <= _TRUTH or _are_numbers(kinds, strict=strict):
        try:
            column = Column.of(values)
        except ValueError:  # a whole number beyond 64 bits
            return ValueColumn(tuple(values))
        return column if column.flat.dtype.kind in "bif" else ValueColumn(tuple(values))
    if all(isinstance(value, np.ndarray | np.generic) for value in values) and _are_alike(values, strict=strict):
        return Column.of(values)
    return ValueColumn(tuple(value.item() if isinstance(value, np.generic) else value for value in values))


def _are_numbers(kinds: set[type], *, strict: bool) -> bool:
    if not kinds <= _REAL:
        return False
    return not strict or kinds <= {float, np.float64} or kinds <= {int, np.int64}


def _are_alike(values: Sequence[Any], *, strict: bool) -> bool:
    """Whether arrays can stand in one column: of one number of dimensions, and numbers or truths."""
    if len({value.ndim for value in values}) > 1:
        return False
    dtypes = {value.dtype for value in values}
    if not all(dtype.kind in "biuf" for dtype in dtypes) or (strict and not all(map(_crosses, dtypes))):
        return False
    return len(dtypes) == 1 if strict else len({dtype.kind == "b" for dtype in dtypes}) == 1


def _crosses(dtype: np.dtype[Any]) -> bool:
    """Whether arrays of a type keep it in a column: columns cross as bool, int64 and float64."""
    return dtype in (np.bool_, np.int64, np.float64)


def joined(columns: Sequence[AnyColumn]) -> AnyColumn:
    """Return the values of one or more columns, one column after the other."""
    if len(columns) == 1:
        return columns[0]
    numbers = [column for column in columns if isinstance(column, Column)]
    alike = len({(column.ndim, column.flat.dtype) for column in numbers}) == 1
    if len(numbers) == len(columns) and alike:
        return Column.joined(numbers)
    return column_of([value for column in columns for value in plain_rows(column)], strict=True)


def plain_rows(column: AnyColumn) -> list[Any]:
    """Return the values of a column, single numbers as Python's own."""
    if isinstance(column, ValueColumn):
        return list(column.values)
    return column.flat.tolist() if column.ndim == 0 else list(column)


def plain_row(column: AnyColumn, row: int) -> Any:
    """Return the value of one case, a single number as Python's own."""
    value = column.row(row)
    return value.item() if isinstance(value, np.generic) else value


def same_bits(a: AnyColumn, b: AnyColumn) -> Array:
    """Return in which cases two columns hold the same values of the same kinds: bool of shape (count,)."""
    return np.array(
        [_same(first, other) for first, other in zip(plain_rows(a), plain_rows(b), strict=True)], dtype=bool
    )


def _same(a: Any, b: Any) -> bool:
    if type(a) is not type(b):
        return False
    try:
        return a is b or write_value(a, must_be_whole=True) == write_value(b, must_be_whole=True)
    except PlainValueError:
        return False

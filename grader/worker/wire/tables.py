"""Tables and series as plain values, and pandas' own on either side of a call; pandas is imported where one is met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .conversions import within

if TYPE_CHECKING:
    from collections.abc import Sequence


KINDS = {str: "str", bool: "bool", int: "int64", float: "float64"}
"""Pandas' names of the types of columns, by the type of their entries."""


class TableValue:
    """A table: columns of equal length by name, and the names of its rows unless they are 0, 1, 2, ...

    Where there are no rows, `kinds` are pandas' names of what the columns would hold, as far as that is known.
    """

    __slots__ = ("columns", "index", "kinds")

    def __init__(
        self, columns: dict[Any, list[Any]], index: list[Any] | None = None, kinds: dict[Any, str] | None = None
    ) -> None:
        self.columns = columns
        self.index = index
        self.kinds = kinds

    def rows(self, positions: Sequence[int]) -> TableValue:
        """Return a table of some of the rows."""
        columns = {name: [entries[row] for row in positions] for name, entries in self.columns.items()}
        index = None if self.index is None else [self.index[row] for row in positions]
        if positions or not len(self):
            return TableValue(columns, index, self.kinds)
        kinds = {name: kind for name, entries in self.columns.items() if (kind := _kind(entries))}
        return TableValue(columns, index, kinds)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), self.index or []))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TableValue) and (self.columns, self.index) == (other.columns, other.index)

    __hash__ = None  # type: ignore[assignment]


class SeriesValue:
    """A series: values, a name, and the names of its entries unless they are 0, 1, 2, ...

    Where it is empty, `kind` is pandas' name of what it would hold, as far as that is known.
    """

    __slots__ = ("index", "kind", "name", "values")

    def __init__(
        self, values: list[Any], index: list[Any] | None = None, name: Any = None, kind: str | None = None
    ) -> None:
        self.values = values
        self.index = index
        self.name = name
        self.kind = kind

    def __len__(self) -> int:
        return len(self.values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SeriesValue) and (self.values, self.index) == (other.values, other.index)

    __hash__ = None  # type: ignore[assignment]


def _kind(entries: list[Any]) -> str | None:
    kinds = {type(entry) for entry in entries}
    return KINDS.get(kinds.pop()) if len(kinds) == 1 else None


def is_table(columns: object, index: object, kinds: object) -> bool:
    """Whether parts that nobody vouches for make a table: lists of one length, and as many names of rows."""
    if kinds is not None and (type(kinds) is not dict or not all(map(_is_kind, kinds.values()))):
        return False
    if type(columns) is not dict or any(type(column) is not list for column in columns.values()):
        return False
    lengths = {len(column) for column in columns.values()} | ({len(index)} if type(index) is list else set())
    return len(lengths) <= 1 and (index is None or type(index) is list)


def is_series(values: object, index: object, kind: object) -> bool:
    """Whether parts that nobody vouches for make a series."""
    if type(values) is not list or not (kind is None or _is_kind(kind)):
        return False
    return index is None or (type(index) is list and len(index) == len(values))


def _is_kind(kind: object) -> bool:
    return type(kind) is str and kind in KINDS.values()


def to_pandas(value: Any) -> Any:
    """Return a value with pandas' tables and series for plain ones, also within lists, tuples and dicts."""
    if type(value) is TableValue:
        import pandas as pd

        frame = pd.DataFrame({key: list(column) for key, column in value.columns.items()}, index=value.index)
        return frame.astype({key: kind for key, kind in (value.kinds or {}).items() if key in value.columns})
    if type(value) is SeriesValue:
        import pandas as pd

        series = pd.Series(list(value.values), index=value.index, name=value.name)
        return series if value.kind is None else series.astype(value.kind)
    return within(value, to_pandas)


def from_pandas(value: Any) -> Any:
    """Return a value with plain tables and series for pandas' own, also within lists, tuples and dicts."""
    kind = type(value)
    if str(getattr(kind, "__module__", "")).partition(".")[0] != "pandas":
        return within(value, from_pandas)
    if kind.__name__ == "DataFrame" and value.columns.is_unique:
        columns = {_entry(key): _entries(value[key]) for key in value.columns}
        kinds = {_entry(key): str(value[key].dtype) for key in value.columns if _is_kind(str(value[key].dtype))}
        return TableValue(columns, _index(value.index), None if len(value) else kinds)
    if kind.__name__ == "Series":
        known = not len(value) and _is_kind(str(value.dtype))
        return SeriesValue(
            _entries(value), _index(value.index), _entry(value.name), str(value.dtype) if known else None
        )
    if kind.__name__ in {"DataFrame", "GroupBy"}:
        return value
    return _entries(value) if hasattr(value, "tolist") else _entry(value)


class Tables:
    """Pandas' own tables for plain ones."""

    given = staticmethod(to_pandas)
    returned = staticmethod(from_pandas)

    def settled(self, value: Any, given: Any) -> Any:
        """Return a table after a call.  One that is what it was stays: not all entries come back as they were sent."""
        if type(value) not in {TableValue, SeriesValue}:
            return from_pandas(given)
        if _is_the_same(given, to_pandas(value)):
            return value
        after = from_pandas(given)
        if type(after) is not type(value):
            return after
        for part in value.__slots__:
            setattr(value, part, getattr(after, part))
        return value


def _is_the_same(given: Any, before: Any) -> bool:
    if type(given) is not type(before) or not given.equals(before):
        return False
    return before.ndim == 2 or bool(given.name == before.name)  # a table may have a column `name`


def _index(index: Any) -> list[Any] | None:
    """Return the names of rows; None where they are 0, 1, 2, ..."""
    names = _entries(index)
    return None if names == list(range(len(names))) else names


def _entries(column: Any) -> list[Any]:
    entries = [_entry(entry) for entry in column.tolist()]
    if getattr(getattr(column, "dtype", None), "kind", "") in "fc":
        return entries
    return [None if entry != entry else entry for entry in entries]  # among other things NaN is what is missing


def _entry(entry: Any) -> Any:
    """Return an entry of a table as a plain value: moments as Python's own, what is missing as None."""
    name = type(entry).__name__
    if str(type(entry).__module__).partition(".")[0] != "pandas":
        return entry
    if name in {"NAType", "NaTType"}:
        return None
    for method in ("to_pydatetime", "to_pytimedelta"):
        if hasattr(entry, method):
            return getattr(entry, method)()
    return str(entry)

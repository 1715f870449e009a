"""Tables and series as plain values, and pandas' own on either side of a call; pandas is imported where one is met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class TableValue:
    """A table: columns of equal length by name, and the names of its rows unless they are 0, 1, 2, ..."""

    __slots__ = ("columns", "index")

    def __init__(self, columns: dict[Any, list[Any]], index: list[Any] | None = None) -> None:
        self.columns = columns
        self.index = index

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), self.index or []))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TableValue) and (self.columns, self.index) == (other.columns, other.index)

    __hash__ = None  # type: ignore[assignment]


class SeriesValue:
    """A series: values, a name, and the names of its entries unless they are 0, 1, 2, ..."""

    __slots__ = ("index", "name", "values")

    def __init__(self, values: list[Any], index: list[Any] | None = None, name: Any = None) -> None:
        self.values = values
        self.index = index
        self.name = name

    def __len__(self) -> int:
        return len(self.values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SeriesValue) and (self.values, self.index) == (other.values, other.index)

    __hash__ = None  # type: ignore[assignment]


def is_table(columns: object, index: object) -> bool:
    """Whether parts that nobody vouches for make a table: lists of one length, and as many names of rows."""
    if type(columns) is not dict or any(type(column) is not list for column in columns.values()):
        return False
    lengths = {len(column) for column in columns.values()} | ({len(index)} if type(index) is list else set())
    return len(lengths) <= 1 and (index is None or type(index) is list)


def is_series(values: object, index: object) -> bool:
    """Whether parts that nobody vouches for make a series."""
    return type(values) is list and (index is None or (type(index) is list and len(index) == len(values)))


def with_tables(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that is given pandas' tables for plain ones, and whose tables come back as plain ones."""
    if isinstance(function, type):
        return function

    def calling(*args: Any, **options: Any) -> Any:
        given = {key: to_pandas(value) for key, value in options.items()}
        return from_pandas(function(*map(to_pandas, args), **given))

    calling.__wrapped__ = function  # type: ignore[attr-defined] # its parameters are those of the function
    return calling


def to_pandas(value: Any) -> Any:
    """Return a value with pandas' tables and series for plain ones, also within lists, tuples and dicts."""
    if type(value) is TableValue:
        import pandas as pd

        return pd.DataFrame({key: list(column) for key, column in value.columns.items()}, index=value.index)
    if type(value) is SeriesValue:
        import pandas as pd

        return pd.Series(list(value.values), index=value.index, name=value.name)
    return _inside(value, to_pandas)


def from_pandas(value: Any) -> Any:
    """Return a value with plain tables and series for pandas' own, also within lists, tuples and dicts."""
    kind = type(value)
    if str(getattr(kind, "__module__", "")).partition(".")[0] != "pandas":
        return _inside(value, from_pandas)
    if kind.__name__ == "DataFrame" and value.columns.is_unique:
        return TableValue({_entry(key): _entries(value[key]) for key in value.columns}, _index(value.index))
    if kind.__name__ == "Series":
        return SeriesValue(_entries(value), _index(value.index), _entry(value.name))
    if kind.__name__ in {"DataFrame", "GroupBy"}:
        return value
    return _entries(value) if hasattr(value, "tolist") else _entry(value)


def _inside(value: Any, convert: Callable[[Any], Any]) -> Any:
    if type(value) is list or type(value) is tuple:
        return type(value)(map(convert, value))
    if type(value) is dict:
        return {key: convert(item) for key, item in value.items()}
    return value


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

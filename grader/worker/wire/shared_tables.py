"""pandas' values in a test's conversation: tables and series as mirrored containers, all others by value.

An object of a class that is derived from one of pandas' crosses as pandas' own: of a student's class, whose `equals`
may say yes to everything, nothing arrives.

    content of a table    row names | column names | columns        of a series    row names | name | column
    p  a plain value: I index · C array · E one entry · D type · N NaT · A NA

pandas is imported where one of them arrives, and never for anything else.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from .plain import COUNT, PlainValueError
from .table_columns import has_form, is_number_type, read_column, read_index, write_column, write_index

if TYPE_CHECKING:
    from collections.abc import Callable

    from .contents import ContentReading, ContentWriting

    Writer = Callable[[ContentWriting, Any], None]

FRAME, SERIES = 0, 1
"""The kinds of mirrored tables."""
NAMES = (
    "DataFrame", "Series", "Index", "RangeIndex", "MultiIndex", "DatetimeIndex", "TimedeltaIndex", "CategoricalIndex",
    "IntervalIndex", "PeriodIndex", "Categorical", "Timestamp", "Timedelta", "Interval", "Period", "CategoricalDtype",
)  # fmt: skip
"""The types that cross by name."""


def _pandas() -> Any:
    """Return pandas where it is imported; None elsewhere, and while it is being imported."""
    module = sys.modules.get("pandas")
    return module if hasattr(module, "NamedAgg") and hasattr(module, "DataFrame") else None


def type_name(kind: type) -> str:
    """Return the name of a type of pandas that crosses by name, "" for any other."""
    module, name = _pandas(), kind.__name__
    return f"pandas.{name}" if module is not None and name in NAMES and getattr(module, name) is kind else ""


def type_of_name(name: str) -> type | None:
    """Return the type of pandas that a name stands for."""
    library, _, rest = name.partition(".")
    if library != "pandas" or rest not in NAMES:
        return None
    import pandas as pd

    kind = getattr(pd, rest)
    return kind if isinstance(kind, type) else None


# What is mirrored.


def table_kind(value: Any) -> int:
    """Return the kind of a table."""
    import pandas as pd

    return FRAME if isinstance(value, pd.DataFrame) else SERIES


def empty_table(kind: int) -> Any:
    """Return a table that is filled later."""
    import pandas as pd

    return pd.DataFrame() if kind == FRAME else pd.Series(dtype=object)


def write_table(writing: ContentWriting, kind: int, value: Any) -> None:
    """Write the contents of a table."""
    import pandas as pd

    base = pd.DataFrame if kind == FRAME else pd.Series
    table = value if type(value) is base else base(value)
    write_index(writing, table.index)
    if kind == FRAME:
        write_index(writing, table.columns)
        writing.put(COUNT.pack(len(table.columns)))
        for _, column in table.items():  # noqa: PERF102 - of a table `values` are no columns
            write_column(writing, column.array)
    else:
        writing.value(table.name)
        write_column(writing, table.array)


def fill_table(reading: ContentReading, kind: int, value: Any) -> None:
    """Give a table other contents; whoever holds it goes on holding it."""
    import pandas as pd

    base, read = (pd.DataFrame, _read_frame) if kind == FRAME else (pd.Series, _read_series)
    try:
        new = read(reading)
        attributes = dict(value.attrs)
        base.__init__(value, new)
        value.attrs = attributes
    except Exception as error:
        # pandas refuses what makes no table in many ways.
        raise PlainValueError(f"no table: {error}") from error


def _read_frame(reading: ContentReading) -> Any:
    import pandas as pd

    index, names = read_index(reading), read_index(reading)
    columns = {place: _series(read_column(reading), index) for place in range(reading.count())}
    if len(names) != len(columns):
        raise PlainValueError("a table with more names than columns")
    frame = pd.DataFrame(columns, index=index)
    frame.columns = names
    return frame


def _read_series(reading: ContentReading) -> Any:
    index, name = read_index(reading), reading.value()
    series = _series(read_column(reading), index)
    series.name = name
    return series


def _series(entries: Any, index: Any) -> Any:
    import pandas as pd

    if len(entries) != len(index):
        raise PlainValueError("a column of another length")
    return pd.Series(entries, index=index, dtype=entries.dtype)  # its type, whatever pandas would guess


# What crosses by value.


def writer_of(kind: type, mirror: Writer) -> Writer | None:
    """Return the writer for a class of pandas' or one derived from it, None for any other.

    `mirror` writes what is mirrored.
    """
    module = _pandas()
    if module is None:
        return None
    writers = _WRITERS.get(module)
    if writers is None:
        writers = _WRITERS[module] = _writers(module, mirror)
    return next((writers[base] for base in type.__dict__["__mro__"].__get__(kind) if base in writers), None)


_WRITERS: dict[Any, dict[type, Writer]] = {}


def _writers(pd: Any, mirror: Writer) -> dict[type, Writer]:
    return {
        **dict.fromkeys((pd.DataFrame, pd.Series), mirror),
        pd.Index: _write_index,
        pd.api.extensions.ExtensionArray: _write_array,
        **dict.fromkeys((pd.Timestamp, pd.Timedelta, pd.Interval, pd.Period), _write_entry),
        **dict.fromkeys((np.dtype, pd.api.extensions.ExtensionDtype), _write_type),
        type(pd.NaT): lambda writing, _: writing.put(b"pN"),
        type(pd.NA): lambda writing, _: writing.put(b"pA"),
    }


def _write_index(writing: ContentWriting, value: Any) -> None:
    writing.put(b"pI")
    write_index(writing, value)


def _write_array(writing: ContentWriting, value: Any) -> None:
    writing.put(b"pC")
    write_column(writing, value)


def _write_entry(writing: ContentWriting, value: Any) -> None:
    """Write a moment, a duration, an interval or a period: as a column of it alone."""
    import pandas as pd

    column: Any = None
    with contextlib.suppress(Exception):  # a moment of a zone that is before all of Python's own
        column = pd.Series([value]).array
        column = column if column[0] == value and has_form(column) else None
    if column is not None:
        writing.put(b"pE")
        write_column(writing, column)
    else:
        writing.other(value)


def _write_type(writing: ContentWriting, value: Any) -> None:
    """Write a type of columns: as an empty column of it."""
    column: Any = None
    if not isinstance(value, np.dtype):
        column = value.construct_array_type()._from_sequence([], dtype=value)  # noqa: SLF001 - of pandas' interface for extensions
        column = column if has_form(column) else None
    elif is_number_type(value) or value == np.dtype(object):
        column = np.empty(0, dtype=value)
    if column is None:
        writing.other(value)
        return
    writing.put(b"pD")
    write_column(writing, column)


def read_plain(reading: ContentReading) -> Any:
    """Return a value of pandas."""
    form = bytes(reading.take(1))
    if form not in _FORMS:
        raise PlainValueError("a value of unknown kind")
    import pandas as pd

    try:
        return _FORMS[form](pd, reading)
    except Exception as error:
        raise PlainValueError(f"no value of pandas: {error}") from error


def _read_entry(pd: Any, reading: ContentReading) -> Any:
    column = read_column(reading)
    return pd.Series(column, dtype=column.dtype).iloc[0]


_FORMS: dict[bytes, Callable[[Any, ContentReading], Any]] = {
    b"N": lambda pd, _: pd.NaT,
    b"A": lambda pd, _: pd.NA,
    b"I": lambda _, reading: read_index(reading),
    b"C": lambda _, reading: read_column(reading),
    b"D": lambda _, reading: read_column(reading).dtype,
    b"E": _read_entry,
}

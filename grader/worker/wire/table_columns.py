"""Columns and row names of pandas' tables as bytes: the type by its name, and the entries as raw numbers or texts.

    column   n numbers and moments: type, bytes    s texts: lengths, one text    m whole or missing: numbers, mask
             c categories, codes    z moments of a time zone    i intervals: two indexes    p periods: numbers
             o any other: one value after the other
    index    R range    M levels and codes    X a column
             and the names

Only names of a few types are believed, and everything that is built is built by pandas from arrays of this side.
What has no form of its own here arrives as a column of objects.  pandas is imported by whoever meets a table first.
"""

from __future__ import annotations

import contextlib
import re
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from .plain import COUNT, MAX_DEPTH, PlainValueError, refuse_collisions

if TYPE_CHECKING:
    from collections.abc import Callable

    from .contents import ContentReading, ContentWriting

_NUMBERS = re.compile(r"[<>|=]?([biufc]\d{1,2}|[mM]8\[(s|ms|us|ns)\])")
_ZONE = re.compile(r"(?!dateutil)[A-Za-z][A-Za-z0-9_+\-:]*(/[A-Za-z][A-Za-z0-9_+\-]*)*")
"""A zone by its name or its distance from UTC; never a path of a file."""
_FREQUENCY = re.compile(r"-?\d{0,6}[A-Za-z]{1,5}(-[A-Z]{3}){0,2}")
_MAX_TEXT = 64
_MISSING_LENGTH = -1


def is_number_type(dtype: Any) -> bool:
    """Whether the type of an array has a name that the other side believes."""
    return isinstance(dtype, np.dtype) and _NUMBERS.fullmatch(dtype.str) is not None


# Columns.


def write_column(writing: ContentWriting, array: Any) -> None:
    """Write an array of numpy or of pandas."""
    import pandas as pd

    if type(array) is pd.arrays.NumpyExtensionArray:
        array = array.to_numpy()
    form = _form(array)
    writing.put(form)
    _WRITERS[form](writing, array)


def read_column(reading: ContentReading) -> Any:
    """Return the array that was written."""
    form = bytes(reading.take(1))
    if form not in _READERS:
        raise PlainValueError("a column of unknown kind")
    return _nested(reading, _READERS[form])


def has_form(array: Any) -> bool:
    """Whether an array arrives as the same type of array."""
    return _form(array) != b"o"


def _form(array: Any) -> bytes:
    import pandas as pd

    dtype = array.dtype
    if isinstance(dtype, np.dtype):
        return b"n" if is_number_type(dtype) else b"o"
    if isinstance(dtype, pd.StringDtype):
        return b"s"
    if isinstance(dtype, pd.CategoricalDtype):
        return b"c"
    if isinstance(dtype, pd.DatetimeTZDtype):
        return b"z" if len(str(dtype.tz)) <= _MAX_TEXT and _ZONE.fullmatch(str(dtype.tz)) else b"o"
    if isinstance(dtype, pd.IntervalDtype):
        return b"i"
    if isinstance(dtype, pd.PeriodDtype):
        return b"p" if _FREQUENCY.fullmatch(_frequency(dtype)) else b"o"
    masked = isinstance(array, pd.arrays.IntegerArray | pd.arrays.FloatingArray | pd.arrays.BooleanArray)
    return b"m" if masked else b"o"


def _frequency(dtype: Any) -> str:
    """Return the name by which periods know their frequency; dates have another one for it."""
    return str(dtype).removeprefix("period[").removesuffix("]")


def _nested(reading: ContentReading, read: Callable[[ContentReading], Any]) -> Any:
    """Read something that may hold an index, which holds a column again."""
    reading.depth += 1
    if reading.depth > MAX_DEPTH:
        raise PlainValueError("a table that is nested too deep")
    value = read(reading)
    reading.depth -= 1
    return value


def _write_numbers(writing: ContentWriting, array: Any) -> None:
    entries = np.asarray(array)
    writing.text(entries.dtype.str)
    writing.put(COUNT.pack(len(entries)) + entries.tobytes())


def _read_numbers(reading: ContentReading) -> Any:
    name = reading.text(_MAX_TEXT)
    if not _NUMBERS.fullmatch(name):
        raise PlainValueError("a column of unknown type")
    dtype = np.dtype(name)
    # Its own memory, so that it can be written to.
    return np.frombuffer(bytearray(reading.take(reading.count() * dtype.itemsize)), dtype=dtype)


def _write_texts(writing: ContentWriting, array: Any) -> None:
    missing = array.isna()
    texts = array.to_numpy(dtype=object, na_value="").tolist()
    lengths = np.fromiter(map(len, texts), dtype="<i4", count=len(texts))
    lengths[missing] = _MISSING_LENGTH
    writing.put(b"n" if isinstance(array.dtype.na_value, float) else b"a")
    writing.put(COUNT.pack(len(texts)) + lengths.tobytes())
    writing.text("".join(texts))


def _read_texts(reading: ContentReading) -> Any:
    import pandas as pd

    kind = bytes(reading.take(1))
    lengths = np.frombuffer(reading.take(reading.count() * 4), dtype="<i4")
    whole = reading.text()
    missing = lengths == _MISSING_LENGTH
    ends = list(accumulate(np.where(missing, 0, lengths).tolist(), initial=0))
    if kind not in {b"n", b"a"} or (lengths < _MISSING_LENGTH).any() or ends[-1] != len(whole):
        raise PlainValueError("texts of other lengths")
    texts = np.empty(len(lengths), dtype=object)
    for place, (start, end) in enumerate(pairwise(ends)):
        texts[place] = whole[start:end]
    texts[missing] = None if kind == b"a" else np.nan
    try:
        return pd.array(texts, dtype=pd.StringDtype(na_value=np.nan) if kind == b"n" else "string")
    except TypeError:  # before pandas 2.3 such columns were objects
        return texts


def _write_categories(writing: ContentWriting, array: Any) -> None:
    writing.value(bool(array.dtype.ordered))
    _write_part(writing, array.dtype.categories)
    _write_numbers(writing, array.codes)


def _read_categories(reading: ContentReading) -> Any:
    import pandas as pd

    ordered, categories, codes = reading.value(), _read_part(reading), _read_numbers(reading)
    return pd.Categorical.from_codes(codes, categories, ordered=ordered is True)


def _write_zoned(writing: ContentWriting, array: Any) -> None:
    writing.text(str(array.dtype.tz))
    _write_numbers(writing, array.tz_convert("UTC").tz_localize(None))


def _read_zoned(reading: ContentReading) -> Any:
    import pandas as pd

    zone, moments = reading.text(_MAX_TEXT), _read_numbers(reading)
    if not _ZONE.fullmatch(zone) or moments.dtype.kind != "M":
        raise PlainValueError("a time zone of unknown name")
    return pd.DatetimeIndex(moments).tz_localize("UTC").tz_convert(zone).array


def _write_masked(writing: ContentWriting, array: Any) -> None:
    missing = array.isna()
    # What is below the mask differs from one array to the next, and means nothing.
    _write_numbers(writing, array.to_numpy(dtype=array.dtype.numpy_dtype, na_value=array.dtype.type(0)))
    _write_numbers(writing, missing)


def _read_masked(reading: ContentReading) -> Any:
    import pandas as pd

    kinds = {"i": pd.arrays.IntegerArray, "u": pd.arrays.IntegerArray, "f": pd.arrays.FloatingArray}
    entries, missing = _read_numbers(reading), _read_numbers(reading)
    kind = kinds.get(entries.dtype.kind, pd.arrays.BooleanArray)
    return kind(entries, missing)


def _write_intervals(writing: ContentWriting, array: Any) -> None:
    writing.text(str(array.closed))
    _write_part(writing, array.left)
    _write_part(writing, array.right)


def _read_intervals(reading: ContentReading) -> Any:
    import pandas as pd

    closed, left, right = reading.text(_MAX_TEXT), _read_part(reading), _read_part(reading)
    return pd.arrays.IntervalArray.from_arrays(left, right, closed=closed)


def _write_periods(writing: ContentWriting, array: Any) -> None:
    writing.text(_frequency(array.dtype))
    _write_numbers(writing, array.asi8)


def _read_periods(reading: ContentReading) -> Any:
    import pandas as pd

    frequency, numbers = reading.text(_MAX_TEXT), _read_numbers(reading)
    return pd.PeriodIndex.from_ordinals(numbers, freq=_checked(frequency)).array


def _write_objects(writing: ContentWriting, array: Any) -> None:
    writing.members(b"", list(array))


def _read_objects(reading: ContentReading) -> Any:
    members = reading.members()
    entries = np.empty(len(members), dtype=object)
    for place, member in enumerate(members):
        entries[place] = member
    return entries


_WRITERS: dict[bytes, Callable[[ContentWriting, Any], None]] = {
    b"n": _write_numbers, b"s": _write_texts, b"m": _write_masked, b"c": _write_categories, b"z": _write_zoned,
    b"i": _write_intervals, b"p": _write_periods, b"o": _write_objects,
}  # fmt: skip
_READERS: dict[bytes, Callable[[ContentReading], Any]] = {
    b"n": _read_numbers, b"s": _read_texts, b"m": _read_masked, b"c": _read_categories, b"z": _read_zoned,
    b"i": _read_intervals, b"p": _read_periods, b"o": _read_objects,
}  # fmt: skip


# Names of rows and columns.


def write_index(writing: ContentWriting, index: Any) -> None:
    """Write an index with its names."""
    import pandas as pd

    if isinstance(index, pd.RangeIndex):
        writing.put(b"R")
        for number in (index.start, index.stop, index.step):
            writing.put(int(number).to_bytes(8, "little", signed=True))
        writing.value(index.name)
    elif isinstance(index, pd.MultiIndex):
        writing.put(b"M" + COUNT.pack(index.nlevels))
        for level, codes in zip(index.levels, index.codes, strict=True):
            _write_part(writing, level.rename(None))
            _write_numbers(writing, codes)
        writing.value(tuple(index.names))
    else:
        writing.put(b"X")
        write_column(writing, index.array)
        frequency = getattr(index, "freqstr", None) or ""
        writing.text(frequency if _FREQUENCY.fullmatch(frequency) else "")
        writing.value(index.name)


def read_index(reading: ContentReading) -> Any:
    """Return the index that was written."""
    form = bytes(reading.take(1))
    if form not in _INDEX_READERS:
        raise PlainValueError("an index of unknown kind")
    return _nested(reading, _INDEX_READERS[form])


def _write_part(writing: ContentWriting, index: Any) -> None:
    """Write an index that a column or another index is made of: a range with all its numbers."""
    import pandas as pd

    write_index(writing, pd.Index(np.asarray(index)) if isinstance(index, pd.RangeIndex) else index)


def _read_part(reading: ContentReading) -> Any:
    """Return an index that a column or another index is made of."""
    # pandas takes memory for each number of a range there, and a few bytes could announce a range of any length.
    if bytes(reading.data[reading.position : reading.position + 1]) == b"R":
        raise PlainValueError("a range as a part")
    return read_index(reading)


def _read_range(reading: ContentReading) -> Any:
    import pandas as pd

    start, stop, step = reading.number(), reading.number(), reading.number()
    return pd.RangeIndex(start, stop, step, name=reading.value())


def _read_levels(reading: ContentReading) -> Any:
    import pandas as pd

    parts = [(_read_part(reading), _read_numbers(reading)) for _ in range(reading.count())]
    levels, codes = zip(*parts, strict=True)
    return pd.MultiIndex(levels=levels, codes=codes, names=list(reading.value()))


def _read_plain_index(reading: ContentReading) -> Any:
    import pandas as pd

    entries, frequency, name = read_column(reading), reading.text(_MAX_TEXT), reading.value()
    if isinstance(entries, np.ndarray) and entries.dtype == object:
        with contextlib.suppress(TypeError):  # what has no hash takes no time
            refuse_collisions(list(entries))
        return pd.Index(entries, dtype=object, name=name)
    index = pd.Index(entries, name=name)
    if frequency and isinstance(index, pd.DatetimeIndex | pd.TimedeltaIndex):
        index.freq = _checked(frequency)
    return index


def _checked(frequency: str) -> str:
    if not _FREQUENCY.fullmatch(frequency):
        raise PlainValueError("a frequency of unknown name")
    return frequency


_INDEX_READERS: dict[bytes, Callable[[ContentReading], Any]] = {
    b"R": _read_range, b"M": _read_levels, b"X": _read_plain_index,
}  # fmt: skip

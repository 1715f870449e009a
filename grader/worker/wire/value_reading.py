"""Reads a plain value from tagged bytes that nobody vouches for.

Every count is held against the bytes that are left before anything is built, so a value takes memory in proportion to
its bytes; depth, digits and equal hashes are bounded; nothing is looked up by name, imported or called, except that a
worker finds functions of support files by the names that the judge sends.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from .forms import BOOL_CODE, CODES, MAX_DIMENSIONS
from .plain import (
    COMPLEX,
    COUNT,
    DICTS,
    DURATION,
    FLOAT,
    INT,
    MAX_DECIMAL_TEXT,
    MAX_DEPTH,
    MAX_EXPONENT,
    MAX_INT_BYTES,
    MAX_NAME,
    NUMBER,
    NamedValues,
    Opaque,
    PlainValueError,
    refuse_collisions,
)
from .tables import SeriesValue, TableValue, is_series, is_table

if TYPE_CHECKING:
    import struct
    from collections.abc import Callable

    Reader = Callable[["_Reading"], Any]


def read_value(data: bytes | bytearray | memoryview) -> Any:
    """Return the value that `data` holds, all of it.  Raises PlainValueError for anything else."""
    values = read_values(data, 1)
    return values[0]


def read_values(data: bytes | bytearray | memoryview, count: int) -> list[Any]:
    """Return the `count` values that `data` holds one after the other.  Raises PlainValueError for anything else."""
    reading = ValueReader(memoryview(data))
    values = reading.values(count)
    reading.finish()
    return values


class ObjectReader(Protocol):
    """Gives the objects that references in a value stand for."""

    def handle(self, number: int, kind: str) -> Any:
        """Return the object of a number.  Raises PlainValueError where there is none."""

    def result(self, index: int) -> Any:
        """Return the object that an operation gave.  Raises PlainValueError where there is none."""


def no_function(name: str) -> Any:
    """Refuse a function, as the judge does: it sends them, and takes none.  Raises PlainValueError."""
    raise PlainValueError(f"a function ({name!r})")


_FUNCTIONS: list[Callable[[str], Any]] = [no_function]
"""Finds functions by their names: the worker puts the support files of its task here."""


def find_functions_with(find: Callable[[str], Any]) -> None:
    """Let functions that are read be those that `find` returns; nothing but the worker calls this."""
    _FUNCTIONS[0] = find


def function_named(name: str) -> Any:
    """Return the function that a name means here."""
    return _FUNCTIONS[0](name)


class _Reading:
    """A position in the bytes of values; `objects` gives what references stand for."""

    def __init__(self, data: memoryview, objects: ObjectReader | None = None) -> None:
        self.data = data
        self.size = len(data)
        self.objects = objects
        self.position = 0
        self.depth = 0

    def take(self, count: int) -> memoryview:
        begin = self.position
        self.position = end = begin + count
        if end > self.size:
            raise PlainValueError("a value that is cut off")
        return self.data[begin:end]

    def unpack(self, form: struct.Struct) -> tuple[Any, ...]:
        begin = self.position
        self.position = begin + form.size
        if self.position > self.size:
            raise PlainValueError("a value that is cut off")
        return form.unpack_from(self.data, begin)

    def count(self, least: int = 1) -> int:
        """Return a number of things of which each takes at least `least` bytes, which must be there."""
        count: int = self.unpack(COUNT)[0]
        if count * least > self.size - self.position:
            raise PlainValueError("more values than bytes")
        return count

    def text(self) -> str:
        size = self.count()
        begin = self.position
        self.position = end = begin + size  # which `count` has looked at
        return str(self.data[begin:end], "utf-8", "surrogatepass")

    def short_text(self, limit: int) -> str:
        text = self.text()
        if len(text) > limit:
            raise PlainValueError("a text that is too long")
        return text

    def value(self) -> Any:
        position = self.position
        if position >= self.size:
            raise PlainValueError("a value that is cut off")
        self.position = position + 1
        reader = _READERS.get(self.data[position])
        if reader is None:
            raise PlainValueError("a value of unknown kind")
        return reader(self)

    def members(self, count: int) -> list[Any]:
        if self.depth >= MAX_DEPTH:
            raise PlainValueError("a value that is nested too deep")
        self.depth += 1
        members = [self.value() for _ in range(count)]
        self.depth -= 1
        return members

    def keys(self, members: list[Any]) -> list[Any]:
        """Return `members`, which are to be hashed and few of which may share a hash."""
        for member in members:
            _refuse_unhashable(member)
        refuse_collisions(members)
        return members


class ValueReader(_Reading):
    """Reads values that stand one after the other, beside other things."""

    def values(self, count: int) -> list[Any]:
        """Return the next `count` values.  Raises PlainValueError for anything else."""
        try:
            return [self.value() for _ in range(count)]
        except PlainValueError:
            raise
        except (ValueError, OverflowError, TypeError, InvalidOperation, ZeroDivisionError, RecursionError) as error:
            raise PlainValueError(str(error)) from error

    def finish(self) -> None:
        """Raise PlainValueError where bytes are left."""
        if self.position != len(self.data):
            raise PlainValueError("bytes after the end of a value")


def _refuse_unhashable(member: Any) -> None:
    """Refuse keys that cannot be any in Python; tuples of keys are, others hash by identity or not at all."""
    if isinstance(member, tuple):
        for part in member:
            _refuse_unhashable(part)
    elif isinstance(member, list | dict | set | np.ndarray | slice):
        raise PlainValueError("a key that cannot be one")


def _large_int(reading: _Reading) -> int:
    count = reading.count()
    if count > MAX_INT_BYTES:
        raise PlainValueError("a number of too many digits")
    return int.from_bytes(reading.take(count), "little", signed=True)


def _array(reading: _Reading) -> Any:
    code, ndim = reading.take(2)
    if not 0 < code <= len(CODES) or ndim > MAX_DIMENSIONS:
        raise PlainValueError("an array of unknown kind")
    shape = _shape(reading, ndim)
    dtype = CODES[code - 1]
    data = bytearray(reading.take(_size(shape) * dtype.itemsize))
    if code == BOOL_CODE:  # a forged 2 would be true and not equal to True
        return np.not_equal(np.frombuffer(data, dtype=np.uint8), 0).reshape(shape)
    return np.frombuffer(data, dtype=dtype).reshape(shape)


def _shape(reading: _Reading, ndim: int) -> list[int]:
    shape: list[int] = np.frombuffer(reading.take(8 * ndim), dtype="<i8").tolist()
    if any(not 0 <= size < 2**31 for size in shape):
        raise PlainValueError("an array of an impossible shape")
    return shape


def _size(shape: list[int]) -> int:
    size = 1
    for count in shape:
        size *= count
    return size


def _text_array(reading: _Reading) -> Any:
    (ndim,) = reading.take(1)
    if ndim > MAX_DIMENSIONS:
        raise PlainValueError("an array of unknown kind")
    shape = _shape(reading, ndim)
    size = _size(shape)
    if size * COUNT.size > len(reading.data) - reading.position:
        raise PlainValueError("more values than bytes")
    items = reading.members(size)
    longest = max(map(len, items), default=0) if all(isinstance(item, str | bytes) for item in items) else -1
    # An array takes the width of its longest text for each entry.
    if longest < 0 or len(set(map(type, items))) > 1 or longest * size > 64 * len(reading.data):
        raise PlainValueError("an array of text that is none")
    return np.array(items, dtype=type(items[0]) if items else str).reshape(shape)


def _named(reading: _Reading) -> NamedValues:
    count = reading.count(2)
    title, *parts = reading.members(1 + 2 * count)
    names = tuple(parts[::2])
    if any(type(name) is not str or len(name) > MAX_NAME for name in (title, *names)):
        raise PlainValueError("a named tuple without names")
    return NamedValues(title, names, tuple(parts[1::2]))


def _dict(reading: _Reading) -> dict[Any, Any]:
    (kind,) = reading.take(1)
    if kind >= len(DICTS):
        raise PlainValueError("a dict of unknown kind")
    count = reading.count(2)
    parts = reading.members(2 * count)
    items = dict(zip(reading.keys(parts[::2]), parts[1::2], strict=True))
    if DICTS[kind] is not Counter:
        return DICTS[kind](items)
    counter: Counter[Any] = Counter()
    dict.update(counter, items)  # Counter's own would add them up
    return counter


def _range(reading: _Reading) -> range:
    start, stop, step = (_integer(part) for part in reading.members(3))
    return range(start, stop, step)


def _integer(part: Any) -> int:
    if type(part) is not int:
        raise PlainValueError("a whole number is missing")
    return part


def _fraction(reading: _Reading) -> Fraction:
    numerator, denominator = (_integer(part) for part in reading.members(2))
    return Fraction(numerator, denominator)


def _decimal(reading: _Reading) -> Decimal:
    value = Decimal(reading.short_text(MAX_DECIMAL_TEXT))
    if value.is_finite() and abs(value.adjusted()) > MAX_EXPONENT:
        raise PlainValueError("a number of too many digits")
    if value.is_snan():
        raise PlainValueError("a signalling NaN, which cannot be compared")
    return value


def _duration(reading: _Reading) -> timedelta:
    days, seconds, microseconds = reading.unpack(DURATION)
    return timedelta(days, seconds, microseconds)


def _handle(reading: _Reading) -> Any:
    (number,) = reading.unpack(NUMBER)
    kind = reading.short_text(MAX_NAME)
    if reading.objects is None:
        raise PlainValueError("a handle where there are no objects")
    return reading.objects.handle(number, kind)


def _result(reading: _Reading) -> Any:
    (index,) = reading.unpack(COUNT)
    if reading.objects is None:
        raise PlainValueError("a result where there are no objects")
    return reading.objects.result(index)


def _table(reading: _Reading) -> TableValue:
    columns, index, kinds = reading.members(3)
    if not is_table(columns, index, kinds):
        raise PlainValueError("a table of columns that do not fit")
    return TableValue(columns, index, kinds)


def _series(reading: _Reading) -> SeriesValue:
    values, index, name, kind = reading.members(4)
    if not is_series(values, index, kind):
        raise PlainValueError("a series whose names do not fit")
    return SeriesValue(values, index, name, kind)


_READERS: dict[int, Reader] = {
    ord("N"): lambda _: None,
    ord("T"): lambda _: True,
    ord("F"): lambda _: False,
    ord("B"): _table,
    ord("V"): _series,
    ord("f"): lambda reading: function_named(reading.short_text(MAX_NAME)),
    ord("i"): lambda reading: reading.unpack(INT)[0],
    ord("I"): _large_int,
    ord("d"): lambda reading: reading.unpack(FLOAT)[0],
    ord("c"): lambda reading: complex(*reading.unpack(COMPLEX)),
    ord("s"): _Reading.text,
    ord("b"): lambda reading: bytes(reading.take(reading.count())),
    ord("A"): _array,
    ord("U"): _text_array,
    ord("l"): lambda reading: reading.members(reading.count()),
    ord("L"): lambda reading: np.frombuffer(reading.take(reading.count()), dtype="<f8").tolist(),
    ord("M"): lambda reading: np.frombuffer(reading.take(reading.count()), dtype="<i8").tolist(),
    ord("t"): lambda reading: tuple(reading.members(reading.count())),
    ord("n"): _named,
    ord("D"): _dict,
    ord("S"): lambda reading: set(reading.keys(reading.members(reading.count()))),
    ord("Z"): lambda reading: frozenset(reading.keys(reading.members(reading.count()))),
    ord("R"): _range,
    ord("/"): lambda reading: slice(*reading.members(3)),
    ord("q"): _fraction,
    ord("m"): _decimal,
    ord("y"): lambda reading: date.fromisoformat(reading.short_text(MAX_NAME)),
    ord("h"): lambda reading: time.fromisoformat(reading.short_text(MAX_NAME)),
    ord("w"): lambda reading: datetime.fromisoformat(reading.short_text(MAX_NAME)),
    ord("e"): _duration,
    ord("H"): _handle,
    ord("r"): _result,
    ord("O"): lambda reading: Opaque(reading.short_text(MAX_NAME), reading.short_text(MAX_NAME)),
}

"""Writes a plain value as tagged bytes.

Exact builtin types are taken as they are; of a subclass only the methods of its base type are used, so that the bytes
say what the value holds and not what its class claims.  Whatever else there is crosses as the name of its class.
"""

from __future__ import annotations

import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from .forms import CODE_OF, MAX_DIMENSIONS
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
    OPAQUE,
    NamedFunction,
    NamedValues,
    Opaque,
    PlainValueError,
)
from .tables import SeriesValue, TableValue
from .texts import class_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Writer = Callable[["_Writing", Any], None]

LARGEST = sys.maxsize


class ObjectWriter(Protocol):
    """Writes what is not plain by reference, where both sides know the objects of a scope."""

    exact: bool
    """Whether instances of subclasses of builtin types are objects too."""

    def reference(self, value: object) -> bytes | None:
        """Return the bytes that stand for an object; None where it can only be told by name."""


def write_value(
    value: object, limit: int = LARGEST, *, must_be_whole: bool = False, objects: ObjectWriter | None = None
) -> bytes:
    """Return `value` as bytes.  Raises PlainValueError where it takes more than `limit` bytes.

    With `must_be_whole` also where a part of it cannot cross; otherwise the name of its class stands in for that.
    `objects` writes references to parts that are not plain.
    """
    writing = _Writing(limit, must_be_whole=must_be_whole, objects=objects)
    writing.value(value)
    return b"".join(writing.pieces)


class _Writing:
    """The pieces of one value, and the containers that it is inside of."""

    def __init__(self, limit: int, *, must_be_whole: bool, objects: ObjectWriter | None) -> None:
        self.must_be_whole = must_be_whole
        self.objects = objects
        self.pieces: list[bytes] = []
        self.left = limit
        self.inside: list[int] = []

    def put(self, piece: bytes) -> None:
        self.left -= len(piece)
        if self.left < 0:
            raise PlainValueError("too large")
        self.pieces.append(piece)

    def require(self, least: int) -> None:
        """Refuse a value that takes at least so many bytes, before anything of it is copied."""
        if least > self.left:
            raise PlainValueError("too large")

    def sized(self, tag: bytes, data: bytes) -> None:
        self.put(tag + COUNT.pack(len(data)) + data)

    def text(self, text: str) -> None:
        self.sized(b"", text.encode("utf-8", "surrogatepass"))

    def value(self, value: object) -> None:
        writer = _WRITERS.get(type(value))
        if writer is not None:
            writer(self, value)
            return
        by_reference = self.objects is not None and self.objects.exact and not _is_known_subclass(type(value))
        for base in () if by_reference else type.__dict__["__mro__"].__get__(type(value)):
            if base in _SUBCLASSED:
                _SUBCLASSED[base](self, value)
                return
        self.opaque(value)

    def opaque(self, value: object, reason: str = "") -> None:
        reference = self.objects.reference(value) if self.objects is not None else None
        if reference is not None:
            self.put(reference)
            return
        if self.must_be_whole:
            raise PlainValueError(f"something of type {class_name(value)} cannot cross")
        opaque = value if type(value) is Opaque else Opaque(class_name(value), reason)
        self.put(OPAQUE)
        self.text(opaque.kind[:MAX_NAME])
        self.text(opaque.reason[:MAX_NAME])

    def items(self, container: object, tag: bytes, items: Iterable[object]) -> None:
        """Write a container; one that contains itself, or is nested too deep, crosses by name."""
        if id(container) in self.inside:
            self.opaque(container, "contains itself")
        elif len(self.inside) >= MAX_DEPTH:
            self.opaque(container, "is nested too deep")
        else:
            self.inside.append(id(container))
            self.put(tag)
            for item in items:
                self.value(item)
            self.inside.pop()

    def sequence(self, value: Any, tag: bytes, items: Iterable[object]) -> None:
        members = list(items)
        self.items(value, tag + COUNT.pack(len(members)), members)


def _is_known_subclass(kind: type) -> bool:
    """Whether a subclass of a builtin type belongs to Python or numpy, or names the parts of a tuple."""
    bases = type.__dict__["__mro__"].__get__(kind)
    fields = type.__dict__["__dict__"].__get__(kind).get("_fields")
    return np.generic in bases or kind in DICTS or (tuple in bases and type(fields) is tuple)


def _none(writing: _Writing, _value: None) -> None:
    writing.put(b"N")


def _bool(writing: _Writing, value: Any) -> None:
    writing.put(b"T" if value else b"F")


def _int(writing: _Writing, value: int) -> None:
    if -(2**63) <= value < 2**63:
        writing.put(b"i" + INT.pack(value))
        return
    size = value.bit_length() // 8 + 1
    if size > MAX_INT_BYTES:
        writing.opaque(value, "has too many digits")
    else:
        writing.sized(b"I", value.to_bytes(size, "little", signed=True))


def _float(writing: _Writing, value: float) -> None:
    writing.put(b"d" + FLOAT.pack(value))


def _complex(writing: _Writing, value: complex) -> None:
    writing.put(b"c" + COMPLEX.pack(value.real, value.imag))


def _text(writing: _Writing, value: str) -> None:
    writing.require(len(value))
    writing.sized(b"s", value.encode("utf-8", "surrogatepass"))


def _bytes(writing: _Writing, value: bytes) -> None:
    writing.require(len(value))
    writing.sized(b"b", bytes(value))


def _list(writing: _Writing, value: list[Any]) -> None:
    writing.require(list.__len__(value))
    members = list(list.__iter__(value))
    kinds = set(map(type, members)) if len(members) > 1 else set()
    if kinds == {float}:
        writing.sized(b"L", np.array(members, dtype="<f8").tobytes())
    elif kinds == {int} and max(members) < 2**63 and min(members) >= -(2**63):
        writing.sized(b"M", np.array(members, dtype="<i8").tobytes())
    else:
        writing.sequence(value, b"l", members)


def _tuple(writing: _Writing, value: tuple[Any, ...]) -> None:
    writing.require(tuple.__len__(value))
    fields = getattr(value, "_fields", None) if type(value) is not tuple else None
    members = list(tuple.__iter__(value))
    if type(fields) is not tuple or len(fields) != len(members) or any(type(name) is not str for name in fields):
        writing.sequence(value, b"t", members)
        return
    # Names and values alternate; the title comes first.
    title = value._title if type(value) is NamedValues else class_name(value)  # noqa: SLF001 - the names are its own
    parts = [title, *(part for pair in zip(fields, members, strict=True) for part in pair)]
    writing.items(value, b"n" + COUNT.pack(len(members)), parts)


def _dict(writing: _Writing, value: dict[Any, Any]) -> None:
    kind = next((number for number in (1, 2) if DICTS[number] in type.mro(type(value))), 0)
    writing.require(2 * dict.__len__(value))
    items = list(dict.items(value))
    parts = [part for pair in items for part in pair]
    writing.items(value, b"D" + bytes([kind]) + COUNT.pack(len(items)), parts)


def _set(writing: _Writing, value: set[Any]) -> None:
    writing.require(set.__len__(value))
    writing.sequence(value, b"S", set.__iter__(value))


def _frozenset(writing: _Writing, value: frozenset[Any]) -> None:
    writing.require(frozenset.__len__(value))
    writing.sequence(value, b"Z", frozenset.__iter__(value))


def _range(writing: _Writing, value: range) -> None:
    writing.items(value, b"R", (value.start, value.stop, value.step))


def _slice(writing: _Writing, value: slice) -> None:
    writing.items(value, b"/", (value.start, value.stop, value.step))


def _fraction(writing: _Writing, value: Fraction) -> None:
    writing.items(value, b"q", (value.numerator, value.denominator))


def _decimal(writing: _Writing, value: Decimal) -> None:
    text = Decimal.__str__(value)
    if len(text) > MAX_DECIMAL_TEXT or (value.is_finite() and abs(value.adjusted()) > MAX_EXPONENT):
        writing.opaque(value, "has too many digits")
        return
    if value.is_snan():  # it raises wherever it is compared, also on the judge's side
        writing.opaque(value, "is a signalling NaN")
        return
    writing.put(b"m")
    writing.text(text)


def _moment(tag: bytes) -> Writer:
    def write(writing: _Writing, value: Any) -> None:
        writing.put(tag)
        writing.text(value.isoformat())

    return write


def _duration(writing: _Writing, value: timedelta) -> None:
    writing.put(b"e" + DURATION.pack(value.days, value.seconds, value.microseconds))


def _table(writing: _Writing, value: TableValue) -> None:
    writing.items(value, b"B", (value.columns, value.index, value.kinds))


def _series(writing: _Writing, value: SeriesValue) -> None:
    writing.items(value, b"V", (value.values, value.index, value.name, value.kind))


def _function(writing: _Writing, value: NamedFunction) -> None:
    writing.put(b"f")
    writing.text(value.name[:MAX_NAME])


def _array(writing: _Writing, value: np.ndarray[Any, Any]) -> None:
    dtype = value.dtype
    if dtype.kind in "US" and value.ndim <= MAX_DIMENSIONS and value.size * 4 <= writing.left:
        writing.put(b"U" + bytes([value.ndim]) + np.array(value.shape, dtype="<i8").tobytes())
        for item in value.reshape(-1).tolist():
            writing.value(item)
        return
    if CODE_OF.get(dtype) is None:
        dtype = nearest_dtype(dtype)
    code = CODE_OF.get(dtype)
    if code is None or value.ndim > MAX_DIMENSIONS:
        writing.opaque(value, f"holds {dtype.name}" if code is None else "has too many dimensions")
        return
    if value.nbytes > writing.left:  # before anything is copied: the entries of a view may not exist
        raise PlainValueError("too large")
    if dtype is not value.dtype:
        with np.errstate(all="ignore"):
            value = value.astype(dtype)
    writing.put(b"A" + bytes([code, value.ndim]) + np.array(value.shape, dtype="<i8").tobytes())
    writing.put(value.tobytes())


def nearest_dtype(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Return the type as which numbers of a type without a code cross: double for longer ones, the usual byte order."""
    if dtype.kind == "f" and dtype.itemsize > 8:
        return np.dtype(np.float64)
    if dtype.kind == "c" and dtype.itemsize > 16:
        return np.dtype(np.complex128)
    return dtype.newbyteorder("=")


_WRITERS: dict[type, Writer] = {
    type(None): _none, bool: _bool, int: _int, float: _float, complex: _complex, str: _text, bytes: _bytes,
    list: _list, tuple: _tuple, dict: _dict, set: _set, frozenset: _frozenset, range: _range, slice: _slice,
    Fraction: _fraction, Decimal: _decimal, date: _moment(b"y"), time: _moment(b"h"), datetime: _moment(b"w"),
    timedelta: _duration, np.ndarray: _array, np.float64: lambda writing, value: _float(writing, float(value)),
    NamedFunction: _function, TableValue: _table, SeriesValue: _series,
    np.int64: lambda writing, value: _int(writing, int(value)), np.bool_: _bool,
}  # fmt: skip
"""By exact type."""

_SUBCLASSED: dict[type, Writer] = {
    np.bool_: _bool,
    np.integer: lambda writing, value: _int(writing, int(value)),
    np.floating: lambda writing, value: _float(writing, float(value)),
    np.complexfloating: lambda writing, value: _complex(writing, complex(value)),
    int: lambda writing, value: _int(writing, int.__add__(value, 0)),
    float: lambda writing, value: _float(writing, float.__float__(value)),
    complex: lambda writing, value: _complex(writing, complex.__complex__(value)),
    str: lambda writing, value: _text(writing, str.__str__(value)),
    bytes: lambda writing, value: _bytes(writing, bytes(memoryview(value))),
    list: _list, tuple: _tuple, dict: _dict, set: _set, frozenset: _frozenset,
}  # fmt: skip
"""By the first base class that is listed."""

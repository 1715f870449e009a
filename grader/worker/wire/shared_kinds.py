"""The kinds of plain values in a test's conversation: how each is written, and how it is read by its tag."""

from __future__ import annotations

import struct
from collections import Counter, OrderedDict, deque
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from . import containers, shared_tables
from .plain import COUNT, FLOAT, MAX_INT_BYTES, PlainValueError, refuse_collisions
from .value_reading import read_value
from .value_writing import write_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from .contents import ContentReading, ContentWriting

NUMBER = struct.Struct("<q")
MAX_NAME = 300


def _int(writing: ContentWriting, value: int) -> None:
    if -(2**63) <= value < 2**63:
        writing.pieces.append(b"i" + NUMBER.pack(value))
        return
    size = value.bit_length() // 8 + 1
    if size > 1000 * MAX_INT_BYTES:
        raise PlainValueError("a whole number of more than a million bytes")
    writing.pieces.append(b"I" + COUNT.pack(size) + value.to_bytes(size, "little", signed=True))


def _text(writing: ContentWriting, value: str) -> None:
    data = value.encode("utf-8", "surrogatepass")
    writing.pieces.append(b"s" + COUNT.pack(len(data)) + data)


def _leaf(writing: ContentWriting, value: object) -> None:
    data = write_value(value, must_be_whole=True)
    writing.pieces.append(b"v" + COUNT.pack(len(data)) + data)


def _scalar(writing: ContentWriting, value: np.generic) -> None:
    writing.pieces.append(b"k")
    writing.text(value.dtype.str)
    writing.pieces.append(value.tobytes())


def write_container(writing: ContentWriting, value: object) -> None:
    """Write the number of a container; its contents go with what has changed."""
    number = writing.party.mirror_numbers.get(id(value))
    if number is None:
        number = containers.register(writing.party, value)
    writing.pieces.append(b"r" + NUMBER.pack(number))


def _array(writing: ContentWriting, value: Any) -> None:
    if value.dtype.kind in _ARRAYS:
        write_container(writing, value)
    else:
        writing.other(value)


def _slice(writing: ContentWriting, value: slice) -> None:
    writing.members(b":", (value.start, value.stop, value.step))


def _read_scalar(reading: ContentReading) -> Any:
    dtype = containers.dtype_of(reading.text(MAX_NAME))
    return np.frombuffer(bytes(reading.take(dtype.itemsize)), dtype=dtype)[0]


def _read_reference(reading: ContentReading) -> Any:
    number = reading.number()
    mirror = reading.party.mirrors.get(number)
    if mirror is None:
        raise PlainValueError("a container that was not sent")
    return mirror.value


def _read_frozenset(reading: ContentReading) -> frozenset[Any]:
    members = reading.members()
    refuse_collisions(members)
    return frozenset(members)


_ARRAYS = "biufcSUmMO"
_LEAVES = (Decimal, Fraction, date, time, datetime, timedelta, range)

WRITERS: dict[type, Callable[[ContentWriting, Any], None]] = {
    type(None): lambda writing, _: writing.pieces.append(b"N"),
    bool: lambda writing, value: writing.pieces.append(b"T" if value else b"F"),
    int: _int,
    float: lambda writing, value: writing.pieces.append(b"d" + FLOAT.pack(value)),
    complex: lambda writing, value: writing.pieces.append(b"c" + FLOAT.pack(value.real) + FLOAT.pack(value.imag)),
    str: _text,
    bytes: lambda writing, value: writing.pieces.append(b"b" + COUNT.pack(len(value)) + value),
    tuple: lambda writing, value: writing.members(b"t", value),
    frozenset: lambda writing, value: writing.members(b"z", value),
    slice: _slice,
    type(NotImplemented): lambda writing, _: writing.pieces.append(b"_"),
    type(...): lambda writing, _: writing.pieces.append(b"."),
    **dict.fromkeys(_LEAVES, _leaf),
    **{kind: _scalar for kind in set(np.sctypeDict.values()) if kind not in (np.object_, np.void)},
    **dict.fromkeys((list, dict, set, bytearray, Counter, OrderedDict, deque), write_container),
    np.ndarray: _array,
}
"""By exact type: of a subclass nothing is believed."""

READERS: dict[int, Callable[[ContentReading], Any]] = {
    ord("N"): lambda _: None,
    ord("T"): lambda _: True,
    ord("F"): lambda _: False,
    ord("i"): lambda reading: reading.number(),
    ord("I"): lambda reading: int.from_bytes(reading.take(reading.count()), "little", signed=True),
    ord("d"): lambda reading: FLOAT.unpack(reading.take(8))[0],
    ord("c"): lambda reading: complex(*struct.unpack("<dd", reading.take(16))),
    ord("s"): lambda reading: reading.text(),
    ord("b"): lambda reading: bytes(reading.take(reading.count())),
    ord("t"): lambda reading: tuple(reading.members()),
    ord("z"): _read_frozenset,
    ord(":"): lambda reading: slice(*reading.members()),
    ord("_"): lambda _: NotImplemented,
    ord("."): lambda _: ...,
    ord("v"): lambda reading: read_value(bytes(reading.take(reading.count()))),
    ord("k"): _read_scalar,
    ord("r"): _read_reference,
    ord("p"): shared_tables.read_plain,
}

"""Containers that two processes hold a copy of each: their contents are compared with what the other side has.

A container whose only holder on a side is the table there is forgotten on both sides: the other one keeps its copy,
which is then a container like any other.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, OrderedDict, deque
from typing import TYPE_CHECKING, Any

import numpy as np

from . import shared_tables
from .contents import Mirror
from .plain import PlainValueError, refuse_collisions

if TYPE_CHECKING:
    from .contents import ContainerTable, ContentReading, ContentWriting

MAX_DIMENSIONS = 32
_DTYPE = re.compile(r"[<>|=]?[biufcSUmM]\d{1,9}(\[\d{0,6}[a-zA-Z]{1,3}\])?")
KINDS: tuple[type, ...] = (list, dict, set, bytearray, Counter, OrderedDict, deque, np.ndarray)
_NUMBER_OF_KIND = {kind: number for number, kind in enumerate(KINDS)}
_OBJECTS = len(KINDS)
"""The kind of an array of objects."""
_TABLES = _OBJECTS + 1
"""The first kind of pandas' tables."""


def _references() -> int:
    """Return how many references the check below sees of an object that nobody else holds."""
    mirror = Mirror([])
    return sys.getrefcount(mirror.value)


_ALONE = _references()


def register(party: ContainerTable, value: Any, number: int | None = None) -> int:
    """Give a container a number, or the one that the other side has chosen."""
    number = party.new_container_number() if number is None else number
    party.mirrors[number] = Mirror(value)
    party.mirror_numbers[id(value)] = number
    return number


def forget(party: ContainerTable, numbers: list[int]) -> None:
    """Forget containers; whoever holds them goes on holding them."""
    for number in numbers:
        mirror = party.mirrors.pop(number, None)
        if mirror is not None:
            party.mirror_numbers.pop(id(mirror.value), None)


def unused(party: ContainerTable) -> list[int]:
    """Return the numbers of containers that nobody on this side holds but the table."""
    # What is only held by another container of these is forgotten with a later message.
    return [number for number in party.mirrors if sys.getrefcount(party.mirrors[number].value) <= _ALONE]


def write_changed(writing: ContentWriting) -> list[bytes]:
    """Return the pieces that say which containers have other contents than the other side knows."""
    party, heads, contents = writing.party, [], []
    pieces, writing.pieces = writing.pieces, []
    done: set[int] = set()
    # Writing the contents of one may bring up others that the other side does not have.
    while waiting := [number for number in party.mirrors if number not in done]:
        for number in waiting:
            done.add(number)
            mirror = party.mirrors[number]
            writing.flat = True
            kind, head = _head(mirror.value)
            _write_content(writing, kind, mirror.value)
            content = b"".join(writing.pieces)
            writing.pieces.clear()
            last_content = mirror.content
            mirror.content = content
            if last_content != content:
                flat = b"\1" if writing.flat else b"\0"
                heads.append(number.to_bytes(8, "little", signed=True) + bytes([kind]) + flat + head)
                contents.append(content)
    writing.pieces = pieces
    return [len(heads).to_bytes(4, "little"), *heads, *contents]


def _head(value: Any) -> tuple[int, bytes]:
    """Return the kind of a container, and what is needed to make an empty one."""
    kind = _NUMBER_OF_KIND.get(type(value), -1)
    if kind < 0:
        return _TABLES + shared_tables.table_kind(value), b""
    if type(value) is deque:
        return kind, (-1 if value.maxlen is None else value.maxlen).to_bytes(8, "little", signed=True)
    if type(value) is not np.ndarray:
        return kind, b""
    kind = _OBJECTS if value.dtype.kind == "O" else kind
    name = value.dtype.str.encode()
    shape = np.array(value.shape, dtype="<i8").tobytes()
    return kind, bytes([len(name)]) + name + bytes([value.ndim]) + shape


def _write_content(writing: ContentWriting, kind: int, value: Any) -> None:
    if kind >= _TABLES:
        shared_tables.write_table(writing, kind - _TABLES, value)
    elif kind == _OBJECTS:
        writing.members(b"", value.reshape(-1).tolist())
    elif KINDS[kind] is np.ndarray:
        writing.put(value.tobytes())
    elif KINDS[kind] is bytearray:
        writing.put(len(value).to_bytes(4, "little") + bytes(value))
    elif isinstance(value, dict):
        writing.members(b"", [part for pair in list(_methods(value).items(value)) for part in pair])
    else:
        writing.members(b"", list(value))


def _methods(value: dict[Any, Any]) -> type[dict[Any, Any]]:
    """Return the class whose methods are used: an OrderedDict keeps its order beside what a dict keeps."""
    return OrderedDict if type(value) is OrderedDict else dict


def read_changed(reading: ContentReading) -> list[Any]:
    """Make the changes that a message brings: new containers first, then the contents of all; return these."""
    party, changed = reading.party, []
    for _ in range(reading.count()):
        number, kind, flat = reading.number(), reading.take(1)[0], reading.take(1)[0]
        if kind > _TABLES + shared_tables.SERIES:
            raise PlainValueError("a container of unknown kind")
        empty = _read_head(reading, kind)
        mirror = party.mirrors.get(number)
        if mirror is None or not _is_like(mirror.value, empty):
            forget(party, [number])
            register(party, empty, number)
        changed.append((number, kind, flat))
    for number, kind, flat in changed:
        start, mirror = reading.position, party.mirrors[number]
        _fill(reading, kind, mirror.value)
        mirror.content = bytes(reading.data[start : reading.position]) if flat and kind < _TABLES else None
    for number, _, _ in changed:
        # A table may be written in another way by another version of pandas.
        if party.mirrors[number].content is None:
            party.mirrors[number].content = _content_here(party, number)
    return [party.mirrors[number].value for number, _, _ in changed]


def _content_here(party: ContainerTable, number: int) -> bytes:
    """Return the contents as this side writes them: an object of its own is another number than one of the other's."""
    writing = party.writing()
    value = party.mirrors[number].value
    _write_content(writing, _head(value)[0], value)
    return b"".join(writing.pieces)


def _is_like(value: Any, empty: Any) -> bool:
    if type(empty) not in _NUMBER_OF_KIND:
        return isinstance(value, type(empty))  # pandas' own stands for what is derived from it
    if type(value) is not type(empty):
        return False
    return type(value) is not np.ndarray or (value.shape == empty.shape and value.dtype == empty.dtype)


def dtype_of(name: str) -> np.dtype[Any]:
    """Return a type of numbers, texts or times.  Raises PlainValueError for any other."""
    if not _DTYPE.fullmatch(name):
        raise PlainValueError("an array of unknown kind")
    return np.dtype(name)


def _read_head(reading: ContentReading, kind: int) -> Any:
    if kind >= _TABLES:
        return shared_tables.empty_table(kind - _TABLES)
    if kind < _OBJECTS and KINDS[kind] is deque:
        longest = reading.number()
        return deque(maxlen=None if longest < 0 else longest)
    if kind < _OBJECTS and KINDS[kind] is not np.ndarray:
        return KINDS[kind]()
    name = bytes(reading.take(reading.take(1)[0])).decode("ascii")
    ndim = reading.take(1)[0]
    if ndim > MAX_DIMENSIONS:
        raise PlainValueError("an array of too many dimensions")
    shape = [reading.number() for _ in range(ndim)]
    dtype = np.dtype(object) if kind == _OBJECTS else dtype_of(name)
    size = 1
    for length in shape:
        size *= length
    # No more memory than the message has bytes, whatever it announces.
    if min([0, *shape]) < 0 or size * (1 if kind == _OBJECTS else dtype.itemsize) > len(reading.data):
        raise PlainValueError("more entries than bytes")
    return np.empty(shape, dtype=dtype)


def _fill(reading: ContentReading, kind: int, value: Any) -> None:
    if kind >= _TABLES:
        shared_tables.fill_table(reading, kind - _TABLES, value)
    elif kind == _OBJECTS:
        members = reading.members()
        flat = np.empty(len(members), dtype=object)
        for index, member in enumerate(members):
            flat[index] = member
        value[...] = flat.reshape(value.shape)
    elif KINDS[kind] is np.ndarray:
        data = np.frombuffer(reading.take(value.nbytes), dtype=value.dtype).reshape(value.shape)
        value[...] = data
    elif KINDS[kind] is bytearray:
        value[:] = bytes(reading.take(reading.count()))
    elif isinstance(value, dict):
        parts = reading.members()
        refuse_collisions(parts[::2])
        methods = _methods(value)
        methods.clear(value)
        for key, item in zip(parts[::2], parts[1::2], strict=True):
            methods.__setitem__(value, key, item)
    else:
        members = reading.members()
        if isinstance(value, set):
            refuse_collisions(members)
        value.clear()
        (value.update if isinstance(value, set) else value.extend)(members)

"""What a function returned, whatever it returned, as columns: written inside the wall, read outside.

Body of a part, for k answers:

    data | shapes i64 (one number a dimension, all answers) | forms u8[k] | codes u8[k] | dimensions u8[k]

`form` says what kind of thing it was, `code` the type of its numbers.  Only plain numbers cross; everything else is a
form and, in the frame's header, a few facts in text.
"""

from __future__ import annotations

import json
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from .columns import Column
from .frames import FrameError
from .layouts import Layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .columns import Array

MAX_DIMENSIONS = 8
FACTS_A_PART = 8
"""Different texts about answers that a part has room for."""
FACT_BYTES_A_PART = 24 * 1024
"""Bytes of JSON of all of them, so that a header with 4,096 references to them stays below its cap."""


class Form(IntEnum):
    """What kind of thing was returned."""

    LOST = 0
    """Nothing came back: the process hung or died first.  Never on the wire."""
    ARRAY = 1
    NUMBER = 2
    LIST = 3
    TUPLE = 4
    NONE = 5
    RAISED = 6
    OTHER = 7
    LARGE = 8
    """An array or list far larger than what was asked for: its shape came back, its entries did not."""


CODES: tuple[np.dtype[Any], ...] = tuple(
    np.dtype(name)
    for name in (
        "bool",
        "int8",
        "uint8",
        "int16",
        "uint16",
        "int32",
        "uint32",
        "int64",
        "uint64",
        "float16",
        "float32",
        "float64",
        "complex64",
        "complex128",
    )
)
"""The types of numbers that cross, by code - 1; code 0 says that there are none."""

_ITEM_SIZES = np.array([0, *(dtype.itemsize for dtype in CODES)], dtype=np.int64)
CODE_OF = {dtype: code for code, dtype in enumerate(CODES, start=1)}
_FLOATS = np.dtype(np.float64)
_FLOAT, _INT, _BOOL = (CODE_OF[np.dtype(name)] for name in ("float64", "int64", "bool"))
_HAS_DATA = np.array([form in (Form.ARRAY, Form.NUMBER, Form.LIST, Form.TUPLE) for form in Form])


class Pack:
    """Collects answers until they are sent."""

    def __init__(self, room: int) -> None:
        """`room` is the number of bytes of one answer above which only its shape is sent."""
        self.room = room
        self.chunks: list[bytes] = []
        self.size = 0
        self.shapes: list[int] = []
        self.forms = bytearray()
        self.codes = bytearray()
        self.ndims = bytearray()
        self.facts: list[dict[str, Any]] = []
        self.fact_of: dict[int, int] = {}
        self.said = 0

    def __len__(self) -> int:
        return len(self.forms)

    def add(self, value: object) -> None:
        """Copy one answer, now: a function may return the same array again and change it."""
        if type(value) is np.ndarray:
            shape = value.shape
            if value.dtype is _FLOATS and value.nbytes <= self.room and len(shape) <= MAX_DIMENSIONS:
                # What nearly every answer is goes the short way, which gives the same as `_array`.
                self.chunks.append(value.tobytes())
                self.size += value.nbytes
                self.shapes += shape
                self.forms.append(1)
                self.codes.append(_FLOAT)
                self.ndims.append(len(shape))
            else:
                self._array(value, Form.ARRAY)
        elif type(value) is float:
            self._number(np.float64(value).tobytes(), _FLOAT)
        elif isinstance(value, np.generic):
            self._array(np.asarray(value), Form.NUMBER)
        elif type(value) is bool:
            self._number(b"\1" if value else b"\0", _BOOL)
        elif type(value) is int and -(2**63) <= value < 2**63:
            self._number(value.to_bytes(8, "little", signed=True), _INT)
        elif type(value) is complex:
            self._array(np.asarray(value), Form.NUMBER)
        elif value is None:
            self._bare(Form.NONE)
        elif type(value) is list or type(value) is tuple:
            self._sequence(value, Form.LIST if type(value) is list else Form.TUPLE)
        else:
            self.other(Form.OTHER, {"type": name_of(value)})

    def other(self, form: Form, facts: dict[str, Any]) -> None:
        """Add an answer that is no number: what it was, in text."""
        if facts not in self.facts and len(self.facts) < FACTS_A_PART:
            size = len(json.dumps(facts))
            if self.said + size <= FACT_BYTES_A_PART:
                self.facts.append(facts)
                self.said += size
        if facts in self.facts:
            self.fact_of[len(self)] = self.facts.index(facts)
        self._bare(form)

    def _bare(self, form: Form) -> None:
        self.forms.append(form)
        self.codes.append(0)
        self.ndims.append(0)

    def _number(self, data: bytes, code: int) -> None:
        self.chunks.append(data)
        self.size += len(data)
        self.forms.append(Form.NUMBER)
        self.codes.append(code)
        self.ndims.append(0)

    def _array(self, array: Array, form: Form) -> None:
        dtype = array.dtype
        code = CODE_OF.get(dtype)
        if code is None:
            dtype = _nearest(dtype)
            code = CODE_OF.get(dtype)
        if code is None or array.ndim > MAX_DIMENSIONS:
            self.other(Form.OTHER, {"type": "ndarray", "dtype": str(array.dtype)[:100], "ndim": array.ndim})
            return
        if array.nbytes > self.room:  # before anything is copied: the entries of a view may not exist
            form, code = Form.LARGE, 0
        else:
            if dtype is not array.dtype:
                with np.errstate(all="ignore"):
                    array = array.astype(dtype)
            self.chunks.append(array.tobytes())
            self.size += array.nbytes
        self.shapes += array.shape
        self.forms.append(form)
        self.codes.append(code)
        self.ndims.append(array.ndim)

    def _sequence(self, value: Sequence[object], form: Form) -> None:
        if len(value) * 8 > self.room:
            self.shapes.append(len(value))
            self.forms.append(Form.LARGE)
            self.codes.append(0)
            self.ndims.append(1)
            return
        try:
            array = np.asarray(value)
        except Exception:  # noqa: BLE001 - the elements are the student's objects and may raise anything
            array = np.empty(0, dtype=object)
        if CODE_OF.get(array.dtype) is None:
            self.other(Form.OTHER, {"type": type(value).__name__, "length": len(value)})
            return
        self._array(array, form)

    def body(self) -> list[bytes]:
        """Return the pieces of the part's body; the first one is the data."""
        shapes = np.array(self.shapes, dtype=np.int64).tobytes()
        return [b"".join(self.chunks), shapes, bytes(self.forms), bytes(self.codes), bytes(self.ndims)]


def _nearest(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Return the type as which numbers of a type without a code cross: double for longer ones, the usual byte order."""
    if dtype.kind == "f" and dtype.itemsize > 8:
        return np.dtype(np.float64)
    if dtype.kind == "c" and dtype.itemsize > 16:
        return np.dtype(np.complex128)
    return dtype.newbyteorder("=")


def name_of(value: object) -> str:
    """Return the name of the class of `value`, which is a student's and may tell another one."""
    return str(type.__dict__["__name__"].__get__(type(value)))[:200]


class Answers:
    """The answers to one group of calls, as far as they came back.

    `forms`, `codes` and `ndims` are uint8 of shape (count,); what never came back has form LOST.
    """

    def __init__(self, count: int, layout: Layout | None = None) -> None:
        """`layout` is that of right answers, which are then taken in without a closer look at their bytes."""
        self.count = count
        self.received = 0
        self.as_due = False
        """Whether all answers came back laid out like right ones."""
        self._layout = layout
        self.facts: dict[int, dict[str, Any]] = {}
        self.forms = np.zeros(count, dtype=np.uint8)
        self.codes = np.zeros(count, dtype=np.uint8)
        self.ndims = np.zeros(count, dtype=np.uint8)
        self._data: list[memoryview] = []
        self._shapes: list[Array] = []

    def add(self, header: dict[str, Any], body: memoryview) -> None:
        """Take in the next part.  Raises FrameError where it contradicts itself or the question."""
        first, count, size = (header.get(key) for key in ("first", "count", "data"))
        if type(count) is not int or type(size) is not int or first != self.received:
            raise FrameError("a part of answers that is out of order")
        if not 0 < count <= self.count - self.received or not 0 <= size <= len(body):
            raise FrameError("more answers than questions")
        if count == self.count and self._layout is not None and self._layout.fits(body, size):
            self._take_as_due(self._layout, body[:size])
            return
        tail = len(body) - 3 * count
        if tail < size or (tail - size) % 8:
            raise FrameError("a part of answers with bytes too many or too few")
        rows = slice(self.received, self.received + count)
        marks = np.frombuffer(body[tail:], dtype=np.uint8).reshape(3, count)
        shapes = np.frombuffer(body[size:tail], dtype=np.int64)
        _verify(marks, shapes, size)
        self.forms[rows], self.codes[rows], self.ndims[rows] = marks
        self._data.append(body[:size])
        self._shapes.append(shapes)
        self._take_facts(header, self.received, count)
        self.received += count

    def _take_as_due(self, layout: Layout, data: memoryview) -> None:
        self.as_due, self.received = True, self.count
        self.forms, self.codes, self.ndims = layout.marks
        self._data.append(data)
        self._shapes.append(layout.like.shapes.reshape(-1))

    def _take_facts(self, header: dict[str, Any], first: int, count: int) -> None:
        """Keep the texts about single answers, as far as they are well formed."""
        facts, rows = header.get("facts"), header.get("fact_of")
        if type(facts) is not list or type(rows) is not dict:
            return
        for row, which in rows.items():
            known = row.isdecimal() and len(row) < 10 and int(row) < count
            if known and type(which) is int and 0 <= which < len(facts) and type(facts[which]) is dict:
                self.facts[first + int(row)] = facts[which]

    @property
    def data(self) -> bytes | memoryview:
        """The entries of all answers, in order, as bytes."""
        return self._data[0] if len(self._data) == 1 else b"".join(self._data)

    def shapes(self) -> list[tuple[int, ...]]:
        """Return the shape of each answer that came back, () where it has none."""
        flat = [int(n) for part in self._shapes for n in part]
        ends = np.cumsum(self.ndims[: self.received], dtype=np.int64).tolist()
        return [tuple(flat[end - n : end]) for end, n in zip(ends, self.ndims.tolist(), strict=False)]

    def uniform(self) -> Column | None:
        """Return all answers as one column, if all came back as numbers of one type and dimension; else None."""
        if self.as_due and self._layout is not None:
            return Column(_numbers(self.data, _FLOAT), self._layout.like.shapes)
        if self.received < self.count or not self.count:
            return None
        code, ndim = int(self.codes[0]), int(self.ndims[0])
        if not code or (self.codes != code).any() or (self.ndims != ndim).any():
            return None
        shapes = self._shapes[0] if len(self._shapes) == 1 else np.concatenate(self._shapes)
        return Column(_numbers(self.data, code), shapes.reshape(self.count, ndim))

    def values(self) -> list[Array | None]:
        """Return each answer that came back as an array of its shape (scalars as 0-d arrays); None for no numbers."""
        data, position = self.data, 0
        values: list[Array | None] = []
        for code, shape in zip(self.codes.tolist(), self.shapes(), strict=False):
            if not code:
                values.append(None)
                continue
            size = int(np.prod(shape, dtype=np.int64)) * CODES[code - 1].itemsize
            values.append(_numbers(data[position : position + size], code).reshape(shape))
            position += size
        return values


def layout_of(expected: Column) -> Layout:
    """Return the layout of answers in float64 that have the shapes of `expected`."""
    return Layout(expected, Form.ARRAY if expected.ndim else Form.NUMBER, _FLOAT)


def _numbers(data: bytes | memoryview, code: int) -> Array:
    if code == _BOOL:  # a forged 2 would be true and not equal to True
        return np.not_equal(np.frombuffer(data, dtype=np.uint8), 0)
    return np.frombuffer(data, dtype=CODES[code - 1])


def _alike(marks: Array) -> bool:
    """Whether all answers are arrays of one dimension and one type, as nearly always."""
    form, code, ndim = marks[:, 0].tolist()
    return form == Form.ARRAY and 0 < code <= len(CODES) and ndim == 1 and bool((marks == marks[:, :1]).all())


def _vectors(shapes: Array, count: int, size: int, item: int) -> bool:
    """Whether `count` vectors of these lengths have `size` bytes; a length beyond `size` could overflow the sum."""
    if len(shapes) != count or shapes.min() < 0 or shapes.max() > size:
        return False
    return int(shapes.sum()) * item == size


def _verify(marks: Array, shapes: Array, size: int) -> None:
    """Hold forms, codes, dimensions, shapes and the number of bytes against one another."""
    forms, codes, ndims = marks
    if _alike(marks) and _vectors(shapes, len(forms), size, CODES[codes[0] - 1].itemsize):
        return
    if (codes > len(CODES)).any() or (ndims > MAX_DIMENSIONS).any():
        raise FrameError("an answer of unknown type")
    if (forms == Form.LOST).any() or (forms > Form.LARGE).any() or (_HAS_DATA[forms] != (codes > 0)).any():
        raise FrameError("an answer of unknown form")
    if int(ndims.sum(dtype=np.int64)) != len(shapes) or (shapes < 0).any():
        raise FrameError("answers whose shapes do not match their dimensions")
    items = _ITEM_SIZES[codes]
    # Products as floats: a forged shape may overflow 64 bits, and no honest one comes near 2**53.
    sizes = np.ones(len(forms))
    rows = np.repeat(np.arange(len(forms)), ndims)
    np.multiply.at(sizes, rows, np.maximum(shapes, 1).astype(np.float64))
    if (sizes * items > 2**62).any():  # an empty array of such a shape cannot be made either
        raise FrameError("an answer of an impossible shape")
    sizes[rows[shapes == 0]] = 0
    if float((sizes * items).sum()) != size:
        raise FrameError("answers whose bytes do not match their shapes")

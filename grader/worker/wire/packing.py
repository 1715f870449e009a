"""Writes what a function returned, whatever it returned, as columns: the worker's half of `answers`.

Numbers and arrays are looked at by their exact type only: a subclass could run a student's code here, and answer
differently each time that it is asked.  Everything else is written as a plain value.
"""

from __future__ import annotations

import json
import struct
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from .forms import BOOL_CODE, BYTE_CODE, CODE_OF, FLOAT_CODE, INT_CODE, MAX_DIMENSIONS, Form
from .plain import OPAQUE, PlainValueError
from .value_reading import read_value
from .value_writing import nearest_dtype, write_value

if TYPE_CHECKING:
    from .columns import Array

FACTS_A_PART = 8
"""Different texts about answers that a part has room for."""
FACT_BYTES_A_PART = 24 * 1024
"""Bytes of JSON of all of them, so that a header with 4,096 references to them stays below its cap."""

_FLOATS = np.dtype(np.float64)
_ARRAY, _DOUBLE = np.ndarray, np.float64
_BYTES_OF = struct.Struct("=d").pack
_FLOAT = bytes((Form.NUMBER, FLOAT_CODE, 0))
_FLOAT_ARRAYS = [bytes((Form.ARRAY, FLOAT_CODE, ndim)) for ndim in range(MAX_DIMENSIONS + 1)]
"""The marks of the answers that are most common; those of arrays by their dimensions."""


class AnswerPacker:
    """Collects answers until they are sent."""

    def __init__(self, room: int) -> None:
        """`room` is the number of bytes of one answer above which only its shape is sent."""
        self.room = room
        self.chunks: list[bytes] = []
        self.size = 0
        self.shapes: list[tuple[int, ...]] = []
        self.marks: list[bytes] = []
        """Form, code and dimensions of each answer: one step for each, and not three."""
        self.facts: list[dict[str, Any]] = []
        self.fact_of: dict[int, int] = {}
        self.facts_size = 0

    def __len__(self) -> int:
        return len(self.marks)

    def add(self, value: object) -> None:
        """Copy one answer, now: a function may return the same array again and change it."""
        # Exact types in the order in which they are common; `isinstance` would ask a student's class.
        kind = type(value)
        if kind is _ARRAY:
            numbers: Array = value  # type: ignore[assignment]
            shape = numbers.shape
            if numbers.dtype is _FLOATS and numbers.nbytes <= self.room and len(shape) <= MAX_DIMENSIONS:
                # What nearly every answer is goes the short way, which gives the same as `_array`.
                data = numbers.tobytes()
                self.chunks.append(data)
                self.size += len(data)
                self.shapes.append(shape)
                self.marks.append(_FLOAT_ARRAYS[len(shape)])
            else:
                self._array(numbers, Form.ARRAY)
        elif kind is float or kind is _DOUBLE:
            self.chunks.append(_BYTES_OF(value))
            self.size += 8
            self.marks.append(_FLOAT)
        elif isinstance(value, np.generic):
            self._array(np.asarray(value), Form.NUMBER)
        elif kind is bool:
            self._number(b"\1" if value else b"\0", BOOL_CODE)
        elif type(value) is int and -(2**63) <= value < 2**63:
            self._number(value.to_bytes(8, "little", signed=True), INT_CODE)
        elif kind is complex:
            self._array(np.asarray(value), Form.NUMBER)
        elif value is None:
            self._bare(Form.NONE)
        else:
            self._value(value)

    def other(self, form: Form, facts: dict[str, Any]) -> None:
        """Add an answer that is no number: what it was, in text."""
        # Most calls fail alike, so a text is sent once and referred to.
        if facts not in self.facts and len(self.facts) < FACTS_A_PART:
            size = len(json.dumps(facts))
            if self.facts_size + size <= FACT_BYTES_A_PART:
                self.facts.append(facts)
                self.facts_size += size
        if facts in self.facts:
            self.fact_of[len(self)] = self.facts.index(facts)
        self._bare(form)

    def _bare(self, form: Form) -> None:
        self.marks.append(bytes((form, 0, 0)))

    def _number(self, data: bytes, code: int) -> None:
        self.chunks.append(data)
        self.size += len(data)
        self.marks.append(bytes((Form.NUMBER, code, 0)))

    def _array(self, array: Array, form: Form) -> None:
        dtype = array.dtype
        # Longer and byte-swapped numbers are right answers too, and cross as the nearest type.
        code = CODE_OF.get(dtype)
        if code is None:
            dtype = nearest_dtype(dtype)
            code = CODE_OF.get(dtype)
        if dtype.kind in "US":
            self._value(array)
            return
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
        self.shapes.append(array.shape)
        self.marks.append(bytes((form, code, array.ndim)))

    def _value(self, value: object) -> None:
        """Add anything that is neither a number nor an array of numbers."""
        try:
            data = write_value(value, self.room)
        except PlainValueError:
            size = (len(value),) if type(value) is list or type(value) is tuple else ()
            self.shapes.append(size)
            self.marks.append(bytes((Form.LARGE, 0, len(size))))
            return
        if data.startswith(OPAQUE):
            opaque = read_value(data)
            self.other(Form.OTHER, {"type": opaque.kind} | ({"reason": opaque.reason} if opaque.reason else {}))
            return
        self.chunks.append(data)
        self.size += len(data)
        self.shapes.append((len(data),))
        self.marks.append(bytes((Form.VALUE, BYTE_CODE, 1)))

    def body(self) -> list[bytes]:
        """Return the pieces of the part's body; the first one is the data."""
        # In one piece each: the judge reads them without a loop over answers.
        lengths, marks = [*chain.from_iterable(self.shapes)], b"".join(self.marks)
        return [
            b"".join(self.chunks), struct.pack(f"={len(lengths)}q", *lengths), marks[::3], marks[1::3], marks[2::3]
        ]  # fmt: skip

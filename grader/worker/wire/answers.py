"""Answers as they cross the wire, and their reader: the judge's half of `packing`.

Body of a part, for k answers:

    data | shapes i64 (one number a dimension, all answers) | forms u8[k] | codes u8[k] | dimensions u8[k]

`form` says what kind of thing it was, `code` the type of its numbers (`forms`).  Only plain numbers cross; everything
else is a form and, in the frame's header, a few facts in text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .columns import Column
from .forms import BOOL_CODE, BYTE_CODE, CODES, FLOAT_CODE, MAX_DIMENSIONS, Form
from .frames import FrameError
from .layouts import Layout

if TYPE_CHECKING:
    from .columns import Array

_ITEM_SIZES = np.array([0, *(dtype.itemsize for dtype in CODES)], dtype=np.int64)
_HAS_DATA = np.array([form in (Form.ARRAY, Form.NUMBER, Form.VALUE) for form in Form])


class Answers:
    """The answers to one group of calls, as far as they came back.

    `forms`, `codes` and `ndims` are uint8 of shape (count,); what never came back has form LOST.
    """

    def __init__(self, count: int, layout: Layout | None = None) -> None:
        """`layout` is that of right answers, which are then taken in without a closer look at their bytes."""
        self.count = count
        self.received = 0
        self.matches_layout = False
        """Whether all answers came back laid out like right ones."""
        self._layout = layout
        self.facts: dict[int, dict[str, Any]] = {}
        self.forms, self.codes, self.ndims = np.zeros((3, count), dtype=np.uint8)
        self._data: list[memoryview] = []
        self._shapes: list[Array] = []

    def add(self, header: dict[str, Any], body: memoryview) -> None:
        """Take in the next part.  Raises FrameError where it contradicts itself or the question."""
        first, count, size = (header.get(key) for key in ("first", "count", "data"))
        if type(count) is not int or type(size) is not int or first != self.received:
            raise FrameError("a part of answers that is out of order")
        # An empty part would be harmless once, and endless many of them are a way to stay.
        if not 0 < count <= self.count - self.received or not 0 <= size <= len(body):
            raise FrameError("more answers than questions")
        # The fast path of right answers: one comparison of bytes stands for all checks below.
        if count == self.count and self._layout is not None and self._layout.fits(body, size):
            self._take_right_layout(self._layout, body[:size])
            return
        tail = len(body) - 3 * count
        if tail < size or (tail - size) % 8:
            raise FrameError("a part of answers with bytes too many or too few")
        rows = slice(self.received, self.received + count)
        marks = np.frombuffer(body[tail:], dtype=np.uint8).reshape(3, count)
        shapes = np.frombuffer(body[size:tail], dtype=np.int64)
        # Nothing is kept of a part before all of it agrees with itself.
        _verify(marks, shapes, size)
        self.forms[rows], self.codes[rows], self.ndims[rows] = marks
        self._data.append(body[:size])
        self._shapes.append(shapes)
        self._take_facts(header, self.received, count)
        self.received += count

    def _take_right_layout(self, layout: Layout, data: memoryview) -> None:
        self.matches_layout, self.received = True, self.count
        self.forms, self.codes, self.ndims = layout.marks
        self._data.append(data)
        self._shapes.append(layout.like.shapes.reshape(-1))

    def _take_facts(self, header: dict[str, Any], first: int, count: int) -> None:
        """Keep the texts about single answers, as far as they are well formed."""
        facts, rows = header.get("facts"), header.get("fact_of")
        if type(facts) is not list or type(rows) is not dict:
            return
        for row, facts_of_row in rows.items():
            # Keys of JSON are texts; ten digits and more are no row, and cost time to convert.
            is_valid = row.isdecimal() and len(row) < 10 and int(row) < count
            if (
                is_valid
                and type(facts_of_row) is int
                and 0 <= facts_of_row < len(facts)
                and type(facts[facts_of_row]) is dict
            ):
                self.facts[first + int(row)] = facts[facts_of_row]

    @property
    def data(self) -> bytes | memoryview:
        """The entries of all answers, in order, as bytes."""
        return self._data[0] if len(self._data) == 1 else b"".join(self._data)

    def shapes(self) -> list[tuple[int, ...]]:
        """Return the shape of each answer that came back, () where it has none."""
        # As Python's numbers: a product of forged lengths may not wrap around.
        flat = [int(n) for part in self._shapes for n in part]
        ends = np.cumsum(self.ndims[: self.received], dtype=np.int64).tolist()
        return [tuple(flat[end - n : end]) for end, n in zip(ends, self.ndims.tolist(), strict=False)]

    def equal(self, expected: object) -> bool:
        """Whether all answers came back, with the very bits of the column that they are expected to be."""
        layout = self._layout if self.matches_layout else None
        return layout is not None and layout.like is expected and layout.has_entries(self.data)

    def uniform(self) -> Column | None:
        """Return all answers as one column, if all came back as numbers of one type and dimension; else None."""
        if self.matches_layout and self._layout is not None:
            return Column(_numbers(self.data, FLOAT_CODE), self._layout.like.shapes)
        if self.received < self.count or not self.count:
            return None
        code, ndim = int(self.codes[0]), int(self.ndims[0])
        if not code or (self.codes != code).any() or (self.ndims != ndim).any():
            return None
        shapes = self._shapes[0] if len(self._shapes) == 1 else np.concatenate(self._shapes)
        return Column(_numbers(self.data, code), shapes.reshape(self.count, ndim))

    def encoded(self) -> list[bytes]:
        """Return each answer as tagged bytes, if every answer that came back is None or a value; otherwise nothing."""
        forms = self.forms[: self.received]
        if not self.received or not ((forms == Form.VALUE) | (forms == Form.NONE)).all():
            return []
        data, ends = self.data, np.cumsum([shape[0] if shape else 0 for shape in self.shapes()]).tolist()
        pieces = zip([0, *ends[:-1]], ends, (forms == Form.NONE).tolist(), strict=True)
        return [b"N" if is_none else bytes(data[begin:end]) for begin, end, is_none in pieces]

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
    return Layout(expected, Form.ARRAY if expected.ndim else Form.NUMBER, FLOAT_CODE)


def _numbers(data: bytes | memoryview, code: int) -> Array:
    if code == BOOL_CODE:  # a forged 2 would be true and not equal to True
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
    if ((forms == Form.VALUE) & ((codes != BYTE_CODE) | (ndims != 1))).any():
        raise FrameError("a value that is not made of bytes")
    if (forms == Form.LOST).any() or (forms > Form.LARGE).any() or (_HAS_DATA[forms] != (codes > 0)).any():
        raise FrameError("an answer of unknown form")
    if int(ndims.sum(dtype=np.int64)) != len(shapes) or (shapes < 0).any():
        raise FrameError("answers whose shapes do not match their dimensions")
    # The sizes of scalars are 1 as a product of no lengths, of answers without numbers 0 by their item.
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

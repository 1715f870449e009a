"""How right answers lie on the wire: a part that looks like this needs one comparison of bytes and no further look."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .columns import Array, Column


@dataclass(frozen=True, eq=False)
class Layout:
    """The layout of float64 answers with the shapes of `like`, all in one part; see `answers` for the bytes."""

    like: Column
    form: int
    code: int

    @cached_property
    def size(self) -> int:
        """The number of bytes of the entries of all answers."""
        return 8 * int(self.like.counts.sum())

    @cached_property
    def marks(self) -> Array:
        """Form, code and number of dimensions of each answer: uint8 of shape (3, count)."""
        # As `answers` lays them out, so that they can be compared byte by byte.
        marks = np.empty((3, len(self.like)), dtype=np.uint8)
        marks[0], marks[1], marks[2] = self.form, self.code, self.like.ndim
        return marks

    @cached_property
    def tail(self) -> bytes:
        """Everything behind the entries: shapes, forms, codes, dimensions."""
        return self.like.shapes.astype("<i8", copy=False).tobytes() + self.marks.tobytes()

    @cached_property
    def _bits(self) -> Array | None:
        """The entries as whole numbers; None where they cannot have those of an answer."""
        return self.like.flat.view(np.int64) if self.like.flat.dtype == np.float64 else None

    def has_entries(self, data: bytes | memoryview) -> bool:
        """Whether the entries of answers that fit are those of `like`, bit for bit."""
        return self._bits is not None and bool((np.frombuffer(data, dtype=np.int64) == self._bits).all())

    def fits(self, body: memoryview, size: int) -> bool:
        """Whether a part with `size` bytes of entries is laid out like this."""
        # The cheap comparisons first; equal bytes at the end prove forms, types, dimensions and shapes at once.
        return size == self.size and len(body) == size + len(self.tail) and bytes(body[size:]) == self.tail

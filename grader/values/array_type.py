"""The type of arrays: dimensions, what the entries are, and which lists of numbers stand for an array."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.records import dataclass
from grader.values.kinds import array_phrase, kind_of, phrase
from grader.values.refusal import MISSING, Location, Refusal
from grader.values.types import BOOLEAN_ADVICE, FINITE_ADVICE, LARGEST_WHOLE, NONE_ADVICE, Type

if TYPE_CHECKING:
    Array = np.ndarray[Any, Any]

ANY = -1
"""A dimension that may be of any size."""
LISTED_NOTE = "a list or tuple of numbers counts as an array here; return an array"
_KINDS = {
    "number": "iuf", "real": "iuf", "integer": "iuf", "complex": "iufc", "boolean": "b", "text": "U", "any": "biufcUS",
}  # fmt: skip
_ENTRIES = {"boolean": "of True and False", "complex": "of complex numbers", "text": "of text"}


@dataclass(frozen=True)
class ArrayType(Type):
    """An array; `shape` is None where the number of dimensions is open, and ANY for a dimension that is."""

    shape: tuple[int, ...] | None = None
    of: str = "real"

    @property
    def phrase(self) -> str:
        """The name of a member in a sentence."""
        entries = _ENTRIES.get(self.of, "")
        if self.shape is None:
            return f"an array {entries}".rstrip()
        return array_phrase(tuple(None if size == ANY else size for size in self.shape), entries)

    @property
    def is_exact(self) -> bool:
        """Whether no member has an entry that may have been rounded."""
        return self.of in {"integer", "boolean", "text"}

    def conform(self, value: Any, location: Location) -> Any:
        """Return the array, its entries in the type that is expected."""
        kind = self._like(location.expected)
        array = kind.array_of(value, location)
        kind.check_entries(array, location)
        kind.check_shape(array, location)
        kind.check_finite(array, location)
        location.gate.single |= array.dtype.kind == "f" and array.dtype.itemsize < 8
        return kind.typed(array)

    def _like(self, expected: Any) -> ArrayType:
        """Return the type with the sizes of `expected` where only names of sizes are known."""
        if self.shape is None or not isinstance(expected, np.ndarray) or expected.ndim != len(self.shape):
            return self
        return ArrayType(
            tuple(ANY if a == ANY else b for a, b in zip(self.shape, expected.shape, strict=True)), self.of
        )

    def array_of(self, value: Any, location: Location) -> Array:
        """Return the array that `value` is or, if it is evenly nested numbers and that is enough, stands for."""
        if isinstance(value, np.ndarray):
            return value
        listed = _listed(value) if isinstance(value, list | tuple) else None
        if listed is None:
            raise self.refuse(value, location, NONE_ADVICE if value is None else "")
        if location.gate.strict:
            raise self.refuse(value, location, "Put it into np.array(...).", listed)
        location.gate.note(LISTED_NOTE)
        expected = location.expected
        if not listed.size and isinstance(expected, np.ndarray) and listed.shape == expected.shape[: listed.ndim]:
            return listed.reshape(expected.shape)  # a list of no rows does not know how long its rows are
        return listed

    def check_entries(self, array: Array, location: Location) -> None:
        """Refuse entries of another kind."""
        kind = array.dtype.kind
        if kind not in _KINDS[self.of]:
            got = {"b": "True and False", "c": "complex numbers", "U": "texts", "S": "bytes"}.get(kind, "numbers")
            expected = {"boolean": "True and False", "text": "texts", "complex": "complex numbers"}.get(
                self.of, "real numbers" if kind == "c" else "numbers"
            )
            raise Refusal(location, got, expected, *self._converted(array))
        if self.of == "integer" and kind == "f":
            finite = array[np.isfinite(array)]
            if not np.equal(finite, np.rint(finite)).all():
                raise Refusal(location, "fractions", "whole numbers")

    def _converted(self, array: Array) -> tuple[str, Any]:
        """Return what to do about entries of another kind, and the array that was probably meant."""
        if array.dtype.kind == "b" and self.of in {"real", "integer", "number"}:
            return "Turn it into numbers with .astype(float).", array.astype(np.float64)
        if array.dtype.kind == "c" and not array.imag.any():
            return "Return its real part.", array.real
        if self.of == "boolean" and array.dtype.kind in "iuf" and np.isin(array, (0, 1)).all():
            return BOOLEAN_ADVICE, array.astype(bool)
        return "", MISSING

    def check_shape(self, array: Array, location: Location) -> None:
        """Refuse another shape; where only the number of dimensions differs, the values may be right."""
        shape = self.shape
        if shape is None:
            return
        if array.ndim == len(shape) and all(n in (m, ANY) for n, m in zip(shape, array.shape, strict=True)):
            return
        expected = location.expected
        if isinstance(expected, np.ndarray) and expected.ndim == len(shape):
            shape = expected.shape  # says more than `any` does
        squeezed = tuple(n for n in array.shape if n != 1) == tuple(n for n in shape if n != 1)
        repaired = array.reshape(shape) if squeezed and ANY not in shape else MISSING
        advice = "" if not squeezed else DROP_ADVICE if array.ndim > len(shape) else ADD_ADVICE
        raise Refusal(location, phrase(array), self.phrase, advice, repaired)

    def check_finite(self, array: Array, location: Location) -> None:
        """Refuse NaN and infinity, except where the reference has the same."""
        if array.dtype.kind not in "fc":
            return
        bad = ~np.isfinite(array)
        if not bad.any():
            return
        expected = location.expected
        if isinstance(expected, np.ndarray) and expected.shape == array.shape and expected.dtype.kind in "fc":
            with np.errstate(invalid="ignore"):  # a signalling NaN
                bad &= ~((array == expected) | (np.isnan(array) & np.isnan(expected)))
        if bad.any():
            position = np.argwhere(bad)[0]
            value = array[tuple(position)]
            got = "nan (not a number)" if np.isnan(value) else "infinity" if value.real > 0 else "minus infinity"
            raise Refusal(location.entry(position), got, "", FINITE_ADVICE)

    def typed(self, array: Array) -> Array:
        """Return the entries in the widest type of their kind; as floats where reals are expected, and so on."""
        kind = array.dtype.kind
        if self.of == "integer" and kind == "f" and (np.abs(array) <= LARGEST_WHOLE).all():
            return array.astype(np.int64)
        if self.of == "complex" or kind == "c":
            return array.astype(np.complex128, copy=False)
        if self.of == "real" or kind == "f":
            return array.astype(np.float64, copy=False)
        fits = kind in "iu" and array.dtype != np.uint64  # small types would wrap around in sums and products
        return array.astype(np.int64, copy=False) if fits else array


DROP_ADVICE = "Drop the extra dimension."
ADD_ADVICE = "A dimension of size 1 is missing."


def _listed(value: list[Any] | tuple[Any, ...]) -> Array | None:
    """Return evenly nested numbers, or evenly nested truths, as an array; None for anything else."""
    kinds = set(_leaf_kinds(value, 0))
    if not kinds <= {"integer", "real", "complex", "array"} and kinds != {"boolean"}:
        return None
    try:
        array = np.array(value, dtype=None)
    except (ValueError, OverflowError, RecursionError):
        return None
    return array if array.dtype.kind in "biufc" else None


def _leaf_kinds(value: Any, depth: int) -> list[str]:
    if depth > 8:
        return ["opaque"]
    if isinstance(value, list | tuple):
        return list({kind for item in value for kind in _leaf_kinds(item, depth + 1)})
    if isinstance(value, np.ndarray):
        return ["array"] if value.dtype.kind in "iuf" else ["opaque"]
    return [kind_of(value)]


def array_like(expected: Array) -> ArrayType:
    """Return the type of arrays like `expected`: its shape, and numbers for whole numbers."""
    of = {"b": "boolean", "c": "complex", "U": "text", "S": "any", "f": "real"}.get(expected.dtype.kind, "number")
    return ArrayType(expected.shape, of)

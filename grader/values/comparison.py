"""The first difference of two plain values: structure exactly, numbers exactly or within a tolerance, leaf by leaf."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.records import dataclass
from grader.values.kinds import NUMBERS, counted, kind_of, phrase
from grader.values.paths import ROOT, Path
from grader.values.printing import as_python, brief
from grader.values.texts import text_difference
from grader.worker.wire.tables import SeriesValue

COUNTABLE = NUMBERS | {"boolean"}
"""Kinds whose members are compared as numbers."""

if TYPE_CHECKING:
    from collections.abc import Callable

    Allowance = Callable[[Any], Any]
    """The tolerance around an expected number or array of numbers."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two values differ, and what is to be said about it."""

    path: Path
    text: str
    """Completes a sentence whose subject is the part: `is 3 and should be 4`."""

    def sentence(self, name: str) -> str:
        """Return the difference as a sentence about `name`, the value that it was found in."""
        return f"`{self.path.of(name)}` {self.text}."


def equal(a: Any, b: Any) -> bool:
    """Whether two values have the same structure and equal leaves; NaN equals NaN alone."""
    verdict = _at_a_glance(a, b, None)
    return difference(a, b) is None if verdict is None else verdict


def close(a: Any, b: Any, allowance: Allowance) -> bool:
    """Whether two values have the same structure and numbers that differ by no more than `allowance` gives."""
    verdict = _at_a_glance(a, b, allowance)
    return difference(a, b, allowance) is None if verdict is None else verdict


def _at_a_glance(a: Any, b: Any, allowance: Allowance | None) -> bool | None:
    """Whether two numbers are equal, or False for values of kinds that never are; None asks for a closer look.

    Thousands of possible explanations are compared with an answer, and no sentence is made of what differs.
    """
    a, b = _unwrapped(a), _unwrapped(b)
    kinds = kind_of(a), kind_of(b)
    if "array" in kinds:
        return None if _arrayish(a) and _arrayish(b) and np.shape(a) == np.shape(b) else False
    if kinds[0] in COUNTABLE and kinds[1] in COUNTABLE:
        return _are_equal_numbers(a, b, allowance)
    return None if _are_of_one_kind(kinds) else False


def _are_of_one_kind(kinds: tuple[str, str]) -> bool:
    return kinds[0] == kinds[1] or set(kinds) == {"set", "frozenset"}


def difference(got: Any, expected: Any, allowance: Allowance | None = None, path: Path = ROOT) -> Difference | None:
    """Return the first difference; None where there is none."""
    got, expected = _unwrapped(got), _unwrapped(expected)
    kinds = kind_of(got), kind_of(expected)
    if "array" in kinds:
        return _arrays(got, expected, allowance, path)
    if kinds[0] in COUNTABLE and kinds[1] in COUNTABLE:
        return _numbers(got, expected, allowance, path)
    if not _are_of_one_kind(kinds):
        return Difference(path, f"is {_short(got)} and should be {_short(expected)}")
    match kinds[1]:
        case "list" | "tuple":
            return _sequences(got, expected, allowance, path)
        case "dict":
            return _dicts(got, expected, allowance, path)
        case "set" | "frozenset":
            return _sets(got, expected, path)
        case "table" | "series":
            return _tables(got, expected, allowance, path)
        case "text":
            return None if got == expected else Difference(path, text_difference(got, expected))
        case "opaque":
            return None if got is expected else Difference(path, f"is {phrase(got)}, which cannot be compared")
        case _:
            return None if got == expected else Difference(path, f"is {brief(got)} and should be {brief(expected)}")


def _short(value: Any) -> str:
    """Return a value itself if it has no parts, otherwise what it is."""
    has_parts = kind_of(value) not in NUMBERS | {"none", "boolean", "text", "bytes"}
    return phrase(value) if has_parts else brief(value, 40)


def _unwrapped(value: Any) -> Any:
    """Return Python's own value of a numpy scalar or of an array without dimensions."""
    return value.item() if isinstance(value, np.generic | np.ndarray) and not value.ndim else value


def _numbers(got: Any, expected: Any, allowance: Allowance | None, path: Path) -> Difference | None:
    if _are_equal_numbers(got, expected, allowance):
        return None
    return Difference(path, number_difference(got, expected))


def _are_equal_numbers(got: Any, expected: Any, allowance: Allowance | None) -> bool:
    if got == expected or (_is_nan(got) and _is_nan(expected)):
        return True
    return allowance is not None and _within(got, expected, allowance)


def _is_nan(value: Any) -> bool:
    return bool(value != value)


def _within(got: Any, expected: Any, allowance: Allowance) -> bool:
    try:
        return bool(abs(complex(got) - complex(expected)) <= allowance(complex(expected)))
    except OverflowError:  # an int beyond all floats
        return False


def number_difference(got: Any, expected: Any) -> str:
    """Return what is to be said about two numbers that differ."""
    text = f"is {brief(got)} and should be {brief(expected)}"
    if isinstance(got, bool) or isinstance(expected, bool) or "complex" in (kind_of(got), kind_of(expected)):
        return text  # neither is larger
    try:
        off = float(abs(got - expected))
    except (TypeError, OverflowError):
        return text
    return f"{text}, so it is too {'large' if got > expected else 'small'} by {off:.3g}" if math.isfinite(off) else text


def _arrays(got: Any, expected: Any, allowance: Allowance | None, path: Path) -> Difference | None:
    if not _arrayish(got) or not _arrayish(expected) or np.ndim(got) != np.ndim(expected):
        return Difference(path, f"is {phrase(got)} and should be {phrase(expected)}")
    a, b = np.asarray(got), np.asarray(expected)
    if a.shape != b.shape or (a.dtype.kind in "US") != (b.dtype.kind in "US"):
        return Difference(path, f"is {phrase(a)} and should be {phrase(b)}")
    unlike = _unlike(a, b, allowance)
    if not unlike.any():
        return None
    position = np.argwhere(unlike)[0]
    first, other = a.item(tuple(position)), b.item(tuple(position))
    return Difference(path.entry(position), _entry_difference(first, other))


def _arrayish(value: Any) -> bool:
    return isinstance(value, np.ndarray) or kind_of(value) in {"integer", "real", "complex", "boolean"}


def _entry_difference(got: Any, expected: Any) -> str:
    inner = difference(got, expected)
    return inner.text if inner is not None else f"is {brief(got)} and should be {brief(expected)}"


def _unlike(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any], allowance: Allowance | None) -> Any:
    with np.errstate(invalid="ignore"):  # a signalling NaN
        unlike = a != b
    if a.dtype.kind in "fc" and b.dtype.kind in "fc":
        unlike &= ~(np.isnan(a) & np.isnan(b))
    if allowance is not None and a.dtype.kind in "biufc" and b.dtype.kind in "biufc":
        with np.errstate(all="ignore"):
            real = (value.astype(np.complex128 if value.dtype.kind == "c" else np.float64) for value in (a, b))
            real_got, other = real
            unlike &= ~(np.abs(real_got - other) <= allowance(other))
    return unlike


def _sequences(got: Any, expected: Any, allowance: Allowance | None, path: Path) -> Difference | None:
    kind = kind_of(expected)
    if len(got) != len(expected):
        return Difference(path, f"has {counted(len(got), 'item')}, {len(expected)} expected" + _hint(got, expected))
    names = getattr(expected, "_fields", None)
    for index, (item, other) in enumerate(zip(got, expected, strict=True)):
        below = path.name(names[index]) if kind == "tuple" and names else path.index(index)
        inner = difference(item, other, allowance, below)
        if inner is not None:
            return inner
    return None


def _hint(got: Any, expected: Any) -> str:
    """Return where the shorter of two sequences ends or the first item that differs, in brief."""
    for index, (item, other) in enumerate(zip(got, expected, strict=False)):
        if difference(item, other) is not None:
            return f"; the first that differs, at position {index}, is {brief(item, 30)} and not {brief(other, 30)}"
    if len(got) < len(expected):
        return f"; {brief(expected[len(got)], 30)} is missing at the end"
    return f"; {brief(got[len(expected)], 30)} at position {len(expected)} is too many"


def _dicts(got: Any, expected: Any, allowance: Allowance | None, path: Path) -> Difference | None:
    for key in expected:
        if key not in got:
            return Difference(path, f"has no key {as_python(key)}")
    for key in got:
        if key not in expected:
            return Difference(path, f"has a key {brief(key)}, which is not expected")
    for key, other in expected.items():
        inner = difference(got[key], other, allowance, path.key(key))
        if inner is not None:
            return inner
    return None


def _tables(got: Any, expected: Any, allowance: Allowance | None, path: Path) -> Difference | None:
    """Return the first difference of two tables, or series: columns, rows and their names, entries."""
    if len(got) != len(expected):
        return Difference(path, f"has {counted(len(got), 'row')}, {len(expected)} expected")
    if got.index != expected.index:
        names = (brief(list(range(len(got))) if index is None else index) for index in (got.index, expected.index))
        return Difference(path, "has the index {}, and {} is expected".format(*names))
    if isinstance(got, SeriesValue):
        return _sequences(got.values, expected.values, allowance, path)
    return _dicts(got.columns, expected.columns, allowance, path)


def _sets(got: Any, expected: Any, path: Path) -> Difference | None:
    missing, extra = expected - got, got - expected
    if missing:
        return Difference(path, f"does not contain {brief(_first(missing))}")
    return Difference(path, f"contains {brief(_first(extra))}, which is not expected") if extra else None


def _first(members: Any) -> Any:
    """Return the member that is shown: the same on every machine, whatever the hashes are."""
    return min(members, key=lambda member: (len(as_python(member)), as_python(member)))

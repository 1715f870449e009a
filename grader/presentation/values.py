"""How a value of a counterexample is written: short, and never so short that the first difference is lost."""

from __future__ import annotations

from itertools import zip_longest
from typing import Final

from grader.records import dataclass

_EXACT: Final = 17
# Few digits read best; more are taken only while the two values still look alike.
_PRECISIONS: Final = (6, 9, 12, _EXACT)
_ROOM_FOR_NUMBERS: Final = 16
_ROOM_FOR_ROWS: Final = 10
_ROOM_FOR_TEXT: Final = 400
_DEEPEST: Final = 6
# What NaN and the infinities are called in JSON, where they are strings.
_JSON_NUMBERS: Final = {"NaN": "nan", "Infinity": "inf", "-Infinity": "-inf"}

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values written alike."""

    got: str
    expected: str


def write(value: object) -> str:
    """Return `value` exactly: numbers to their last digit; long lists are cut, with the count of what is left out."""
    return _written(value, _EXACT, ())


def write_pair(got: object, expected: object) -> Pair:
    """Return both values with as few digits as tell them apart, six at least.

    A long list is cut, but the place of the first difference is always in what is shown.
    """
    for digits in _PRECISIONS:
        difference = _first_difference(got, expected, digits)
        if difference is not None:
            return Pair(_written(got, digits, difference), _written(expected, digits, difference))
    return Pair(_written(got, _PRECISIONS[0], ()), _written(expected, _PRECISIONS[0], ()))


def _first_difference(a: object, b: object, digits: int, depth: int = 0) -> Path | None:
    """Return the indices that lead to the first entries that are written differently, `None` where there are none."""
    match a, b:
        case (list() | tuple(), list() | tuple()) if depth < _DEEPEST:
            missing = object()
            for index, (x, y) in enumerate(zip_longest(a, b, fillvalue=missing)):
                if x is missing or y is missing:
                    return (index,)
                rest = _first_difference(x, y, digits, depth + 1)
                if rest is not None:
                    return (index, *rest)
            return None
        case str(), str() if a != b:
            return (next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))),)
        case _:
            return None if _written(a, digits, ()) == _written(b, digits, ()) else ()


def _written(value: object, digits: int, focus: Path, depth: int = 0) -> str:
    match value:
        case bool() | None:
            return str(value)
        case int():
            return _integer(value)
        case float():
            return _number(value, digits)
        case str():
            return _text(value, focus, quoted=depth > 0)
        case list() | tuple():
            return _list(value, digits, focus, depth) if depth < _DEEPEST else "[... (lists inside lists)]"
        case dict():
            keys = list(value)
            items = (f"{key}: {_written(value[key], digits, (), depth + 1)}" for key in keys[:_ROOM_FOR_ROWS])
            return "{" + ", ".join([*items, *_gap(len(keys) - _ROOM_FOR_ROWS)]) + "}"
        case _:
            return str(value)


def _integer(value: int) -> str:
    # Python refuses to write integers of more than 4,300 digits, and nobody reads those of more than 60.
    if value.bit_length() <= 200:
        return str(value)
    return f"{'-' if value < 0 else ''}(an integer of about {value.bit_length() * 30103 // 100000 + 1:,} digits)"


def _number(value: float, digits: int) -> str:
    if value.is_integer() and 0 < abs(value) < 1e15:
        return str(int(value))
    short = f"{value:.6g}"
    # Exact is the shortest text that reads back as the same number; `0.5` needs no 17 digits.
    if digits == _EXACT:
        return short if float(short) == value else repr(value)
    return f"{value:.{digits}g}"


def _text(value: str, focus: Path, *, quoted: bool) -> str:
    if value in _JSON_NUMBERS:
        return _JSON_NUMBERS[value]
    if len(value) > _ROOM_FOR_TEXT:
        start = max(0, focus[0] - _ROOM_FOR_TEXT // 2) if focus else 0
        excerpt = value[start : start + _ROOM_FOR_TEXT]
        before = f"({start:,} characters) ..." if start else ""
        after = len(value) - start - len(excerpt)
        value = before + excerpt + (f"... ({after:,} more characters)" if after else "")
    return f"'{value}'" if quoted else value


def _list(values: list[object] | tuple[object, ...], digits: int, focus: Path, depth: int) -> str:
    nested = any(isinstance(value, list | tuple) for value in values)
    index = focus[0] if focus else 0
    parts: list[str] = []
    end = 0
    for indices in _shown_indices(len(values), index, _ROOM_FOR_ROWS if nested else _ROOM_FOR_NUMBERS):
        parts += _gap(indices.start - end)
        parts += [_written(values[i], digits, focus[1:] if i == index else (), depth + 1) for i in indices]
        end = indices.stop
    parts += _gap(len(values) - end)
    # One row a line, under one another, as a matrix is read.
    return "[" + (",\n" + " " * (depth + 1) if nested else ", ").join(parts) + "]"


def _shown_indices(count: int, focus: int, room: int) -> list[range]:
    """Return which of `count` entries are written, in order: `room` of them, the one at `focus` among them."""
    if focus < room or count <= room:
        return [range(min(count, room))]
    half = room // 2
    start = max(half, min(focus - 1, count - half))
    return [range(half), range(start, min(start + half, count))]


def _gap(missing: int) -> list[str]:
    return [f"... ({missing:,} more)"] if missing > 0 else []

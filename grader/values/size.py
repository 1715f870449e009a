"""The size of a value for a reader: smaller counterexamples are better ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.worker.wire.tables import SeriesValue, TableValue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Size = tuple[float, ...]


def size_of(values: Iterable[Any]) -> Size:
    """Return how large some values are together, to be compared as tuples.

    First the number of entries: numbers, characters, and one for each container and text within another.  Then how
    many are not 0, how many characters they take, how many different ones there are, and how large they are.
    """
    entries, numbers = 0, list[float]()
    for value in values:
        entries += entries_of(value)
        numbers.extend(_numbers(value))
    nonzero = sum(number != 0 for number in numbers)
    return (entries, nonzero, sum(map(_length, numbers)), len(set(numbers)), sum(map(abs, numbers)))


def entries_of(value: Any) -> int:
    """Return how many entries a value has; a container and a text count as one more."""
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, str | bytes):
        return 1 + len(value)
    if isinstance(value, dict):
        return 1 + sum(map(entries_of, value)) + sum(map(entries_of, value.values()))
    if isinstance(value, TableValue | SeriesValue):
        return entries_of(value.columns if isinstance(value, TableValue) else value.values)
    if isinstance(value, list | tuple | set | frozenset):
        return 1 + sum(map(entries_of, value))
    return 0 if value is None else 1


def _numbers(value: Any) -> Iterator[float]:
    """Yield what a value has to read as numbers; a character counts as its distance from `a`."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "US":
        value = value.reshape(-1).tolist()
    if isinstance(value, np.ndarray):
        yield from (map(abs, value.reshape(-1).tolist()) if value.dtype.kind == "c" else map(float, value.reshape(-1)))
    elif isinstance(value, str):
        yield from (float(ord(sign) - ord("a")) if sign >= "a" else 1000.0 + ord(sign) for sign in value)
    elif isinstance(value, bytes):
        yield from map(float, value)
    elif isinstance(value, TableValue | SeriesValue):
        yield from _numbers(value.columns if isinstance(value, TableValue) else value.values)
    elif isinstance(value, dict):
        for pair in value.items():
            yield from (number for part in pair for number in _numbers(part))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (number for item in value for number in _numbers(item))
    elif isinstance(value, bool | int | float | np.number | np.bool_):
        yield _as_float(value)


def _as_float(value: Any) -> float:
    try:
        return float(abs(value) if isinstance(value, np.complexfloating) else value)
    except OverflowError:
        return float(np.copysign(np.finfo(np.float64).max, 1 if value > 0 else -1))


def _length(value: float) -> int:
    """Return how many characters a number takes, 0 for 0; a minus counts."""
    return 0 if value == 0 else len(f"{value:.12g}")

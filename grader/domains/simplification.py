"""Numbers and arrays that are simpler than one: zeros, small whole numbers, round decimals, fewer distinct values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

FRACTIONS = (0.5, 0.75, 0.9)
"""Factors that find about where a failure begins, when a number cannot be 0 or 1."""
SINGLE_ENTRIES = 24
"""The number of entries of an array that are simplified one by one."""


def simpler_numbers(value: float) -> Iterator[float]:
    """Yield numbers simpler than `value`, the simplest first."""
    yield from (number for number in (0.0, 1.0, -1.0) if abs(number) < abs(value) or number >= 0)
    yield abs(value)
    yield from (float(np.trunc(value)), float(np.ceil(value)), round(value, -2), round(value, -1), round(value, 1))
    yield from (float(np.rint(value * fraction)) for fraction in FRACTIONS)
    yield from (value * fraction for fraction in FRACTIONS)


def simpler_whole_numbers(value: int) -> Iterator[int]:
    """Yield whole numbers simpler than `value`, which no float holds: small ones, fewer digits, rounded ones."""
    yield from (0, 1, -1, abs(value))
    sign, size = (1 if value > 0 else -1), abs(value)
    digits = len(str(size))
    yield from (sign * 10**count for count in range(1, digits))
    yield from (sign * 2**count for count in range(1, size.bit_length()))
    for count in range(digits - 1, 0, -1):
        yield value - sign * (size % 10**count)
    yield from (sign * (size - 1), sign * (size * 9 // 10), sign * (size // 2))


def simpler_arrays(value: Array) -> Iterator[Array]:
    """Yield arrays simpler than `value`: all entries at once first, then entry by entry."""
    yield np.zeros_like(value)
    yield np.sign(value)
    yield np.trunc(value)
    yield np.rint(value)
    yield np.round(value, 1)
    yield np.abs(value)
    for fraction in FRACTIONS:
        yield np.rint(value * fraction)
    for entry in np.unique(value)[:SINGLE_ENTRIES]:
        yield np.full_like(value, entry)
    for position in nonzero_places(value):
        yield from (replaced(value, position, number) for number in simpler_numbers(float(value[position])))


def nonzero_places(value: Array) -> list[tuple[int, ...]]:
    """Return the first places of entries that are not 0."""
    return [tuple(map(int, position)) for position in np.argwhere(value != 0)[:SINGLE_ENTRIES]]


def replaced(value: Array, position: tuple[int, ...], number: float) -> Array:
    """Return `value` with another entry at one place."""
    changed = value.copy()
    changed[position] = number
    return changed

"""Simpler members of a domain: what a failing case is tried with next, and whether a value belongs at all.

`within` decides; everything else here only proposes, and may propose what does not belong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

import numpy as np

from grader.domains.arrays import Matrix, Signs, Symmetric, Vector
from grader.domains.scalars import Choice, Index, Integer, Real, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    Array = npt.NDArray[np.float64]
    Domain = Vector | Matrix | Symmetric | Signs | Real | Integer | Index | Choice

FRACTIONS = (0.5, 0.75, 0.9)
"""What numbers are multiplied with on the way down to where something begins."""
MOST_SINGLE = 24
"""Entries of an array that are tried one by one."""


def within(domain: Domain, value: Any, sizes: Mapping[str, int]) -> bool:
    """Whether `value` belongs to the domain in a case of these sizes."""
    match domain:
        case Real():
            return domain.nearest(value) == float(value)
        case Integer(integer=(low, high)):
            return bool(low <= value <= high)
        case Index(index=size):
            return bool(0 <= value < resolve(size, sizes))
        case Choice(choice=choice):
            return value in choice
        case Signs(signs=size):
            return _shaped(value, sizes, size) and bool((np.abs(value) == 1).all())
        case Vector(vector=size):
            return _shaped(value, sizes, size) and domain.has(value)
        case Matrix(matrix=(rows, columns)):
            return _shaped(value, sizes, rows, columns) and domain.spreads(value)
        case Symmetric(symmetric=size):
            return _shaped(value, sizes, size, size) and domain.has(value)
        case _:
            assert_never(domain)


def _shaped(value: Array, sizes: Mapping[str, int], *names: str | int) -> bool:
    return value.shape == tuple(resolve(name, sizes) for name in names)


def simpler(domain: Domain, value: Any) -> Iterator[Any]:
    """Yield values that are simpler than `value` and have its shape."""
    match domain:
        case Real():
            yield from (domain.nearest(number) + 0.0 for number in _numbers(float(value)))
        case Integer() | Index():
            yield from (int(number) for number in _numbers(float(value)))
        case Choice(choice=choice):
            yield from (other for other in choice if abs(other) < abs(value) or other.is_integer() > value.is_integer())
        case Signs():
            yield np.ones_like(value)
            yield from (_replaced(value, place, 1.0) for place in _places(value) if value[place] < 0)
        case Symmetric():
            yield from (domain.inside(array) + 0.0 for array in _mirrored(value))
        case Vector() | Matrix():
            yield from (domain.inside(array) + 0.0 for array in _arrays(value))
        case _:
            assert_never(domain)


def shorter(domain: Domain, value: Any, size: str, keep: Sequence[int]) -> Any:
    """Return `value` with the positions `keep` alone wherever the domain has the size named; None for an index lost."""
    kept = list(keep)
    match domain:
        case Index():
            if domain.index != size:
                return value
            return kept.index(value) if value in kept else None
        case Symmetric():
            return value[np.ix_(kept, kept)] if domain.symmetric == size else value
        case Matrix(matrix=(rows, columns)):
            value = value[kept] if rows == size else value
            return value[:, kept] if columns == size else value
        case Vector() | Signs():
            return value[kept] if size in domain.size_names() else value
        case _:
            return value


def plain(domain: Domain, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> Any:
    """Return the member next to the entries that `pattern` gives for their number: zeros, ones, 0, 1, 2, ..."""
    if isinstance(domain, Vector | Matrix | Symmetric | Signs):
        shape = tuple(resolve(name, sizes) for name in domain.size_names())
        shape = shape * 2 if isinstance(domain, Symmetric) else shape
        value = pattern(int(np.prod(shape))).reshape(shape)
        return np.where(value < 0, -1.0, 1.0) if isinstance(domain, Signs) else domain.inside(value) + 0.0
    number = float(pattern(1)[0])
    match domain:
        case Real():
            return domain.nearest(number) + 0.0
        case Integer(integer=(low, high)):
            return int(min(max(number, low), high))
        case Index():
            return 0
        case Choice(choice=choice):
            return choice[0]
        case _:
            assert_never(domain)


def size_of(domain: Domain, value: Any) -> dict[str, int]:
    """Return the named sizes that the shape of `value` tells."""
    names = () if isinstance(domain, Index) else domain.size_names()
    shape = (len(value),) if isinstance(domain, Symmetric) else np.shape(value)
    return {name: int(count) for name, count in zip(names, shape, strict=False) if isinstance(name, str)}


def _numbers(value: float) -> Iterator[float]:
    """Yield numbers simpler than `value`, the simplest first."""
    yield from (number for number in (0.0, 1.0, -1.0) if abs(number) < abs(value) or number >= 0)
    yield abs(value)
    yield from (float(np.trunc(value)), float(np.ceil(value)), round(value, -2), round(value, -1), round(value, 1))
    yield from (float(np.rint(value * fraction)) for fraction in FRACTIONS)
    yield from (value * fraction for fraction in FRACTIONS)


def _arrays(value: Array) -> Iterator[Array]:
    """Yield arrays simpler than `value`: all of it first, then entry by entry."""
    yield np.zeros_like(value)
    yield np.sign(value)
    yield np.trunc(value)
    yield np.rint(value)
    yield np.round(value, 1)
    yield np.abs(value)
    for fraction in FRACTIONS:
        yield np.rint(value * fraction)
    for entry in np.unique(value)[:MOST_SINGLE]:
        yield np.full_like(value, entry)
    for place in _places(value):
        yield from (_replaced(value, place, number) for number in _numbers(float(value[place])))


def _mirrored(value: Array) -> Iterator[Array]:
    """Yield symmetric matrices simpler than `value`."""
    upper = np.triu(value)
    for array in _arrays(upper):
        below = np.triu(array)
        yield below + np.triu(below, 1).T


def _places(value: Array) -> list[tuple[int, ...]]:
    """Return the places of entries that are not 0."""
    return [tuple(map(int, place)) for place in np.argwhere(value != 0)[:MOST_SINGLE]]


def _replaced(value: Array, place: tuple[int, ...], number: float) -> Array:
    changed = value.copy()
    changed[place] = number
    return changed

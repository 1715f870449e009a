"""What belongs to a domain, written a second time and from the design, for the tests to hold draws against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from grader.domains import Choice, Index, Integer, Matrix, Real, Signs, Symmetric, Vector

if TYPE_CHECKING:
    from numpy.typing import NDArray


def belongs(domain: Any, value: Any, sizes: dict[str, int]) -> Any:
    """Return whether `value` is one of the domain, in a case of these sizes."""

    def size(name: Any) -> Any:
        return name if isinstance(name, int) else sizes[name]

    match domain:
        case Real(real=(low, high), grid=grid):
            return type(value) is float and low <= value <= high and on_grid(value, grid)
        case Integer(integer=(low, high)):
            return type(value) is int and low <= value <= high
        case Index(index=name):
            return type(value) is int and 0 <= value < size(name)
        case Choice(choice=choice):
            return value in choice
        case Signs(signs=name):
            return real_array(value, (size(name),)) and set(value.tolist()) <= {-1.0, 1.0}
        case Vector(vector=name, gap=gap):
            apart = not gap or len(value) < 2 or np.diff(np.sort(value)).min() >= gap * (1 - 1e-9)
            return array_of(domain, value, (size(name),)) and spread(domain, value) and apart
        case Matrix(matrix=(rows, columns)):
            return array_of(domain, value, (size(rows), size(columns))) and spread(domain, value)
        case Symmetric(symmetric=name, diagonal=diagonal):
            inside = diagonal or not np.diag(value).any()
            off = value[~np.eye(len(value), dtype=bool)] if not diagonal else value
            return (
                array_of(domain, value, (size(name),) * 2)
                and np.array_equal(value, value.T)
                and inside
                and spread(domain, off)
            )
    return False


def real_array(value: Any, shape: tuple[Any, ...]) -> bool:
    """Return whether `value` is a finite float64 array of the shape, without a minus zero."""
    plain = isinstance(value, np.ndarray) and value.dtype == np.float64 and value.shape == shape
    return plain and bool(np.isfinite(value).all()) and not (np.signbit(value) & (value == 0)).any()


def array_of(domain: Any, value: Any, shape: tuple[int, ...]) -> bool:
    """Return whether `value` is an array of the shape: of int64 where the entries are whole and are to stay so."""
    if domain.integers is None or domain.kind == "real":
        return real_array(value, shape)
    return isinstance(value, np.ndarray) and value.dtype == np.int64 and value.shape == shape


def on_grid(value: NDArray[Any] | float, grid: float | None) -> bool:
    """Return whether every entry is a multiple of `grid`, which is exact where the grid is a power of two."""
    return grid is None or bool(np.all(np.asarray(value) / grid == np.rint(np.asarray(value) / grid)))


def spread(domain: Matrix | Symmetric | Vector, value: Any) -> bool:
    """Return whether the entries lie between the bounds and on the grid."""
    bounds = domain.uniform or domain.integers
    inside = bounds is None or bool(((value >= bounds[0]) & (value <= bounds[1])).all())
    return inside and on_grid(value, 1.0 if domain.integers else domain.grid)

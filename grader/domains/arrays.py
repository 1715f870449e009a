"""Domains of vectors and matrices: a shape of named sizes, and how the entries are spread."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import model_validator

from grader.domains.number import Bounds, Positive, resolved
from grader.domains.scalars import DomainModel, IntBounds, SizeName, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

FAR = 20.0
"""How many standard deviations the entry that is far ahead is ahead."""


class Entries(DomainModel):
    """How entries are spread: normal around 0, uniform or integers between bounds; on multiples of `grid`."""

    normal: Positive | None = None
    """The standard deviation of entries around 0; 1 where nothing says how entries are spread."""
    uniform: Bounds | None = None
    """The smallest and the largest entry."""
    integers: IntBounds | None = None
    """The smallest and the largest entry, all of them whole numbers."""
    grid: Positive | None = None
    """What every entry is a multiple of; a power of two keeps sums and differences exact."""

    @model_validator(mode="after")
    def _one_spread(self) -> Entries:
        if sum(spread is not None for spread in (self.normal, self.uniform, self.integers)) > 1:
            raise ValueError("one of `normal`, `uniform` and `integers` says how entries are spread, not several")
        if self.integers is not None and self.grid is not None:
            raise ValueError("integers are on their own grid; leave `grid` out")
        resolved(FAR * self.size, self.grid)
        if self.bounds is not None and self.snap(np.array([self.bounds[1]]), np.floor)[0] < self.bounds[0]:
            raise ValueError(f"no multiple of {self.grid:g} lies between {self.bounds[0]:g} and {self.bounds[1]:g}")
        return self

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The smallest and largest entry, None where there is none."""
        return self.uniform if self.uniform is not None else self.integers

    @cached_property
    def _limits(self) -> tuple[float, float] | None:
        """The smallest and largest entry on the grid."""
        if self.bounds is None:
            return None
        low, high = (np.array([bound], dtype=np.float64) for bound in self.bounds)
        return float(self.snap(low, np.ceil)[0]), float(self.snap(high, np.floor)[0])

    @property
    def step(self) -> float | None:
        """What all entries are multiples of."""
        return 1.0 if self.integers is not None else self.grid

    @property
    def integral(self) -> bool:
        """Whether every entry is a whole number."""
        return self.step is not None and float(self.step).is_integer()

    @property
    def size(self) -> float:
        """A typical size of an entry."""
        if self.bounds is not None:
            return max(abs(self.bounds[0]), abs(self.bounds[1]))
        return self.normal or 1.0

    def snap(self, values: Array, rounding: Any = np.rint) -> Array:
        """Return `values` on the grid."""
        if self.step is None:
            return values
        snapped: Array = rounding(values / self.step) * self.step + 0.0  # no -0.0
        return snapped

    def inside(self, values: Array) -> Array:
        """Return the values of the domain next to `values`."""
        values = self.snap(values)
        return values if self._limits is None else np.minimum(np.maximum(values, self._limits[0]), self._limits[1])

    def spreads(self, values: Array) -> bool:
        """Whether every entry is a finite number between the bounds and on the grid."""
        return bool(np.isfinite(values).all()) and np.array_equal(self.inside(values), values)

    def entries(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """Return random entries."""
        if self.integers is not None:
            return rng.integers(self.integers[0], self.integers[1], shape, endpoint=True).astype(np.float64)
        if self.uniform is not None:
            return self.inside(rng.uniform(self.uniform[0], self.uniform[1], shape))
        return self.snap(rng.normal(0.0, self.normal or 1.0, shape))


class Vector(Entries):
    """A vector; with `gap`, one whose entries all differ by at least that."""

    vector: SizeName
    """Its size."""
    gap: Positive | None = None
    """How far apart any two entries are at least."""

    def size_names(self) -> tuple[str | int, ...]:
        """Return the size of the vector."""
        return (self.vector,)

    def mistakes(self, sizes: Mapping[str, tuple[int, int]]) -> Iterator[str]:
        """Yield a sentence where the largest vector has no room for its gaps."""
        most = resolve(self.vector, {name: high for name, (_, high) in sizes.items()})
        if self.gap is not None and self._limits is not None:
            low, high = self._limits
            if (most - 1) * self._gap > high - low:
                yield f"{most} entries with gaps of {self._gap:g} do not fit between {low:g} and {high:g}"

    @property
    def _gap(self) -> float:
        """The gap, rounded up to the grid."""
        gap = self.gap or 0.0
        return gap if self.step is None else float(np.ceil(gap / self.step)) * self.step

    @property
    def edges(self) -> int:
        """How many edges the domain has."""
        return 7

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Array | None:
        """Return an edge: all 0, all equal, one far ahead at either end, ascending, descending, alternating."""
        n = resolve(self.vector, sizes)
        steps = np.arange(n, dtype=np.float64)
        far = self.entries((n,), rng) if self.gap else np.zeros(n)
        ahead = self.size * (FAR if self.bounds is None else 1.0)
        where = {2: 0, 3: n - 1}.get(number, 0)
        if n and number in (2, 3):
            far[where] = ahead
        base = (
            np.zeros(n),
            np.full(n, self.size),
            far,
            far,
            steps,
            0.0 - steps,
            np.where(steps % 2, -self.size, self.size),
        )[number]
        value = self.inside(base)
        return value if self.has(value) else None

    def has(self, value: Array) -> bool:
        """Whether the entries are such of the domain, and far enough from one another."""
        apart = not self.gap or len(value) < 2 or bool(np.diff(np.sort(value)).min() >= self._gap)
        return apart and self.spreads(value)

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> Array:
        """Return a random vector."""
        n = resolve(self.vector, sizes)
        if not self.gap or n < 2:
            return self.entries((n,), rng)
        return self._apart(n, rng)

    def _apart(self, n: int, rng: np.random.Generator) -> Array:
        """Return entries that differ: drawn with the gaps taken out, sorted, the gaps put in, shuffled."""
        room = (n - 1) * self._gap
        if self._limits is None:
            values = np.sort(self.entries((n,), rng)) - self.snap(np.array([room / 2]))
        else:
            values = np.sort(self._between(self._limits[0], self._limits[1] - room, n, rng))
        return self.inside(rng.permutation(values + self._gap * np.arange(n)))

    def _between(self, low: float, high: float, n: int, rng: np.random.Generator) -> Array:
        """Return random entries from `low`, which is on the grid, to `high`, which rounding may have moved."""
        if self.step is None:
            return rng.uniform(low, max(low, high), n)
        steps = rng.integers(0, max(0, round((high - low) / self.step)), n, endpoint=True)
        return low + self.step * steps.astype(np.float64)


class Matrix(Entries):
    """A matrix of shape (rows, columns)."""

    matrix: tuple[SizeName, SizeName]
    """Its rows and its columns."""

    def size_names(self) -> tuple[str | int, ...]:
        """Return the two sizes."""
        return self.matrix

    @property
    def edges(self) -> int:
        """How many edges the domain has."""
        return 3

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Array:
        """Return an edge: all 0, all equal, or a single entry that is not 0."""
        shape = (resolve(self.matrix[0], sizes), resolve(self.matrix[1], sizes))
        value = np.zeros(shape) if number != 1 else np.full(shape, self.size)
        if number == 2 and value.size:
            value.flat[rng.integers(value.size)] = self.size
        return self.inside(value)

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> Array:
        """Return a random matrix."""
        return self.entries((resolve(self.matrix[0], sizes), resolve(self.matrix[1], sizes)), rng)


class Symmetric(Entries):
    """A symmetric matrix of shape (n, n); its diagonal is drawn like the rest, or 0 with `diagonal: false`."""

    symmetric: SizeName
    """Its rows, and its columns."""
    diagonal: bool = True
    """Whether the diagonal is drawn; otherwise it is 0."""

    def size_names(self) -> tuple[str | int, ...]:
        """Return the size."""
        return (self.symmetric,)

    @property
    def edges(self) -> int:
        """How many edges the domain has."""
        return 4

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Array:
        """Return an edge: all 0, all equal, all equal and negative, or a single pair that is not 0."""
        n = resolve(self.symmetric, sizes)
        value = np.full((n, n), (0.0, self.size, -self.size, 0.0)[number])
        if number == 3 and n:
            i, j = rng.integers(n, size=2)
            value[i, j] = value[j, i] = self.size
        return self._symmetric(self.inside(value))

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> Array:
        """Return a random matrix."""
        n = resolve(self.symmetric, sizes)
        return self._symmetric(self.entries((n, n), rng))

    def has(self, value: Array) -> bool:
        """Whether the matrix is symmetric, its entries are such of the domain, and its diagonal may be as it is."""
        filled = value if self.diagonal else value[~np.eye(len(value), dtype=bool)]
        empty = self.diagonal or not np.diag(value).any()
        return empty and np.array_equal(value, value.T) and self.spreads(filled)

    def _symmetric(self, value: Array) -> Array:
        value = np.where(_below(len(value)), value.T, value)
        if not self.diagonal:
            np.fill_diagonal(value, 0.0)
        return value


@lru_cache(maxsize=100)
def _below(n: int) -> npt.NDArray[np.bool_]:
    """Return which entries of a matrix of shape (n, n) stand below its diagonal."""
    return np.tri(n, k=-1, dtype=bool)


class Signs(DomainModel):
    """A vector of +1 and -1."""

    signs: SizeName
    """Its size."""

    def size_names(self) -> tuple[str | int, ...]:
        """Return the size of the vector."""
        return (self.signs,)

    @property
    def integral(self) -> bool:
        """Whether every entry is a whole number."""
        return True

    @property
    def edges(self) -> int:
        """How many edges the domain has."""
        return 3

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Array:  # noqa: ARG002
        """Return an edge: all +1, all -1, every other one -1."""
        n = resolve(self.signs, sizes)
        signs: Array = np.ones(n)
        if number:
            signs[0::number] = -1.0
        return signs

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> Array:
        """Return random signs."""
        return rng.choice(np.array([-1.0, 1.0]), resolve(self.signs, sizes))

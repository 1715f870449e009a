"""Domain: symmetric matrices."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from grader.domains.entries import Entries
from grader.domains.simplification import simpler_arrays
from grader.domains.sizes import SizeName, named_sizes, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    Array = npt.NDArray[np.float64]


class Symmetric(Entries):
    """A symmetric matrix of shape (n, n); its diagonal is drawn like the rest, or 0 with `diagonal: false`."""

    key: ClassVar[str] = "symmetric"

    symmetric: SizeName
    """Its rows, and its columns."""
    diagonal: bool = True
    """Whether the diagonal is drawn; otherwise it is 0."""

    def size_names(self) -> tuple[str | int, ...]:
        """Return the size."""
        return (self.symmetric,)

    @property
    def edges(self) -> int:
        """The number of edges of the domain."""
        return 4

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return an edge: all 0, all equal, all equal and negative, or a single pair that is not 0."""
        n = resolve(self.symmetric, sizes)
        value = np.full((n, n), (0.0, self.size, -self.size, 0.0)[number])
        if number == 3 and n:
            i, j = rng.integers(n, size=2)
            value[i, j] = value[j, i] = self.size
        return self.typed(self._symmetric(self.inside(value)))

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return a random matrix."""
        n = resolve(self.symmetric, sizes)
        return self.typed(self._symmetric(self.entries((n, n), rng)))

    def contains(self, value: Array, sizes: Mapping[str, int]) -> bool:
        """Whether the shape is right, the matrix symmetric, and its entries and its diagonal belong to the domain."""
        if value.shape != self.shape(sizes):
            return False
        filled = value if self.diagonal else value[~np.eye(len(value), dtype=bool)]
        empty = self.diagonal or not np.diag(value).any()
        return empty and np.array_equal(value, value.T) and self.spreads(filled)

    def shape(self, sizes: Mapping[str, int]) -> tuple[int, ...]:
        """Return the shape of the members of a case."""
        n = resolve(self.symmetric, sizes)
        return (n, n)

    def simpler(self, value: Array) -> Iterator[Array]:
        """Yield simpler symmetric matrices of the same shape."""
        for array in simpler_arrays(np.triu(value).astype(np.float64)):
            upper = np.triu(array)
            yield self.typed(self.inside(upper + np.triu(upper, 1).T) + 0.0)

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> Any:
        """Return the member whose upper half has the entries that `pattern` gives."""
        return self._symmetric(super().plain_value(sizes, pattern))

    def shorter(self, value: Array, size: str, keep: Sequence[int]) -> Array:
        """Return the rows and columns at `keep` where the matrix has the size named."""
        return value[np.ix_(list(keep), list(keep))] if self.symmetric == size else value

    def sizes_of(self, value: Array) -> dict[str, int]:
        """Return the size, where it has a name."""
        return named_sizes(self.size_names(), value)

    def _symmetric(self, value: Array) -> Array:
        value = np.where(_below(len(value)), value.T, value)
        if not self.diagonal:
            np.fill_diagonal(value, 0.0)
        return value


@lru_cache(maxsize=100)
def _below(n: int) -> npt.NDArray[np.bool_]:
    """Return which entries of a matrix of shape (n, n) stand below its diagonal."""
    return np.tri(n, k=-1, dtype=bool)

"""Domain: vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from grader.domains.entries import LEAD, Entries
from grader.domains.number import Positive
from grader.domains.sizes import SizeName, named_sizes, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    Array = npt.NDArray[np.float64]


class Vector(Entries):
    """A vector; with `gap`, one whose entries all differ by at least that."""

    key: ClassVar[str] = "vector"

    vector: SizeName
    """Its size."""
    gap: Positive | None = None
    """The smallest distance between two entries."""

    def size_names(self) -> tuple[str | int, ...]:
        """Return the size of the vector."""
        return (self.vector,)

    def mistakes(self, sizes: Mapping[str, tuple[int, int]]) -> Iterator[str]:
        """Yield a sentence where the largest vector has no room for its gaps."""
        largest = resolve(self.vector, {name: high for name, (_, high) in sizes.items()})
        if self.gap is not None and self._limits is not None:
            low, high = self._limits
            if (largest - 1) * self._gap > high - low:
                yield f"{largest} entries with gaps of {self._gap:g} do not fit between {low:g} and {high:g}"

    @property
    def _gap(self) -> float:
        """The gap, rounded up to the grid."""
        gap = self.gap or 0.0
        return gap if self.step is None else float(np.ceil(gap / self.step)) * self.step

    @property
    def edges(self) -> int:
        """The number of edges of the domain."""
        return 7

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return an edge: all 0, all equal, one far ahead at either end, ascending, descending, alternating."""
        n = resolve(self.vector, sizes)
        steps = np.arange(n, dtype=np.float64)
        values = self.entries((n,), rng) if self.gap else np.zeros(n)
        ahead = self.size * (LEAD if self.bounds is None else 1.0)
        where = {2: 0, 3: n - 1}.get(number, 0)
        if n and number in (2, 3):
            values[where] = ahead
        base = (
            np.zeros(n),
            np.full(n, self.size),
            values,
            values,
            steps,
            0.0 - steps,
            np.where(steps % 2, -self.size, self.size),
        )[number]
        value = self.inside(base)
        return self.typed(value) if self._has(value) else None

    def contains(self, value: Array, sizes: Mapping[str, int]) -> bool:
        """Whether the size is right, the entries belong to the domain, and they are far enough apart."""
        return value.shape == self.shape(sizes) and self._has(value)

    def _has(self, value: Array) -> bool:
        apart = not self.gap or len(value) < 2 or bool(np.diff(np.sort(value)).min() >= self._gap)
        return apart and self.spreads(value)

    def shorter(self, value: Array, size: str, keep: Sequence[int]) -> Array:
        """Return the entries at `keep` where the vector has the size named."""
        return value[list(keep)] if self.vector == size else value

    def sizes_of(self, value: Array) -> dict[str, int]:
        """Return the size of the vector, where it has a name."""
        return named_sizes(self.size_names(), value)

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return a random vector."""
        n = resolve(self.vector, sizes)
        if not self.gap or n < 2:
            return self.typed(self.entries((n,), rng))
        return self.typed(self._apart(n, rng))

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

"""Domain: matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from grader.domains.entries import Entries
from grader.domains.sizes import SizeName, named_sizes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    Array = npt.NDArray[np.float64]


class Matrix(Entries):
    """A matrix of shape (rows, columns)."""

    key: ClassVar[str] = "matrix"

    matrix: tuple[SizeName, SizeName]
    """Its rows and its columns."""

    def size_names(self) -> tuple[str | int, ...]:
        """Return the two sizes."""
        return self.matrix

    @property
    def edges(self) -> int:
        """The number of edges of the domain."""
        return 3

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return an edge: all 0, all equal, or a single entry that is not 0."""
        shape = self.shape(sizes)
        value = np.zeros(shape) if number != 1 else np.full(shape, self.size)
        if number == 2 and value.size:
            value.flat[rng.integers(value.size)] = self.size
        return self.typed(self.inside(value))

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return a random matrix."""
        return self.typed(self.entries(self.shape(sizes), rng))

    def contains(self, value: Array, sizes: Mapping[str, int]) -> bool:
        """Whether the shape is right and the entries belong to the domain."""
        return value.shape == self.shape(sizes) and self.spreads(value)

    def shorter(self, value: Array, size: str, keep: Sequence[int]) -> Array:
        """Return the rows and columns at `keep`, whichever has the size named."""
        rows, columns = self.matrix
        value = value[list(keep)] if rows == size else value
        return value[:, list(keep)] if columns == size else value

    def sizes_of(self, value: Array) -> dict[str, int]:
        """Return the named ones of the two sizes."""
        return named_sizes(self.matrix, value)

"""Domain: vectors of +1 and -1."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from grader.domains.domain import Domain
from grader.domains.simplification import nonzero_places, replaced
from grader.domains.sizes import SizeName, named_sizes, resolve, shape_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    Array = npt.NDArray[np.float64]


class Signs(Domain):
    """A vector of +1 and -1."""

    key: ClassVar[str] = "signs"

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
        """The number of edges of the domain."""
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

    def contains(self, value: Array, sizes: Mapping[str, int]) -> bool:
        """Whether the size is right and every entry is +1 or -1."""
        return value.shape == shape_of((self.signs,), sizes) and bool((np.abs(value) == 1).all())

    def simpler(self, value: Array) -> Iterator[Array]:
        """Yield vectors with fewer -1."""
        yield np.ones_like(value)
        yield from (replaced(value, position, 1.0) for position in nonzero_places(value) if value[position] < 0)

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> Array:
        """Return the signs of the entries that `pattern` gives, +1 for 0."""
        return np.where(pattern(resolve(self.signs, sizes)) < 0, -1.0, 1.0)

    def shorter(self, value: Array, size: str, keep: Sequence[int]) -> Array:
        """Return the signs at `keep` where the vector has the size named."""
        return value[list(keep)] if self.signs == size else value

    def sizes_of(self, value: Array) -> dict[str, int]:
        """Return the size of the vector, where it has a name."""
        return named_sizes(self.size_names(), value)

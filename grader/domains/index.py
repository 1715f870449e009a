"""Domain: positions in a vector."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from grader.domains.domain import Domain
from grader.domains.simplification import simpler_numbers
from grader.domains.sizes import SizeName, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]


class Index(Domain):
    """A position in a vector of the size named: 0 to size - 1."""

    key: ClassVar[str] = "index"

    index: SizeName
    """The size of the vector that it is a position in."""

    def size_names(self) -> tuple[str | int, ...]:
        """Return the size."""
        return (self.index,)

    def mistakes(self, sizes: Mapping[str, tuple[int, int]]) -> Iterator[str]:
        """Yield a sentence where the size may be 0."""
        if resolve(self.index, {name: low for name, (low, _) in sizes.items()}) < 1:
            yield f"there is no index into a vector of size 0, and `{self.index}` may be 0"

    @property
    def integral(self) -> bool:
        """Whether every value is a whole number."""
        return True

    @property
    def edges(self) -> int:
        """The number of edges of the domain."""
        return 2

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> int:  # noqa: ARG002
        """Return the first or the last position."""
        return (0, resolve(self.index, sizes) - 1)[number]

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> int:
        """Return a random position."""
        return int(rng.integers(resolve(self.index, sizes)))

    def contains(self, value: int, sizes: Mapping[str, int]) -> bool:
        """Whether the vector has this position."""
        return 0 <= value < resolve(self.index, sizes)

    def simpler(self, value: int) -> Iterator[int]:
        """Yield simpler positions."""
        yield from (int(number) for number in simpler_numbers(float(value)))

    def shorter(self, value: int, size: str, keep: Sequence[int]) -> int | None:
        """Return where the position is among those kept; None if it is lost."""
        if self.index != size:
            return value
        return list(keep).index(value) if value in keep else None

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> int:  # noqa: ARG002
        """Return the first position."""
        return 0

"""Domain: whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from grader.domains.domain import Domain
from grader.domains.number import IntBounds
from grader.domains.simplification import simpler_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]


class Integer(Domain):
    """A whole number between two bounds, both included."""

    key: ClassVar[str] = "integer"

    integer: IntBounds
    """The smallest and the largest value, both included."""

    @property
    def integral(self) -> bool:
        """Whether every value is a whole number."""
        return True

    @property
    def edges(self) -> int:
        """The number of edges of the domain."""
        return 3

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> int | None:  # noqa: ARG002
        """Return an edge: a bound, or 0."""
        value = (*self.integer, 0)[number]
        return value if self.integer[0] <= value <= self.integer[1] else None

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> int:  # noqa: ARG002
        """Return a random value."""
        return int(rng.integers(self.integer[0], self.integer[1], endpoint=True))

    def contains(self, value: int, sizes: Mapping[str, int]) -> bool:  # noqa: ARG002
        """Whether the number is between the bounds."""
        return self.integer[0] <= value <= self.integer[1]

    def simpler(self, value: int) -> Iterator[int]:
        """Yield simpler whole numbers."""
        yield from (int(number) for number in simpler_numbers(float(value)))

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> int:  # noqa: ARG002
        """Return the member next to the first number of the pattern."""
        return int(min(max(float(pattern(1)[0]), self.integer[0]), self.integer[1]))

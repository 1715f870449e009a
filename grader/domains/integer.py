"""Domain: whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from grader.domains.domain import Domain
from grader.domains.number import LARGEST_WHOLE, LargeBounds
from grader.domains.simplification import simpler_numbers, simpler_whole_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]


class Integer(Domain):
    """A whole number between two bounds, both included."""

    key: ClassVar[str] = "integer"

    integer: LargeBounds
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
        low, high = self.integer
        if max(abs(low), abs(high)) <= LARGEST_WHOLE:
            return int(rng.integers(low, high, endpoint=True))
        if rng.integers(4) == 0:
            return min(max(int(rng.integers(-99, 100)), low), high)
        # Of a random number of digits: among numbers up to 10**30 that are drawn evenly there would be no small ones.
        distance = _below(high - low + 1, rng) >> int(rng.integers(max(1, (high - low).bit_length())))
        anchor = (low, high, min(max(0, low), high))[int(rng.integers(3))]
        return min(max(anchor + (distance if anchor != high else -distance), low), high)

    def contains(self, value: int, sizes: Mapping[str, int]) -> bool:  # noqa: ARG002
        """Whether the number is between the bounds."""
        return self.integer[0] <= value <= self.integer[1]

    def simpler(self, value: int) -> Iterator[int]:
        """Yield simpler whole numbers."""
        if abs(value) > LARGEST_WHOLE:
            yield from simpler_whole_numbers(value)
        else:
            yield from (int(number) for number in simpler_numbers(float(value)))
            yield value - (value > 0) + (value < 0)

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> int:  # noqa: ARG002
        """Return the member next to the first number of the pattern."""
        return min(max(int(pattern(1)[0]), self.integer[0]), self.integer[1])


def _below(bound: int, rng: np.random.Generator) -> int:
    """Return a random whole number from 0 up to `bound`, itself left out."""
    size = (bound.bit_length() + 7) // 8 + 8  # 8 bytes more than needed, so that the remainder is even enough
    return int.from_bytes(rng.bytes(size), "little") % bound

"""Domain: the reserved input `seed`, from which the reference makes what no other domain describes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from grader.domains.domain import Domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

NAME = "seed"
FIRST = 16
"""The seeds that are tried when a case is made simpler."""


class Seed(Domain):
    """A seed of a random generator."""

    key: ClassVar[str] = NAME
    meaningless: ClassVar[bool] = True

    @property
    def integral(self) -> bool:
        """Whether every value is a whole number."""
        return True

    @property
    def edges(self) -> int:
        """The number of edges of the domain."""
        return 1

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> int:  # noqa: ARG002
        """Return 0."""
        return number

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> int:  # noqa: ARG002
        """Return a random seed."""
        return int(rng.integers(2**31))

    def contains(self, value: int, sizes: Mapping[str, int]) -> bool:  # noqa: ARG002
        """Whether the value can be a seed."""
        return 0 <= value < 2**31

    def simpler(self, value: int) -> Iterator[int]:
        """Yield the first seeds."""
        yield from range(min(value, FIRST))

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> int:  # noqa: ARG002
        """Return the first number of the pattern."""
        return int(pattern(1)[0])

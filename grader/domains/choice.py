"""Domain: one of the values listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from grader.domains.domain import Domain
from grader.domains.number import Number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]


class Choice(Domain):
    """One of the numbers listed."""

    key: ClassVar[str] = "choice"

    choice: Annotated[tuple[Number, ...], Field(min_length=1)]
    """The numbers; each of them is an edge."""

    @property
    def integral(self) -> bool:
        """Whether every value is a whole number."""
        return all(value.is_integer() for value in self.choice)

    @property
    def edges(self) -> int:
        """How many edges the domain has: all its values."""
        return len(self.choice)

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> float:  # noqa: ARG002
        """Return one of the values, by its place in the list."""
        return self.choice[number]

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> float:  # noqa: ARG002
        """Return a random one of the values."""
        return self.choice[int(rng.integers(len(self.choice)))]

    def contains(self, value: float, sizes: Mapping[str, int]) -> bool:  # noqa: ARG002
        """Whether the value is listed."""
        return value in self.choice

    def simpler(self, value: float) -> Iterator[float]:
        """Yield the listed values that are nearer to 0, or whole where this one is not."""
        for other in self.choice:
            if abs(other) < abs(value) or other.is_integer() > value.is_integer():
                yield other

    def plain(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> float:  # noqa: ARG002
        """Return the first of the values."""
        return self.choice[0]

"""Domain: None, or a member of another domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from grader.domains.container import Container
from grader.domains.nested import NestedDomain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    from grader.domains.domain import Domain

    Array = npt.NDArray[np.float64]

CHANCE = 0.2
"""How often None is drawn."""


class Optional(Container):
    """None, or a member of another domain."""

    key: ClassVar[str] = "optional"

    optional: NestedDomain
    """The other domain."""

    def inner(self) -> Sequence[Domain]:
        """Return the other domain."""
        return (self.optional,)

    @property
    def edges(self) -> int:
        """The number of edges of the domain: those of the other one.  None is drawn often enough."""
        return self.optional.edges

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return an edge of the other domain."""
        return self.optional.edge(number, sizes, rng)

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return None, or a random member."""
        return None if rng.random() < CHANCE else self.optional.draw(sizes, rng)

    def contains(self, value: Any, sizes: Mapping[str, int]) -> bool:
        """Whether the value is None or a member."""
        return value is None or self.optional.contains(value, sizes)

    def simpler(self, value: Any) -> Iterator[Any]:
        """Yield None, then simpler members."""
        if value is not None:
            yield None
            yield from self.optional.simpler(value)

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> Any:
        """Return a plain member."""
        return self.optional.plain_value(sizes, pattern)

    def shorter(self, value: Any, size: str, keep: Sequence[int]) -> Any:
        """Return the member with only the positions `keep` wherever it has the size named."""
        return None if value is None else self.optional.shorter(value, size, keep)

    def sizes_of(self, value: Any) -> dict[str, int]:
        """Return the named sizes that the member determines."""
        return {} if value is None else self.optional.sizes_of(value)

"""Domain: tuples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from grader.domains.container import Container, agreed_sizes, draw_member, shorter_members, simpler_members
from grader.domains.nested import NestedDomain
from grader.models import Field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    from grader.domains.domain import Domain

    Array = npt.NDArray[np.float64]


class Tuple(Container):
    """A tuple with a member of one domain after the other."""

    key: ClassVar[str] = "tuple"

    items: tuple[NestedDomain, ...] = Field(alias="tuple", min_length=1)
    """The domains of its items."""

    def inner(self) -> Sequence[Domain]:
        """Return the domains of the items."""
        return self.items

    @property
    def edges(self) -> int:
        """The number of edges of the domain: those of all its items."""
        return sum(domain.edges for domain in self.items)

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return a tuple with one item at an edge."""
        return tuple(members_with_edge(self.items, number, sizes, rng))

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return a random tuple."""
        return tuple([domain.draw(sizes, rng) for domain in self.items])

    def contains(self, value: Any, sizes: Mapping[str, int]) -> bool:
        """Whether each item belongs to its domain."""
        fits = len(value) == len(self.items)
        return fits and all(domain.contains(item, sizes) for domain, item in zip(self.items, value, strict=True))

    def simpler(self, value: Any) -> Iterator[Any]:
        """Yield tuples with a simpler item."""
        yield from map(tuple, simpler_members(self.items, list(value)))

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> Any:
        """Return a tuple of plain items."""
        return tuple([domain.plain_value(sizes, pattern) for domain in self.items])

    def shorter(self, value: Any, size: str, keep: Sequence[int]) -> Any:
        """Return the items with only the positions `keep` wherever they have the size named."""
        members = shorter_members(self.items, value, size, keep)
        return None if members is None else tuple(members)

    def sizes_of(self, value: Any) -> dict[str, int]:
        """Return the named sizes that the items determine."""
        return agreed_sizes(self.items, value)


def members_with_edge(
    domains: Sequence[Domain], number: int, sizes: Mapping[str, int], rng: np.random.Generator
) -> list[Any]:
    """Return a member of each domain; the edges of all domains are counted on, and that of this number is there."""
    members = []
    for domain in domains:
        edge = number if 0 <= number < domain.edges else None
        members.append(draw_member(domain, edge, sizes, rng))
        number -= domain.edges
    return members

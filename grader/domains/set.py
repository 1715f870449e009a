"""Domain: sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from grader.domains.container import Container, draw_member, simpler_members, unhashable
from grader.domains.lengths import Length, draw_length, kept_positions
from grader.domains.nested import NestedDomain
from grader.models import Field
from grader.values.printing import as_python

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    from grader.domains.domain import Domain

    Array = npt.NDArray[np.float64]

ATTEMPTS = 50


class Set(Container):
    """A set of members of one domain."""

    key: ClassVar[str] = "set"

    member: NestedDomain = Field(alias="set")
    """The domain of its members."""
    length: Length = (0, 6)
    """The smallest and the largest number of members, or one number."""

    def inner(self) -> Sequence[Domain]:
        """Return the domain of the members."""
        return (self.member,)

    def mistakes(self, sizes: Mapping[str, tuple[int, int]]) -> Iterator[str]:
        """Yield why the domain of the members is empty, or its members cannot be in a set."""
        mistakes = list(super().mistakes(sizes))
        kind = "" if mistakes else unhashable(self.samples(self.member, sizes))
        yield from mistakes or ([f"{kind} cannot be in a set; a tuple can"] if kind else [])

    @property
    def edges(self) -> int:
        """The number of edges of the domain."""
        return 2 + self.member.edges

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return an edge: fewest members, most members, or an edge of their domain among them."""
        if number < 2:
            return self._random(self.length[number], sizes, rng)
        member = draw_member(self.member, number - 2, sizes, rng)
        others = self._random(max(0, draw_length(self.length, rng) - 1), sizes, rng)
        members = {member} | others
        return members if self.contains(members, sizes) else None

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return a random set."""
        return self._random(draw_length(self.length, rng), sizes, rng)

    def _random(self, count: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        members: Any = {}
        for _ in range(ATTEMPTS + count):
            if len(members) < count:
                members.setdefault(self.member.draw(sizes, rng), None)
        return set(members)

    def contains(self, value: Any, sizes: Mapping[str, int]) -> bool:
        """Whether the number of members, and each of them, is right."""
        counted = self.length[0] <= len(value) <= self.length[1]
        return counted and all(self.member.contains(member, sizes) for member in value)

    def simpler(self, value: Any) -> Iterator[Any]:
        """Yield sets of fewer members, and such of simpler ones."""
        members = sorted(value, key=lambda member: (len(as_python(member)), as_python(member)))
        for kept_indices in kept_positions(len(members), self.length[0]):
            yield {members[position] for position in kept_indices}
        for others in simpler_members([self.member] * len(members), members):
            if len(set(others)) == len(members):
                yield set(others)

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> Any:
        """Return a set of as few members as there may be."""
        return {self.member.plain_value(sizes, pattern)} if self.length[0] else set()

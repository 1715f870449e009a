"""The base of domains of containers: members drawn from other domains, and simplified one at a time."""

from __future__ import annotations

import itertools
from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from grader.domains.domain import Domain
from grader.domains.lengths import SINGLE_ITEMS
from grader.domains.streams import stream
from grader.values.comparison import equal
from grader.values.kinds import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np

DRAWN = 20
"""Random members by which it is seen what a domain holds."""
PROPOSALS = 60
"""Simpler values that are tried for one member."""


class Container(Domain):
    """A domain of values that hold members of other domains."""

    @abstractmethod
    def inner(self) -> Sequence[Domain]:
        """Return the domains of the members."""

    def size_names(self) -> tuple[str | int, ...]:
        """Return the sizes that the members depend on."""
        return tuple(name for domain in self.inner() for name in domain.size_names())

    def mistakes(self, sizes: Mapping[str, tuple[int, int]]) -> Iterator[str]:
        """Yield why a domain of the members is empty."""
        for domain in self.inner():
            yield from domain.mistakes(sizes)

    def samples(self, domain: Domain, sizes: Mapping[str, tuple[int, int]]) -> list[Any]:
        """Return a few members of `domain`, edges among them, in the smallest case."""
        smallest, rng = {name: low for name, (low, _) in sizes.items()}, stream(0, "samples")
        return [draw_member(domain, edge, smallest, rng) for edge in (*range(domain.edges), *[None] * DRAWN)]

    @property
    def integral(self) -> bool:
        """Whether all numbers in all members are whole."""
        return all(domain.integral for domain in self.inner())


def unhashable(members: Sequence[Any]) -> str:
    """Return what the first member is that cannot be in a set or be a key; empty where all can."""
    for member in members:
        try:
            hash(member)
        except TypeError:
            return phrase(member)
    return ""


def draw_member(domain: Domain, edge: int | None, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
    """Return a member: the edge of this number where there is one, else a random one."""
    value = domain.edge(edge, sizes, rng) if edge is not None else None
    return domain.draw(sizes, rng) if value is None else value


def simpler_twins(domain: Domain, members: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield the members with all that are equal to one of them replaced by one simpler value."""
    for position, member in enumerate(members[:SINGLE_ITEMS]):
        twins = [equal(member, other) for other in members]
        if sum(twins) > 1 and twins.index(True) == position:
            for value in itertools.islice(domain.simpler(member), PROPOSALS):
                yield [value if is_twin else other for is_twin, other in zip(twins, members, strict=True)]


def simpler_members(domains: Sequence[Domain], members: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield the members with one of them replaced by a simpler one, the first ones in turn."""
    waiting = [
        (position, iter(domain.simpler(member)))
        for position, (domain, member) in enumerate(zip(domains[:SINGLE_ITEMS], members[:SINGLE_ITEMS], strict=False))
    ]
    for _ in range(PROPOSALS):
        for position, values in list(waiting):
            value = next(values, _NOTHING)
            if value is _NOTHING:
                waiting.remove((position, values))
            else:
                yield [*members[:position], value, *members[position + 1 :]]


_NOTHING: Any = object()


def agreed_sizes(domains: Sequence[Domain], members: Sequence[Any]) -> dict[str, int]:
    """Return the named sizes that the shapes of members determine."""
    sizes: dict[str, int] = {}
    for domain, member in zip(domains, members, strict=True):
        sizes |= domain.sizes_of(member)
    return sizes


def shorter_members(
    domains: Sequence[Domain], members: Sequence[Any], size: str, keep: Sequence[int]
) -> list[Any] | None:
    """Return the members with only the positions `keep` wherever they have the size named; None if one cannot."""
    shorter = [domain.shorter(member, size, keep) for domain, member in zip(domains, members, strict=True)]
    lost = any(new is None and old is not None for new, old in zip(shorter, members, strict=True))
    return None if lost else shorter

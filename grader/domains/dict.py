"""Domain: dicts, of named keys or of keys of a domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from grader.domains.container import (
    Container,
    agreed_sizes,
    draw_member,
    shorter_members,
    simpler_members,
    simpler_twins,
    unhashable,
)
from grader.domains.lengths import Length, draw_length, kept_positions
from grader.domains.nested import NestedDomain
from grader.domains.tuple import members_with_edge
from grader.models import Field, model_validator
from grader.values.kinds import Key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    from grader.domains.domain import Domain

    Array = npt.NDArray[np.float64]

ATTEMPTS = 50
LENGTH = (0, 6)
"""The number of keys where nothing says it."""


class Dict(Container):
    """A dict of the keys named, each with a domain of its own; or of any keys of one domain, and values of another."""

    key: ClassVar[str] = "dict"

    items: dict[Key, NestedDomain] | tuple[NestedDomain, NestedDomain] = Field(alias="dict", min_length=1)
    """`{key: DOMAIN, ...}` for exactly these keys; `[DOMAIN, DOMAIN]` for any number of keys and values."""
    length: Length | None = None
    """The smallest and the largest number of keys, where they have a domain; by default from 0 to 6."""

    @model_validator(mode="after")
    def _counted(self) -> Dict:
        if self.length is not None and self._named:
            raise ValueError("`length` is for keys that have a domain; these are named")
        return self

    @property
    def _named(self) -> bool:
        return isinstance(self.items, dict)

    @property
    def _bounds(self) -> tuple[int, int]:
        return self.length or LENGTH

    def inner(self) -> Sequence[Domain]:
        """Return the domains of the values, or of the keys and the values."""
        return tuple(self.items.values()) if isinstance(self.items, dict) else self.items

    def mistakes(self, sizes: Mapping[str, tuple[int, int]]) -> Iterator[str]:
        """Yield why a domain of the members is empty, or its members cannot be keys."""
        mistakes = list(super().mistakes(sizes))
        kind = "" if mistakes or self._named else unhashable(self.samples(self.inner()[0], sizes))
        yield from mistakes or ([f"{kind} cannot be a key; a tuple can"] if kind else [])

    @property
    def edges(self) -> int:
        """The number of edges of the domain."""
        return sum(domain.edges for domain in self.inner()) + (0 if self._named else 2)

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return an edge: fewest keys, most keys, or one with an edge among its keys or values."""
        if isinstance(self.items, dict):
            values = members_with_edge(self.inner(), number, sizes, rng)
            return dict(zip(self.items, values, strict=True))
        if number < 2:
            return self._random(self._bounds[number], sizes, rng)
        domains = self.inner()
        number, low = number - 2, max(1, self._bounds[0])
        entries = self._random(draw_length((min(low, self._bounds[1]), self._bounds[1]), rng), sizes, rng)
        if not entries:
            return None
        position = next(iter(entries))
        if number < domains[0].edges:
            entries = {draw_member(domains[0], number, sizes, rng): entries[position]} | entries
            entries.pop(position if len(entries) > self._bounds[1] else None, None)
        else:
            entries[position] = draw_member(domains[1], number - domains[0].edges, sizes, rng)
        return entries

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return a random dict."""
        if isinstance(self.items, dict):
            return {key: domain.draw(sizes, rng) for key, domain in self.items.items()}
        return self._random(draw_length(self._bounds, rng), sizes, rng)

    def _random(self, count: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        keys, values = self.inner()
        entries: Any = {}
        for _ in range(ATTEMPTS + count):
            if len(entries) < count:
                key = keys.draw(sizes, rng)
                entries.setdefault(key, None)
        return {key: values.draw(sizes, rng) for key in entries}

    def contains(self, value: Any, sizes: Mapping[str, int]) -> bool:
        """Whether the keys and each value belong to the domain."""
        if isinstance(self.items, dict):
            domains = self.items
            return value.keys() == domains.keys() and all(
                domain.contains(value[key], sizes) for key, domain in domains.items()
            )
        keys, values = self.items
        counted = self._bounds[0] <= len(value) <= self._bounds[1]
        return counted and all(
            keys.contains(key, sizes) and values.contains(item, sizes) for key, item in value.items()
        )

    def simpler(self, value: Any) -> Iterator[Any]:
        """Yield dicts of fewer keys, where they may be fewer, and such of simpler keys and values."""
        names, items = list(value), list(value.values())
        if isinstance(self.items, dict):
            domains = [self.items[name] for name in names]
            yield from (dict(zip(names, members, strict=True)) for members in simpler_members(domains, items))
            return
        for kept_indices in kept_positions(len(names), self._bounds[0]):
            yield {names[position]: items[position] for position in kept_indices}
        keys, values = self.items
        yield from (dict(zip(names, members, strict=True)) for members in simpler_twins(values, items))
        yield from (dict(zip(names, members, strict=True)) for members in simpler_members([values] * len(items), items))
        for members in simpler_members([keys] * len(names), names):
            if len(set(members)) == len(names):
                yield dict(zip(members, items, strict=True))

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> Any:
        """Return a dict of plain values, of as few keys as there may be."""
        if isinstance(self.items, dict):
            return {key: domain.plain_value(sizes, pattern) for key, domain in self.items.items()}
        if self._bounds[0] == 0:
            return {}
        keys, values = self.items
        return {keys.plain_value(sizes, pattern): values.plain_value(sizes, pattern)}

    def shorter(self, value: Any, size: str, keep: Sequence[int]) -> Any:
        """Return the values with only the positions `keep` wherever they have the size named."""
        domains = self._domains_of(value)
        members = shorter_members(domains, list(value.values()), size, keep)
        return None if members is None else dict(zip(value, members, strict=True))

    def sizes_of(self, value: Any) -> dict[str, int]:
        """Return the named sizes that the values determine."""
        return agreed_sizes(self._domains_of(value), list(value.values()))

    def _domains_of(self, value: Any) -> list[Domain]:
        if isinstance(self.items, dict):
            return [self.items[key] for key in value]
        return [self.items[1]] * len(value)

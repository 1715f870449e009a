"""Domain: lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from grader.domains.container import (
    Container,
    agreed_sizes,
    draw_member,
    shorter_members,
    simpler_members,
    simpler_twins,
)
from grader.domains.lengths import Length, draw_length, kept_positions
from grader.domains.nested import NestedDomain
from grader.models import Field
from grader.values.comparison import equal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    from grader.domains.domain import Domain

    Array = npt.NDArray[np.float64]

ATTEMPTS = 50
"""How often a member that is there already is drawn again."""


class List(Container):
    """A list of members of one domain."""

    key: ClassVar[str] = "list"

    item: NestedDomain = Field(alias="list")
    """The domain of its items."""
    length: Length = (0, 8)
    """The smallest and the largest number of items, or one number."""
    distinct: bool = False
    """Whether no two items are equal; where the domain has too few members, the list is shorter."""
    sorted: bool = False
    """Whether the items are in ascending order."""

    def inner(self) -> Sequence[Domain]:
        """Return the domain of the items."""
        return (self.item,)

    def mistakes(self, sizes: Mapping[str, tuple[int, int]]) -> Iterator[str]:
        """Yield why the domain of the items is empty, or its members have no order."""
        mistakes = list(super().mistakes(sizes))
        if not mistakes and self.sorted and not _have_order(self.samples(self.item, sizes)):
            mistakes = ["`sorted` needs items that have an order: numbers, texts, or tuples and lists of such"]
        yield from mistakes

    @property
    def edges(self) -> int:
        """The number of edges of the domain."""
        return 5 + self.item.edges

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return an edge: shortest, longest, all equal, ascending, descending, or with an edge among its items."""
        low, high = self.length
        if number in (0, 1):
            return self._random((low, high)[number], sizes, rng)
        items = self._random(draw_length((min(max(1, low), high), high), rng), sizes, rng)
        if number == 2:
            return None if self.distinct else items[:1] * len(items)
        if number in (3, 4):
            return None if self.sorted else _in_order(items, descending=number == 4)
        if items:
            position = int(rng.integers(len(items)))
            items[position] = draw_member(self.item, number - 5, sizes, rng)
        return self._arranged(items) if self._allowed(items) else None

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return a random list."""
        return self._random(draw_length(self.length, rng), sizes, rng)

    def _random(self, count: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        items: list[Any] = []
        for _ in range(count):
            for _ in range(ATTEMPTS if self.distinct else 1):
                item = self.item.draw(sizes, rng)
                if not self.distinct or not any(equal(item, other) for other in items):
                    items.append(item)
                    break
        return self._arranged(items)

    def _arranged(self, items: Any) -> Any:
        return _in_order(items) if self.sorted else items

    def _allowed(self, items: Any) -> bool:
        """Whether the items are different and in order, as far as they have to be."""
        twice = self.distinct and any(equal(a, b) for position, a in enumerate(items) for b in items[:position])
        return not twice

    def contains(self, value: Any, sizes: Mapping[str, int]) -> bool:
        """Whether the number of items, each of them, and their order are right."""
        if not self.length[0] <= len(value) <= self.length[1] or not self._allowed(value):
            return False
        ordered = not self.sorted or equal(value, _in_order(value))
        return ordered and all(self.item.contains(item, sizes) for item in value)

    def simpler(self, value: Any) -> Iterator[Any]:
        """Yield lists of fewer items, and such of simpler ones."""
        for kept_indices in kept_positions(len(value), self.length[0]):
            yield [value[position] for position in kept_indices]
        for items in simpler_twins(self.item, value) if not self.distinct else ():
            yield self._arranged(items)
        for items in simpler_members([self.item] * len(value), value):
            yield self._arranged(items)
        if len(value) > 1 and not self.distinct:
            yield value[:1] * len(value)

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> Any:
        """Return a short list of plain items."""
        low, high = self.length
        count = max(low, min(high, int(pattern(2).max()) * 2))
        numbers = pattern(count)
        items = [self.item.plain_value(sizes, _from(float(number))) for number in numbers]
        return self._arranged(items)

    def shorter(self, value: Any, size: str, keep: Sequence[int]) -> Any:
        """Return the items with only the positions `keep` wherever they have the size named."""
        return shorter_members([self.item] * len(value), value, size, keep)

    def sizes_of(self, value: Any) -> dict[str, int]:
        """Return the named sizes that the items determine."""
        return agreed_sizes([self.item] * len(value), value)


def _from(number: float) -> Callable[[int], Array]:
    """Return the pattern of one number."""
    import numpy as np

    return lambda count: np.full(count, number)


def _have_order(items: Any) -> bool:
    try:
        sorted(items)
    except (TypeError, ValueError):
        return False
    return True


def _in_order(items: Any, *, descending: bool = False) -> Any:
    """Return the items sorted; as they are where they have no order."""
    try:
        return sorted(items, reverse=descending)
    except (TypeError, ValueError):
        return items

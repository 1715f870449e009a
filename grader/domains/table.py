"""Domain: tables with named columns, the entries of each drawn from a domain of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from grader.domains.container import Container, draw_member, simpler_members
from grader.domains.lengths import Length, draw_length, kept_positions
from grader.domains.nested import NestedDomain
from grader.models import Field
from grader.worker.wire.tables import TableValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    from grader.domains.domain import Domain

    Array = npt.NDArray[np.float64]


class TableDomain(Container):
    """A table; students' code is given a DataFrame of pandas."""

    key: ClassVar[str] = "table"

    columns: dict[str, NestedDomain] = Field(alias="table", min_length=1)
    """The domain of the entries of each column, by its name."""
    rows: Length = (0, 8)
    """The smallest and the largest number of rows, or one number."""

    def inner(self) -> Sequence[Domain]:
        """Return the domains of the columns."""
        return tuple(self.columns.values())

    @property
    def edges(self) -> int:
        """The number of edges: fewest rows, most rows, and an edge of each column in the first row."""
        return 2 + sum(domain.edges for domain in self.inner())

    def edge(self, number: int, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return a table of the fewest rows, of the most, or one with an edge of a column in its first row."""
        if number < 2:
            return self._random(self.rows[number], sizes, rng)
        table = self._random(max(draw_length(self.rows, rng), min(1, self.rows[1])), sizes, rng)
        number -= 2
        for name, domain in self.columns.items():
            if number < domain.edges:
                if not len(table):
                    return None
                table.columns[name][0] = draw_member(domain, number, sizes, rng)
                return table
            number -= domain.edges
        return None

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> Any:
        """Return a random table."""
        return self._random(draw_length(self.rows, rng), sizes, rng)

    def _random(self, count: int, sizes: Mapping[str, int], rng: np.random.Generator) -> TableValue:
        # A row more than none: its entries tell what empty columns would hold.
        drawn = {name: [domain.draw(sizes, rng) for _ in range(count or 1)] for name, domain in self.columns.items()}
        return TableValue(drawn).rows(range(count))

    def contains(self, value: Any, sizes: Mapping[str, int]) -> bool:
        """Whether it has these columns, so many rows, and only entries that belong to the columns."""
        return (
            isinstance(value, TableValue)
            and list(value.columns) == list(self.columns)
            and self.rows[0] <= len(value) <= self.rows[1]
            and all(
                domain.contains(entry, sizes) for name, domain in self.columns.items() for entry in value.columns[name]
            )
        )

    def simpler(self, value: Any) -> Iterator[Any]:
        """Yield tables of fewer rows, and such of simpler entries."""
        columns = value.columns
        for positions in kept_positions(len(value), self.rows[0]):
            yield value.rows(positions)
        for name, domain in self.columns.items():
            for entries in simpler_members([domain] * len(value), columns[name]):
                yield TableValue({**columns, name: entries})

    def plain_value(self, sizes: Mapping[str, int], pattern: Callable[[int], Array]) -> Any:
        """Return a table of plain entries, of as few rows as there may be, and one where that is none."""
        count = max(self.rows[0], min(1, self.rows[1]))
        plain = {name: [domain.plain_value(sizes, pattern)] * (count or 1) for name, domain in self.columns.items()}
        return TableValue(plain).rows(range(count))

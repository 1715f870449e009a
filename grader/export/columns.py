"""The column of a gradebook that takes the grades: the one that the user names, or the only one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from grader.export.gradebook import FillOptions


@dataclass(frozen=True, slots=True)
class GradeColumn:
    """A column that takes grades."""

    number: int
    """Its position in the row, from 0."""
    header: str
    title: str
    id: str = ""
    """The platform's number of the column, if the header holds one."""
    max_points: Decimal | None = None

    @property
    def label(self) -> str:
        """The column for a person who has to name it."""
        return f"{self.id}  {self.title}" if self.id else self.title


def choose_column(columns: Sequence[GradeColumn], options: FillOptions) -> GradeColumn:
    """Return the column that the user names, or the only one.  Raises UsageError with all there are."""
    name = options.column.strip() if options.column is not None else None
    matching = [
        column for column in columns if name is None or name in {column.id, column.title, column.header.strip()} - {""}
    ]
    if len(matching) == 1:
        return matching[0]
    listed = "".join(f"\n  {column.label}" for column in columns) or " none"
    if not matching:
        missing = "no assignment" if name is None else f"no assignment `{name}`"
        raise UsageError(f"{options.file}: has {missing} that takes grades. There are:{listed}")
    by = "its number" if all(column.id for column in columns) else "its title"
    raise UsageError(f"{options.file}: has several assignments. Name one with --assignment and {by}:{listed}")

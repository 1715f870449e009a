"""One column of an LMS's gradebook filled in; `gradebooks/` has a module for each LMS."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.export.grade import Excusal, Points, Skip, format_points, scale_points
from grader.export.joining import student_label
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from grader.export.delimited import CellChange, TableCell
    from grader.export.grade import Grade, GradeValue
    from grader.export.joining import JoinedRows


@dataclass(frozen=True)
class GradebookRow:
    """One student's row: the cell that takes the grade, and the ids of the student."""

    line: int
    """The number of the row; the header is row 1."""
    label: str
    """The student for a person: name and id."""
    platform_id: str
    other_ids: frozenset[str]
    """Logins, numbers and addresses; folded."""
    cell: TableCell
    max_points: Decimal | None
    """The points that the column is worth; None if the file does not say."""
    name: str = ""
    """The student's name: it never joins, but can show that an id matches by chance."""
    group: str = ""
    """The group that the row belongs to, if the file names one."""
    locked_reason: str = ""
    """Why nothing is written here; empty if the row takes a grade."""


@dataclass(frozen=True, slots=True)
class FillOptions:
    """How the user wants a gradebook filled in."""

    file: str
    """The name of the gradebook in error messages."""
    column: str | None = None
    """The assignment or column; None if there is only one."""
    raw: bool = False
    """Whether points are written as they are instead of scaled to what the column is worth."""


@dataclass(frozen=True)
class FilledGradebook:
    """The filled gradebook and a report of what was not filled in."""

    data: bytes
    set_count: int
    """The number of rows that received points."""
    excused_count: int
    skipped: tuple[str, ...]
    """Rows that have a submission but were not changed, with the reason."""
    unmatched: tuple[str, ...]
    """Rows without a submission, and submissions without a row."""
    warnings: tuple[str, ...] = ()
    """Rows that a person should look at."""
    notes: tuple[str, ...] = ()
    """Remarks about the file as a whole."""
    graded: tuple[tuple[GradebookRow, Grade], ...] = ()
    """The rows that received points or an excuse, with their submissions."""

    def with_notes(self, notes: Iterable[str]) -> FilledGradebook:
        """Return the same with remarks about the file as a whole."""
        return replace(self, notes=tuple(notes))


@dataclass(frozen=True, slots=True)
class CellFormat:
    """The values that a platform accepts in a cell."""

    excused: str = ""
    """The text for an excused student; empty if the platform has none."""
    above_maximum: str = ""
    """A sentence on what happens to a grade above the maximum; empty if the platform accepts it."""
    raw: bool = False


@dataclass
class _Filling:
    changes: list[CellChange] = field(default_factory=list)
    graded: list[tuple[GradebookRow, Grade]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    excused_count: int = 0


def fill_cells(
    joined: JoinedRows[GradebookRow], cells: CellFormat, apply_changes: Callable[[Sequence[CellChange]], bytes]
) -> FilledGradebook:
    """Put the grades into their cells, scaled to what the column is worth unless `cells.raw`."""
    filling = _Filling()
    for row, grade in joined.pairs:
        value = _cell_text(row, grade.value, cells)
        if isinstance(value, Skip):
            filling.skipped.append(f"{student_label(grade)}: {value.reason}; line {row.line} is left alone")
            continue
        filling.changes.append(row.cell.put(value))
        filling.graded.append((row, grade))
        filling.excused_count += value == cells.excused
        filling.warnings += [f"{student_label(grade)}: {warning}" for warning in grade.warnings]
    return FilledGradebook(
        apply_changes(filling.changes),
        len(filling.changes) - filling.excused_count,
        filling.excused_count,
        tuple(filling.skipped),
        joined.unmatched,
        tuple(filling.warnings),
        graded=tuple(filling.graded),
    )


def _cell_text(row: GradebookRow, value: GradeValue, cells: CellFormat) -> str | Skip:
    """Return the text for a cell, or why the cell keeps its text."""
    if row.locked_reason:
        return Skip(row.locked_reason)
    match value:
        case Skip():
            return value
        case Excusal(reason):
            return cells.excused or Skip(f"{reason}, which this file cannot say")
        case Points():
            maximum = row.max_points
            if maximum is None and not cells.raw:
                return Skip("the file does not say what the column is worth; --raw writes the points as they are")
            points = scale_points(value, maximum, raw=cells.raw)
            if cells.above_maximum and maximum is not None and points > maximum:
                above = f"{format_points(points)} is above the maximum of {format_points(maximum)}"
                return Skip(f"{above}, and {cells.above_maximum}")
            return format_points(points)

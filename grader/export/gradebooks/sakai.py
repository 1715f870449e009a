"""Sakai's `grades.csv`, out of the zip of *Download All*: the cells of its fifth column filled in.

docs/targets/sakai.md describes how Sakai reads the file.  Its third line is the header; the first names the assignment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from grader.errors import UsageError
from grader.export.delimited import DelimitedError, Table, decode, table_of
from grader.export.gradebook import CellFormat, GradebookRow, fill_cells
from grader.export.gradebooks import Gradebook
from grader.export.joining import join
from grader.results.names import folded
from grader.results.platforms import Platform

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.export.delimited import Row
    from grader.export.grade import Grade
    from grader.export.gradebook import FilledGradebook, FillOptions

HEADER = ("display id", "id", "last name", "first name")
GRADE = 4
"""The fifth column, whose header is translated."""
HEADER_LINES = 5
"""The header is within these."""
NOT_POINTS = ("LETTER_GRADE_TYPE", "PASS_FAIL_GRADE_TYPE", "CHECK_GRADE_TYPE", "UNGRADED_GRADE_TYPE")


def fill(data: bytes, grades: Sequence[Grade], options: FillOptions) -> FilledGradebook:
    """Return the file with the grades in it.  Raises UsageError."""
    table, header = _read(data, options.file)
    kind = " ".join(cell.value for cell in table.rows[0][1:])
    if any(name in kind for name in NOT_POINTS):
        raise UsageError(
            f"{options.file}: the assignment is not graded with points ({kind.strip()}). Change it to points."
        )
    if not options.raw:
        raise UsageError(
            f"{options.file}: Sakai's file does not say how many points the assignment gives. Use --raw, which writes "
            "the points as they are, if the assignment gives as many as the tasks."
        )
    body = list(enumerate(table.rows[header + 1 :], header + 2))
    rows = [_row(line, row) for line, row in body if any(cell.value.strip() for cell in row)]
    filled = fill_cells(join(rows, grades, Platform.SAKAI), CellFormat(raw=True), table.changed)
    return filled.with_notes(table.source.encoding_notes)


GRADEBOOK: Final = Gradebook(Platform.SAKAI, fill, None)


def _read(data: bytes, file: str) -> tuple[Table, int]:
    """Return the rows and the number of the header among them, from 0.  Raises UsageError."""
    try:
        source = decode(data)
        for delimiter in (",", ";"):
            table = table_of(source, delimiter)
            for number, row in enumerate(table.rows[:HEADER_LINES]):
                if tuple(cell.value.strip().lower() for cell in row[:GRADE]) == HEADER and len(row) > GRADE:
                    return table, number
    except DelimitedError as error:
        raise UsageError(f"{file}: {error}.") from error
    raise UsageError(
        f"{file}: not Sakai's grades.csv (expected a line with Display ID, ID, Last Name, First Name and the grade). "
        "Take it out of the zip of Download All, with the grade file as CSV."
    )


def _row(line: int, row: Row) -> GradebookRow:
    values = [cell.value.strip() for cell in row]
    display_id, id_, last, first = (*values, "", "", "", "")[:GRADE]
    return GradebookRow(
        line,
        f"{first} {last} ({id_ or display_id})".strip(),
        id_ or display_id,
        frozenset({folded(display_id)} if display_id else ()),
        row[min(GRADE, len(row) - 1)],
        None,
        locked_reason="" if len(row) > GRADE else "the row ends before the grade",
    )

"""Blackboard's gradebook (Original): its own download with one column filled in.

docs/targets/blackboard.md describes how Blackboard reads the file: a header without its number becomes a new column.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from grader.errors import UsageError
from grader.export.columns import GradeColumn, choose_column
from grader.export.delimited import DELIMITERS, DelimitedError, Table, read_table
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

KEY = "Username"
PREVIEW = "_previewuser"
_COLUMN = re.compile(
    r"^(?P<title>.*\S)\s*\[Total Pts:\s*(?:up to\s*)?(?P<points>[\d.,]+)\s*(?P<shown>[^\]]*)\]\s*\|\s*(?P<id>\d+)\s*$",
    re.DOTALL,
)
_TAKES_POINTS = frozenset({"", "score"})
"""The display of columns that take points; others read a number as a percentage, or refuse it."""


def fill(data: bytes, grades: Sequence[Grade], options: FillOptions) -> FilledGradebook:
    """Return the download with the grades in it.  Raises UsageError."""
    table = _read(data, options.file)
    header = [cell.value.strip() for cell in table.rows[0]]
    column = choose_column(_columns(header), options)
    body = [(line, row) for line, row in enumerate(table.rows[1:], 2) if any(cell.value.strip() for cell in row)]
    rows = [_row(line, row, column, header) for line, row in body]
    filled = fill_cells(join(rows, grades, Platform.BLACKBOARD), CellFormat(raw=options.raw), table.changed)
    return filled.with_notes(table.source.encoding_notes)


GRADEBOOK: Final = Gradebook(Platform.BLACKBOARD, fill, None)


def _read(data: bytes, file: str) -> Table:
    try:
        table = read_table(data, DELIMITERS, _is_header)
    except DelimitedError as error:
        raise UsageError(f"{file}: {error}.") from error
    if table is None:
        raise UsageError(
            f"{file}: not a gradebook of Blackboard (expected a column {KEY}, and one like `Title [Total Pts: 10 "
            "Score] |409581`). Use Grade Center, Work Offline, Download."
        )
    return table


def _is_header(header: Sequence[str]) -> bool:
    names = [name.strip() for name in header]
    return KEY in names and any(map(_COLUMN.match, names))


def _columns(header: Sequence[str]) -> list[GradeColumn]:
    matches = [
        (number, text, match) for number, text in enumerate(header) if (match := _COLUMN.match(text)) is not None
    ]
    return [
        GradeColumn(number, text, match["title"], match["id"], _points(match["points"]))
        for number, text, match in matches
        if match["shown"].strip().lower() in _TAKES_POINTS
    ]


def _points(text: str) -> Decimal | None:
    """Return a number: the last point or comma is the decimal mark."""
    integer, mark, fraction = text.replace(",", ".").rpartition(".")
    digits = f"{integer.replace('.', '')}{mark}{fraction}".strip(".")
    return Decimal(digits) if digits and Decimal(digits) > 0 else None


def _row(line: int, row: Row, column: GradeColumn, header: Sequence[str]) -> GradebookRow:
    values = {key: cell.value.strip() for key, cell in zip(header, row, strict=False)}
    username, number = values.get(KEY, ""), values.get("Student ID", "")
    locked = ""
    if username.endswith(PREVIEW):
        locked = "the preview user has no grade"
    elif column.number >= len(row):
        locked = "the row ends before the column of the assignment"
    name = " ".join(filter(None, (values.get("First Name", ""), values.get("Last Name", ""))))
    return GradebookRow(
        line,
        f"{name} ({username})",
        username,
        frozenset({folded(number)} if number else ()),
        row[min(column.number, len(row) - 1)],
        column.max_points,
        locked_reason=locked,
    )

"""Brightspace's grade export: its own file with one `Points Grade` column filled in.

docs/targets/brightspace.md describes how Brightspace's importer reads the file.
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

KEYS = ("Username", "OrgDefinedId")
END = "End-of-Line Indicator"
_POINTS = re.compile(r"^(?P<title>.*\S)\s+Points Grade(?:\s*<(?P<facts>[^<>]*)>)?\s*$", re.DOTALL)
_MAXIMUM = re.compile(r"MaxPoints:\s*(\d+(?:\.\d+)?)")


def fill(data: bytes, grades: Sequence[Grade], options: FillOptions) -> FilledGradebook:
    """Return the export with the grades in it.  Raises UsageError."""
    table = _read(data, options.file)
    header = [cell.value.strip() for cell in table.rows[0]]
    column = choose_column(_columns(header), options)
    if column.max_points is None and not options.raw:
        raise UsageError(
            f"{options.file}: does not say how many points `{column.title}` gives (expected `MaxPoints:` in its "
            "header). Export the grades again with points, or use --raw to write the points as they are."
        )
    body = [(line, row) for line, row in enumerate(table.rows[1:], 2) if any(cell.value.strip() for cell in row)]
    rows = [_row(line, row, column, header) for line, row in body]
    cells = CellFormat(above_maximum="would be cut off", raw=options.raw)
    # Downloads of Brightspace know names only, and names never join: the class list tells the ids.
    filled = fill_cells(join(rows, grades, None), cells, table.changed)
    return filled.with_notes(table.source.encoding_notes)


GRADEBOOK: Final = Gradebook(Platform.BRIGHTSPACE, fill, None)


def _read(data: bytes, file: str) -> Table:
    try:
        table = read_table(data, DELIMITERS, _is_header)
    except DelimitedError as error:
        raise UsageError(f"{file}: {error}.") from error
    if table is None:
        raise UsageError(
            f"{file}: not a grade export of Brightspace (expected the columns OrgDefinedId or Username, `... Points "
            f"Grade`, and {END} at the end). Use Grades, Enter Grades, Export, with Points grade."
        )
    return table


def _is_header(header: Sequence[str]) -> bool:
    names = [name.strip() for name in header]
    return bool(names) and names[-1] == END and any(key in names for key in KEYS)


def _columns(header: Sequence[str]) -> list[GradeColumn]:
    matches = [
        (number, text, match) for number, text in enumerate(header) if (match := _POINTS.match(text)) is not None
    ]
    return [
        GradeColumn(number, text, match["title"], max_points=_maximum(match["facts"] or ""))
        for number, text, match in matches
    ]


def _maximum(facts: str) -> Decimal | None:
    match = _MAXIMUM.search(facts)
    points = Decimal(match[1]) if match is not None else Decimal(0)
    return points if points > 0 else None


def _row(line: int, row: Row, column: GradeColumn, header: Sequence[str]) -> GradebookRow:
    # Exported keys have a `#` in front, which keeps spreadsheets from changing numbers.
    values = {key: cell.value.strip().removeprefix("#") for key, cell in zip(header, row, strict=False) if key in KEYS}
    username, number = values.get("Username", ""), values.get("OrgDefinedId", "")
    return GradebookRow(
        line,
        " ".join(filter(None, (username, f"({number})" if number else ""))),
        username or number,
        frozenset(folded(value) for value in (username, number) if value),
        row[min(column.number, len(row) - 1)],
        column.max_points,
        locked_reason="" if len(row) == len(header) else "the row has other columns than the header",
    )

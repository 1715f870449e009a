"""Canvas's gradebook: its own export with the cells of one assignment filled in.

docs/targets/canvas.md describes how Canvas's importer reads the file and which traps that holds.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from grader.errors import UsageError
from grader.export.columns import GradeColumn, choose_column
from grader.export.delimited import DelimitedError, Table, read_table
from grader.export.grade import parse_points
from grader.export.gradebook import CellFormat, GradebookRow, fill_cells
from grader.export.gradebooks import FeedbackNames, Gradebook
from grader.export.joining import join
from grader.results.names import folded
from grader.results.platforms import Platform

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from grader.export.delimited import Row
    from grader.export.grade import Grade
    from grader.export.gradebook import FilledGradebook, FillOptions

EXCUSED = "EX"
TEST_STUDENT = ("Student", "Test")
DROPPED = re.compile(r"(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")
"""The importer silently drops a column whose header contains one of these."""
_ASSIGNMENT = re.compile(r"^(?P<title>.*\S)\s*\((?P<id>\d+)\)\s*$", re.DOTALL)
_MANUAL_POSTING = re.compile(r"^\s*(Manual Posting|Muted)", re.IGNORECASE)
_OTHER_IDS = ("SIS User ID", "SIS Login ID", "Integration ID")
_SUFFIX = re.compile(r"(\.tar)?\.\w+$")


def fill(data: bytes, grades: Sequence[Grade], options: FillOptions) -> FilledGradebook:
    """Return the export with the grades in it.  Raises UsageError."""
    table = _read(data, options.file)
    header = [cell.value for cell in table.rows[0]]
    body = [(line, row) for line, row in enumerate(table.rows[1:], 2) if any(cell.value.strip() for cell in row)]
    points_row = next((row for _, row in body if _is_points_row(row)), None)
    column = _find_column(header, points_row, options)
    max_points = parse_points(points_row[column].value) if points_row is not None and column < len(points_row) else None
    if max_points is None and not options.raw:
        raise UsageError(
            f"{options.file}: does not say how many points `{header[column]}` gives (expected a row `Points "
            "Possible`). Export the gradebook again, or use --raw to write the points as they are."
        )
    rows = [_row(line, row, column, header, max_points) for line, row in body if not _is_special(row)]
    cells = CellFormat(EXCUSED, raw=options.raw)
    filled = fill_cells(join(rows, grades, Platform.CANVAS), cells, table.changed)
    return filled.with_notes(table.source.encoding_notes)


def feedback_names(_: GradebookRow, grade: Grade) -> FeedbackNames | str:
    """Return a name with which Canvas finds the student and the uploaded file, or why it takes no report."""
    facts = grade.facts
    if facts.originals:
        # The importer reads the ids at the start of the upload's name; only the suffix may differ.
        return FeedbackNames(f"{_SUFFIX.sub('', facts.originals[0].rpartition('/')[2])}_report.html")
    if not facts.files:
        return "handed in nothing, so Canvas has no upload to attach a report to"
    if facts.platform == Platform.CANVAS:
        return "handed in no file that Canvas takes a report for (a text, or a link)"
    return "does not come from a Canvas download, so its files have no names there"


GRADEBOOK: Final = Gradebook(Platform.CANVAS, fill, feedback_names)


def _read(data: bytes, file: str) -> Table:
    """Return the rows, split by the delimiter with which the header is Canvas's.  Raises UsageError."""
    try:
        table = read_table(data, (",", ";"), _is_header)
    except DelimitedError as error:
        raise UsageError(f"{file}: {error}.") from error
    if table is None:
        raise UsageError(
            f"{file}: not a Canvas gradebook (expected columns Student, ID and Section in the first line). Use Grades, "
            "Export, Export Entire Gradebook."
        )
    return table


def _is_header(header: Sequence[str]) -> bool:
    student = bool(header) and ("Student" in header[0] or "LastName" in header[0])
    return student and "ID" in header and "Section" in header


def _find_column(header: Sequence[str], points_row: Row | None, options: FillOptions) -> int:
    """Return the number of the assignment's column.  Raises UsageError."""
    matches = [(number, match) for number, text in enumerate(header) if (match := _ASSIGNMENT.match(text)) is not None]
    column = choose_column(
        [
            GradeColumn(number, header[number], match["title"], match["id"])
            for number, match in matches
            if not _is_read_only(points_row, number)
        ],
        options,
    )
    if DROPPED.search(column.header):
        raise UsageError(
            f"{options.file}: Canvas drops the column `{column.header}` on import because of the words in its title. "
            "Rename the assignment in Canvas, and export the gradebook again."
        )
    return column.number


def _is_read_only(points_row: Row | None, column: int) -> bool:
    return points_row is not None and column < len(points_row) and "read only" in points_row[column].value


def _is_points_row(row: Row) -> bool:
    return row[0].value.strip() == "Points Possible"


def _is_special(row: Row) -> bool:
    """Whether a row is no student's: the maximum points, or the note about manual posting."""
    texts = [cell.value for cell in row if cell.value.strip()]
    return _is_points_row(row) or all(map(_MANUAL_POSTING.match, texts))


def _row(line: int, row: Row, column: int, header: Sequence[str], max_points: Decimal | None) -> GradebookRow:
    values = {key: cell.value.strip() for key, cell in zip(header, row, strict=False)}
    cell = row[column] if column < len(row) else row[-1]
    other_ids = frozenset(folded(values[key]) for key in _OTHER_IDS if values.get(key))
    canvas_id = values.get("ID", "")
    result = GradebookRow(line, f"{row[0].value} ({canvas_id})", canvas_id, other_ids, cell, max_points)
    if row[0].value.strip() == "Student, Test" or (values.get("LastName"), values.get("FirstName")) == TEST_STUDENT:
        return replace(result, locked_reason="the test student has no grade")
    if column >= len(row):
        return replace(result, locked_reason="the row ends before the column of the assignment")
    match cell.value.strip().upper():
        case "N/A":
            reason = "Canvas takes no grade here (N/A: not assigned, or anonymous and not posted)"
            return replace(result, locked_reason=reason)
        case "EX":
            return replace(result, locked_reason="is excused in Canvas")
    return result

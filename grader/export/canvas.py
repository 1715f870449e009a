"""Canvas's gradebook: its own export with one assignment's cells filled in.

What its importer reads, and how: docs/targets/canvas.md names the traps, each of which is met here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.export.delimited import DelimitedError, Table, read
from grader.export.gradebook import Filled, Place, fill, join
from grader.results.names import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.export.delimited import Cell, Row
    from grader.export.grade import Grade

PLATFORM = "Canvas"
EXCUSED = "EX"
TEST_STUDENT = ("Student", "Test")
DROPPED = re.compile(r"(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")
"""A column with one of these in its header is dropped by the importer without a word."""
_ASSIGNMENT = re.compile(r"^(?P<title>.*\S)\s*\((?P<id>\d+)\)\s*$", re.DOTALL)
_MANUAL = re.compile(r"^\s*(Manual Posting|Muted)", re.IGNORECASE)
_NUMBER = re.compile(r"^[\d.,]*\d[\d.,]*$")
_KEYS = ("SIS User ID", "SIS Login ID", "Integration ID")


def filled(data: bytes, grades: Sequence[Grade], assignment: str | None, *, raw: bool, name: str) -> Filled:
    """Return the export with the grades in it; `name` is what errors call the file.  Raises UsageError."""
    table = _table(data, name)
    header = [cell.value for cell in table.rows[0]]
    body = [(line, row) for line, row in enumerate(table.rows[1:], 2) if any(cell.value.strip() for cell in row)]
    worth = next((row for _, row in body if _is_worth(row)), None)
    column = _column(header, worth, assignment, name)
    most = _points(worth[column]) if worth is not None and column < len(worth) else None
    if most is None and not raw:
        raise UsageError(
            f"{name}: does not say how many points `{header[column]}` gives (expected a row `Points Possible`). "
            "Export the gradebook again, or use --raw to write the points as they are."
        )
    places = [_place(line, row, column, header, most) for line, row in body if not _is_special(row)]
    joined = join(places, grades, PLATFORM)
    return replace(fill(joined, raw=raw, excuse=EXCUSED, changed=table.changed), notes=table.source.doubts)


def _table(data: bytes, name: str) -> Table:
    """Return the rows, by the delimiter under which the header is Canvas's.  Raises UsageError."""
    try:
        table = read(data, (",", ";"), _is_header)
    except DelimitedError as error:
        raise UsageError(f"{name}: {error}.") from error
    if table is None:
        raise UsageError(
            f"{name}: is no gradebook of Canvas (expected columns Student, ID and Section in the first line). Take "
            "Grades, Export, Export Entire Gradebook."
        )
    return table


def _is_header(header: Sequence[str]) -> bool:
    student = bool(header) and ("Student" in header[0] or "LastName" in header[0])
    return student and "ID" in header and "Section" in header


def _column(header: Sequence[str], worth: Row | None, wanted: str | None, name: str) -> int:
    """Return the assignment's column: the one named, or the only one.  Raises UsageError."""
    columns = {place: found for place, text in enumerate(header) if (found := _ASSIGNMENT.match(text)) is not None}
    columns = {place: found for place, found in columns.items() if not _is_read_only(worth, place)}
    named = [
        place
        for place, found in columns.items()
        if wanted is None or wanted.strip() in {found["id"], found["title"], header[place].strip()}
    ]
    if len(named) == 1 and not DROPPED.search(header[named[0]]):
        return named[0]
    listed = "".join(f"\n  {found['id']}  {found['title']}" for found in columns.values()) or " none"
    if not named:
        raise UsageError(f"{name}: has no assignment `{wanted or ''}` that takes grades. There are:{listed}")
    if len(named) > 1:
        raise UsageError(f"{name}: has several assignments. Name one with --assignment and its number:{listed}")
    raise UsageError(
        f"{name}: Canvas drops the column `{header[named[0]]}` when it imports, for the words in its title. Rename the "
        "assignment in Canvas, and export the gradebook again."
    )


def _is_read_only(worth: Row | None, place: int) -> bool:
    return worth is not None and place < len(worth) and "read only" in worth[place].value


def _is_worth(row: Row) -> bool:
    return row[0].value.strip() == "Points Possible"


def _is_special(row: Row) -> bool:
    """Whether a row is no student's: the points, the note on posting, the test student."""
    said = [cell.value for cell in row if cell.value.strip()]
    return _is_worth(row) or all(map(_MANUAL.match, said))


def _points(cell: Cell) -> Decimal | None:
    """Return a number as Canvas reads it: of all points and commas the last one is the decimal mark."""
    text = cell.value.strip()
    if not _NUMBER.match(text):
        return None
    whole, mark, part = text.replace(",", ".").rpartition(".")
    return Decimal(f"{whole.replace('.', '')}{mark}{part}".strip(".") or "0")


def _place(line: int, row: Row, column: int, header: Sequence[str], most: Decimal | None) -> Place:
    values = {key: cell.value.strip() for key, cell in zip(header, row, strict=False)}
    cell = row[column] if column < len(row) else row[-1]
    others = frozenset(folded(values[key]) for key in _KEYS if values.get(key))
    own = values.get("ID", "")
    place = Place(line, f"{row[0].value} ({own})", own, others, cell, most)
    if row[0].value.strip() == "Student, Test" or (values.get("LastName"), values.get("FirstName")) == TEST_STUDENT:
        return replace(place, closed="the test student has no grade")
    if column >= len(row):
        return replace(place, closed="the row ends before the column of the assignment")
    match cell.value.strip().upper():
        case "N/A":
            return replace(place, closed="Canvas takes no grade here (N/A: not assigned, or anonymous and not posted)")
        case "EX":
            return replace(place, closed="is excused in Canvas")
    return place

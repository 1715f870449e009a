"""The list of the class as CSV: who they are, in which group, with which extension; columns by their usual names."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from typing import TYPE_CHECKING

from grader.course.moments import moment
from grader.errors import UsageError
from grader.records import dataclass
from grader.results.names import folded
from grader.submission.texts import decoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

LARGEST = 16 << 20
COLUMNS: dict[str, tuple[str, ...]] = {
    "id": (
        "id", "identifier", "canvas user id",
        "user id", "student id", "sis user id", "sid", "participant id", "orgdefinedid",
        "id number", "student number", "matriculation number",
    ),
    "login": ("login", "username", "user name", "sis login id", "login id", "eid", "display id", "user"),
    "name": ("name", "full name", "student", "student name"),
    "first": ("first name", "given name", "firstname"),
    "last": ("last name", "surname", "family name", "lastname"),
    "email": ("email", "e-mail", "email address", "mail"),
    "group": ("group", "group name", "section", "team"),
    "extension": ("extension", "extension minutes", "extended until", "extension until"),
    "submitted": ("last modified (submission)", "submission date", "submitted", "handed in"),
}  # fmt: skip
"""Names of the columns in the exports of platforms, in small letters."""


NOBODY = ("Points Possible", "Student, Test")
"""Rows of Canvas's gradebook that are no students."""
_SEPARATOR = re.compile(r"\s*\"?sep=(.)\"?\s*$", re.IGNORECASE)
_PARTICIPANT = re.compile(r"^[^\W\d_][^\d@.]* (\d+)$")


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One row of the list."""

    id: str
    keys: frozenset[str]
    """All that a hand-in may go by: number, login, address; never the name."""
    name: str = ""
    group: str = ""
    extension: str = ""
    """As it stands in the list: minutes, hours or a date."""
    submitted: str = ""
    """When they handed in, ISO 8601, where the list tells: a grading worksheet of Moodle does."""
    ids: tuple[str, ...] = ()
    """The keys as they stand in the list."""


@dataclass(frozen=True)
class Roster:
    """The class."""

    students: tuple[RosterEntry, ...] = ()

    def find(self, key: str, name: str = "") -> RosterEntry | None:
        """Return whom a hand-in belongs to; `name` is given where a download tells no more, and must be unique."""
        by_key = [student for student in self.students if folded(key) in student.keys]
        if by_key or not name:
            return by_key[0] if len(by_key) == 1 else None
        named = [student for student in self.students if folded(student.name) == folded(name)]
        return named[0] if len(named) == 1 else None

    def team(self, name: str) -> tuple[RosterEntry, ...]:
        """Return the members of a group by its name, of which downloads keep letters and digits alone."""
        bare_name = _bare(name)
        return tuple(student for student in self.students if bare_name and _bare(student.group) == bare_name)


def read_roster(path: Path) -> Roster:
    """Read the list.  Raises UsageError, with what is missing and what is there."""
    rows = _rows(path, _text(path))
    if not rows:
        raise UsageError(f"{path}: is empty (expected a CSV with a line of column names). Export the list again.")
    columns = _columns(rows[0])
    if "id" not in columns and "login" not in columns and "email" not in columns:
        header = ", ".join(rows[0])[:200]
        raise UsageError(
            f"{path}: no column says who a student is (expected one called id, login, username or email; there are: "
            f"{header}). Rename a column."
        )
    students = [_student(row, columns) for row in rows[1:] if any(re.search(r"\w", cell) for cell in row)]
    students = [student for student in students if student.name.strip() not in NOBODY]
    _unique(path, students)
    return Roster(tuple(students))


def _rows(path: Path, text: str) -> list[list[str]]:
    """Return the rows of a table, without a first line that is meant for Excel.  Raises UsageError."""
    text = text.lstrip("\r\n \ufffd")
    delimiter = _delimiter(text)
    head, _, rest = text.partition("\n")
    lines = rest.lstrip("\n") if _SEPARATOR.match(head) else text
    try:
        rows = list(csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter))
        if rows and any(
            "\n" in cell for cell in rows[-1]
        ):  # a quotation mark that is not closed takes all that follows
            rows = list(csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UsageError(
            f"{path}: is no table ({error}). Look for a quotation mark that is not closed, and export the list again."
        ) from error
    return rows


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()[: LARGEST + 1]
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Name the class list as CSV.") from error
    if len(data) > LARGEST:
        raise UsageError(f"{path}: is larger than {LARGEST >> 20} MiB; a class list is not.")
    if data.startswith(b"PK"):
        raise UsageError(f"{path}: is a spreadsheet or an archive. Save it as CSV first.")
    return decoded(data)[0]


def _delimiter(text: str) -> str:
    """Return the sign between the columns: the one that a line for Excel names, or the commonest of the usual ones."""
    first = text.partition("\n")[0]
    if separator := _SEPARATOR.match(first):
        return separator[1]
    return max(",;\t|", key=first.count)


def _columns(header: Sequence[str]) -> dict[str, int]:
    names = [re.sub(r"[\s_]+", " ", cell).strip().lower() for cell in header]
    columns = {}
    for field, aliases in COLUMNS.items():
        column = next((names.index(name) for name in aliases if name in names), None)
        if column is not None:
            columns[field] = column
    return columns


def _student(row: Sequence[str], columns: Mapping[str, int]) -> RosterEntry:
    def cell(field: str) -> str:
        column = columns.get(field, len(row))
        return row[column].strip() if column < len(row) else ""

    keys = [_number(cell(field)) for field in ("login", "id", "email") if cell(field)]
    name = cell("name") or f"{cell('first')} {cell('last')}".strip()
    folded_keys = frozenset(map(folded, keys))
    at = moment(cell("submitted"))
    submitted = at.isoformat() if at is not None else ""
    return RosterEntry(
        keys[0] if keys else name,
        folded_keys,
        name,
        cell("group"),
        cell("extension"),
        submitted,
        tuple(dict.fromkeys(keys)),
    )


def _number(key: str) -> str:
    """Return an id without what exports add: a word before it in Moodle's worksheets, `#` in Brightspace's lists."""
    participant = _PARTICIPANT.match(key)
    return participant[1] if participant is not None else key.removeprefix("#")


def _unique(path: Path, students: Iterable[RosterEntry]) -> None:
    owners: dict[str, str] = {}
    for student in students:
        for key in student.keys:
            if key in owners:
                raise UsageError(f"{path}: `{key}` stands for two students. Give each row an id of its own.")
            owners[key] = student.id


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", name)).casefold()
